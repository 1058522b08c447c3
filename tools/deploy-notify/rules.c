#include "rules.h"

const Rule deploy_notify_rules[] = {
    {
        .name = "deploy/failed",
        .severity = SEVERITY_ERROR,
        .summary = "the deploy command failed",
        .explanation = "The release did not reach its target. Whether what served before still "
                       "serves is what the health check is asked next.",
        .remedy = "read what the command said last in the report, correct it and deploy again",
    },
    {
        .name = "deploy/unhealthy",
        .severity = SEVERITY_ERROR,
        .summary = "the release is out and its health check fails",
        .explanation = "A release that does not answer its health check serves nobody. It is "
                       "rolled back if the target says how.",
        .remedy = "read the server's log; give a slow start more tries in the target's 'health'",
    },
    {
        .name = "deploy/rolled-back",
        .severity = SEVERITY_NOTICE,
        .summary = "what served before serves again",
        .explanation = "The rollback command succeeded and the health check passed after it.",
        .remedy = "nothing is broken for users; find out why the release failed before the next "
                  "attempt",
    },
    {
        .name = "deploy/rollback-failed",
        .severity = SEVERITY_ERROR,
        .summary = "the rollback failed: the service may be down",
        .explanation = "The rollback command failed, or the health check fails after it.",
        .remedy = "somebody has to look at the target now",
    },
    {
        .name = "deploy/no-rollback",
        .severity = SEVERITY_WARNING,
        .summary = "the release failed and the target does not say how to go back",
        .explanation = "The release that failed is what the target now runs.",
        .remedy = "give the target a 'rollback' command",
    },
    {
        .name = "deploy/unchecked",
        .severity = SEVERITY_WARNING,
        .summary = "the target has no health check",
        .explanation = "A deploy command that succeeds says that files were moved or an API was "
                       "called, not that the model answers.",
        .remedy = "give the target a 'health' with the URL that tells",
    },
    {
        .name = "deploy/rehearsed",
        .severity = SEVERITY_NOTICE,
        .summary = "nothing was done: this was a rehearsal",
        .explanation = "What acts on the outside does so in a CI or when it is told to.",
        .remedy = "give --live to act",
    },
    {
        .name = "notify/failed",
        .severity = SEVERITY_WARNING,
        .summary = "a notification could not be delivered",
        .explanation = "The deployment itself is what it is; but somebody who waits for the "
                       "message does not know.",
        .remedy = "check the address and the secret that the target names, and that the receiver "
                  "answers with a 2xx",
    },
    {0},
};
