// sample_test: p-values of tests whether two samples of numbers are of one distribution. Each is
// for samples of 25 numbers or more: the limiting distributions are taken, with corrections for
// ties.

#ifndef STATS_SAMPLE_TEST_H
#define STATS_SAMPLE_TEST_H

#include "stats/two_samples.h"

// Cramér-von Mises of two samples (Anderson 1962), T and its p-value.
double cramer_von_mises_p(const TwoSamples *samples, double *ret_statistic);

// Mann and Whitney's U of the left side, with ties and correction for continuity. One-sided: that
// the left side is less; two-sided otherwise.
double mann_whitney_p(const TwoSamples *samples, bool one_sided, double *ret_statistic);

// Student's test of equal means under equal variances, two-sided.
double student_p(const TwoSamples *samples, double *ret_statistic);

// Anderson-Darling of k = 2 samples with midranks (Scholz, Stephens 1987), standardised; the
// p-value is interpolated between 0.001 and 0.25 and ends there.
double anderson_darling_p(const TwoSamples *samples, double *ret_statistic);

// Epps and Singleton (1986): the characteristic functions at 0.4 and 0.8 of the pooled
// semi-interquartile range. NaN if that is 0 or the numbers are too few kinds.
double epps_singleton_p(const TwoSamples *samples, double *ret_statistic);

#endif
