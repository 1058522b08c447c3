// sightings: which values of a table come more than once, how often, and where.
//
// Values are added in the order of their rows and judged at the end. A value is known by 128 bits,
// two hashes that have nothing to do with each other: among 10^10 different values the chance that
// two are taken for one is below 10^-18. Each takes SIGHTING_BYTES and two to eight for a filter;
// beyond the memory that is allowed they wait in a temporary file without a name. What is found
// does not depend on how much memory there is. Integers that count up from the first row on take
// none.
//
// Nobody knows at once whether a value was there before, but where it can stand only now. The
// filter tells most of those that are new; the places of the others are kept, until it is looked up
// which of them were repeated.

#ifndef SCHEMA_SIGHTINGS_H
#define SCHEMA_SIGHTINGS_H

#include "schema/breach.h"

#include "base/error.h"

#define SIGHTING_BYTES ((size_t)24)

typedef struct Sighting {
    uint64_t hash;
    uint64_t proof; // another hash of the same value
    int64_t row;
    uint64_t label; // the hash of what must be the same where the value is
} Sighting;

typedef struct Sightings Sightings;

// `memory` bytes at most, but 2 MiB are there in any case. If `labelled`, a row is a breach that
// has a value from before with a label that it did not have yet; else every row with a value from
// before.
Sightings *sightings_open(size_t memory, bool labelled);

// True if the value may have been there before, and its place is wanted.
bool sightings_add(Sightings *sightings, const Sighting *sighting);

// The place of the value that was added last; its texts but for its value must stay.
void sightings_keep(Sightings *sightings, Place place);

// A row that is a breach without having a value; in the order of the others.
void sightings_break(Sightings *sightings, Place place);

// What is a hint that the value will be added soon.
void sightings_expect(const Sightings *sightings, uint64_t hash);

// What was found in all. `first_row` of the breach is the row of the value that its first place
// repeats; *ret_values is how many different values come more than once. Of the very many that a
// small filter cannot tell apart, places may be fewer. ERROR_OUTPUT if a temporary file could not
// be written.
bool sightings_finish(Sightings *sightings, Arena *arena, Breach *ret_breach, int64_t *ret_values,
                      Error *err) MUST_USE;

void sightings_close(Sightings *sightings);
SCOPED_CLOSE(Sightings *, sightings_close)
#define scoped_sightings CLEANUP(sightings_close_scoped) Sightings *

#endif
