// error: why something could not be done, told once by the deepest function that knows.
//
// Functions that can fail return bool and take `Error *err` last; error_set() returns false so that
// failing is one statement. An Error starts as ERROR_EMPTY and is read only after a failure.

#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/base.h"
#include "base/place.h"

typedef enum ErrorKind {
    ERROR_NONE,
    ERROR_USAGE,   // an option, a verb, a command that does not exist            exit code 2
    ERROR_CONFIG,  // sluice.yml, a schema, a policy, a profile that cannot be used   2
    ERROR_INPUT,   // a file that is missing, unreadable, broken or too large         3
    ERROR_OUTPUT,  // a file that could not be written                                3
    ERROR_NETWORK, // a server that cannot be reached or answers wrongly              3
    ERROR_SYSTEM,  // what the machine refused                                        3
} ErrorKind;

// Messages are cut at this many bytes.
#define ERROR_MESSAGE_SIZE 2048

typedef struct Error {
    ErrorKind kind;
    bool has_place;
    Place place;
    const char *rule; // of the finding this becomes; NULL: that of the kind
    char message[ERROR_MESSAGE_SIZE];
} Error;

#define ERROR_EMPTY ((Error){.kind = ERROR_NONE})

// Lower case, no full stop, names in single quotes, what was wanted and what was got. Always false.
bool error_set(Error *err, ErrorKind kind, const char *format, ...) PRINTF_LIKE(3, 4);

// The same for what stands at a place; its texts must live as long as the run.
bool error_at(Error *err, ErrorKind kind, Place place, const char *format, ...) PRINTF_LIKE(4, 5);

// Puts "<format>: " in front of the message of those below. Always false.
bool error_wrap(Error *err, const char *format, ...) PRINTF_LIKE(2, 3);

// Names the rule, of the tool that reads it, whose finding this becomes. Always false.
bool error_name(Error *err, const char *rule);

// The exit code that belongs to the kind: 2 or 3.
int error_exit_code(ErrorKind kind);

#endif
