#include "stats/trend.h"

#include "stats/special.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int number_compare(const void *a, const void *b)
{
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return (first > second) - (first < second);
}

// Pairs that are equal, and by how much 18 times the variance is less for them.
static double count_ties(double *numbers, size_t count, double *ret_less)
{
    double pairs = 0;
    *ret_less = 0;
    qsort(numbers, count, sizeof *numbers, number_compare);
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && numbers[end] == numbers[i])
            end++;
        const double t = (double)(end - i);
        pairs += t * (t - 1) / 2;
        *ret_less += t * (t - 1) * (2 * t + 5);
        i = end;
    }
    return pairs;
}

double trend_mann_kendall(const double *numbers, size_t count, Arena *arena, double *ret_p)
{
    double *kept = arena_array(arena, double, count + 1);
    size_t used = 0;
    double score = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(numbers[i]))
            continue;
        for (size_t k = 0; k < used; k++)
            score += (double)((numbers[i] > kept[k]) - (numbers[i] < kept[k]));
        kept[used++] = numbers[i];
    }
    double less = 0;
    const double n = (double)used;
    const double ties = count_ties(kept, used, &less);
    const double pairs = n * (n - 1) / 2;
    const double variance = (n * (n - 1) * (2 * n + 5) - less) / 18;
    *ret_p = 1;
    if (used < 3 || variance <= 0 || pairs <= ties)
        return 0;
    *ret_p = fmin(1, 2 * normal_tail(fmax(0, fabs(score) - 1) / sqrt(variance)));
    return score / sqrt(pairs * (pairs - ties));
}
