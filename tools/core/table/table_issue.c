#include "base/utf8.h"
#include "table/table_parts.h"

#include <string.h>

static const TableIssueKind breach_issues[CSV_BREACHES] = {
    [CSV_QUOTE_IN_CELL] = TABLE_QUOTE_IN_CELL,
    [CSV_TEXT_AFTER_QUOTE] = TABLE_TEXT_AFTER_QUOTE,
    [CSV_UNCLOSED_QUOTE] = TABLE_UNCLOSED_QUOTE,
};

#define LONGEST_BREACH ((size_t)40)

// The place of the first quote that breaks the rules in this way.
static Place table_breach_place(TableBlock *block, const CsvRecord *record, CsvBreach breach)
{
    const char *bytes = table_block_start(block) + block->at;
    size_t offset = record->breach_offsets[breach];
    Place place = table_block_place(block, block->at);
    csv_move_place(&place, bytes, offset);
    if (!block->arena)
        block->arena = arena_open();
    place.value =
        arena_text_sized(block->arena, bytes + offset, MIN(record->size - offset, LONGEST_BREACH));
    return place;
}

void table_judge_record(TableBlock *block, const CsvRecord *record)
{
    for (CsvBreach breach = 0; record->breaches && breach < CSV_BREACHES; breach++) {
        if (csv_has_breach(record, breach))
            table_block_issue(block, breach_issues[breach],
                              table_breach_place(block, record, breach));
    }
    if (record->line_end == CSV_CR)
        table_block_issue(block, TABLE_LONE_CR, table_block_place(block, block->at));
    if (record->line_end != CSV_NO_LINE_END && record->line_end != block->part->line_end)
        table_block_issue(block, TABLE_MIXED_LINE_ENDS, table_block_place(block, block->at));
}

void table_judge_cell(TableBlock *block, Place place, Cell cell)
{
    const char *zero = memchr(cell.bytes, '\0', cell.size);
    size_t valid = utf8_valid_prefix(cell.bytes, cell.size);
    if (zero) {
        Place here = place;
        csv_move_place(&here, cell.bytes, (size_t)(zero - cell.bytes));
        table_block_issue(block, TABLE_NUL_BYTE, here);
    }
    if (valid < cell.size) {
        csv_move_place(&place, cell.bytes, valid);
        table_block_issue(block, TABLE_BAD_UTF8, place);
    }
}

static void table_judge_row(TableBlock *block, const Batch *batch, size_t row)
{
    Cell rest = batch_row_bytes(batch, row);
    for (size_t column = 0; column < batch->columns; column++) {
        size_t size = csv_cell_offset(rest.bytes, rest.size, batch->marks, 1);
        Cell cell = {rest.bytes, size};
        if (memchr(cell.bytes, '\0', size) || utf8_valid_prefix(cell.bytes, size) < size) {
            scoped_arena arena = arena_open();
            Place place = batch_place_in(batch, batch_row_bytes(batch, row), column, arena);
            place.row = batch_row_number(batch, row);
            table_judge_cell(block, place, cell);
        }
        rest = (Cell){rest.bytes + size, rest.size - size};
    }
}

void table_judge_bytes(const Table *table, TableBlock *block, const Batch *batch)
{
    const char *first = batch->starts[0];
    size_t size = (size_t)(batch->starts[batch->rows] - first);
    bool zeros = block->zeros && memchr(first, '\0', size);
    if (!zeros && (!block->high || table->kernel->utf8_valid(first, size)))
        return;
    for (size_t row = 0; row < batch->rows; row++) {
        Cell bytes = batch_row_bytes(batch, row);
        if (table->kernel->utf8_valid(bytes.bytes, bytes.size) &&
            !memchr(bytes.bytes, '\0', bytes.size))
            continue;
        table_judge_row(block, batch, row);
    }
}
