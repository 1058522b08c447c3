// Whatever bytes a file has, its rows are the lines that the strict reader of JSON takes for
// objects, and their cells say what it says, whatever the kernel, the threads and the blocks.

#include "base/buf.h"
#include "doc/json_scan.h"
#include "fuzz.h"
#include "table/jsonl.h"
#include "table_same.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Numbers may be beyond every double, but not NaN.
static bool is_json(Cell line, Arena *arena, const Value **ret_value)
{
    Error err = ERROR_EMPTY;
    JsonScanner scanner = json_scanner("line", line.bytes, line.size, (JsonOptions){0});
    JsonToken token = {0};
    bool mark = line.size >= 3 && memcmp(line.bytes, "\xef\xbb\xbf", 3) == 0;
    do {
        if (mark || !json_scan(&scanner, &token, &err))
            return false;
    } while (token.kind != JSON_TOKEN_END);
    return json_parse("line", line.bytes, line.size, (JsonOptions){.accept_nan = true}, arena,
                      ret_value, &err) &&
           (*ret_value)->kind == VALUE_MAP;
}

static bool is_blank(Cell line)
{
    size_t at = 0;
    while (at < line.size && memchr(" \t\r", line.bytes[at], 3))
        at++;
    return at == line.size;
}

// The cell that the strict reader finds.
static void demand_cell(const Batch *batch, size_t row, size_t column, Cell line)
{
    scoped_arena arena = arena_open();
    uint32_t node = batch->shape->columns.items[column];
    const Cell *cell = batch_cell(batch, row, column);
    CellKind kind = batch_kinds(batch, column)[row];
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    Cell bytes = {0};
    if (!jsonl_find_value(batch->shape, node, line, &bytes)) {
        fuzz_demand(kind == CELL_NOTHING && cell->size == 0);
        return;
    }
    fuzz_demand(json_parse("value", bytes.bytes, bytes.size, (JsonOptions){.accept_nan = true},
                           arena, &value, &err));
    static const CellKind kinds[] = {
        [VALUE_NULL] = CELL_NOTHING, [VALUE_BOOL] = CELL_TRUTH, [VALUE_INT] = CELL_NUMBER,
        [VALUE_REAL] = CELL_NUMBER,  [VALUE_TEXT] = CELL_TEXT,  [VALUE_LIST] = CELL_LIST,
        [VALUE_MAP] = CELL_OBJECT,
    };
    bool nested = value->kind == VALUE_MAP || value->kind == VALUE_LIST;
    if (nested && !batch->shape->nodes.items[node].raw)
        fuzz_demand(kind == CELL_NOTHING);
    else
        fuzz_demand(kind == kinds[value->kind]);
    Cell wanted = kind == CELL_NOTHING        ? (Cell){"", 0}
                  : value->kind == VALUE_TEXT ? (Cell){value->text, value->size}
                                              : bytes;
    fuzz_demand(cell->size == wanted.size &&
                (wanted.size == 0 || memcmp(cell->bytes, wanted.bytes, wanted.size) == 0));
    Place place = batch_cell_place(batch, row, column, arena);
    fuzz_demand(place.column == bytes.bytes - line.bytes + 1);
}

// The file's lines, and how far they were read.
typedef struct Lines {
    const char *bytes;
    size_t size;
    size_t at;
    int64_t number;
} Lines;

// The next line that is a row; others must not have come.
static Cell demand_next(Lines *lines)
{
    for (;;) {
        scoped_arena arena = arena_open();
        const Value *value = NULL;
        fuzz_demand(lines->at < lines->size);
        const char *start = lines->bytes + lines->at;
        const char *feed = memchr(start, '\n', lines->size - lines->at);
        Cell line = {start, feed ? (size_t)(feed - start) : lines->size - lines->at};
        lines->at += line.size + (feed != NULL);
        lines->number++;
        if (is_json(line, arena, &value))
            return line;
    }
}

static void read_table(const char *path, Cell input, TablePlan plan)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    plan.paths = &path;
    plan.path_count = 1;
    plan.format = "jsonl";
    if (!table_open(&plan, arena, &table, &err)) {
        fuzz_demand(err.kind == ERROR_INPUT && *err.message);
        return;
    }
    bool mark = input.size >= 3 && memcmp(input.bytes, "\xef\xbb\xbf", 3) == 0;
    Lines lines = {.bytes = input.bytes + (mark ? 3 : 0), .size = input.size - (mark ? 3 : 0)};
    const Batch *batch = NULL;
    while (table_next(table, &batch)) {
        for (size_t row = 0; row < batch->rows; row++) {
            Cell line = demand_next(&lines);
            fuzz_demand(batch_row_number(batch, row) == lines.number);
            for (size_t column = 0; column < batch->columns; column++)
                demand_cell(batch, row, column, line);
        }
    }
    fuzz_demand(table_finish(table, &err));
    fuzz_demand(table_bytes(table) == (int64_t)input.size);
    while (lines.at < lines.size) {
        // The rest has no row.
        const Value *value = NULL;
        const char *feed = memchr(lines.bytes + lines.at, '\n', lines.size - lines.at);
        size_t end = feed ? (size_t)(feed - lines.bytes) : lines.size;
        Cell line = {lines.bytes + lines.at, end - lines.at};
        fuzz_demand(is_blank(line) || !is_json(line, arena, &value));
        lines.at = end + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char path[] = "/dev/fd/97";
    int fd = memfd_create("fuzz", 0);
    fuzz_demand(fd >= 0 && dup2(fd, 97) == 97);
    close(fd);
    fuzz_demand(write(97, data, size) == (ssize_t)size);
    Cell input = {(const char *)data, size};
    read_table(path, input, (TablePlan){.kernel = KERNEL_BEST});
    read_table(path, input, (TablePlan){.kernel = KERNEL_SCALAR, .block_size = 61});
    const char *const paths[] = {path};
    // Zero bytes in a first line are looked for in the first block.
    table_demand_same(&(TablePlan){.paths = paths, .path_count = 1, .format = "jsonl"},
                      table_same_lot(data, size), !memchr(data, 0, size));
    close(97);
    return 0;
}
