// row_sample: the numbers of some rows, evenly spread over the table and in its order: enough to
// see whether values follow the order of the rows.
//
// Which rows are kept depends on their numbers and on the blocks of the file, not on the threads.

#ifndef DATA_VALIDATE_ROW_SAMPLE_H
#define DATA_VALIDATE_ROW_SAMPLE_H

#include "table/batch.h"

#define ROW_SAMPLE_MOST ((size_t)1024) // rows; fewer of very wide tables

typedef struct RowSample {
    size_t columns;
    size_t most;
    size_t count;
    int64_t stride;  // a power of two: rows whose number it divides are kept
    int64_t *rows;   // their numbers, from 0
    double *numbers; // rows × columns; NaN for what is no number and no date
} RowSample;

RowSample row_sample_new(size_t columns, Arena *arena);

// Keeps some rows of a batch, or of a sample of rows further on.
void row_sample_batch(RowSample *sample, const Batch *batch);
void row_sample_merge(RowSample *sample, const RowSample *more);

// Forgets all rows, to be filled for `whole` anew: what that would not keep is not looked at.
void row_sample_clear(RowSample *sample, const RowSample *whole);

#endif
