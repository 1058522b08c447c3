// moments: mean and variance of a stream of numbers, without cancellation (Welford 1962), and of
// two streams together (Chan, Golub, LeVeque 1979).

#ifndef STATS_MOMENTS_H
#define STATS_MOMENTS_H

#include "base/base.h"

typedef struct Moments {
    int64_t count;
    double mean;
    double squares; // sum of squared distances from the mean
    double least;   // NaN while there is no number, as is the mean of none
    double most;
} Moments;

#define MOMENTS_EMPTY ((Moments){.least = __builtin_nan(""), .most = __builtin_nan("")})

void moments_add(Moments *moments, double number);

// Adds many numbers at once: their own moments first (two passes, in a fixed number of lanes, so
// that every processor gives the same), which are then merged.
void moments_add_all(Moments *moments, const double *numbers, size_t count);
void moments_merge(Moments *moments, const Moments *other);

double moments_mean(const Moments *moments);                 // NaN for no numbers
double moments_sample_deviation(const Moments *moments);     // n - 1 below; NaN for less than two
double moments_population_deviation(const Moments *moments); // n below; NaN for none

#endif
