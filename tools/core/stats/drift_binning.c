#include "stats/drift_binning.h"

#include <math.h>
#include <stdlib.h>

#define EVIDENTLY_MOST_VALUES 20
#define TFDV_BINS             ((size_t)10)
#define SODA_BINS             ((size_t)10)

Shares shares_in_bins(const DriftSides *sides, const BinEdges *edges, Arena *arena)
{
    const TwoSamples *numbers = sides->numbers;
    Shares shares = shares_of(bins_fill(edges, numbers, numbers->before, arena),
                              bins_fill(edges, numbers, numbers->now, arena), edges->count,
                              sides->before_total, sides->now_total, arena);
    BinEdges *kept = arena_new(arena, BinEdges);
    *kept = *edges;
    shares.edges = kept;
    return shares;
}

Shares shares_as_soda(const DriftSides *sides, Arena *arena)
{
    const BinEdges edges = bins_equal(sides->numbers, sides->bins ? sides->bins : SODA_BINS, arena);
    return shares_in_bins(sides, &edges, arena);
}

static size_t values_before(const DriftSides *sides)
{
    size_t values = 0;
    for (size_t i = 0; i < sides->count; i++)
        values += sides->before[i] > 0;
    return values;
}

Shares shares_as_evidently(const DriftSides *sides, Arena *arena)
{
    if (!sides->numbers || (!sides->bins && values_before(sides) <= EVIDENTLY_MOST_VALUES))
        return shares_of(sides->before, sides->now, sides->count, sides->before_total,
                         sides->now_total, arena);
    const BinEdges edges = sides->bins ? bins_equal(sides->numbers, sides->bins, arena)
                                       : bins_sturges(sides->numbers, NULL, arena);
    return shares_in_bins(sides, &edges, arena);
}

// The categories that the side before has.
static Shares shares_of_known(const DriftSides *sides, Arena *arena)
{
    Shares shares = {arena_array(arena, double, sides->count),
                     arena_array(arena, double, sides->count), 0, NULL};
    for (size_t i = 0; i < sides->count; i++) {
        if (sides->before[i] <= 0)
            continue;
        shares.before[shares.count] = sides->before[i] / sides->before_total;
        shares.now[shares.count] = sides->now[i] / sides->now_total;
        shares.count++;
    }
    return shares;
}

// One side's bins, which do not know the other side.
static BinEdges bins_of_side(const TwoSamples *numbers, double *counts, size_t bins, Arena *arena)
{
    TwoSamples side = *numbers;
    size_t first = 0;
    size_t end = numbers->count;
    while (first < end && counts[first] <= 0)
        first++;
    while (end > first && counts[end - 1] <= 0)
        end--;
    side.at += first;
    side.count = end - first;
    side.before = counts + first;
    side.now = counts + first;
    return bins_equal(&side, bins, arena);
}

Shares shares_as_nannyml(const DriftSides *sides, Arena *arena)
{
    Shares shares = {0};
    if (sides->numbers) {
        TwoSamples reals = *sides->numbers;
        reals.integers = false;
        const BinEdges edges = sides->bins ? bins_of_side(&reals, reals.before, sides->bins, arena)
                                           : bins_doane(&reals, reals.before, arena);
        shares = shares_in_bins(sides, &edges, arena);
    } else {
        shares = shares_of_known(sides, arena);
    }
    return shares_with_leftover(&shares, arena);
}

static int edge_compare(const void *a, const void *b)
{
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return (first > second) - (first < second);
}

// Spreads the counts of bins over the finer bins of `cut`.
static double *spread_counts(const BinEdges *edges, const double *counts, const BinEdges *cut,
                             Arena *arena)
{
    double *spread = arena_array(arena, double, cut->count);
    for (size_t i = 0; i < edges->count; i++) {
        const double width = edges->at[i + 1] - edges->at[i];
        for (size_t j = 0; j < cut->count; j++) {
            const double low = fmax(edges->at[i], cut->at[j]);
            const double high = fmin(edges->at[i + 1], cut->at[j + 1]);
            spread[j] += high > low ? counts[i] * (high - low) / width : 0;
        }
    }
    return spread;
}

Shares shares_as_tfdv(const DriftSides *sides, Arena *arena)
{
    if (!sides->numbers)
        return shares_of(sides->before, sides->now, sides->count, sides->before_total,
                         sides->now_total, arena);
    const TwoSamples *numbers = sides->numbers;
    const size_t bins = sides->bins ? sides->bins : TFDV_BINS;
    const BinEdges before = bins_of_side(numbers, numbers->before, bins, arena);
    const BinEdges now = bins_of_side(numbers, numbers->now, bins, arena);
    BinEdges *cut = arena_new(arena, BinEdges);
    *cut = (BinEdges){arena_array(arena, double, 2 * (bins + 1)), 2 * bins + 1};
    for (size_t i = 0; i <= bins; i++) {
        cut->at[2 * i] = before.at[i];
        cut->at[2 * i + 1] = now.at[i];
    }
    qsort(cut->at, cut->count + 1, sizeof *cut->at, edge_compare);
    const double *left = bins_fill(&before, numbers, numbers->before, arena);
    const double *right = bins_fill(&now, numbers, numbers->now, arena);
    Shares shares =
        shares_of(spread_counts(&before, left, cut, arena), spread_counts(&now, right, cut, arena),
                  cut->count, sides->before_total, sides->now_total, arena);
    shares.edges = cut;
    return shares;
}

DriftSides sides_without_rare(const DriftSides *sides, double share, Arena *arena)
{
    double *before = arena_array(arena, double, sides->count + 1);
    double *now = arena_array(arena, double, sides->count + 1);
    double rare_before = 0;
    double rare_now = 0;
    size_t count = 0;
    for (size_t i = 0; i < sides->count; i++) {
        if (sides->before[i] < sides->before_total * share) {
            rare_before += sides->before[i];
            rare_now += sides->now[i];
            continue;
        }
        before[count] = sides->before[i];
        now[count++] = sides->now[i];
    }
    if (rare_before > share * sides->before_total || rare_now > share * sides->now_total) {
        before[count] = rare_before;
        now[count++] = rare_now;
    }
    return drift_sides_of_counts(before, now, count);
}

DriftSides sides_of_one_size(const DriftSides *sides, Arena *arena)
{
    const DriftSides given = drift_sides_of_counts(sides->before, sides->now, sides->count);
    const double smaller = fmin(given.before_total, given.now_total);
    double *before = arena_array(arena, double, sides->count + 1);
    double *now = arena_array(arena, double, sides->count + 1);
    for (size_t i = 0; i < sides->count; i++) {
        before[i] = nearbyint(sides->before[i] * smaller / given.before_total);
        now[i] = nearbyint(sides->now[i] * smaller / given.now_total);
    }
    return drift_sides_of_counts(before, now, sides->count);
}
