// contingency: tests and measures of counts over the same categories on two sides. `before` and
// `now` have `count` entries each, none negative, with a positive sum on each side.

#ifndef STATS_CONTINGENCY_H
#define STATS_CONTINGENCY_H

#include "base/base.h"

// The p-value of Pearson's test of homogeneity: both sides are samples. With `yates` the statistic
// of a 2 × 2 table is corrected for continuity.
double homogeneity_p(const double *before, const double *now, size_t count, bool yates,
                     double *ret_statistic);

// The p-value of the same hypothesis by the likelihood ratio, 2 sum o ln(o / e).
double g_test_p(const double *before, const double *now, size_t count, double *ret_statistic);

// The p-value of Pearson's goodness of fit, which takes the shares before as known exactly. A
// category that is new makes it 0.
double fit_p(const double *before, const double *now, size_t count, double *ret_statistic);

// Fisher's exact test of a 2 × 2 table, two-sided: the probability of all tables with the same sums
// that are no likelier than this one.
double fisher_p(double before_a, double before_b, double now_a, double now_b);

// The pooled test of two proportions, a of n against b of m, two-sided: its z and p-value.
double proportions_p(double a, double n, double b, double m, double *ret_z);

// Cramér's V corrected for bias (Bergsma 2013), 0 … 1.
double cramers_v(const double *before, const double *now, size_t count);

#endif
