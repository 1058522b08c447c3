// commit_status: a word about a commit which rules of branches can ask for.

#ifndef FORGE_COMMIT_STATUS_H
#define FORGE_COMMIT_STATUS_H

#include "forge/forge_comment.h"

// What GitHub takes of a description, in characters.
#define COMMIT_STATUS_LONGEST ((size_t)140)

typedef enum CommitState {
    COMMIT_SUCCESS,
    COMMIT_FAILURE,
    COMMIT_ERROR, // could not be judged
} CommitState;

typedef struct CommitStatus {
    const char *context; // "sluice": a later status of that name takes its place
    CommitState state;
    const char *description; // one line, of at most COMMIT_STATUS_LONGEST characters
} CommitStatus;

// False if it could not be published, `ret_answer` tells whether the token may not.
bool forge_commit_status(ForgeSession *session, const CommitStatus *status,
                         ForgePublished *ret_published, ForgeAnswer *ret_answer, Error *err)
    MUST_USE;

#endif
