#include "stats/hash.h"

#include <string.h>

// Two odd numbers with well-spread bits: the golden ratio and pi, 64 bits behind the point.
#define HASH_GOLDEN 0x9e3779b97f4a7c15U
#define HASH_PI     0x243f6a8885a308d3U

static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_load(const unsigned char *bytes, size_t size)
{
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

uint64_t hash_text(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t state = HASH_PI ^ size;
    size_t left = size;
    for (; left >= 8; left -= 8, at += 8)
        state = hash_fold(state ^ hash_load(at, 8), HASH_GOLDEN) + HASH_PI;
    if (left)
        state = hash_fold(state ^ hash_load(at, left), HASH_GOLDEN) + HASH_PI;
    return hash_mix(state);
}
