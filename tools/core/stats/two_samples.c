#include "stats/two_samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int double_compare(const void *a, const void *b)
{
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return (first > second) - (first < second);
}

static double *sorted_copy(const double *numbers, size_t count, Arena *arena)
{
    double *sorted = arena_array(arena, double, count + 1);
    memcpy(sorted, numbers, count * sizeof *numbers);
    qsort(sorted, count, sizeof *sorted, double_compare);
    return sorted;
}

TwoSamples two_samples(const double *before, size_t n, const double *now, size_t m, Arena *arena)
{
    const double *left = sorted_copy(before, n, arena);
    const double *right = sorted_copy(now, m, arena);
    double *at = arena_array(arena, double, n + m);
    TwoSamples samples = {.at = at,
                          .before = arena_array(arena, double, n + m),
                          .now = arena_array(arena, double, n + m),
                          .before_total = (double)n,
                          .now_total = (double)m,
                          .integers = true};
    for (size_t i = 0, j = 0; i < n || j < m; samples.count++) {
        const double least = j == m || (i < n && left[i] <= right[j]) ? left[i] : right[j];
        at[samples.count] = least;
        samples.integers = samples.integers && least == trunc(least);
        for (; i < n && left[i] == least; i++)
            samples.before[samples.count]++;
        for (; j < m && right[j] == least; j++)
            samples.now[samples.count]++;
    }
    return samples;
}

// Adds up what a side has of a number, from *at on.
static double take_number(const CountedNumbers *numbers, double number, size_t *at)
{
    double count = 0;
    for (; *at < numbers->count && numbers->items[*at].at == number; (*at)++)
        count += numbers->items[*at].count;
    return count;
}

TwoSamples two_samples_of_counts(const CountedNumbers *before, const CountedNumbers *now,
                                 Arena *arena)
{
    const size_t room = before->count + now->count;
    double *at = arena_array(arena, double, room);
    TwoSamples samples = {.at = at,
                          .before = arena_array(arena, double, room),
                          .now = arena_array(arena, double, room),
                          .integers = true};
    for (size_t i = 0, j = 0; i < before->count || j < now->count; samples.count++) {
        const bool left =
            j == now->count || (i < before->count && before->items[i].at <= now->items[j].at);
        const double number = left ? before->items[i].at : now->items[j].at;
        at[samples.count] = number;
        samples.integers = samples.integers && number == trunc(number);
        samples.before[samples.count] = take_number(before, number, &i);
        samples.now[samples.count] = take_number(now, number, &j);
        samples.before_total += samples.before[samples.count];
        samples.now_total += samples.now[samples.count];
    }
    return samples;
}

static double count_at(const TwoSamples *samples, const double *counts, size_t i)
{
    return counts ? counts[i] : samples->before[i] + samples->now[i];
}

static double count_of_all(const TwoSamples *samples, const double *counts)
{
    return counts == samples->before ? samples->before_total
           : counts == samples->now  ? samples->now_total
                                     : samples->before_total + samples->now_total;
}

double two_samples_mean(const TwoSamples *samples, const double *counts)
{
    double sum = 0;
    for (size_t i = 0; i < samples->count; i++)
        sum += count_at(samples, counts, i) * samples->at[i];
    return sum / count_of_all(samples, counts);
}

double two_samples_moment(const TwoSamples *samples, const double *counts, int order)
{
    const double mean = two_samples_mean(samples, counts);
    double sum = 0;
    for (size_t i = 0; i < samples->count; i++)
        sum += count_at(samples, counts, i) * pow(samples->at[i] - mean, order);
    return sum / count_of_all(samples, counts);
}

// The number at a rank from 0 on.
static double number_at_rank(const TwoSamples *samples, const double *counts, double rank)
{
    double seen = 0;
    double last = NAN;
    for (size_t i = 0; i < samples->count; i++) {
        const double count = count_at(samples, counts, i);
        if (count <= 0)
            continue;
        seen += count;
        last = samples->at[i];
        if (rank < seen)
            break;
    }
    return last;
}

double two_samples_quantile(const TwoSamples *samples, const double *counts, double q)
{
    const double rank = q * (count_of_all(samples, counts) - 1);
    const double low = number_at_rank(samples, counts, floor(rank));
    const double high = number_at_rank(samples, counts, ceil(rank));
    return low + (high - low) * (rank - floor(rank));
}

TwoSamples two_samples_distinct(const TwoSamples *samples, Arena *arena)
{
    TwoSamples distinct = *samples;
    distinct.before = arena_array(arena, double, samples->count);
    distinct.now = arena_array(arena, double, samples->count);
    for (size_t i = 0; i < samples->count; i++)
        distinct.before[i] = 1;
    distinct.before_total = (double)samples->count;
    distinct.now_total = 0;
    return distinct;
}

// Keeps the counts between two numbers; their sum.
static double keep_between(const TwoSamples *samples, double *counts, double low, double high)
{
    double total = 0;
    for (size_t i = 0; i < samples->count; i++) {
        counts[i] = samples->at[i] >= low && samples->at[i] <= high ? counts[i] : 0;
        total += counts[i];
    }
    return total;
}

TwoSamples two_samples_trim(const TwoSamples *samples, double q, Arena *arena)
{
    const double low_before = two_samples_quantile(samples, samples->before, q);
    const double high_before = two_samples_quantile(samples, samples->before, 1 - q);
    const double low_now = two_samples_quantile(samples, samples->now, q);
    const double high_now = two_samples_quantile(samples, samples->now, 1 - q);
    double *at = arena_array(arena, double, samples->count);
    TwoSamples kept = *samples;
    kept.at = at;
    kept.before = arena_array(arena, double, samples->count);
    kept.now = arena_array(arena, double, samples->count);
    memcpy(kept.before, samples->before, samples->count * sizeof *kept.before);
    memcpy(kept.now, samples->now, samples->count * sizeof *kept.now);
    kept.before_total = keep_between(samples, kept.before, low_before, high_before);
    kept.now_total = keep_between(samples, kept.now, low_now, high_now);
    kept.count = 0;
    for (size_t i = 0; i < samples->count; i++) {
        if (kept.before[i] + kept.now[i] <= 0)
            continue;
        at[kept.count] = samples->at[i];
        kept.before[kept.count] = kept.before[i];
        kept.now[kept.count] = kept.now[i];
        kept.count++;
    }
    return kept;
}
