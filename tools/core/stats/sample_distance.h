// sample_distance: how far two samples of numbers lie apart.

#ifndef STATS_SAMPLE_DISTANCE_H
#define STATS_SAMPLE_DISTANCE_H

#include "stats/two_samples.h"

// sup |F - G| of the distribution functions, 0 … 1, and the number at which it is reached.
double sample_ks(const TwoSamples *samples, double *ret_at);

// Wasserstein's distance of order 1, the integral of |F - G|, in the unit of the numbers.
double sample_wasserstein(const TwoSamples *samples);

// The energy distance sqrt(2 × integral of (F - G)²) (Székely, Rizzo 2013).
double sample_energy(const TwoSamples *samples);

#endif
