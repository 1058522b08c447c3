// sample: a small honest part of a data file: a stratified, seeded, order-preserving sample of its
// rows, written as the file's own header, if it has one, and the very bytes of the sampled rows.
//
// One pass, so standard input works. Rows with another number of cells than the header, and lines
// that are no JSON, are left out. The same file, seed and plan give the same bytes on every machine
// and by any number of threads.

#ifndef TABLE_SAMPLE_H
#define TABLE_SAMPLE_H

#include "base/buf.h"
#include "table/table.h"

// More classes than this are no classes (a label that is a measurement): every row counts alike.
#define SAMPLE_MOST_CLASSES 1000

// What is usual for `least_per_class`: a training that splits off a part finds each class in both.
#define SAMPLE_LEAST_PER_CLASS 2

// The sampled rows that are held at a time may take this many bytes together.
#define SAMPLE_MOST_BYTES ((size_t)256 << 20)

typedef struct SamplePlan {
    TablePlan table;
    const char *label;       // the column whose classes keep their shares; NULL for none
    int64_t rows;            // how many are wanted; at least 1
    int64_t least_per_class; // rows of each class where the file has them: usually 2
    uint64_t seed;
    size_t threads; // 1 … PARALLEL_MOST_THREADS; 0: 1
} SamplePlan;

typedef struct Sample {
    const char *format; // of the data, and so of the sample
    int64_t rows;       // in the sample: fewer than wanted if the file has fewer
    int64_t total_rows; // in the file, those left out included
    int64_t left_out;   // of these, rows that do not fit the header and lines that are no JSON
    int64_t classes;    // different values of the label; 1 without label or with too many of them
    bool stratified;    // false without a label, and if it has more than SAMPLE_MOST_CLASSES values
} Sample;

// Appends header and rows to `out`. Classes get rows in proportion to their size (largest
// remainder), those that would get fewer than `least_per_class` that many; where even that does not
// fit, the largest classes get theirs first. Names in the error's place are the arena's.
// ERROR_INPUT for a file that cannot be read or has no row, ERROR_CONFIG with the nearest name for
// a label that is not a column.
bool sample_table(const SamplePlan *plan, Arena *arena, Buf *out, Sample *ret_sample, Error *err)
    MUST_USE;

#endif
