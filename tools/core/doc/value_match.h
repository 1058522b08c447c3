// value_match: whether a document says what another one wants of it, and the value at `a.b[0].c`.

#ifndef DOC_VALUE_MATCH_H
#define DOC_VALUE_MATCH_H

#include "doc/value.h"

// Numbers are equal within tolerance + relative * |wanted|.
typedef struct ValueTolerance {
    double tolerance;
    double relative;
} ValueTolerance;

typedef struct ValueDifference {
    const char *message; // "predictions[0] is 7100, wanted 5300"; both values are cleaned and cut
    const Value *wanted; // the value that was not met, for its place
} ValueDifference;

// Whether `got` contains all that `wanted` says: maps may have more members than wanted, lists have
// the same length, numbers are equal whatever their spelling. The difference, written only if there
// is one, is the first; its message lives in the arena.
bool value_match(const Value *wanted, const Value *got, ValueTolerance tolerance, Arena *arena,
                 ValueDifference *ret_difference);

// The value at `a.b[0].c`; NULL if there is nothing. A key of the root that contains dots or
// brackets is found by its whole name first.
const Value *value_find(const Value *root, const char *path);

#endif
