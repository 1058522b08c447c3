// drift_binning: how each drift tool turns a column into shares before it measures. Private to the
// methods.

#ifndef STATS_DRIFT_BINNING_H
#define STATS_DRIFT_BINNING_H

#include "stats/bin_rule.h"
#include "stats/divergence.h"
#include "stats/drift_method.h"

// Numbers in bins, over the totals of their sides.
Shares shares_in_bins(const DriftSides *sides, const BinEdges *edges, Arena *arena);

// Sturges' bins over both sides for numbers with more than 20 different values before; else each
// value is a category.
Shares shares_as_evidently(const DriftSides *sides, Arena *arena);

// Doane's bins of the side before for numbers, whole ones like others; else the categories before.
// What lies outside of them is one more.
Shares shares_as_nannyml(const DriftSides *sides, Arena *arena);

// Ten bins of equal width over both sides.
Shares shares_as_soda(const DriftSides *sides, Arena *arena);

// Numbers: ten bins of equal width on each side, cut at the edges of both with their mass spread
// evenly. Categories: as they are.
Shares shares_as_tfdv(const DriftSides *sides, Arena *arena);

// Categories whose share before is less than `share`, pooled as the last; dropped if the pool is
// as rare on both sides. The totals are those of what is kept.
DriftSides sides_without_rare(const DriftSides *sides, double share, Arena *arena);

// The larger side scaled down to the size of the smaller one, counts rounded to even.
DriftSides sides_of_one_size(const DriftSides *sides, Arena *arena);

#endif
