// How many threads read a wide table, so that all copies of its statistics fit.

#include "reading_memory.h"
#include "unit.h"

#define COLUMN READING_COLUMN_BYTES

static const struct {
    const char *name;
    int64_t memory;
    size_t columns;
    size_t threads;
    size_t wanted;
    bool tight;
} tables[] = {
    {"a narrow table is read by all threads", 1000 * COLUMN, 10, 4, 4, false},
    {"each thread has a copy", 50 * COLUMN, 10, 64, 5, false},
    {"a copy that does not fit whole is none", 50 * COLUMN - 1, 10, 64, 4, false},
    {"one thread's copy fits", 10 * COLUMN, 10, 8, 1, false},
    {"one thread reads what might not fit, and is looked at", 10 * COLUMN - 1, 10, 8, 1, true},
    {"one thread reads where there is no memory at all", 0, 10, 8, 1, true},
    {"a table without columns takes nothing", 5 * COLUMN, 0, 3, 3, false},
    {"as many columns as there may be", (int64_t)4 << 30, 100000, 2, 1, true},
};

// docs/tables.md and a case measure by the same figure.
_Static_assert((READING_COLUMN_BYTES + 1023) / 1024 == 1138, "as docs/tables.md says");

static void check_table(void **state)
{
    const typeof(tables[0]) *row = *state;
    assert_int_equal(reading_memory_threads(row->memory, row->columns, row->threads), row->wanted);
    assert_int_equal(reading_memory_is_tight(row->memory, row->columns), row->tight);
}

int main(void)
{
    return unit_run_table("tables", tables, check_table);
}
