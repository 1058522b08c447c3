// sightings_parts: what the files of sightings know of each other.

#ifndef SCHEMA_SIGHTINGS_PARTS_H
#define SCHEMA_SIGHTINGS_PARTS_H

#include "schema/sightings.h"

// Sightings are dealt to shares by the first bits of their hash: equal values meet in one share.
#define SIGHTING_SHARES ((size_t)256)

#define SIGHTING_PAGE_BYTES ((size_t)4096 - 16)

// Sightings without what is not asked for, one behind the other.
typedef struct SightingPage SightingPage;
struct SightingPage {
    SightingPage *next;
    size_t used; // bytes
    char bytes[SIGHTING_PAGE_BYTES];
};

// What was written in one go.
typedef struct SightingRun {
    int64_t offset;
    size_t size;
} SightingRun;

typedef struct SightingShare {
    SightingPage *first;
    SightingPage *last;
    size_t count; // of all its sightings
    LIST(SightingRun) runs;
} SightingShare;

// Integers that count up by one from row to row, as keys that a database gave do.
typedef struct CountedUp {
    uint64_t first;
    int64_t row;
    int64_t count;
    bool ended; // from here on values are kept one by one
} CountedUp;

typedef struct KeptPlace {
    Place place;
    bool sure; // that it is a breach
} KeptPlace;

// A row that repeats another one.
typedef struct Repeat {
    int64_t row;
    int64_t first;
} Repeat;

typedef struct Repeats {
    int64_t count;
    int64_t values;              // different ones
    size_t known;                // how many of the first ones there are
    Repeat items[BREACH_PLACES]; // by row
} Repeats;

struct Sightings {
    size_t memory;
    size_t size; // bytes of a sighting
    bool labelled;
    CountedUp counted; // the first ones
    int64_t count;     // of the others
    SightingShare shares[SIGHTING_SHARES];
    Arena *arena; // of the lists of runs
    size_t pages;
    size_t most_pages;

    uint64_t *filter; // a word and some bits in it for each value
    size_t filter_words;
    size_t filter_most;

    Arena *kept_arena;
    LIST(KeptPlace) kept;
    size_t kept_limit; // then it is looked up which ones are breaches
    int64_t sure;
    int lookups;
    bool places_done; // no further places are wanted

    int fd; // -1: all is in memory
    int64_t written;
    const char *failed; // what could not be done; NULL: nothing
    int reason;         // its errno
};

// All repeats among what was added so far; false after a failure to read.
bool sightings_look_up(Sightings *sightings, Repeats *ret_repeats);

// The word of the filter and the bits in it that stand for a value.
static inline uint64_t *sightings_filter_word(const Sightings *sightings, uint64_t hash)
{
    return &sightings->filter[hash & (sightings->filter_words - 1)];
}

#endif
