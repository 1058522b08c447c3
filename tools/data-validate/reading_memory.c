#include "reading_memory.h"

#include "base/text.h"
#include "process/memory_use.h"

#include <inttypes.h>

size_t reading_memory_threads(int64_t memory, size_t columns, size_t threads)
{
    int64_t copies = memory / (READING_COLUMN_BYTES * (int64_t)MAX(columns, (size_t)1));
    return copies <= 1 ? 1 : MIN(threads, (size_t)copies);
}

bool reading_memory_is_tight(int64_t memory, size_t columns)
{
    return memory < READING_COLUMN_BYTES * (int64_t)columns;
}

void reading_memory_check(int64_t memory, int64_t before, Table *table)
{
    Error err = ERROR_EMPTY;
    if (memory_in_use() - before <= memory)
        return;
    error_at(&err, ERROR_INPUT, table_name_place(table, 0),
             "the statistics of %zu columns and %" PRId64 " rows take more than %" PRId64
             " MiB: raise '--memory', or split the table by its columns",
             table_names(table)->count, table_rows(table), memory >> 20);
    error_name(&err, "data/too-wide");
    table_fail(table, &err);
}
