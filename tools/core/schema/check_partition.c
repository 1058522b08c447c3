#include "schema/check_partition.h"

#include <math.h>
#include <string.h>

// Shares that were rounded add up to 1 nearly.
#define SHARE_ROUNDING 1e-5

// What is held out: shares of what the partition does not expect.
typedef struct HeldOut {
    double tail;
    double inside; // of intervals that have no weight
} HeldOut;

static bool read_numbers(const Value *list, const char *what, const double **ret_numbers,
                         Arena *arena, Error *err)
{
    if (!list || list->kind != VALUE_LIST)
        return value_refuse(err, list, what, "a list of numbers");
    double *numbers = arena_array(arena, double, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        if (!value_to_real(&list->items[i], &numbers[i]) || isnan(numbers[i]))
            return value_refuse(err, &list->items[i], what, "a list of numbers");
    }
    *ret_numbers = numbers;
    return true;
}

static bool check_shares(const Value *at, const double *shares, size_t count, const double *tails,
                         Error *err)
{
    double sum = tails ? tails[0] + tails[1] : 0;
    bool positive = !tails || (tails[0] >= 0 && tails[1] >= 0);
    for (size_t i = 0; i < count; i++) {
        sum += shares[i];
        positive = positive && shares[i] >= 0;
    }
    return (positive && fabs(sum - 1) <= SHARE_ROUNDING) ||
           value_refuse(err, at, "key 'weights'", "shares that are 1 together");
}

static bool read_held_out(const Value *check, HeldOut *ret_held_out, Error *err)
{
    HeldOut out = {0};
    if (!value_read_real(check, "tailWeight", &out.tail, err) ||
        !value_read_real(check, "internalWeight", &out.inside, err))
        return false;
    *ret_held_out = out;
    return (out.tail >= 0 && out.inside >= 0 && out.tail + out.inside < 1) ||
           value_refuse(err, check, "what is held out", "shares below 1");
}

static bool read_values(const Value *map, const double *weights, HeldOut out, Arena *arena,
                        CheckPartition *partition, Error *err)
{
    const Value *values = value_get(map, "values");
    const Value *shares = value_get(map, "weights");
    if (values->kind != VALUE_LIST || values->count != shares->count || out.inside > 0)
        return value_refuse(err, values, "key 'values'",
                            "as many values as weights, without 'internalWeight'");
    partition->values = values;
    partition->count = values->count;
    partition->held_out = out.tail;
    partition->weights = arena_array(arena, double, values->count + 1);
    memcpy(partition->weights, weights, values->count * sizeof *weights);
    return check_shares(shares, weights, shares->count, NULL, err);
}

// The weights of intervals, scaled to what is not held out.
static void scale_weights(CheckPartition *partition, const double *weights, size_t count,
                          size_t first, HeldOut out)
{
    size_t empty = 0;
    for (size_t i = 0; i < count; i++)
        empty += weights[i] == 0;
    for (size_t i = 0; i < count; i++)
        partition->weights[first + i] = weights[i] == 0 && empty
                                            ? out.inside / (double)empty
                                            : weights[i] * (1 - out.tail - out.inside);
}

static bool read_bins(const Value *map, const double *weights, HeldOut out, Arena *arena,
                      CheckPartition *partition, Error *err)
{
    const Value *bins = value_get(map, "bins");
    const Value *shares = value_get(map, "weights");
    const Value *tails = value_get(map, "tail_weights");
    const double *at = NULL;
    const double *beyond = NULL;
    if (!bins)
        return value_refuse(err, map, "key 'partition'", "a map with 'values' or 'bins'");
    if (!read_numbers(bins, "key 'bins'", &at, arena, err) ||
        (tails && !read_numbers(tails, "key 'tail_weights'", &beyond, arena, err)))
        return false;
    if (bins->count != shares->count + 1)
        return value_refuse(err, bins, "key 'bins'", "one more than weights");
    bool open_low = bins->count && at[0] == -INFINITY;
    bool open_high = bins->count && at[bins->count - 1] == INFINITY;
    size_t edges = bins->count - open_low - open_high;
    if (!edges_valid(at + open_low, edges))
        return value_refuse(err, bins, "key 'bins'", "two finite numbers or more that grow");
    if ((tails && (tails->count != 2 || out.tail > 0 || open_low || open_high)) ||
        (open_low && open_high && out.tail > 0))
        return value_refuse(err, tails ? tails : bins, tails ? "key 'tail_weights'" : "key 'bins'",
                            "one way to weigh what lies beyond the bins");
    partition->edges = (Edges){at + open_low, edges};
    partition->count = edges + 1;
    partition->weights = arena_array(arena, double, edges + 1);
    // Where one side is open, what is held out is that of the other one.
    double tail = open_low || open_high ? out.tail : out.tail / 2;
    partition->weights[0] = beyond ? beyond[0] : tail;
    partition->weights[edges] = beyond ? beyond[1] : tail;
    scale_weights(partition, weights, shares->count, !open_low, out);
    return check_shares(shares, weights, shares->count, beyond, err);
}

bool check_partition_load(const Value *check, Arena *arena, const CheckPartition **ret_partition,
                          Error *err)
{
    static const char *const known[] = {"values", "bins", "weights", "tail_weights"};
    const Value *map = value_get(check, "partition");
    CheckPartition *partition = arena_new(arena, CheckPartition);
    const double *weights = NULL;
    HeldOut out = {0};
    if (!map)
        return true;
    if (!value_check_keys(map, "key 'partition'", known, array_count(known), err) ||
        !read_held_out(check, &out, err))
        return false;
    const Value *shares = value_get(map, "weights");
    if (!read_numbers(shares ? shares : map, "key 'weights'", &weights, arena, err))
        return false;
    bool categories = value_get(map, "values");
    *ret_partition = partition;
    return (categories ? read_values : read_bins)(map, weights, out, arena, partition, err);
}
