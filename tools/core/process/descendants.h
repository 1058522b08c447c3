// descendants: the processes below one process, found in /proc, whatever group or session they
// moved to.
//
// For the supervisor, which may not use arenas: lists have a ceiling and live in the caller's
// memory.

#ifndef PROCESS_DESCENDANTS_H
#define PROCESS_DESCENDANTS_H

#include "base/base.h"

#include <sys/types.h>

// How many processes of a machine are looked at.
#define DESCENDANTS_MOST 32768

typedef struct Descendants {
    size_t count;
    pid_t pids[DESCENDANTS_MOST];
    // What the walk needs meanwhile.
    size_t seen;
    pid_t all[DESCENDANTS_MOST];
    pid_t parents[DESCENDANTS_MOST];
} Descendants;

// Fills `ret_below` with the living processes below `ancestor`; zombies do not count.
void descendants_find(pid_t ancestor, Descendants *ret_below);

void descendants_signal(const Descendants *below, int signal_number);

// The memory of all of them in bytes: shared pages count once, divided among those who share (PSS).
int64_t descendants_memory(const Descendants *below);

#endif
