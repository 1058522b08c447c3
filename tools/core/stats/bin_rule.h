// bin_rule: how numbers are put into bins of equal width, by the rules that drift tools use.

#ifndef STATS_BIN_RULE_H
#define STATS_BIN_RULE_H

#include "stats/two_samples.h"

typedef struct BinEdges {
    double *at; // count + 1 edges, ascending; bins are [at[i], at[i + 1]), the last one closed
    size_t count;
} BinEdges;

// More bins say nothing more and cost memory.
#define BIN_MOST ((size_t)100000)

// Sturges (1926): range / (log2 n + 1) wide, whole numbers at least 1 wide. `counts` is one side
// or, as NULL, both.
BinEdges bins_sturges(const TwoSamples *samples, const double *counts, Arena *arena);

// Doane (1976): more bins the more skewed the numbers are.
BinEdges bins_doane(const TwoSamples *samples, const double *counts, Arena *arena);

// `count` bins from the least number of both sides to the greatest.
BinEdges bins_equal(const TwoSamples *samples, size_t count, Arena *arena);

// How many numbers of one side lie in each bin; those outside are in none.
double *bins_fill(const BinEdges *edges, const TwoSamples *samples, const double *counts,
                  Arena *arena);

#endif
