// csv: one record after the other out of bytes, by RFC 4180 and, where a file breaks it, by the
// rules of spreadsheets; every breach is told.

#ifndef TABLE_CSV_H
#define TABLE_CSV_H

#include "table/batch.h"

typedef struct Csv {
    CsvMarks marks;
    bool special[256]; // bytes that end the fast loop over an unquoted cell
    // Cells that are not in the file as such (doubled quotes) are put together here. The caller
    // keeps room for as many bytes as it hands in until it sets texts_used back.
    char *texts;
    size_t texts_used;
} Csv;

typedef enum CsvLineEnd {
    CSV_NO_LINE_END, // the file ended
    CSV_LF,
    CSV_CRLF,
    CSV_CR,
} CsvLineEnd;

typedef enum CsvBreach {
    CSV_QUOTE_IN_CELL,
    CSV_TEXT_AFTER_QUOTE,
    CSV_UNCLOSED_QUOTE,
    CSV_BREACHES,
} CsvBreach;

typedef struct CsvRecord {
    size_t size;       // bytes, with the line end
    size_t cells;      // those beyond `room` are counted, not stored
    int64_t lines;     // physical lines that end in it
    bool blank;        // nothing but a line end
    bool comment;      // a line that starts with the mark of a comment; it has no cells
    unsigned breaches; // bit b: there is a CsvBreach b,
    size_t breach_offsets[CSV_BREACHES]; // the first of which has its quote here
    CsvLineEnd line_end;
} CsvRecord;

static inline bool csv_has_breach(const CsvRecord *record, CsvBreach breach)
{
    return record->breaches >> breach & 1;
}

// Where csv_record() stores the cells of the record: one every `stride`, at most `room`.
typedef struct CsvCells {
    Cell *first;
    size_t stride;
    size_t room;
} CsvCells;

void csv_init(Csv *csv, CsvMarks marks);

// Reads the record at the start of `bytes`, which must be followed by one readable byte. `last`:
// the file ends behind them. False if the record does not end within them; `breaches` then says
// whether a quote is open.
bool csv_record(Csv *csv, const char *bytes, size_t size, bool last, CsvCells cells,
                CsvRecord *ret_record) MUST_USE;

// The offset in a record at which its cell number `column` starts (its quote, if it has one).
size_t csv_cell_offset(const char *record, size_t size, CsvMarks marks, size_t column);

// Where the physical line starts on which the byte at `offset` stands.
size_t csv_line_start(const char *bytes, size_t offset);

// Moves a place, that of bytes[0], to the byte at `offset`: its line, column and byte.
void csv_move_place(Place *place, const char *bytes, size_t offset);

// How many physical lines end within the bytes. A carriage return that is their last byte ends one.
int64_t csv_count_lines(const char *bytes, size_t size);

#endif
