// forge: where on GitHub or GitLab a run is, and with which token it may speak there.
//
// The token goes to the API's own host and to no other, and over plain http only to this machine.

#ifndef FORGE_FORGE_H
#define FORGE_FORGE_H

#include "base/arena.h"
#include "base/error.h"

typedef enum ForgeKind {
    FORGE_GITHUB,
    FORGE_GITLAB,
} ForgeKind;

// What was given by options; NULL or 0 for what the environment is to say.
typedef struct ForgeGiven {
    const char *kind;       // "github" or "gitlab"
    const char *api;        // URL of the API
    const char *repository; // "owner/name", on GitLab also a number
    const char *commit;
    int64_t change; // number of the pull or merge request
    const char *github_token;
    const char *gitlab_token;
} ForgeGiven;

typedef struct Forge {
    ForgeKind kind;
    const char *api;      // without a slash at its end
    const char *project;  // its path in the API: "repos/owner/name", "projects/42"
    const char *commit;   // what is shown at a pull request: its head, not a merge; NULL if unknown
    int64_t change;       // number of the pull or merge request; 0 for none
    const char *head;     // "owner:branch", where the change must be asked for; NULL if known
    const char *token;    // NULL for none
    bool job_token;       // GitLab: the job's own, which may less
    const char *page;     // of the run, for people; NULL if unknown
    const char *run;      // tells this run from others: "1234.1.test"; "local" in a shell
    int64_t pipeline;     // GitLab: number of the pipeline; 0 if unknown
    const char *no_event; // why the event file does not say what it should; NULL if it does
} Forge;

// Reads the environment of the platform, and GitHub's event file. False (ERROR_USAGE) for what was
// given wrongly or not at all, and (ERROR_CONFIG) if the environment says what cannot be used.
bool forge_find(const ForgeGiven *given, Arena *arena, Forge *ret_forge, Error *err) MUST_USE;

// "GitHub", "GitLab".
const char *forge_name(const Forge *forge);

// "pull request", "merge request".
const char *forge_change_name(const Forge *forge);

// 40 to 64 hexadecimal digits.
bool forge_is_commit(const char *text);

// `text` as a part of a URL's path or query: all but unreserved characters as %XX (RFC 3986 §2).
char *forge_escape(Arena *arena, const char *text);

#endif
