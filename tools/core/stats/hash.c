#include "stats/hash.h"

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
    uint64_t state = hash_begin(size);
    size_t left = size;
    for (; left >= 8; left -= 8, at += 8) {
        uint64_t word = 0;
        memcpy(&word, at, sizeof word);
        state = hash_word(state, word);
    }
    if (left)
        state = hash_word(state, hash_load(at, left));
    return hash_mix(state);
}
