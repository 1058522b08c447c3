// pull_request: which pull request a workflow ran for, where its event does not say so.

#ifndef FORGE_PULL_REQUEST_H
#define FORGE_PULL_REQUEST_H

#include "forge/forge_call.h"

// The open pull request of `forge->head` at `forge->commit`; 0 if there is none.
bool forge_pull_request(ForgeSession *session, int64_t *ret_number, ForgeAnswer *ret_answer,
                        Error *err) MUST_USE;

#endif
