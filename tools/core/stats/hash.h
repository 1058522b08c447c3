// hash: 64 well-mixed bits of some bytes, the same on every machine. Not for keeping secrets.

#ifndef STATS_HASH_H
#define STATS_HASH_H

#include "base/base.h"

uint64_t hash_text(const void *bytes, size_t size);

// Mixes a number into another; the finaliser of splitmix64 (Steele, Lea, Flood 2014).
static inline uint64_t hash_mix(uint64_t number)
{
    number ^= number >> 30;
    number *= 0xbf58476d1ce4e5b9U;
    number ^= number >> 27;
    number *= 0x94d049bb133111ebU;
    return number ^ number >> 31;
}

#endif
