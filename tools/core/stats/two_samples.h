// two_samples: two samples of numbers as one ascending list of the different numbers, with how
// often each side has them. Every distance and test of two samples of numbers is one walk over it.

#ifndef STATS_TWO_SAMPLES_H
#define STATS_TWO_SAMPLES_H

#include "base/arena.h"

typedef struct TwoSamples {
    const double *at; // ascending, finite, all different
    double *before;   // counts; what neither side has is not in the list
    double *now;
    size_t count;
    double before_total; // numbers on each side: at least 1
    double now_total;
    bool integers; // all numbers are whole: some rules of others treat them apart
} TwoSamples;

// Of `n` and `m` finite numbers in any order, n and m at least 1.
TwoSamples two_samples(const double *before, size_t n, const double *now, size_t m, Arena *arena);

// A number and how often it is there.
typedef struct CountedNumber {
    double at;
    double count;
} CountedNumber;

typedef LIST(CountedNumber) CountedNumbers;

// Of numbers that were counted already, each side ascending, neither empty. Equal neighbours are
// added up.
TwoSamples two_samples_of_counts(const CountedNumbers *before, const CountedNumbers *now,
                                 Arena *arena);

// Mean and central moments of one side, or of both together: `counts` is `before`, `now`, or NULL
// for both. A moment is divided by the number of numbers: order 2 is the population variance.
double two_samples_mean(const TwoSamples *samples, const double *counts);
double two_samples_moment(const TwoSamples *samples, const double *counts, int order);

// The q-quantile, 0 ≤ q ≤ 1, of one side or both, interpolated linearly (type 7 of Hyndman, Fan
// 1996).
double two_samples_quantile(const TwoSamples *samples, const double *counts, double q);

// The different numbers themselves, each once: the list without its counts.
TwoSamples two_samples_distinct(const TwoSamples *samples, Arena *arena);

// Only what lies on its own side between that side's quantiles q and 1 - q.
TwoSamples two_samples_trim(const TwoSamples *samples, double q, Arena *arena);

#endif
