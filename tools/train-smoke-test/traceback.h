// traceback: the exceptions that a Python program printed, with their frames, out of its output.
//
// Understands chains, exception groups, tracebacks inside of messages (workers), SyntaxError,
// messages of several lines, the fault handler's dumps, and prefixes such as `[rank0]: `.

#ifndef TRAIN_SMOKE_TEST_TRACEBACK_H
#define TRAIN_SMOKE_TEST_TRACEBACK_H

#include "base/arena.h"
#include "base/base.h"

// Output from which more than this is read is cut: exceptions, frames of one, bytes of a message.
#define TRACEBACK_MOST_EXCEPTIONS 256
#define TRACEBACK_MOST_FRAMES     2000
#define TRACEBACK_MESSAGE_SIZE    ((size_t)8 << 10)

typedef struct TracebackFrame {
    const char *file;
    int64_t line;
    const char *function; // NULL if none was printed
    bool ours;            // in the user's own program
} TracebackFrame;

// How an exception hangs together with the one before it.
typedef enum TracebackLink {
    TRACEBACK_ALONE,
    TRACEBACK_CAUSE,   // "… was the direct cause of the following exception"
    TRACEBACK_CONTEXT, // "During handling of the above exception, another exception occurred"
    TRACEBACK_INSIDE,  // stands in the message of the one before, or is a member of that group
} TracebackLink;

typedef struct TracebackException {
    TracebackLink link;
    const char *type;            // as printed, with its module; "" until it was printed
    const char *message;         // may have several lines; "" if there was none
    bool fault;                  // a dump of the fault handler: `type` is the reason
    bool aside;                  // in a thread, a destructor, a task: the program may have gone on
    LIST(TracebackFrame) frames; // the outermost first
} TracebackException;

typedef struct Traceback {
    LIST(TracebackException) exceptions; // in the order in which they were printed
} Traceback;

// Says whether a file belongs to the user's own program.
typedef bool TracebackOwner(const void *what, const char *file);

typedef struct TracebackPlan {
    TracebackOwner *owns;
    const void *what;
} TracebackPlan;

// Reads the exceptions in the `size` bytes at `text`.
Traceback *traceback_read(const char *text, size_t size, const TracebackPlan *plan, Arena *arena);

// The exception that tells the user the cause: of the last chain which has a frame of his own and
// ended the program, the first with such a frame, the worker's before its parent's; NULL if there
// is no exception at all.
const TracebackException *traceback_root(const Traceback *traceback);

// The deepest frame of the user's own program; NULL if there is none.
const TracebackFrame *traceback_own_frame(const TracebackException *exception);

// The exception's type without its module.
const char *traceback_short_type(const TracebackException *exception);

#endif
