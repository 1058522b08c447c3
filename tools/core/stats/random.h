// random: seeded random numbers, the same for the same seed on every machine (splitmix64).

#ifndef STATS_RANDOM_H
#define STATS_RANDOM_H

#include "stats/hash.h"

// The random bits that belong to number `index` under `seed`, whatever was asked before.
static inline uint64_t random_at(uint64_t seed, uint64_t index)
{
    return hash_mix(hash_mix(seed + 0x9e3779b97f4a7c15U) + (index + 1) * 0x9e3779b97f4a7c15U);
}

#endif
