#include "base/utf8.h"
#include "table/table_parts.h"

#include <string.h>

static const struct {
    unsigned breach;
    TableIssueKind kind;
} breach_issues[] = {
    {CSV_QUOTE_IN_CELL, TABLE_QUOTE_IN_CELL},
    {CSV_TEXT_AFTER_QUOTE, TABLE_TEXT_AFTER_QUOTE},
    {CSV_UNCLOSED_QUOTE, TABLE_UNCLOSED_QUOTE},
};

#define LONGEST_BREACH ((size_t)40)

// The place of the quote that breaks the rules first.
static Place table_breach_place(TableBlock *block, const CsvRecord *record)
{
    const char *bytes = table_block_start(block) + block->at;
    size_t line_start = csv_line_start(bytes, record->breach_offset);
    Place place = table_block_place(block, block->at);
    place.line += csv_count_lines(bytes, line_start);
    place.column = (int64_t)(record->breach_offset - line_start) + 1;
    if (!block->arena)
        block->arena = arena_open();
    place.value = arena_text_sized(block->arena, bytes + record->breach_offset,
                                   MIN(record->size - record->breach_offset, LONGEST_BREACH));
    return place;
}

void table_judge_record(TableBlock *block, const CsvRecord *record)
{
    for (size_t i = 0; record->breaches && i < array_count(breach_issues); i++) {
        if (record->breaches & breach_issues[i].breach)
            table_block_issue(block, breach_issues[i].kind, table_breach_place(block, record));
    }
    if (record->line_end == CSV_CR)
        table_block_issue(block, TABLE_LONE_CR, table_block_place(block, block->at));
    if (record->line_end != CSV_NO_LINE_END && record->line_end != block->part->line_end)
        table_block_issue(block, TABLE_MIXED_LINE_ENDS, table_block_place(block, block->at));
}

static void table_judge_cell(TableBlock *block, const Batch *batch, size_t row, size_t column)
{
    const Cell *cell = batch_cell(batch, row, column);
    bool zero = cell->size && memchr(cell->bytes, '\0', cell->size);
    bool broken = utf8_valid_prefix(cell->bytes, cell->size) < cell->size;
    if (!zero && !broken)
        return;
    scoped_arena arena = arena_open();
    Place place = batch_cell_place(batch, row, column, arena);
    if (zero)
        table_block_issue(block, TABLE_NUL_BYTE, place);
    if (broken)
        table_block_issue(block, TABLE_BAD_UTF8, place);
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
        for (size_t column = 0; column < batch->columns; column++)
            table_judge_cell(block, batch, row, column);
    }
}
