// metric_set: the numbers that a metrics file (JSON or YAML) holds, by name, with their places.
//
// Nested maps become dotted names (`weighted avg.f1-score`). Texts that are numbers count as
// numbers, `NaN` is kept as what it is, lists and other texts are no metrics.

#ifndef JUDGE_METRIC_SET_H
#define JUDGE_METRIC_SET_H

#include "base/text.h"
#include "doc/value.h"

// More in one set is a file that holds something else.
#define METRIC_SET_MOST 10000

typedef struct MetricValue {
    const char *name;
    double value;
    Place place; // PLACE_DATA
} MetricValue;

typedef struct MetricSet {
    LIST(MetricValue) items;
} MetricSet;

// Adds what the file holds; a name that is there already is an error. `role` names the file in
// messages ("candidate metrics"), places are relative to `root`. Errors are
// ERROR_INPUT.
bool metric_set_load(MetricSet *set, const char *role, const char *path, const char *root,
                     Arena *arena, Error *err) MUST_USE;

// NULL if there is none of that name.
const MetricValue *metric_set_find(const MetricSet *set, const char *name);

// The nearest name, for messages; NULL if none is near.
const char *metric_set_nearest(const MetricSet *set, const char *name, Arena *arena);

#endif
