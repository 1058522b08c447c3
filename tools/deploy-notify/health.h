// health: whether what a target runs is well.

#ifndef DEPLOY_NOTIFY_HEALTH_H
#define DEPLOY_NOTIFY_HEALTH_H

#include "http/http.h"
#include "target.h"

typedef struct HealthQuestion {
    const TargetHealth *health;
    const char *version; // the release that must answer; NULL for any
} HealthQuestion;

// True if it can be asked at all, to be known before anything is done: a variable that is not set
// must not look like a release that is not well. A target without a health check is fine.
bool health_check(const TargetHealth *health, Arena *arena, Error *err) MUST_USE;

// Asks up to 1 + retries times. Fills a step: succeeded with the first answer that is right, else
// failed with what was wrong with the last one.
Step health_ask(HttpClient *client, HealthQuestion question, Arena *arena);

#endif
