#include "table/csv.h"

#include <string.h>

typedef struct CsvCursor {
    const char *start;
    const char *at;
    const char *end;
    bool last;
    CsvRecord *record;
} CsvCursor;

void csv_init(Csv *csv, CsvMarks marks)
{
    *csv = (Csv){.marks = marks};
    csv->special[(unsigned char)marks.delimiter] = true;
    csv->special['\n'] = true;
    csv->special['\r'] = true;
    csv->special[(unsigned char)marks.quote] |= !marks.bare;
}

int64_t csv_count_lines(const char *bytes, size_t size)
{
    int64_t lines = 0;
    for (size_t i = 0; i + 1 < size; i++)
        lines += (bytes[i] == '\n') | ((bytes[i] == '\r') & (bytes[i + 1] != '\n'));
    return lines + (size && (bytes[size - 1] == '\n' || bytes[size - 1] == '\r'));
}

size_t csv_line_start(const char *bytes, size_t offset)
{
    while (offset > 0 && bytes[offset - 1] != '\n' && bytes[offset - 1] != '\r')
        offset--;
    return offset;
}

void csv_move_place(Place *place, const char *bytes, size_t offset)
{
    size_t line_start = csv_line_start(bytes, offset);
    place->line += csv_count_lines(bytes, line_start);
    place->column = (int64_t)(offset - line_start) + (line_start ? 1 : place->column);
    place->byte += (int64_t)offset;
}

static void csv_breach(CsvCursor *cursor, CsvBreach breach, const char *at)
{
    if (!csv_has_breach(cursor->record, breach))
        cursor->record->breach_offsets[breach] = (size_t)(at - cursor->start);
    cursor->record->breaches |= 1u << breach;
}

static bool csv_ends_cell(const Csv *csv, const CsvCursor *cursor, const char *at)
{
    return at == cursor->end || *at == csv->marks.delimiter || *at == '\n' || *at == '\r';
}

static void csv_keep(Csv *csv, const char *from, const char *to)
{
    memcpy(csv->texts + csv->texts_used, from, (size_t)(to - from));
    csv->texts_used += (size_t)(to - from);
}

// Moves behind what follows a closing quote up to the end of the cell; that text belongs to it.
static bool csv_text_after_quote(Csv *csv, CsvCursor *cursor)
{
    const char *from = cursor->at;
    csv_breach(cursor, CSV_TEXT_AFTER_QUOTE, from - 1);
    while (!csv_ends_cell(csv, cursor, cursor->at))
        cursor->at++;
    if (cursor->at == cursor->end && !cursor->last)
        return false;
    csv_keep(csv, from, cursor->at);
    return true;
}

// The cell whose opening quote is at the cursor; moves behind it. False if more bytes are needed.
static bool csv_quoted_cell(Csv *csv, CsvCursor *cursor, Cell *ret_cell)
{
    const char *open = cursor->at;
    const char *piece = open + 1;
    const char *quote = NULL;
    const char mark = csv->marks.quote;
    size_t kept = csv->texts_used;
    for (;;) {
        quote = memchr(piece, mark, (size_t)(cursor->end - piece));
        if (!quote || (quote + 1 == cursor->end && !cursor->last))
            break;
        if (quote + 1 == cursor->end || quote[1] != mark)
            break;
        csv_keep(csv, piece, quote + 1);
        piece = quote + 2;
    }
    if (!quote)
        csv_breach(cursor, CSV_UNCLOSED_QUOTE, open);
    if ((!quote || quote + 1 == cursor->end) && !cursor->last)
        return false;

    const char *close = quote ? quote : cursor->end;
    cursor->at = quote ? quote + 1 : cursor->end;
    bool clean = csv_ends_cell(csv, cursor, cursor->at);
    if (clean && csv->texts_used == kept) {
        *ret_cell = (Cell){open + 1, (size_t)(close - open - 1)};
        return true;
    }
    csv_keep(csv, piece, close);
    if (!clean && !csv_text_after_quote(csv, cursor))
        return false;
    *ret_cell = (Cell){csv->texts + kept, csv->texts_used - kept};
    return true;
}

