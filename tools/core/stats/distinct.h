// distinct: how many different ones there were among very many, by their hashes, in 4 KiB
// (HyperLogLog; Flajolet and others 2007).
//
// What is kept depends on the set of hashes only: sketches of parts merge to that of the whole, in
// any order and any tree.

#ifndef STATS_DISTINCT_H
#define STATS_DISTINCT_H

#include "stats/hash.h"

#define DISTINCT_BITS      12
#define DISTINCT_REGISTERS ((size_t)1 << DISTINCT_BITS)

// One standard deviation of the estimate, relative to it: sqrt(3 ln 2 - 1) / sqrt(registers).
#define DISTINCT_ERROR 0.01625

typedef struct Distinct {
    uint8_t *registers; // NULL: nothing was added
    uint64_t settled;   // a hash that has one of these bits changes nothing
    unsigned least;     // value of all registers, and
    size_t low;         // how many hold it
} Distinct;

#define DISTINCT_EMPTY ((Distinct){0})

// Adds a hash that may change something.
void distinct_raise(Distinct *distinct, uint64_t hash);

// `hash` has 64 well-mixed bits.
static inline void distinct_add(Distinct *distinct, uint64_t hash)
{
    if ((hash & distinct->settled) == 0)
        distinct_raise(distinct, hash);
}

// The hash of a number that is not -0: two multiplications, half of what hash_real() takes.
static inline uint64_t distinct_hash(double number)
{
    uint64_t word = 0;
    memcpy(&word, &number, sizeof word);
    word = (word ^ word >> 32) * HASH_GOLDEN;
    word = (word ^ word >> 29) * HASH_MIXER;
    return word ^ word >> 32;
}

// Adds numbers, none of which is -0, by distinct_hash().
void distinct_add_reals(Distinct *distinct, const double *numbers, size_t count);

void distinct_merge(Distinct *distinct, const Distinct *other);

// How many different hashes were added, by the improved raw estimator (Ertl 2017, "New cardinality
// estimation algorithms for HyperLogLog sketches", section 2): no tables of biases, no switch
// between ranges.
int64_t distinct_estimate(const Distinct *distinct);

// The registers as DISTINCT_REGISTERS letters and digits, and back; false for any other text.
void distinct_write(const Distinct *distinct, char ret_text[static DISTINCT_REGISTERS + 1]);
bool distinct_read(Distinct *distinct, const char *text, size_t size) MUST_USE;

void distinct_release(Distinct *distinct);
#define scoped_distinct CLEANUP(distinct_release) Distinct

#endif
