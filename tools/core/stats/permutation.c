#include "stats/permutation.h"

#include "stats/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SEED             1
#define TVD_PERMUTATIONS 1000
#define MMD_PERMUTATIONS 100

// Deals `chosen` of `count` items to the front.
static void deal(uint32_t *items, size_t count, size_t chosen, uint64_t round)
{
    for (size_t i = 0; i < chosen; i++) {
        const uint64_t bits = random_at(SEED + round, i);
        const size_t other = i + (size_t)(((unsigned __int128)bits * (count - i)) >> 64);
        const uint32_t item = items[i];
        items[i] = items[other];
        items[other] = item;
    }
}

static double total_variation(const double *before, const double *all, size_t count, double n,
                              double m)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(before[i] / n - (all[i] - before[i]) / m);
    return sum / 2;
}

double tvd_permutation_p(const double *before, const double *now, size_t count, Arena *arena,
                         double *ret_distance)
{
    double *all = arena_array(arena, double, count);
    double *dealt = arena_array(arena, double, count);
    double n = 0;
    double m = 0;
    for (size_t i = 0; i < count; i++) {
        all[i] = before[i] + now[i];
        n += before[i];
        m += now[i];
    }
    const double observed = total_variation(before, all, count, n, m);
    *ret_distance = observed;
    const size_t values = (size_t)(n + m);
    if (values > TVD_MOST_VALUES)
        return NAN;
    uint32_t *items = arena_array(arena, uint32_t, values);
    for (size_t i = 0, at = 0; i < count; i++) {
        for (double k = 0; k < all[i]; k++)
            items[at++] = (uint32_t)i;
    }
    int as_far = 0;
    for (uint64_t round = 0; round < TVD_PERMUTATIONS; round++) {
        deal(items, values, (size_t)n, round);
        memset(dealt, 0, count * sizeof *dealt);
        for (size_t i = 0; i < (size_t)n; i++)
            dealt[items[i]]++;
        // Sums in another order may differ in their last digit.
        as_far += total_variation(dealt, all, count, n, m) >= observed * (1 - 1e-12);
    }
    return (double)as_far / TVD_PERMUTATIONS;
}

static int real_compare(const void *a, const void *b)
{
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return (first > second) - (first < second);
}

// The median of all n² squared distances, those of a number to itself included; of two middle ones
// the one at the even position.
static double median_square(const double *numbers, size_t n, Arena *arena)
{
    const size_t pairs = n * (n - 1) / 2;
    double *squares = arena_array(arena, double, pairs + 1);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            squares[at++] = (numbers[i] - numbers[k]) * (numbers[i] - numbers[k]);
    }
    qsort(squares, pairs, sizeof *squares, real_compare);
    const size_t middle = (size_t)nearbyint((double)(n * n - 1) / 2);
    return middle < n ? 0 : squares[(middle - n) / 2];
}

// What the kernel says of n items and all others, in the order in which they were dealt.
static double discrepancy(const double *kernel, const uint32_t *items, size_t count, size_t n)
{
    const size_t m = count - n;
    double within_before = 0;
    double within_now = 0;
    double between = 0;
    for (size_t i = 0; i < count; i++) {
        const double *row = kernel + items[i] * count;
        double left = 0;
        double right = 0;
        for (size_t k = 0; k < MIN(i, n); k++)
            left += row[items[k]];
        for (size_t k = n; k < i; k++)
            right += row[items[k]];
        within_before += i < n ? left : 0;
        between += i < n ? 0 : left;
        within_now += right;
    }
    return 2 * within_before / ((double)n * (double)(n - 1)) +
           2 * within_now / ((double)m * (double)(m - 1)) - 2 * between / ((double)n * (double)m);
}

// The numbers of one side, each as often as it is there.
static size_t unfold(const TwoSamples *samples, const double *counts, double *numbers)
{
    size_t at = 0;
    for (size_t i = 0; i < samples->count; i++) {
        for (double k = 0; k < counts[i]; k++)
            numbers[at++] = samples->at[i];
    }
    return at;
}

double mmd_permutation_p(const TwoSamples *samples, Arena *arena, double *ret_discrepancy)
{
    *ret_discrepancy = NAN;
    const double values = samples->before_total + samples->now_total;
    if (values > (double)MMD_MOST_VALUES || samples->before_total < 2 || samples->now_total < 2)
        return NAN;
    const size_t count = (size_t)values;
    double *numbers = arena_array(arena, double, count);
    const size_t n = unfold(samples, samples->before, numbers);
    unfold(samples, samples->now, numbers + n);
    const double median = median_square(numbers, n, arena);
    const double gamma = median > 0 ? 1 / median : 1; // one over twice the squared width
    double *kernel = arena_array(arena, double, count *count);
    uint32_t *items = arena_array(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = (uint32_t)i;
        for (size_t k = 0; k < count; k++)
            kernel[i * count + k] =
                exp(-gamma * (numbers[i] - numbers[k]) * (numbers[i] - numbers[k]));
    }
    const double observed = discrepancy(kernel, items, count, n);
    if (!isfinite(observed)) // squares of distances near the largest double
        return NAN;
    *ret_discrepancy = observed;
    int as_far = 0;
    for (uint64_t round = 0; round < MMD_PERMUTATIONS; round++) {
        deal(items, count, n, round);
        as_far += discrepancy(kernel, items, count, n) >= observed;
    }
    return (double)as_far / MMD_PERMUTATIONS;
}
