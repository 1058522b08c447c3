// drift_interval: what a method's figure is at least and at most where numbers are known by bins
// only, as a profile keeps them of columns with many different values. The ends hold for whatever
// numbers the bins stand for.

#ifndef STATS_DRIFT_INTERVAL_H
#define STATS_DRIFT_INTERVAL_H

#include "stats/drift_method.h"
#include "stats/spread.h"

// One side's numbers. Both sides' bins have the same ends: spread_common_bins() makes them so.
typedef struct BinnedSide {
    const SpreadBins *bins; // one at least
    double least;           // of the numbers themselves
    double most;
    bool integers; // all numbers are whole
} BinnedSide;

typedef struct DriftInterval {
    DriftFigure figure; // with numbers in the middle of their bins
    double least;       // of what the method decides by, its p-value or its distance
    double most;
    bool known; // false: nothing is known of the ends
} DriftInterval;

// `method` is for numbers; `bins` as in DriftSides.
DriftInterval drift_interval(const DriftMethod *method, const BinnedSide *before,
                             const BinnedSide *now, size_t bins, Arena *arena);

#endif
