// check_measures: what a check adds up over the rows of one column or of a pair: how numbers lean,
// how two columns go together, which gaps there are.
//
// Sums are those of blocks of rows, added in the order of the blocks, so that they do not depend on
// the number of threads.

#ifndef SCHEMA_CHECK_MEASURES_H
#define SCHEMA_CHECK_MEASURES_H

#include "schema/field.h"
#include "stats/groups.h"
#include "stats/joint_moments.h"
#include "stats/shape_moments.h"

typedef enum CheckMeasure {
    MEASURE_SKEWNESS,
    MEASURE_KURTOSIS,
    MEASURE_CORRELATION, // of two numbers
    MEASURE_RATIO,       // of a number by a category
    MEASURE_ASSOCIATION, // of two categories
    MEASURE_INFORMATION,
    MEASURE_GAPS, // between neighbours in a sorted column
} CheckMeasure;

// More pairs of categories, or categories beside a number, are not told apart.
#define MEASURE_MOST_GROUPS  ((size_t)1 << 14)
#define MEASURE_MOST_UNNAMED ((size_t)1 << 11) // of columns that nobody has named

// Gaps are found in intervals as long as the longest one allowed, of which so many have values.
#define MEASURE_MOST_INTERVALS ((size_t)1 << 18)

typedef struct MeasureSums {
    bool unordered; // a value is neither number nor moment: the column is none of numbers
    ShapeMoments shape;
    JointMoments joint;
    Groups groups;
} MeasureSums;

// The gaps of a column that are longer than is allowed.
typedef struct MeasureGaps {
    int64_t count;
    double from; // of the longest one, in the column's unit
    double to;
} MeasureGaps;

// How many of the column's units the longest gap allowed is.
MeasureGaps measure_gaps(const MeasureSums *sums, double longest, Arena *arena);

// The figure; NaN if it is not defined.
double measure_figure(const MeasureSums *sums, CheckMeasure measure, bool symmetric);

// Whether the values of both categories come often enough, in so many rows, for what they tell not
// to be chance: five times each on average.
bool measure_repeats(const MeasureSums *sums, int64_t rows);

void measure_sums_release(MeasureSums *sums);

#endif
