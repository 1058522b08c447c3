// profile: what a table is: for each column its type, how much is missing, and how its values are
// distributed. It is collected in one pass, saved to be committed, merged and compared.
//
// Numbers, dates and times are measured as such; of other texts the lengths are measured and the
// texts are counted. A profile depends on the rows only, not on their order.

#ifndef PROFILE_PROFILE_H
#define PROFILE_PROFILE_H

#include "schema/field.h"
#include "stats/categories.h"
#include "stats/edge_counts.h"
#include "stats/frequent.h"
#include "stats/moments.h"
#include "stats/spread.h"

// How many different values of a column are told apart. With more the tables of a few columns would
// not fit the processor's cache; with these, drift is known to a few thousandths.
#define PROFILE_MOST_VALUES ((size_t)1024)

// At most so many can be asked for, in a column that is not saved: some megabytes each.
#define PROFILE_MOST_KEPT ((size_t)1000000)

typedef struct ColumnProfile {
    const char *name;
    FieldType type;
    const char *format; // "default" unless a date is written otherwise
    int64_t rows;
    int64_t missing;
    int64_t misfits;    // values that are not of the type
    int64_t not_finite; // NaN and infinities
    __int128 sum;       // of integers, without rounding,
    bool sum_exact;     // unless one of them is beyond an int64_t or the profile's file has none
    Moments moments;    // of the values; of the texts' lengths in characters if they have no order
    Spread spread;      // the same
    EdgeCounts edges;   // of numbers, where edges were given
    Categories texts;   // types without order: the texts
    Frequent frequent;  // types without order: the texts that occur most often
    int64_t distinct;   // set by profile_settle()
    bool distinct_exact;
} ColumnProfile;

typedef struct Profile {
    int64_t rows;
    LIST(ColumnProfile) columns;
} Profile;

// An empty profile. It holds memory beside the arena: close it.
Profile *profile_open(Arena *arena);
void profile_close(Profile *profile);
SCOPED_CLOSE(Profile *, profile_close)
#define scoped_profile CLEANUP(profile_close_scoped) Profile *

// A further column; the pointer is valid until the next one is added.
ColumnProfile *profile_add_column(Profile *profile, const char *name, FieldType type, Arena *arena);

// Tells more values apart than PROFILE_MOST_VALUES; of an empty column, which can be compared and
// merged with its like, and not be saved.
void column_profile_keep(ColumnProfile *column, size_t most);

// Counts the numbers of an empty column between edges too.
void column_profile_count_edges(ColumnProfile *column, Edges edges, Arena *arena);

const ColumnProfile *profile_find(const Profile *profile, const char *name); // NULL for none

// Some rows' cells of a column, as values.
typedef struct ColumnCells {
    const Cell *cells;
    size_t rows;
    bool ascii;
} ColumnCells;

// What depends on the order in which it is added up: kept for a block of rows, which are folded in
// their order.
typedef struct ColumnBlock {
    Arena *arena; // of the texts
    Moments moments;
    CategoryList frequent; // some texts and how often they came, and
    int64_t passed_over;   // how often any text may have come beside that
} ColumnBlock;

// Counts a column's cells that field_cast_column() has read.
void column_profile_add(ColumnProfile *column, ColumnCells cells, FieldValues *values,
                        ColumnBlock *block);

// Adds what a block has kept, and empties it but for its arena.
void column_profile_fold(ColumnProfile *column, ColumnBlock *block);

// Parts of that: numbers that are finite and not -0, and the cells whose state is that of a value.
void column_profile_add_numbers(ColumnProfile *column, const double *numbers, size_t count,
                                ColumnBlock *block);
void column_profile_add_texts(ColumnProfile *column, ColumnCells cells, const uint8_t *states,
                              ColumnBlock *block);

// Puts the finite values together at the front of values->reals; the others are counted. Integers
// are added up.
size_t column_profile_collect(ColumnProfile *column, FieldValues *values, size_t rows);

// Counts one text several times.
void column_profile_add_text(ColumnProfile *column, const char *bytes, size_t size, int64_t count);

// Parts of profile_settle(): where all texts are known, so are the most frequent ones.
void column_profile_settle_frequent(ColumnProfile *column);

// Whether every different value is known.
bool column_profile_knows_all(const ColumnProfile *column);

// What estimates `distinct` where there are many values.
const Distinct *column_profile_distinct(const ColumnProfile *column);

// Whether the profile says how many different values its columns have together with those of other
// rows: a file without registers does not where there are many.
bool profile_is_mergeable(const Profile *profile, Error *err) MUST_USE;

// How far `distinct` is off, as a standard deviation relative to it; 0 if it is exact.
double column_profile_distinct_error(const ColumnProfile *column);

// How far a quantile is off at most, relative to it; 0 if all different values are known, infinite
// if they differ by so many powers of two that a bin holds several.
double column_profile_quantile_error(const ColumnProfile *column);

// What share of the values may lie between a quantile as told and the true one: that of the fullest
// bin; 0 if all different values are known.
double column_profile_rank_error(const ColumnProfile *column);

// How many values of the type there are.
int64_t column_profile_values(const ColumnProfile *column);

// Sets `distinct`, and mean and variance of columns whose values are all told apart, so that they
// do not depend on the order of the rows; call it when all rows are in.
void profile_settle(Profile *profile);

// Adds the rows of `other` to a column of the same type; both are settled.
void column_profile_merge(ColumnProfile *column, const ColumnProfile *other);

// The same where `other` is done with: an empty column takes over what it has.
void column_profile_absorb(ColumnProfile *column, ColumnProfile *other);

// Ends the adding of many cells at once: no other function may be asked before.
void column_profile_pause(ColumnProfile *column);

// Adds the rows of `other`. The result is that of one profile over all rows; only mean and variance
// of columns with more than PROFILE_MOST_VALUES different values may differ in their last digits,
// but never the mean of integers, and the counts of frequent texts within their error.
// `other` must have the same columns with the same types.
bool profile_merge(Profile *profile, const Profile *other, Error *err) MUST_USE;

#endif
