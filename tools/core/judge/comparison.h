// comparison: one number judged against a bound or against another, with direction. Numbers in, an
// outcome out; nothing that cannot be compared reads as a pass.

#ifndef JUDGE_COMPARISON_H
#define JUDGE_COMPARISON_H

#include "base/base.h"

typedef enum Direction {
    DIRECTION_UNKNOWN,
    DIRECTION_HIGHER, // higher is better
    DIRECTION_LOWER,  // lower is better
} Direction;

const char *direction_name(Direction direction); // "higher", "lower", "unknown"
bool direction_from_name(const char *name, Direction *ret_direction) MUST_USE;

// What is commonly meant: `rmse`, `loss`, `latency_p99_ms` are better lower, `accuracy`, `f1`,
// `auc`, `r2` higher. Prefixes such as `val_` and paths such as `test/rmse` are looked through.
Direction direction_of_metric(const char *name);

typedef enum Outcome {
    OUTCOME_GOOD,
    OUTCOME_BAD,
    OUTCOME_UNKNOWN, // NaN or infinity on a side, or a relative tolerance of a baseline of zero
} Outcome;

// `low` <= `value` <= `high`; a bound that is NaN is no bound.
Outcome compare_with_bounds(double value, double low, double high);

// How much worse than the baseline the candidate may be: the larger of the two allowances counts,
// and one that is used up exactly is not passed.
typedef struct Tolerance {
    double absolute; // in the metric's unit, >= 0
    double relative; // of |baseline|, >= 0: 0.02 is two percent
} Tolerance;

// Not worse than the baseline by more than the tolerance. By how much it is better, in the metric's
// unit (negative is worse), goes to *ret_gain; NaN if unknown. The sign of the baseline plays no
// part: relative allowances are of its absolute value.
Outcome compare_with_baseline(double candidate, double baseline, Direction direction,
                              Tolerance tolerance, double *ret_gain);

#endif
