// value_print: 128 bits by which a value is known again; two hashes that share no step.

#ifndef SCHEMA_VALUE_PRINT_H
#define SCHEMA_VALUE_PRINT_H

#include "stats/hash.h"
#include "table/batch.h"

typedef struct ValuePrint {
    uint64_t hash;
    uint64_t proof; // of texts of up to eight bytes and of integers: another one for each
} ValuePrint;

// Of a cell of a batch, which has bytes behind it.
static inline ValuePrint print_cell(const Cell *cell)
{
    uint64_t proof = hash_mix(cell->size);
    const char *bytes = cell->bytes;
    size_t left = cell->size;
    for (uint64_t word; left >= sizeof word; left -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        proof = hash_mix(proof ^ word);
    }
    if (left)
        proof = hash_mix(proof ^ hash_padded_word(bytes, left));
    return (ValuePrint){hash_padded_text(cell->bytes, cell->size), proof};
}

// Of several values together, started with zeros.
static inline ValuePrint print_join(ValuePrint before, ValuePrint value)
{
    return (ValuePrint){hash_mix(before.hash + value.hash),
                        hash_mix(before.proof + HASH_GOLDEN) ^ value.proof};
}

#endif