// A cell without quotes around it, up to the byte that ends it.
static bool csv_plain_cell(const Csv *csv, CsvCursor *cursor, Cell *ret_cell)
{
    const char *start = cursor->at;
    const char *at = start;
    for (;;) {
        while (at < cursor->end && !csv->special[(unsigned char)*at])
            at++;
        if (at == cursor->end || *at != csv->marks.quote)
            break;
        csv_breach(cursor, CSV_QUOTE_IN_CELL, at);
        at++;
    }
    cursor->at = at;
    *ret_cell = (Cell){start, (size_t)(at - start)};
    return at < cursor->end || cursor->last;
}

// Moves behind the line end at the cursor, if there is one. False if more bytes are needed.
static bool csv_line_end(CsvCursor *cursor)
{
    CsvRecord *record = cursor->record;
    record->line_end = CSV_NO_LINE_END;
    if (cursor->at == cursor->end)
        return true;
    record->lines++;
    record->line_end = CSV_LF;
    if (*cursor->at++ == '\n')
        return true;
    if (cursor->at == cursor->end && !cursor->last)
        return false;
    bool pair = cursor->at < cursor->end && *cursor->at == '\n';
    record->line_end = pair ? CSV_CRLF : CSV_CR;
    cursor->at += pair;
    return true;
}

// Whether a cell that starts at the cursor is in quotes.
static bool csv_opens(CsvMarks marks, const CsvCursor *cursor)
{
    return cursor->at < cursor->end && *cursor->at == marks.quote && !marks.bare;
}

static bool csv_starts_comment(const Csv *csv, const CsvCursor *cursor)
{
    return csv->marks.comment && cursor->at < cursor->end && *cursor->at == csv->marks.comment;
}

// A line that is no record: its end is all that matters. False if more bytes are needed.
static bool csv_comment(CsvCursor *cursor)
{
    cursor->record->comment = true;
    while (cursor->at < cursor->end && *cursor->at != '\n' && *cursor->at != '\r')
        cursor->at++;
    return cursor->at < cursor->end || cursor->last;
}

bool csv_record(Csv *csv, const char *bytes, size_t size, bool last, CsvCells cells,
                CsvRecord *ret_record)
{
    CsvRecord record = {0};
    CsvCursor cursor = {bytes, bytes, bytes + size, last, &record};
    size_t kept = csv->texts_used;
    bool comment = csv_starts_comment(csv, &cursor);
    bool whole = !comment || csv_comment(&cursor);
    while (!comment) {
        Cell cell;
        if (csv_opens(csv->marks, &cursor)) {
            const char *open = cursor.at;
            whole = csv_quoted_cell(csv, &cursor, &cell);
            if (whole)
                record.lines += csv_count_lines(open, (size_t)(cursor.at - open));
        } else {
            whole = csv_plain_cell(csv, &cursor, &cell);
        }
        if (!whole)
            break;
        if (record.cells < cells.room)
            cells.first[record.cells * cells.stride] = cell;
        record.cells++;
        if (cursor.at == cursor.end || *cursor.at != csv->marks.delimiter)
            break;
        cursor.at++;
    }
    record.blank = whole && cursor.at == bytes;
    if (!whole || !csv_line_end(&cursor)) {
        csv->texts_used = kept;
        ret_record->breaches = record.breaches;
        memcpy(ret_record->breach_offsets, record.breach_offsets, sizeof record.breach_offsets);
        return false;
    }
    record.size = (size_t)(cursor.at - bytes);
    *ret_record = record;
    return true;
}

size_t csv_cell_offset(const char *record, size_t size, CsvMarks marks, size_t column)
{
    Csv csv;
    csv_init(&csv, marks);
    CsvRecord unused = {0};
    CsvCursor cursor = {record, record, record + size, true, &unused};
    for (; column > 0; column--) {
        if (csv_opens(marks, &cursor)) {
            // Only the way to the closing quote matters here, doubled ones are passed in pairs.
            do {
                const char *from = cursor.at + 1;
                const char *quote = memchr(from, marks.quote, (size_t)(cursor.end - from));
                cursor.at = quote ? quote + 1 : cursor.end;
            } while (cursor.at < cursor.end && *cursor.at == marks.quote);
        }
        while (!csv_ends_cell(&csv, &cursor, cursor.at))
            cursor.at++;
        if (cursor.at < cursor.end)
            cursor.at++;
    }
    return (size_t)(cursor.at - record);
}
