// batch: some rows of a table that follow each other, seen column by column.
//
// Cells point into the table's memory and are valid until the next batch is asked for. A cell is
// the text between delimiters, unquoted; it is not closed by a zero byte and may contain any byte.
// Behind a cell BATCH_PADDING bytes may be read, whatever they are.

#ifndef TABLE_BATCH_H
#define TABLE_BATCH_H

#include "base/arena.h"
#include "base/place.h"

#define BATCH_PADDING ((size_t)64)

typedef struct Cell {
    const char *bytes;
    size_t size;
} Cell;

// What a cell is in a format that tells kinds apart: JSON.
typedef enum CellKind {
    CELL_NOTHING = 1, // null, or not there; its text is empty
    CELL_NUMBER = 2,
    CELL_TRUTH = 4,
    CELL_TEXT = 8,
    CELL_LIST = 16,   // as it stands in the file,
    CELL_OBJECT = 32, // as does an object
} CellKind;

struct JsonlShape;

// What stands between the cells of a CSV file, and around them.
typedef struct CsvMarks {
    char delimiter;
    char quote;
    bool bare;    // quotes mean nothing
    char comment; // lines that start with it are passed over; 0: there are none
} CsvMarks;

typedef struct Batch {
    const char *file; // for places
    const char *const *names;
    size_t columns;
    size_t rows;
    size_t stride;
    const Cell *cells;         // column c is cells[c * stride] …, one a row
    const uint8_t *kinds;      // of CellKind, in the order of the cells; NULL: all are texts
    const char *const *starts; // where each row starts, and where the last one ends
    int64_t first_row;         // the number of the first row among the table's data rows, from 1
    bool ascii;                // all bytes of the rows are ASCII
    CsvMarks marks;
    const struct JsonlShape *shape; // of JSON Lines; NULL for CSV
    // A byte in front of the rows whose place is known.
    const char *origin;
    int64_t origin_line; // the physical line on which it stands, from 1
    int64_t origin_byte; // its offset in the file, from 0
} Batch;

static inline const Cell *batch_column(const Batch *batch, size_t column)
{
    return batch->cells + column * batch->stride;
}

// The kinds of the column's cells; NULL if the format has none.
static inline const uint8_t *batch_kinds(const Batch *batch, size_t column)
{
    return batch->kinds ? batch->kinds + column * batch->stride : NULL;
}

static inline const Cell *batch_cell(const Batch *batch, size_t row, size_t column)
{
    return batch->cells + column * batch->stride + row;
}

// The very bytes of a row with its line end, as they stand in the file.
static inline Cell batch_row_bytes(const Batch *batch, size_t row)
{
    return (Cell){batch->starts[row], (size_t)(batch->starts[row + 1] - batch->starts[row])};
}

static inline int64_t batch_row_number(const Batch *batch, size_t row)
{
    return batch->first_row + (int64_t)row;
}

// Where a cell stands: its own physical line and the byte column in it, row, field and value.
// Values longer than BATCH_LONGEST_VALUE bytes are cut. Texts live in `arena`.
#define BATCH_LONGEST_VALUE ((size_t)200)
Place batch_cell_place(const Batch *batch, size_t row, size_t column, Arena *arena);

// The same for a row that was in the batch, by its bytes, after the batch has gone; without its
// row.
Place batch_place_in(const Batch *batch, Cell row, size_t column, Arena *arena);

// From here on places are counted from the first byte of a row: those of rows in front of it are
// not known any more, those behind it are found the faster.
void batch_advance(Batch *batch, const char *row);

// Where a row stands.
Place batch_row_place(const Batch *batch, size_t row);

#endif
