// listener: hears what a command prints, line by line: reads its losses and repeats it clean.

#ifndef TRAIN_SMOKE_TEST_LISTENER_H
#define TRAIN_SMOKE_TEST_LISTENER_H

#include "base/buf.h"
#include "losses.h"
#include "process/process.h"

// A longer line is cut.
#define LISTENER_LONGEST_LINE ((size_t)64 << 10)

typedef struct Listener {
    Losses *losses;
    bool echo;
    Buf lines[2]; // by ProcessStream: what has come of a line; released by listener_end()
} Listener;

// A ProcessListener whose first argument is a Listener.
void listener_hear(void *what, ProcessStream stream, const char *bytes, size_t size);

// Hears the last lines, which may lack their end.
void listener_end(Listener *listener);

#endif
