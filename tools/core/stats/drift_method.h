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
} DriftSides;

DriftSides drift_sides_of_numbers(const TwoSamples *samples);
DriftSides drift_sides_of_counts(const double *before, const double *now, size_t count);

typedef enum DriftDecision {
    DRIFT_AT_LEAST, // drift if the value is the threshold or more
    DRIFT_ABOVE,    // drift if the value is more than the threshold
    DRIFT_P_BELOW,  // drift if the p-value is less than the threshold
} DriftDecision;

typedef struct DriftFigure {
    double value; // distance or statistic; NaN if it does not exist for such data
    double p;     // NaN for a distance
} DriftFigure;

typedef DriftFigure DriftFunction(const DriftSides *sides, Arena *arena);

typedef struct DriftMethod {
    const char *name;          // "psi:evidently"
    const char *help;          // what it computes, one line
    DriftFunction *numbers;    // NULL: not for numbers
    DriftFunction *categories; // NULL: not for categories
    DriftDecision decision;
    double threshold; // the tool's own default
} DriftMethod;

extern const DriftMethod drift_methods[];
extern const size_t drift_method_count;

const DriftMethod *drift_method_find(const char *name); // NULL if there is none

// Evidently's rule of choice by the rows before, which ignores those now (version 0.7).
const DriftMethod *drift_method_of_evidently(const DriftSides *sides);

// Whether that is drift; a figure that does not exist is none.
bool drift_method_finds(const DriftMethod *method, DriftFigure figure, double threshold);

#endif
