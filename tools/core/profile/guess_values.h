// guess_values: the cells of a column as values, by the guesses at its type that are left. Private
// to the guess.

#ifndef PROFILE_GUESS_VALUES_H
#define PROFILE_GUESS_VALUES_H

#include "profile/guess.h"

// Texts that people write for nothing. The empty one comes first: it is always missing.
#define GUESS_TOKENS ((size_t)12)
extern const char *const guess_tokens[GUESS_TOKENS];

// From narrow to wide: a column is of the first type that takes all its values. Integers are
// numbers; no other value is of two types.
typedef struct GuessKind {
    FieldType type;
    const char *format;
    bool (*cast)(const char *bytes, size_t size, Scalar *ret_scalar);
} GuessKind;

#define GUESS_KINDS ((size_t)7)
extern const GuessKind guess_kinds[GUESS_KINDS];

#define GUESS_ALL     ((1U << GUESS_KINDS) - 1)
#define GUESS_INTEGER 1U
#define GUESS_NUMBERS 3U // integers and numbers
#define GUESS_BOOLEAN 4U
#define GUESS_TIMES   (GUESS_ALL & ~(GUESS_NUMBERS | GUESS_BOOLEAN))

typedef struct ColumnGuess {
    GuessTexts said;
    unsigned open;    // bit i: guess_kinds[i] takes all values so far
    bool wants_texts; // its values are counted as texts, whatever else they are
    int64_t textless; // values that were not
    int64_t tokens[GUESS_TOKENS];
    bool has_values;
    unsigned kinds; // of CellKind that values have
} ColumnGuess;

// Reads the cells of a batch's column, and closes the guesses that do not take them.
void guess_values(ColumnGuess *column, const Kernel *kernel, const Batch *batch, size_t position,
                  FieldValues *values);

#endif
