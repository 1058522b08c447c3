// shape_moments: how a stream of numbers leans and how heavy its ends are, without cancellation,
// and those of two streams together (Pébay, Formulas for Robust, One-Pass Parallel Computation of
// Covariances and Arbitrary-Order Statistical Moments, 2008).

#ifndef STATS_SHAPE_MOMENTS_H
#define STATS_SHAPE_MOMENTS_H

#include "base/base.h"

// All zero for no numbers.
typedef struct ShapeMoments {
    int64_t count;
    double mean;
    double squares; // sums of powers of the distances from the mean
    double cubes;
    double fourths;
} ShapeMoments;

// Adds finite numbers: their own moments first, in two passes, which are then merged.
void shape_moments_add_all(ShapeMoments *moments, const double *numbers, size_t count);
void shape_moments_merge(ShapeMoments *moments, const ShapeMoments *other);

// The adjusted Fisher-Pearson coefficient G1, and the excess kurtosis G2 of a normal distribution's
// sample, which is 0 (Joanes and Gill 1998): what pandas, R's type 2, SAS and Excel compute. NaN
// for fewer than three and four numbers, and where all are equal.
double shape_moments_skewness(const ShapeMoments *moments);
double shape_moments_kurtosis(const ShapeMoments *moments);

#endif
