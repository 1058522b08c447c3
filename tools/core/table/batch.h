// batch: the rows of one block of a table, seen column by column.
//
// Cells point into the table's memory and are valid until the next batch is asked for. A cell is
// the text between delimiters, unquoted; it is not closed by a zero byte and may contain any byte.

#ifndef TABLE_BATCH_H
#define TABLE_BATCH_H

#include "base/arena.h"
#include "base/place.h"

typedef struct Cell {
    const char *bytes;
    size_t size;
} Cell;

// Where a row stands in its file, and its very bytes with their line end.
typedef struct Record {
    const char *bytes;
    size_t size;
    int64_t line; // the physical line on which it starts, from 1
    int64_t byte; // offset in the file, from 0
    int64_t row;  // among the data rows of the table, from 1
} Record;

typedef struct Batch {
    const char *file; // for places
    const char *const *names;
    size_t columns;
    size_t rows;
    size_t stride;
    const Cell *cells;     // column c is cells[c * stride] …, one a row
    const Record *records; // one a row
    char delimiter;
} Batch;

static inline const Cell *batch_column(const Batch *batch, size_t column)
{
    return batch->cells + column * batch->stride;
}

static inline const Cell *batch_cell(const Batch *batch, size_t row, size_t column)
{
    return batch->cells + column * batch->stride + row;
}

// Where a cell stands: its own physical line and the byte column in it, row, field and value.
// Values longer than BATCH_LONGEST_VALUE bytes are cut. Texts live in `arena`.
#define BATCH_LONGEST_VALUE ((size_t)200)
Place batch_cell_place(const Batch *batch, size_t row, size_t column, Arena *arena);

// Where a row stands.
Place batch_row_place(const Batch *batch, size_t row);

#endif
