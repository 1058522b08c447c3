// breach: how often a rule is broken, and where first.

#ifndef SCHEMA_BREACH_H
#define SCHEMA_BREACH_H

#include "base/arena.h"
#include "base/place.h"

// Each breach keeps this many places; it counts on.
#define BREACH_PLACES 100

typedef struct Breach {
    int64_t count;
    int64_t first_row; // of what must be unique: where the first repeated value was before
    LIST(Place) places;
} Breach;

#endif
