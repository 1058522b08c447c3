// parallel: a stream of items, worked on by several threads as if by one.
//
// Items pass five stations. Three see them one at a time in their order, two see several at once;
// so whatever happens in the ordered ones depends on the items alone, not on the number of threads.
// An item keeps its slot until it was folded, and never are two items in one slot.
//
// Stations must not touch what another one may be using: fetch, link and fold are each alone, but
// not among each other.

#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include "base/base.h"

#define PARALLEL_MOST_THREADS ((size_t)64)

typedef struct ParallelPlan {
    void *work;     // what the stations are called with
    size_t threads; // 1: everything happens in the caller's thread
    size_t slots;   // how many items may be on their way, as many as threads at least

    bool (*fetch)(void *work, size_t slot);              // in order; false: there are no more items
    void (*prepare)(void *work, size_t slot);            // several at once
    void (*link)(void *work, size_t slot);               // in order
    void (*map)(void *work, size_t worker, size_t slot); // several at once
    void (*fold)(void *work, size_t slot);               // in order
} ParallelPlan;

// Returns when all items were folded. No thread of it lives on.
void parallel_run(const ParallelPlan *plan);

#endif
