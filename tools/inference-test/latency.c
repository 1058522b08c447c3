#include "latency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define US_PER_MS 1000.0

static int compare_us(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

Latency latency_of(const int64_t *us, size_t count, Arena *arena)
{
    int64_t *sorted = arena_array(arena, int64_t, count + 1);
    if (count) {
        memcpy(sorted, us, count * sizeof *us);
        qsort(sorted, count, sizeof *sorted, compare_us);
    }
    return (Latency){.sorted_us = sorted, .count = count};
}

double latency_quantile(const Latency *latency, double share)
{
    if (latency->count == 0)
        return NAN;
    // 0.95 * 20 is a hair more than 19: what is a whole rank but for rounding stays that rank.
    double rank = ceil(share * (double)latency->count - 1e-9);
    size_t at = rank < 1 ? 0 : MIN((size_t)rank, latency->count) - 1;
    return (double)latency->sorted_us[at] / US_PER_MS;
}

double latency_mean(const Latency *latency)
{
    double sum = 0;
    for (size_t i = 0; i < latency->count; i++)
        sum += (double)latency->sorted_us[i];
    return latency->count ? sum / (double)latency->count / US_PER_MS : NAN;
}

size_t latency_fewest(double share)
{
    return share >= 1 ? 1 : (size_t)ceil(1 / (1 - share) - 1e-9);
}

LatencyHistogram latency_histogram(const Latency *latency)
{
    LatencyHistogram histogram = {0};
    if (latency->count == 0)
        return histogram;
    double low = (double)latency->sorted_us[0] / US_PER_MS;
    double high = (double)latency->sorted_us[latency->count - 1] / US_PER_MS;
    // Replies that all took the same still need bins with a width.
    double width = high > low ? (high - low) / LATENCY_BINS : 1 / US_PER_MS;
    for (size_t i = 0; i <= LATENCY_BINS; i++)
        histogram.bounds[i] = low + width * (double)i;
    for (size_t i = 0; i < latency->count; i++) {
        double bin = ((double)latency->sorted_us[i] / US_PER_MS - low) / width;
        histogram.counts[MIN((size_t)bin, LATENCY_BINS - 1)]++;
    }
    return histogram;
}
