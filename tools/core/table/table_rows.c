// The rows of a block, as batches.

#include "table/table_parts.h"

#include <string.h>

// A row that does not fit the header: counted, not in a batch.
static void rows_leave_out(const Table *table, TableBlock *block, const CsvRecord *record)
{
    if (csv_has_breach(record, CSV_UNCLOSED_QUOTE))
        return;
    TableIssueKind kind = record->cells < table->names.count ? TABLE_SHORT_ROW : TABLE_LONG_ROW;
    Place place = table_block_place(block, block->at);
    const char *bytes = table_block_start(block) + block->at;
    size_t shown = MIN(record->size, BATCH_LONGEST_VALUE);
    size_t line = 0;
    while (line < shown && bytes[line] != '\r' && bytes[line] != '\n')
        line++;
    scoped_arena arena = arena_open();
    place.value = arena_text_sized(arena, bytes, line);
    if (block->issues[kind].count == 0)
        block->issues[kind].cells = (int64_t)record->cells;
    table_block_issue(block, kind, place);
}

static bool rows_fits(const Table *table, const CsvRecord *record)
{
    return record->cells == table->names.count && !csv_has_breach(record, CSV_UNCLOSED_QUOTE);
}

static void rows_step(TableBlock *block, const CsvRecord *record)
{
    block->at += record->size;
    // The scan's rows go along, where it has them.
    block->next_row++;
}

// Reads one row by csv_record(). One that is no row, or does not fit, ends the batch if there are
// rows in it, so that rows of a batch follow each other; else it is judged and passed over.
static bool rows_read_record(const Table *table, TableBlock *block, TableSight *sight, Batch *batch)
{
    CsvCells room = {sight->cells + batch->rows, sight->stride, batch->columns};
    CsvRecord record = {0};
    bool read = table_block_record(block, room, &record);
    if (!read || (!rows_fits(table, &record) && batch->rows > 0))
        return false;
    bool blank = record.blank && batch->columns > 1;
    bool passed_over = blank || record.comment;
    if (record.breaches || record.line_end != block->part->line_end || record.line_end == CSV_CR) {
        block->next_number -= passed_over;
        table_judge_record(block, &record);
        block->next_number += passed_over;
    }
    if (blank) {
        Place place = table_block_place(block, block->at);
        place.row = 0;
        table_block_issue(block, TABLE_BLANK_LINE, place);
    }
    if (!passed_over) {
        if (rows_fits(table, &record))
            sight->starts[batch->rows++] = table_block_start(block) + block->at;
        else
            rows_leave_out(table, block, &record);
        block->next_number++;
    }
    rows_step(block, &record);
    return true;
}

// How many of the scan's rows from the next one on have as many cells as the header, `most` at
// most.
static size_t rows_count_regular(const TableBlock *block, size_t columns, size_t most)
{
    const uint32_t *rows = block->scan.rows + block->next_row;
    size_t left = MIN(block->scan.row_count - block->next_row, most);
    size_t count = 0;
    while (count < left && rows[count] - (rows + count)[-1] == columns)
        count++;
    return count;
}

static void rows_judge_line_end(TableBlock *block, size_t row, bool returns)
{
    size_t start = block->carried + block->scan.ends[block->scan.rows[row - 1]] + 1;
    CsvLineEnd end = returns ? CSV_CRLF : CSV_LF;
    if (end != block->part->line_end)
        table_block_issue(block, TABLE_MIXED_LINE_ENDS, table_block_place(block, start));
}

// Takes carriage returns off the last column's cells.
static void rows_cut_returns(TableBlock *block, Cell *cells, size_t rows)
{
    int64_t number = block->next_number;
    for (size_t row = 0; row < rows; row++) {
        Cell *cell = &cells[row];
        bool returns = cell->size && cell->bytes[cell->size - 1] == '\r';
        cell->size -= returns;
        block->next_number = number + (int64_t)row;
        rows_judge_line_end(block, block->next_row + row, returns);
    }
    block->next_number = number;
}

