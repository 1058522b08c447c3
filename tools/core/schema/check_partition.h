// check_partition: a distribution that a column is compared with: values or intervals, and the
// share of each.

#ifndef SCHEMA_CHECK_PARTITION_H
#define SCHEMA_CHECK_PARTITION_H

#include "doc/value.h"
#include "stats/edge_counts.h"

typedef struct CheckPartition {
    const Value *values; // a list; NULL: intervals between `edges`
    Edges edges;
    // The share of each value, or of what is below the first edge, in each interval and above the
    // last one. They are 1 together, but for what is held out.
    double *weights;
    size_t count;
    double held_out; // of values: the share of all those that are not expected
} CheckPartition;

// Reads `partition` of a check: {values or bins, weights, tail_weights}, with `tailWeight` and
// `internalWeight` beside it. A bin may begin or end at infinity. ERROR_CONFIG at its place.
bool check_partition_load(const Value *check, Arena *arena, const CheckPartition **ret_partition,
                          Error *err) MUST_USE;

#endif
