// notify: tells those whom a target names, and rehearses what would be told.

#ifndef DEPLOY_NOTIFY_NOTIFY_H
#define DEPLOY_NOTIFY_NOTIFY_H

#include "cli/tool.h"
#include "http/http.h"
#include "target.h"

// Sends the message to every notification that wants its event. What cannot be delivered is a
// finding of severity warning, and the others are still told.
void notify_all(Run *run, HttpClient *client, const Target *target, const Message *message);

// Adds to `table` (step, what) what would be sent to whom, without sending it.
void notify_rehearse(Run *run, const Target *target, const Message *message, Section *table);

// Masks the secrets and secret URLs of the target in everything that is printed.
void notify_hide_secrets(Run *run, const Target *target);

#endif
