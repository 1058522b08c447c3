// hash: 64 well-mixed bits of some bytes, the same on every machine. Not for keeping secrets.

#ifndef STATS_HASH_H
#define STATS_HASH_H

#include "base/base.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are loaded as they are");

uint64_t hash_text(const void *bytes, size_t size);

// Of the same finaliser.
#define HASH_MIXER 0xbf58476d1ce4e5b9U

// Mixes a number into another; the finaliser of splitmix64 (Steele, Lea, Flood 2014).
static inline uint64_t hash_mix(uint64_t number)
{
    number ^= number >> 30;
    number *= HASH_MIXER;
    number ^= number >> 27;
    number *= 0x94d049bb133111ebU;
    return number ^ number >> 31;
}

// Two odd numbers with well-spread bits: the golden ratio and pi, 64 bits behind the point.
#define HASH_GOLDEN 0x9e3779b97f4a7c15U
#define HASH_PI     0x243f6a8885a308d3U

static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The steps of hash_text(): for its size, for every eight bytes, of which those missing at the end
// are zero, and hash_mix() at last.
static inline uint64_t hash_begin(size_t size)
{
    return HASH_PI ^ size;
}

static inline uint64_t hash_word(uint64_t state, uint64_t word)
{
    return hash_fold(state ^ word, HASH_GOLDEN) + HASH_PI;
}

// The last `size` bytes, 1 to 7, behind which eight more may be read.
static inline uint64_t hash_padded_word(const char *bytes, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, bytes, sizeof word);
    return word & ~(uint64_t)0 >> (64 - 8 * size);
}

// hash_text() of the number's eight bytes.
static inline uint64_t hash_real(double number)
{
    uint64_t word = 0;
    memcpy(&word, &number, sizeof word);
    return hash_mix(hash_word(hash_begin(sizeof word), word));
}

// hash_text() of bytes behind which eight more may be read.
static inline uint64_t hash_padded_text(const char *bytes, size_t size)
{
    uint64_t state = hash_begin(size);
    uint64_t word = 0;
    size_t left = size;
    for (; left >= sizeof word; left -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        state = hash_word(state, word);
    }
    return hash_mix(left ? hash_word(state, hash_padded_word(bytes, left)) : state);
}

#endif
