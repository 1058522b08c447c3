// table_dump: everything a table says, as one text: rows with their places and cells, issues with
// theirs, counts, and why the reading ended early. Two readings agree if their dumps are equal.

#ifndef SUPPORT_TABLE_DUMP_H
#define SUPPORT_TABLE_DUMP_H

#include "base/buf.h"
#include "table/table.h"

#include <inttypes.h>

typedef struct TableDump {
    Buf rows;
    Buf slots[TABLE_MOST_SLOTS];
} TableDump;

static inline void table_dump_row(Buf *out, Place place, const Cell *cells, size_t count)
{
    buf_format(out, "%" PRId64 " %" PRId64 " %" PRId64, place.row, place.line, place.byte);
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "|%zu:", cells[i].size);
        buf_append(out, cells[i].bytes, cells[i].size);
    }
    buf_add_char(out, '\n');
}

static inline void table_dump_batch(Buf *out, const Batch *batch)
{
    scoped_arena arena = arena_open();
    Cell *cells = arena_array(arena, Cell, batch->columns);
    for (size_t row = 0; row < batch->rows; row++) {
        for (size_t i = 0; i < batch->columns; i++)
            cells[i] = *batch_cell(batch, row, i);
        table_dump_row(out, batch_row_place(batch, row), cells, batch->columns);
    }
}

static inline void table_dump_mapped(void *context, size_t worker, size_t slot, const Batch *batch)
{
    (void)worker;
    table_dump_batch(&((TableDump *)context)->slots[slot], batch);
}

static inline void table_dump_folded(void *context, size_t slot)
{
    TableDump *dump = context;
    buf_append(&dump->rows, buf_text(&dump->slots[slot]), dump->slots[slot].size);
    buf_clear(&dump->slots[slot]);
}

static inline void table_dump_place(Buf *out, const Place *place)
{
    buf_format(out, " %" PRId64 ":%" PRId64 "@%" PRId64 "#%" PRId64, place->line, place->column,
               place->byte, place->row);
}

static inline void table_dump_issues(Buf *out, const Table *table)
{
    const TableIssue *issues = table_issues(table);
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        buf_format(out, "issue %d: %" PRId64 " %" PRId64, (int)kind, issues[kind].count,
                   issues[kind].cells);
        for (size_t i = 0; i < issues[kind].places.count; i++)
            table_dump_place(out, &issues[kind].places.items[i]);
        buf_add_char(out, '\n');
    }
    buf_format(out, "rows %" PRId64 ", bytes %" PRId64 "\n", table_rows(table), table_bytes(table));
}

static inline void table_dump_error(Buf *out, const Error *err)
{
    buf_format(out, "error %d: %s", (int)err->kind, err->message);
    if (err->has_place)
        table_dump_place(out, &err->place);
    buf_add_char(out, '\n');
}

// The rows, and the rest. `threads`: 0 reads by table_next(). False if the table cannot be opened.
static inline bool table_dump(const TablePlan *plan, size_t threads, Buf *rows, Buf *rest)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    TableDump *dump = arena_new(arena, TableDump);
    if (!table_open(plan, arena, &table, &err)) {
        table_dump_error(rest, &err);
        return false;
    }
    dump->rows = BUF_EMPTY;
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        dump->slots[i] = BUF_EMPTY;
    const Batch *batch = NULL;
    while (threads == 0 && table_next(table, &batch))
        table_dump_batch(&dump->rows, batch);
    if (threads)
        table_map(table, &(TableWork){dump, threads, table_dump_mapped, table_dump_folded, false});
    bool whole = table_finish(table, &err);
    // After a failure it depends on the blocks which rows were read before.
    if (whole) {
        buf_append(rows, buf_text(&dump->rows), dump->rows.size);
        table_dump_issues(rest, table);
    } else {
        table_dump_error(rest, &err);
    }
    buf_release(&dump->rows);
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        buf_release(&dump->slots[i]);
    return true;
}

#endif
