#include "stats/bin_rule.h"

#include <math.h>

static BinEdges bins_between(double low, double high, size_t count, Arena *arena)
{
    if (low == high) { // a bin around the only number
        low -= 0.5;
        high += 0.5;
    }
    BinEdges edges = {arena_array(arena, double, count + 1), count};
    const double width = (high - low) / (double)count;
    for (size_t i = 0; i < count; i++)
        edges.at[i] = low + (double)i * width;
    edges.at[count] = high;
    return edges;
}

typedef struct Range {
    double low;
    double high;
    double count; // of numbers
} Range;

static Range range_of(const TwoSamples *samples, const double *counts)
{
    Range range = {INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < samples->count; i++) {
        const double count = counts ? counts[i] : samples->before[i] + samples->now[i];
        if (count <= 0)
            continue;
        range.low = fmin(range.low, samples->at[i]);
        range.high = fmax(range.high, samples->at[i]);
        range.count += count;
    }
    return range;
}

static BinEdges bins_of_width(Range range, double width, bool integers, Arena *arena)
{
    if (integers)
        width = fmax(width, 1);
    const double bins = width > 0 ? ceil((range.high - range.low) / width) : 1;
    const size_t count = bins >= 1 ? (size_t)fmin(bins, (double)BIN_MOST) : 1;
    return bins_between(range.low, range.high, count, arena);
}

BinEdges bins_sturges(const TwoSamples *samples, const double *counts, Arena *arena)
{
    const Range range = range_of(samples, counts);
    const double width = (range.high - range.low) / (log2(range.count) + 1);
    return bins_of_width(range, width, samples->integers, arena);
}

BinEdges bins_doane(const TwoSamples *samples, const double *counts, Arena *arena)
{
    const Range range = range_of(samples, counts);
    const double n = range.count;
    const double deviation = sqrt(two_samples_moment(samples, counts, 2));
    double width = 0;
    if (n > 2 && deviation > 0) {
        const double skew = two_samples_moment(samples, counts, 3) / pow(deviation, 3);
        const double usual = sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
        width = (range.high - range.low) / (1 + log2(n) + log2(1 + fabs(skew) / usual));
    }
    return bins_of_width(range, width, samples->integers, arena);
}

BinEdges bins_equal(const TwoSamples *samples, size_t count, Arena *arena)
{
    const Range range = range_of(samples, NULL);
    return bins_between(range.low, range.high, count, arena);
}

double *bins_fill(const BinEdges *edges, const TwoSamples *samples, const double *counts,
                  Arena *arena)
{
    double *filled = arena_array(arena, double, edges->count);
    size_t bin = 0;
    for (size_t i = 0; i < samples->count; i++) {
        const double number = samples->at[i];
        if (number < edges->at[0] || number > edges->at[edges->count])
            continue;
        while (bin + 1 < edges->count && number >= edges->at[bin + 1])
            bin++;
        filled[bin] += counts[i];
    }
    return filled;
}
