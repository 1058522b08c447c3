// guess: the profile of a column whose type nobody has told: what every one of its values agrees
// with, after all rows were seen.
//
// Texts that people write for nothing (NA, null, …) count as missing where all other values are
// numbers, dates or truth values, and then in the whole table; nowhere else, for NA may be Namibia.
// A number with a leading zero is a text, or the zero would be lost.
//
// Counting the numbers of a column as texts as well, in case it turns out to be one, costs as much
// again. So that is done only where it is asked for: table_guess_finish() says if it should have
// been, and the data must be read once more.

#ifndef PROFILE_GUESS_H
#define PROFILE_GUESS_H

#include "profile/profile.h"

typedef struct TableGuess TableGuess;

// `wanted`: one an entry of `names`, whether to look at that column; NULL: all.
TableGuess *table_guess_open(const TextList *names, const bool *wanted, Arena *arena);

// What people have said about texts, in place of a schema.
typedef struct GuessTexts {
    const TextList *missing; // texts that stand for nothing in every column; NULL for none
    char decimal;            // between a number's whole part and its fraction; 0: a point
} GuessTexts;

// Call it before any row is seen; what it points to must live as long as the guess.
void table_guess_expect(TableGuess *guess, const GuessTexts *texts);

// Counts all values of this column as texts too; of all columns.
void table_guess_want_texts(TableGuess *guess, size_t column);
void table_guess_want_all_texts(TableGuess *guess);

// As column_profile_count_edges(), if its values turn out to be numbers.
void table_guess_count_edges(TableGuess *guess, size_t column, Edges edges);

// As column_profile_keep().
void table_guess_keep(TableGuess *guess, size_t column, size_t most);

// What a block of rows keeps, twice for a column: of values as numbers and as texts.
#define GUESS_BLOCKS 2

// `blocks` are GUESS_BLOCKS × columns, to which what the batch's values give is added.
void table_guess_batch(TableGuess *guess, const Kernel *kernel, const Batch *batch,
                       ColumnBlock *blocks);

// Adds those of a block, in the order of the blocks, and empties them.
void table_guess_fold(TableGuess *guess, ColumnBlock *blocks);

// Adds what another guess about other rows of the same table has seen.
void table_guess_merge(TableGuess *guess, TableGuess *other);

// Whether a column is a text whose values were not all counted as texts: it wants to be read again.
bool table_guess_lacks_texts(const TableGuess *guess, size_t column);

// The profile of all rows, taken out of the guess, and the texts that stand for nothing. Columns
// that were not wanted are empty in it.
Profile *table_guess_finish(TableGuess *guess, TextList *ret_missing);

void table_guess_close(TableGuess *guess);
SCOPED_CLOSE(TableGuess *, table_guess_close)
#define scoped_table_guess CLEANUP(table_guess_close_scoped) TableGuess *

#endif
