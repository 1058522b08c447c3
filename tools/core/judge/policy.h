// policy: what a model must be before it may go on, as a YAML or JSON file with places.
//
//     version: 1
//     baseline: {if_missing: inconclusive}     # or fail, or warn
//     metrics:
//       rmse: {direction: lower, max: 350, compare: {rule: strict, tolerance: 0}}
//       r2:   {min: 0.75}

#ifndef JUDGE_POLICY_H
#define JUDGE_POLICY_H

#include "doc/value.h"
#include "judge/comparison.h"
#include "judge/metric_set.h"

#define POLICY_VERSION 1

// What a comparison without a baseline means.
typedef enum IfMissing {
    IF_MISSING_INCONCLUSIVE,
    IF_MISSING_FAIL,
    IF_MISSING_WARN,
} IfMissing;

typedef struct PolicyMetric {
    const char *name;
    Direction direction; // known if `compares`
    double min;          // NaN for none
    double max;          // NaN for none
    bool compares;
    Tolerance tolerance;
    Place place; // of the metric's name
    Place min_place;
    Place max_place;
    Place compare_place;
} PolicyMetric;

typedef struct Policy {
    const char *file; // NULL for a policy that nobody wrote
    IfMissing if_missing;
    LIST(PolicyMetric) metrics;
} Policy;

// Reads a policy; its places are relative to `root`.
bool policy_load(const char *path, const char *root, Arena *arena, Policy **ret_policy, Error *err)
    MUST_USE;

// The policy of those who have none: every metric of the candidate whose direction is commonly
// known and that the baseline has too must not be worse.
Policy *policy_from_baseline(const MetricSet *candidate, const MetricSet *baseline, Arena *arena);

#endif
