// share: how far two lists of counts over the same bins or categories lie apart.
//
// `before` and `now` have `count` entries each, none negative, with a positive sum on each side.

#ifndef STATS_SHARE_H
#define STATS_SHARE_H

#include "base/base.h"

// Half the sum of |p - q|: the share of rows that would have to change their category. 0 … 1.
double share_total_variation(const double *before, const double *now, size_t count);

// Population stability index with shares below `floor` counted as `floor`: sum (p - q) ln(p / q).
double share_psi(const double *before, const double *now, size_t count, double floor);

// Pearson's chi-square of homogeneity, without Yates' correction, and its degrees of freedom.
double share_chi_square(const double *before, const double *now, size_t count, double *ret_degrees);

// The entry whose share changed most.
size_t share_greatest_change(const double *before, const double *now, size_t count);

#endif
