// reading_memory: what the statistics of a table's columns may take. Each thread has statistics of
// its own, which are added up in one more copy at the end.

#ifndef DATA_VALIDATE_READING_MEMORY_H
#define DATA_VALIDATE_READING_MEMORY_H

#include "table/table.h"

// What one copy of a column's statistics takes at most.
#define READING_COLUMN_BYTES ((int64_t)200 << 10)

// How many threads may read the table so that all copies fit, whatever its values; `threads` at
// most and one at least.
size_t reading_memory_threads(int64_t memory, size_t columns, size_t threads);

// True where even one thread's statistics might not fit: what they take is to be looked at.
bool reading_memory_is_tight(int64_t memory, size_t columns);

// Ends the reading by one thread if, with the copy that is still to come, more is taken than may
// be.
void reading_memory_check(int64_t memory, Table *table);

#endif
