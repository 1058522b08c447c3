// guess: the profile of a column whose type nobody has told: what every one of its values agrees
// with, after all rows were seen.
//
// Texts that people write for nothing (NA, null, …) count as missing where all other values are
// numbers, dates or truth values, and then in the whole table; nowhere else, for NA may be Namibia.
// A number with a leading zero is a text, or the zero would be lost.

#ifndef PROFILE_GUESS_H
#define PROFILE_GUESS_H

#include "profile/profile.h"

typedef struct TableGuess TableGuess;

// `wanted`: one an entry of `names`, whether to look at that column; NULL: all.
TableGuess *table_guess_open(const TextList *names, const bool *wanted, Arena *arena);

void table_guess_batch(TableGuess *guess, const Batch *batch);

// The profile of all rows, taken out of the guess, and the texts that stand for nothing. Columns
// that were not wanted are empty in it.
Profile *table_guess_finish(TableGuess *guess, TextList *ret_missing);

void table_guess_close(TableGuess *guess);
SCOPED_CLOSE(TableGuess *, table_guess_close)
#define scoped_table_guess CLEANUP(table_guess_close_scoped) TableGuess *

#endif
