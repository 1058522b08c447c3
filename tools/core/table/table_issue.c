#include "base/utf8.h"
#include "table/table_parts.h"

#include <string.h>

void table_issue(Table *table, TableIssueKind kind, Place place)
{
    TableIssue *issue = &table->issues[kind];
    issue->count++;
    if (issue->places.count < TABLE_ISSUE_PLACES)
        *list_push(table->arena, &issue->places) = place;
}

Place table_record_place(const Table *table)
{
    return (Place){.kind = PLACE_DATA,
                   .file = table->file,
                   .line = table->line,
                   .column = 1,
                   .has_byte = true,
                   .byte = table->input.offset + (int64_t)table->input.at,
                   .row = table->rows};
}

static const struct {
    unsigned breach;
    TableIssueKind kind;
} breach_issues[] = {
    {CSV_QUOTE_IN_CELL, TABLE_QUOTE_IN_CELL},
    {CSV_TEXT_AFTER_QUOTE, TABLE_TEXT_AFTER_QUOTE},
    {CSV_UNCLOSED_QUOTE, TABLE_UNCLOSED_QUOTE},
};

// The place of the quote that breaks the rules first.
static Place table_breach_place(const Table *table, const CsvRecord *record)
{
    const char *bytes = table->input.bytes + table->input.at;
    size_t line_start = record->breach_offset;
    while (line_start > 0 && bytes[line_start - 1] != '\n' && bytes[line_start - 1] != '\r')
        line_start--;
    Place place = table_record_place(table);
    place.line += csv_count_lines(bytes, line_start);
    place.column = (int64_t)(record->breach_offset - line_start) + 1;
    size_t rest = record->size - record->breach_offset;
    place.value =
        arena_text_sized(table->arena, bytes + record->breach_offset, MIN(rest, (size_t)40));
    return place;
}

void table_judge_record(Table *table, const CsvRecord *record)
{
    for (size_t i = 0; record->breaches && i < array_count(breach_issues); i++) {
        if (record->breaches & breach_issues[i].breach)
            table_issue(table, breach_issues[i].kind, table_breach_place(table, record));
    }
    if (record->line_end == CSV_CR)
        table_issue(table, TABLE_LONE_CR, table_record_place(table));
    if (table->line_end == CSV_NO_LINE_END)
        table->line_end = record->line_end;
    if (record->line_end != CSV_NO_LINE_END && record->line_end != table->line_end)
        table_issue(table, TABLE_MIXED_LINE_ENDS, table_record_place(table));
}

static void table_judge_cell(Table *table, size_t row, size_t column)
{
    const Batch *batch = &table->batch;
    const Cell *cell = batch_cell(batch, row, column);
    bool zero = cell->size && memchr(cell->bytes, '\0', cell->size);
    bool broken = utf8_valid_prefix(cell->bytes, cell->size) < cell->size;
    if (!zero && !broken)
        return;
    Place place = batch_cell_place(batch, row, column, table->arena);
    if (zero)
        table_issue(table, TABLE_NUL_BYTE, place);
    if (broken)
        table_issue(table, TABLE_BAD_UTF8, place);
}

// Whether all bytes are ASCII without zero bytes: nearly always, and quickly seen.
static bool table_bytes_are_plain(const char *bytes, size_t size)
{
    unsigned char all = 0;
    unsigned char zeros = 0;
    for (size_t i = 0; i < size; i++) {
        all |= (unsigned char)bytes[i];
        zeros |= bytes[i] == '\0';
    }
    return all < 0x80 && !zeros;
}

void table_judge_bytes(Table *table)
{
    const Batch *batch = &table->batch;
    const char *first = batch->records[0].bytes;
    const Record *record = &batch->records[batch->rows - 1];
    size_t size = (size_t)(record->bytes + record->size - first);
    if (table_bytes_are_plain(first, size))
        return;
    if (!memchr(first, '\0', size) && utf8_valid_prefix(first, size) == size)
        return;
    for (size_t row = 0; row < batch->rows; row++) {
        record = &batch->records[row];
        if (table_bytes_are_plain(record->bytes, record->size))
            continue;
        for (size_t column = 0; column < batch->columns; column++)
            table_judge_cell(table, row, column);
    }
}
