// latency: how long replies took, as exact quantiles and a histogram.
//
// The quantile of share p of n replies is the smallest measured latency that at least p * n of them
// did not exceed (nearest rank): the one at rank ceil(p * n). Only right replies count: a refusal
// in no time is no fast answer.

#ifndef INFERENCE_TEST_LATENCY_H
#define INFERENCE_TEST_LATENCY_H

#include "base/arena.h"

#define LATENCY_BINS 20

typedef struct Latency {
    const int64_t *sorted_us;
    size_t count;
} Latency;

// Sorts a copy of the `count` latencies at `us`.
Latency latency_of(const int64_t *us, size_t count, Arena *arena);

// Milliseconds; NaN if nothing was measured. `share` is in (0, 1].
double latency_quantile(const Latency *latency, double share);
double latency_mean(const Latency *latency);

// How many replies it takes for the quantile to be more than the largest one: ceil(1 / (1 - p)).
size_t latency_fewest(double share);

// LATENCY_BINS bins of equal width from the fastest to the slowest reply, in milliseconds. The last
// bin takes its upper bound in.
typedef struct LatencyHistogram {
    double bounds[LATENCY_BINS + 1];
    double counts[LATENCY_BINS];
} LatencyHistogram;
LatencyHistogram latency_histogram(const Latency *latency);

#endif
