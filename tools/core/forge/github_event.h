// github_event: what started a workflow, from the file that GITHUB_EVENT_PATH names.

#ifndef FORGE_GITHUB_EVENT_H
#define FORGE_GITHUB_EVENT_H

#include "base/arena.h"
#include "base/error.h"

#define GITHUB_EVENT_LARGEST ((size_t)16 << 20)

typedef struct GithubEvent {
    int64_t change;     // number of the pull request it is about; 0 for none
    const char *commit; // the head of the pull request or of the workflow that ran; NULL for none
    const char *head;   // "owner:branch" of a workflow that ran; NULL for other events
} GithubEvent;

// Understands `pull_request` and its kin, `workflow_run`, `merge_group` and comments; of all other
// events nothing is wanted. False (ERROR_INPUT) for what is no event, or has the wrong types.
bool github_event_read(const char *bytes, size_t size, Arena *arena, GithubEvent *ret_event,
                       Error *err) MUST_USE;
bool github_event_load(const char *path, Arena *arena, GithubEvent *ret_event, Error *err) MUST_USE;

#endif
