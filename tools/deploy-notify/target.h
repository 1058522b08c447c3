// target: where a release goes: the commands that bring it there, how to see that it is well, and
// whom to tell. A YAML or JSON file, version 1.
//
// A command is a text for `sh -c` or a list of words. In words {VERSION}, {PACKAGE}, {DIGEST} and
// {TARGET} become the values; in a text they are refused, because a value that is pasted into a
// shell's text runs as a program: there they are $DEPLOY_VERSION and so on, which both forms get.
// Secrets do not stand in the file: it names variables or files that hold them.

#ifndef DEPLOY_NOTIFY_TARGET_H
#define DEPLOY_NOTIFY_TARGET_H

#include "base/text.h"
#include "doc/value.h"
#include "message.h"

#define TARGET_MOST_NOTIFICATIONS ((size_t)32)
#define TARGET_MOST_RETRIES       ((int64_t)1000)

// A value that may stand in the file (`url`), in a variable (`url_env`) or a file (`url_file`).
typedef struct TargetText {
    const char *text;
    const char *variable;
    const char *file; // relative to the target's file
} TargetText;

typedef struct TargetHealth {
    const Value *value; // NULL: the target has no health check
    TargetText url;
    int64_t status;      // wanted; 0 for any 2xx
    const Value *json;   // what the reply must contain; NULL for anything
    const char *version; // path in the reply where the release's version must stand; NULL for none
    int64_t retries;
    int64_t interval_ms;
    int64_t timeout_ms; // of one try
} TargetHealth;

typedef struct PayloadKind {
    const char *name; // "webhook"
    PayloadFunction *write;
    bool is_signed;     // carries the X-Sluice headers
    bool is_repeatable; // its receiver can tell a message that comes twice
} PayloadKind;

typedef struct TargetNotification {
    const PayloadKind *kind;
    Place place;
    TargetText url;
    TargetText secret; // empty for none
    bool events[EVENT_COUNT];
    bool allow_http; // a receiver in a private network that has no certificate
} TargetNotification;

typedef struct Target {
    const char *name;
    const char *folder; // where commands run; NULL for the working folder
    Place place;
    TextList deploy;    // empty: the target has none
    TextList rollback;  // empty: the target has none
    int64_t timeout_ms; // of one command
    TargetHealth health;
    LIST(TargetNotification) notifications;
} Target;

// `shown` is the file's name in places. Errors are ERROR_CONFIG with the place.
bool target_load(const char *path, const char *shown, Arena *arena, Target *ret_target, Error *err)
    MUST_USE;

// The same of a document that was read from `path`.
bool target_read(const Value *root, const char *path, Arena *arena, Target *ret_target, Error *err)
    MUST_USE;

const PayloadKind *payload_kind_find(const char *name); // NULL if there is none

// The value, from wherever it is; an ERROR_CONFIG if the variable is unset or the file unreadable.
bool target_text_get(const TargetText *text, const char *what, Arena *arena, const char **ret_text,
                     Error *err) MUST_USE;

bool target_text_given(const TargetText *text);

#endif
