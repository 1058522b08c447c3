#include "row_sample.h"

#include "schema/scalar.h"

#include <math.h>
#include <string.h>

// A sample is no more than this many numbers, and no fewer than so many rows.
#define SAMPLE_MOST_NUMBERS ((size_t)1 << 18)
#define SAMPLE_LEAST_ROWS   ((size_t)64)

RowSample row_sample_new(size_t columns, Arena *arena)
{
    RowSample sample = {.columns = columns, .stride = 1};
    const size_t fit = SAMPLE_MOST_NUMBERS / MAX(columns, (size_t)1);
    sample.most = MAX(MIN(fit, ROW_SAMPLE_MOST), SAMPLE_LEAST_ROWS);
    sample.rows = arena_array(arena, int64_t, sample.most);
    sample.numbers = arena_array(arena, double, sample.most *columns);
    return sample;
}

void row_sample_clear(RowSample *sample, const RowSample *whole)
{
    // Strides only grow: rows that the whole keeps in the end are multiples of what it has by now.
    sample->count = 0;
    sample->stride = whole->stride;
}

static void sample_thin(RowSample *sample)
{
    const size_t columns = sample->columns;
    size_t kept = 0;
    sample->stride *= 2;
    for (size_t i = 0; i < sample->count; i++) {
        if (sample->rows[i] % sample->stride)
            continue;
        sample->rows[kept] = sample->rows[i];
        memmove(sample->numbers + kept * columns, sample->numbers + i * columns,
                columns * sizeof *sample->numbers);
        kept++;
    }
    sample->count = kept;
}

// Room for the numbers of a row; NULL if it is not kept.
static double *sample_take(RowSample *sample, int64_t row)
{
    while (row % sample->stride == 0 && sample->count == sample->most)
        sample_thin(sample);
    if (row % sample->stride)
        return NULL;
    sample->rows[sample->count] = row;
    return sample->numbers + sample->count++ * sample->columns;
}

static double cell_number(const Cell *cell)
{
    Scalar scalar = {0};
    if (cell->size && cell->size <= SCALAR_LONGEST_NUMBER &&
        (scalar_number(cell->bytes, cell->size, &scalar) ||
         scalar_iso_date(cell->bytes, cell->size, &scalar) ||
         scalar_datetime(cell->bytes, cell->size, &scalar)))
        return scalar.real;
    return NAN;
}

void row_sample_batch(RowSample *sample, const Batch *batch)
{
    const int64_t first = batch->first_row - 1;
    const int64_t end = first + (int64_t)batch->rows;
    int64_t row = (first + sample->stride - 1) / sample->stride * sample->stride;
    // The stride may grow on the way.
    for (; row < end; row = (row / sample->stride + 1) * sample->stride) {
        double *numbers = sample_take(sample, row);
        for (size_t column = 0; numbers && column < sample->columns; column++)
            numbers[column] = cell_number(batch_cell(batch, (size_t)(row - first), column));
    }
}

void row_sample_merge(RowSample *sample, const RowSample *more)
{
    for (size_t i = 0; i < more->count; i++) {
        double *numbers = sample_take(sample, more->rows[i]);
        if (numbers)
            memcpy(numbers, more->numbers + i * more->columns,
                   more->columns * sizeof *more->numbers);
    }
}
