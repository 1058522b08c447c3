// drift_method: the distances and tests by which drift tools decide, one row each, under names that
// say whose convention it is. Five tools give one name to numbers that differ up to fourfold; a
// team that comes from one of them finds its own number here.

#ifndef STATS_DRIFT_METHOD_H
#define STATS_DRIFT_METHOD_H

#include "stats/two_samples.h"

// The two sides of a column. Numbers have `numbers`; categories have `count` counts on each side,
// of the same categories, each with at least one on some side.
typedef struct DriftSides {
    const TwoSamples *numbers; // NULL for categories
    const double *before;
    const double *now;
    size_t count;
    double before_total;
    double now_total;
    size_t bins; // so many of equal width in place of the tool's own rule; 0: by its rule
} DriftSides;

DriftSides drift_sides_of_numbers(const TwoSamples *samples);
DriftSides drift_sides_of_counts(const double *before, const double *now, size_t count);

typedef enum DriftDecision {
    DRIFT_AT_LEAST, // drift if the value is the threshold or more
    DRIFT_ABOVE,    // drift if the value is more than the threshold
    DRIFT_P_BELOW,  // drift if the p-value is less than the threshold
} DriftDecision;

// What changed most, where a method puts numbers into bins.
typedef struct DriftBin {
    double from; // the number itself, twice, where every number is a bin
    double to;
    double share_before;
    double share_now;
} DriftBin;

typedef struct DriftFigure {
    double value; // distance or statistic; NaN if it does not exist for such data
    double p;     // NaN for a distance
    bool has_bin;
    DriftBin bin;
} DriftFigure;

typedef DriftFigure DriftFunction(const DriftSides *sides, Arena *arena);

// How much a figure is known to be off where numbers are known by bins only: drift_interval.h.
typedef enum DriftBound {
    DRIFT_UNBOUNDED, // every number is needed
    DRIFT_BY_STEPS,  // Kolmogorov-Smirnov: as high as the steps inside of bins
    DRIFT_BY_MOVING, // Wasserstein: as far as numbers are moved
    DRIFT_BY_ENERGY,
    DRIFT_BY_SHARES, // of the method's own bins
} DriftBound;

typedef struct DriftMethod {
    const char *name;          // "psi:evidently"
    const char *help;          // what it computes, one line
    DriftFunction *numbers;    // NULL: not for numbers
    DriftFunction *categories; // NULL: not for categories
    DriftDecision decision;
    double threshold; // the tool's own default
    DriftBound bound; // of `numbers`
} DriftMethod;

extern const DriftMethod drift_methods[];
extern const size_t drift_method_count;

const DriftMethod *drift_method_find(const char *name); // NULL if there is none

// Whether it puts numbers into bins, whose count may be given.
bool drift_method_has_bins(const DriftMethod *method);

// Evidently's rule of choice by the rows before, which ignores those now (version 0.7).
const DriftMethod *drift_method_of_evidently(const DriftSides *sides);

// The figure by which the method decides: its p-value or its distance.
double drift_method_decisive(const DriftMethod *method, DriftFigure figure);

// Whether that is drift; a figure that does not exist is none.
bool drift_method_finds(const DriftMethod *method, double decisive, double threshold);

#endif
