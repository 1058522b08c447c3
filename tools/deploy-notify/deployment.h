// deployment: a release on its way to a target: commands, health checks, the way back.

#ifndef DEPLOY_NOTIFY_DEPLOYMENT_H
#define DEPLOY_NOTIFY_DEPLOYMENT_H

#include "http/http.h"
#include "report/report.h"
#include "target.h"

typedef enum Outcome {
    OUTCOME_DEPLOYED,    // the release is out and well
    OUTCOME_KEPT,        // the release failed, what served before still serves
    OUTCOME_ROLLED_BACK, // what served before serves again
    OUTCOME_BROKEN,      // nobody knows what serves
} Outcome;

const char *outcome_name(Outcome outcome); // "deployed", "kept", "rolled-back", "broken"

typedef struct Deployment {
    Report *report;
    const Target *target;
    Release release;
    HttpClient *client;
    TextList hidden; // variables with secrets, which the commands do not get
    Outcome outcome;
    LIST(Step) steps;
} Deployment;

// Deploys, asks for health, goes back if that fails: concludes into the report, the outcome and the
// steps. After a deploy command that failed, health decides whether there is something to take
// back: a service that is well is left alone. Without a health check the way back is taken.
// False if the deploy command could not be started: nothing has happened.
bool deployment_run(Deployment *deployment, Error *err) MUST_USE;

// Only the way back, because somebody asks for it.
void deployment_roll_back(Deployment *deployment);

// The command's words with the values in place of {VERSION} and the like.
TextList deployment_words(const Deployment *deployment, const TextList *command);

#endif
