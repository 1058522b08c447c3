#include "stats/contingency.h"

#include "stats/distribution.h"
#include "stats/special.h"

#include <math.h>

static double sum_of(const double *counts, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += counts[i];
    return sum;
}

// Categories that a side has at all.
static double categories_of(const double *before, const double *now, size_t count)
{
    double seen = 0;
    for (size_t i = 0; i < count; i++)
        seen += before[i] + now[i] > 0;
    return seen;
}

static double pearson(double observed, double expected, double correction)
{
    const double gap = fabs(observed - expected);
    const double corrected = gap - fmin(gap, correction);
    return corrected * corrected / expected;
}

double homogeneity_p(const double *before, const double *now, size_t count, bool yates,
                     double *ret_statistic)
{
    const double n = sum_of(before, count);
    const double m = sum_of(now, count);
    const double categories = categories_of(before, now, count);
    const double correction = yates && categories == 2 ? 0.5 : 0;
    *ret_statistic = 0;
    for (size_t i = 0; i < count; i++) {
        const double share = (before[i] + now[i]) / (n + m);
        if (share > 0)
            *ret_statistic +=
                pearson(before[i], share * n, correction) + pearson(now[i], share * m, correction);
    }
    return chi_square_tail(*ret_statistic, categories - 1);
}

double g_test_p(const double *before, const double *now, size_t count, double *ret_statistic)
{
    const double n = sum_of(before, count);
    const double m = sum_of(now, count);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const double share = (before[i] + now[i]) / (n + m);
        sum += before[i] > 0 ? before[i] * log(before[i] / (share * n)) : 0;
        sum += now[i] > 0 ? now[i] * log(now[i] / (share * m)) : 0;
    }
    *ret_statistic = fmax(0, 2 * sum);
    return chi_square_tail(*ret_statistic, categories_of(before, now, count) - 1);
}

double fit_p(const double *before, const double *now, size_t count, double *ret_statistic)
{
    const double scale = sum_of(now, count) / sum_of(before, count);
    *ret_statistic = 0;
    for (size_t i = 0; i < count; i++) {
        if (before[i] > 0)
            *ret_statistic += pearson(now[i], before[i] * scale, 0);
        else if (now[i] > 0)
            *ret_statistic = INFINITY;
    }
    return chi_square_tail(*ret_statistic, categories_of(before, now, count) - 1);
}

static double log_choose(double n, double k)
{
    int sign = 0;
    return lgamma_r(n + 1, &sign) - lgamma_r(k + 1, &sign) - lgamma_r(n - k + 1, &sign);
}

double fisher_p(double before_a, double before_b, double now_a, double now_b)
{
    const double n = before_a + before_b;
    const double m = now_a + now_b;
    const double all_a = before_a + now_a;
    const double whole = log_choose(n + m, all_a);
    const double here = log_choose(n, before_a) + log_choose(m, now_a) - whole;
    double sum = 0;
    for (double a = fmax(0, all_a - m); a <= fmin(n, all_a); a++) {
        const double chance = log_choose(n, a) + log_choose(m, all_a - a) - whole;
        // Equal ones differ by what rounding leaves.
        sum += chance <= here + 1e-7 ? exp(chance) : 0;
    }
    return fmin(1, sum);
}

double proportions_p(double a, double n, double b, double m, double *ret_z)
{
    const double pooled = (a + b) / (n + m);
    const double error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    *ret_z = error > 0 ? (a / n - b / m) / error : 0;
    return fmin(1, 2 * normal_tail(fabs(*ret_z)));
}

double cramers_v(const double *before, const double *now, size_t count)
{
    const double n = sum_of(before, count) + sum_of(now, count);
    const double columns = categories_of(before, now, count);
    double statistic = 0;
    if (columns < 2)
        return 0;
    homogeneity_p(before, now, count, true, &statistic);
    const double association = fmax(0, statistic / n - (columns - 1) / (n - 1));
    const double rows_left = 2 - 1 / (n - 1);
    const double columns_left = columns - (columns - 1) * (columns - 1) / (n - 1);
    return sqrt(association / fmin(columns_left - 1, rows_left - 1));
}