static void rows_halve_quotes(Csv *csv, Cell *cell)
{
    const char quote = csv->marks.quote;
    const char *end = cell->bytes + cell->size;
    char *text = csv->texts + csv->texts_used;
    char *to = text;
    for (const char *from = cell->bytes; from < end;) {
        const char *first = memchr(from, quote, (size_t)(end - from));
        size_t size = (size_t)((first ? first + 1 : end) - from);
        memcpy(to, from, size);
        to += size;
        from += size + (first != NULL);
    }
    csv->texts_used += (size_t)(to - text);
    *cell = (Cell){text, (size_t)(to - text)};
}

// Whether there may be a doubled quote among the bytes.
static bool rows_may_double(const TableBlock *block, Cell cell)
{
    size_t start = (size_t)(cell.bytes - table_block_own(block));
    size_t last = (start + cell.size) / 64;
    bool doubles = false;
    for (size_t i = start / 64; i <= last; i++)
        doubles |= block->scan.doubles[i];
    return doubles;
}

// Takes the quotes off cells; the scan has proved that each of them ends with one.
static void rows_unquote(TableBlock *block, Cell *cells, size_t rows)
{
    const char quote = block->csv.marks.quote;
    for (size_t row = 0; row < rows; row++) {
        Cell *cell = &cells[row];
        if (cell->size < 2 || *cell->bytes != quote)
            continue;
        *cell = (Cell){cell->bytes + 1, cell->size - 2};
        if (rows_may_double(block, *cell) && memchr(cell->bytes, quote, cell->size))
            rows_halve_quotes(&block->csv, cell);
    }
}

// Reads rows that the scan has found, as many as fit the header and the batch.
static bool rows_read_scanned(const Table *table, TableBlock *block, TableSight *sight,
                              Batch *batch)
{
    size_t columns = table->names.count;
    size_t rows = rows_count_regular(block, columns, sight->stride - batch->rows);
    if (rows == 0)
        return false;
    const uint32_t *ends = block->scan.ends + block->scan.rows[block->next_row - 1] + 1;
    const char *own = table_block_own(block);
    bool returns = block->scan.returns || block->part->line_end != CSV_LF;
    // Where only the form counts, the last cells say how lines end.
    bool form_only = table->work && table->work->form_only;
    size_t skipped = form_only ? columns - returns : 0;
    for (size_t column = skipped; column < columns; column++) {
        Cell *cells = sight->cells + column * sight->stride + batch->rows;
        const uint32_t *end = ends + column;
        for (size_t row = 0; row < rows; row++, end += columns) {
            uint32_t start = end[-1] + 1;
            cells[row] = (Cell){own + start, *end - start};
        }
        if (column + 1 == columns && returns)
            rows_cut_returns(block, cells, rows);
        if (block->scan.quotes && !form_only)
            rows_unquote(block, cells, rows);
    }
    for (size_t row = 0; row < rows; row++)
        sight->starts[batch->rows + row] = own + (ends + row * columns)[-1] + 1;
    batch->rows += rows;
    block->next_row += rows;
    block->next_number += (int64_t)rows;
    block->at = block->carried + block->scan.ends[block->scan.rows[block->next_row - 1]] + 1;
    return true;
}

Batch table_batch(const Table *table, const TableBlock *block, const TableSight *sight)
{
    return (Batch){.file = block->part->file,
                   .names = table->names.items,
                   .columns = table->names.count,
                   .stride = sight->stride,
                   .cells = sight->cells,
                   .starts = sight->starts,
                   .ascii = !block->high,
                   .marks = block->part->marks,
                   .origin = table_block_start(block),
                   .origin_line = block->line,
                   .origin_byte = block->offset - (int64_t)block->carried};
}

bool table_block_next(const Table *table, TableBlock *block, TableSight *sight, Batch *ret_batch)
{
    Batch batch = table_batch(table, block, sight);
    block->csv.texts_used = 0;
    while (block->at < block->whole && batch.rows < sight->stride) {
        // The first row may begin in an earlier block, the last one may end with the file.
        bool scanned =
            !block->rough && block->next_row > 0 && block->next_row < block->scan.row_count;
        if (scanned && rows_read_scanned(table, block, sight, &batch))
            continue;
        if (!rows_read_record(table, block, sight, &batch))
            break;
    }
    if (batch.rows == 0)
        return false;
    sight->starts[batch.rows] = table_block_start(block) + block->at;
    batch.first_row = block->next_number - (int64_t)batch.rows;
    table_judge_bytes(table, block, &batch);
    *ret_batch = batch;
    return true;
}
