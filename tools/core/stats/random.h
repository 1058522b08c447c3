// random: seeded random numbers, the same for the same seed on every machine (splitmix64).

#ifndef STATS_RANDOM_H
#define STATS_RANDOM_H

#include "stats/hash.h"

typedef struct Random {
    uint64_t state;
} Random;

static inline Random random_seeded(uint64_t seed)
{
    return (Random){hash_mix(seed + 0x9e3779b97f4a7c15U)};
}

// 64 random bits.
uint64_t random_next(Random *random);

// 0 … bound - 1, each as likely; `bound` is at least 1.
uint64_t random_below(Random *random, uint64_t bound);

// 0 ≤ x < 1, a multiple of 2^-53.
double random_unit(Random *random);

// The random bits that belong to number `index` under `seed`, whatever was asked before.
static inline uint64_t random_at(uint64_t seed, uint64_t index)
{
    return hash_mix(hash_mix(seed + 0x9e3779b97f4a7c15U) + (index + 1) * 0x9e3779b97f4a7c15U);
}

#endif
