// permutation: tests that ask how often the values, dealt out anew to both sides, lie as far apart.
// Seeded: the same data give the same p-value everywhere.

#ifndef STATS_PERMUTATION_H
#define STATS_PERMUTATION_H

#include "stats/two_samples.h"

// With more values a test takes too long, and has no figure.
#define TVD_MOST_VALUES ((size_t)200000)
#define MMD_MOST_VALUES ((size_t)2000)

// Total variation of counts of the same categories, and the share of 1000 permutations in which it
// is no less. NaN beyond TVD_MOST_VALUES.
double tvd_permutation_p(const double *before, const double *now, size_t count, Arena *arena,
                         double *ret_distance);

// Maximum mean discrepancy (Gretton and others 2012, unbiased and squared) with a Gaussian kernel
// as wide as the root of half the median of the squared distances before; and the share of 100
// permutations in which it is no less. NaN beyond MMD_MOST_VALUES or for less than two on a side.
double mmd_permutation_p(const TwoSamples *samples, Arena *arena, double *ret_discrepancy);

#endif
