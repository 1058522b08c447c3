// reading_memory: what the statistics of a table's columns may take. Each thread has a copy of its
// own; the first one's becomes the sum, which takes no more than each of them.

#ifndef DATA_VALIDATE_READING_MEMORY_H
#define DATA_VALIDATE_READING_MEMORY_H

#include "profile/profile.h"
#include "table/table.h"

// What one copy of a column's statistics takes at most: it may have to be counted as numbers, and
// as texts with their lengths.
#define READING_COLUMN_BYTES                                                                       \
    ((int64_t)(2 * SPREAD_BYTES(PROFILE_MOST_VALUES) + CATEGORIES_BYTES(PROFILE_MOST_VALUES) +     \
               FREQUENT_BYTES))

// How many threads may read the table so that all copies fit, whatever its values; `threads` at
// most and one at least.
size_t reading_memory_threads(int64_t memory, size_t columns, size_t threads);

// True where even one thread's statistics might not fit: what they take is to be looked at.
bool reading_memory_is_tight(int64_t memory, size_t columns);

// Ends the reading by one thread if the process takes `memory` bytes more than the `before` that it
// took before there were statistics.
void reading_memory_check(int64_t memory, int64_t before, Table *table);

#endif
