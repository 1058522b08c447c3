// Whatever bytes a file has, in whatever dialect: the table's cells lie in its rows, the rows in
// the file, and places on lines that exist; and every kernel, any number of threads and any cut
// into blocks says what the scalar kernel says of the whole.

#include "fuzz.h"
#include "table/csv.h"
#include "table_same.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void demand_row(const TablePlan *plan, const Batch *batch, size_t row, Arena *arena,
                       size_t size)
{
    const Place record = batch_row_place(batch, row);
    const Cell bytes = batch_row_bytes(batch, row);
    fuzz_demand(record.line >= (plan->dialect.headless ? 1 : 2) && record.row >= 1);
    fuzz_demand(record.byte >= 0 && (size_t)record.byte + bytes.size <= size);
    for (size_t column = 0; column < batch->columns; column++) {
        const Cell *cell = batch_cell(batch, row, column);
        fuzz_demand(cell->size <= bytes.size);
        Place place = batch_cell_place(batch, row, column, arena);
        fuzz_demand(place.line >= record.line && place.column >= 1);
        fuzz_demand(place.byte >= record.byte && place.byte <= record.byte + (int64_t)bytes.size);
        fuzz_demand(place.line <= record.line + csv_count_lines(bytes.bytes, bytes.size));
    }
}

static const TableDialect dialects[] = {
    {.delimiter = 0},
    {.delimiter = ','},
    {.delimiter = ';', .quote = '\''},
    {.delimiter = ',', .bare = true},
    {.delimiter = ',', .comment = '#'},
    {.delimiter = ',', .headless = true},
    {.delimiter = '\t', .comment = 'a', .headless = true},
};

static void read_table(const TablePlan *plan, size_t size)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    if (!table_open(plan, arena, &table, &err)) {
        fuzz_demand(err.kind == ERROR_INPUT && *err.message);
        return;
    }
    const Batch *batch = NULL;
    int64_t rows = 0;
    while (table_next(table, &batch)) {
        fuzz_demand(batch->rows > 0);
        for (size_t row = 0; row < batch->rows; row++)
            demand_row(plan, batch, row, arena, size);
        rows += (int64_t)batch->rows;
    }
    const TableIssue *issues = table_issues(table);
    int64_t left_out = issues[TABLE_SHORT_ROW].count + issues[TABLE_LONG_ROW].count +
                       issues[TABLE_UNCLOSED_QUOTE].count;
    fuzz_demand(table_finish(table, &err));
    fuzz_demand(rows + left_out == table_rows(table));
    fuzz_demand(table_bytes(table) == (int64_t)size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/dev/fd/97";
    const char *const paths[] = {path};
    const uint32_t lot = table_same_lot(data, size);
    int fd = memfd_create("fuzz", 0);
    fuzz_demand(fd >= 0 && dup2(fd, 97) == 97);
    close(fd);
    fuzz_demand(write(97, data, size) == (ssize_t)size);
    TablePlan plan = {.paths = paths,
                      .path_count = 1,
                      .format = "csv",
                      .dialect = dialects[lot % array_count(dialects)]};
    read_table(&plan, size);
    // Where the delimiter is found, the first block must be the same.
    table_demand_same(&plan, lot / array_count(dialects), plan.dialect.delimiter);
    close(97);
    return 0;
}
