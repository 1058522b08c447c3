#include "base/fatal.h"
#include "table/table_parts.h"

#include <stdlib.h>
#include <string.h>

const TextList *table_names(const Table *table)
{
    return &table->names;
}

Place table_name_place(const Table *table, size_t column)
{
    return table->name_places[column];
}

Cell table_header_bytes(const Table *table)
{
    return table->header;
}

bool table_find(const Table *table, const char *name, size_t *ret_column)
{
    for (size_t i = 0; i < table->names.count; i++) {
        if (text_equal(table->names.items[i], name)) {
            *ret_column = i;
            return true;
        }
    }
    return false;
}

const TableIssue *table_issues(const Table *table)
{
    return table->issues;
}

int64_t table_rows(const Table *table)
{
    return table->rows;
}

int64_t table_bytes(const Table *table)
{
    return table->bytes + table->input.offset + (int64_t)table->input.at;
}

bool table_finish(const Table *table, Error *err)
{
    if (table->failed)
        *err = table->failure;
    return !table->failed;
}

// A row that does not fit the header: counted, not in the batch.
static void table_leave_out(Table *table, const CsvRecord *record)
{
    if (record->breaches & CSV_UNCLOSED_QUOTE)
        return;
    TableIssueKind kind = record->cells < table->names.count ? TABLE_SHORT_ROW : TABLE_LONG_ROW;
    Place place = table_record_place(table);
    const char *bytes = table->input.bytes + table->input.at;
    size_t line_end = strcspn(bytes, "\r\n");
    place.value = arena_text_sized(table->arena, bytes,
                                   MIN(MIN(line_end, record->size), BATCH_LONGEST_VALUE));
    if (table->issues[kind].count == 0)
        table->issues[kind].cells = (int64_t)record->cells;
    table_issue(table, kind, place);
}

// Takes the record into the batch, or says why not.
static void table_take_record(Table *table, const CsvRecord *record)
{
    Batch *batch = &table->batch;
    TableInput *input = &table->input;
    if (record->blank && batch->columns > 1) {
        table_judge_record(table, record);
        Place place = table_record_place(table);
        place.row = 0;
        table_issue(table, TABLE_BLANK_LINE, place);
        return;
    }
    table->rows++;
    if (record->breaches || record->line_end != table->line_end || record->line_end == CSV_CR)
        table_judge_record(table, record);
    if (record->cells != batch->columns || record->breaches & CSV_UNCLOSED_QUOTE) {
        table_leave_out(table, record);
        return;
    }
    table->records[batch->rows++] = (Record){.bytes = input->bytes + input->at,
                                             .size = record->size,
                                             .line = table->line,
                                             .byte = input->offset + (int64_t)input->at,
                                             .row = table->rows};
}

// Fills the batch from the window. False if the window holds no further whole record.
static bool table_fill(Table *table)
{
    Batch *batch = &table->batch;
    TableInput *input = &table->input;
    while (batch->rows < batch->stride) {
        CsvCells room = {table->cells + batch->rows, batch->stride, batch->columns};
        CsvRecord record = {0};
        if (input->at == input->size ||
            !csv_record(&table->csv, input->bytes + input->at, input->size - input->at, input->last,
                        room, &record))
            return false;
        table_take_record(table, &record);
        input->at += record.size;
        table->line += record.lines;
    }
    return true;
}

// A row that passes every measure starts somewhere, and a quote is the usual reason.
static void table_explain_failure(Table *table)
{
    const TableInput *input = &table->input;
    CsvRecord record = {0};
    table->failure.has_place = true;
    table->failure.place = table_record_place(table);
    if (!csv_record(&table->csv, input->bytes, input->size, false, (CsvCells){0}, &record) &&
        record.breaches & CSV_UNCLOSED_QUOTE)
        error_wrap(&table->failure, "a quote is never closed");
}

// The window moves on, or the next part begins. False at the end of all parts and on an error.
static bool table_advance(Table *table)
{
    TableInput *input = &table->input;
    if (!input->last) {
        table->failed = !table_input_more(input, &table->failure);
        if (table->failed)
            table_explain_failure(table);
    } else if (table->part + 1 < table->plan.path_count) {
        table->bytes += input->offset + (int64_t)input->size;
        table_input_end(input);
        table->part++;
        table->failed = !table_open_part(table, &table->failure);
    } else {
        table->ended = true;
    }
    if (table->failed || table->ended)
        return false;
    if (table->texts_room < input->room) {
        table->csv.texts = realloc(table->csv.texts, input->room + 1);
        if (!table->csv.texts)
            fatal_out_of_memory();
        table->texts_room = input->room;
    }
    return true;
}

bool table_next(Table *table, const Batch **ret_batch)
{
    table->batch.rows = 0;
    table->csv.texts_used = 0;
    while (!table->failed && !table->ended) {
        table_fill(table);
        if (table->batch.rows > 0) {
            table_judge_bytes(table);
            *ret_batch = &table->batch;
            return true;
        }
        table->csv.texts_used = 0;
        table_advance(table);
    }
    return false;
}

bool table_next_row(Table *table, Row *row)
{
    if (row->batch && row->index + 1 < row->batch->rows) {
        row->index++;
        return true;
    }
    row->index = 0;
    return table_next(table, &row->batch);
}
