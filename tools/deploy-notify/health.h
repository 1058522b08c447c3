// health: whether what a target runs is well.

#ifndef DEPLOY_NOTIFY_HEALTH_H
#define DEPLOY_NOTIFY_HEALTH_H

#include "http/http.h"
#include "target.h"

typedef struct HealthQuestion {
    const TargetHealth *health;
    const char *version; // the release that must answer; NULL for any
} HealthQuestion;

// Asks up to 1 + retries times. Fills a step: succeeded with the first answer that is right, else
// failed with what was wrong with the last one.
Step health_ask(HttpClient *client, HealthQuestion question, Arena *arena);

#endif
