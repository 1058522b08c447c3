// fatal: the one path by which a run ends before its time.
//
// Whoever starts something that must not survive the run (a child, a temporary file) registers a
// hook. Hooks run on out of memory and on SIGINT, SIGTERM and SIGHUP, newest first, inside a signal
// handler: they may call async-signal-safe functions only, and must not allocate.

#ifndef BASE_FATAL_H
#define BASE_FATAL_H

#include "base/base.h"

#include <signal.h>

// How many hooks can be registered at once; more is a mistake of ours.
#define FATAL_MOST_HOOKS 256

typedef void FatalHook(void *what);

// Runs `hook(what)` if the run ends early. Registering cannot fail.
void fatal_add(FatalHook *hook, void *what);

// Takes back what fatal_add() registered; unknown pairs are ignored.
void fatal_remove(FatalHook *hook, void *what);

// Writes to standard error; hooks may call it.
void fatal_say(const char *text);

// From now on SIGINT, SIGTERM and SIGHUP run the hooks, say so and end the process by that signal.
void fatal_catch_signals(void);

// Runs the hooks, says so on standard error and exits with 3.
void fatal_out_of_memory(void) NORETURN;

#endif
