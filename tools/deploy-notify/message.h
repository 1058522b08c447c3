// message: what happened to a release, as notifications tell it.

#ifndef DEPLOY_NOTIFY_MESSAGE_H
#define DEPLOY_NOTIFY_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"

typedef enum Event {
    EVENT_SUCCESS,  // a release is out and well
    EVENT_FAILURE,  // a release failed, rolled back or not
    EVENT_ROLLBACK, // somebody asked for the release before, and it serves again
    EVENT_COUNT,
} Event;

const char *event_name(Event event); // "success", "failure", "rollback"
bool event_from_name(const char *name, Event *ret_event) MUST_USE;

// One thing that was done, in order.
typedef struct Step {
    const char *name; // "deploy", "health check", "rollback"
    bool succeeded;
    int64_t took_ms;
    const char *detail; // one line; NULL for none
} Step;

typedef struct Release {
    const char *version; // "" where nothing was given
    const char *package;
    const char *digest;
} Release;

typedef struct Message {
    Event event;
    const char *target;
    Release release;
    bool rolled_back;
    const char *text;     // one sentence
    const char *link;     // NULL for none
    const char *delivery; // identifies the message
    int64_t timestamp;    // seconds since 1970
    LIST(Step) steps;
} Message;

// Appends the body of a POST: JSON.
typedef void PayloadFunction(const Message *message, Buf *out);

PayloadFunction payload_webhook; // ours: {"schema": "sluice.notification/1", …}
PayloadFunction payload_slack;   // {"text", "blocks"} within Slack's limits

// At most `most` characters of `text` as Slack's mrkdwn: & < > are escaped, so that nothing in it
// is a link or a mention, and no escape is cut. What is cut ends in `…`.
char *slack_escape(Arena *arena, const char *text, size_t most);

#endif
