#include "stats/share.h"

#include <math.h>

static double share_sum(const double *counts, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += counts[i];
    return sum;
}

double share_total_variation(const double *before, const double *now, size_t count)
{
    double n = share_sum(before, count);
    double m = share_sum(now, count);
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += fabs(before[i] / n - now[i] / m);
    return sum / 2;
}

double share_psi(const double *before, const double *now, size_t count, double floor)
{
    double n = share_sum(before, count);
    double m = share_sum(now, count);
    double index = 0;
    for (size_t i = 0; i < count; i++) {
        double p = fmax(before[i] / n, floor);
        double q = fmax(now[i] / m, floor);
        index += (p - q) * log(p / q);
    }
    return index;
}

double share_chi_square(const double *before, const double *now, size_t count, double *ret_degrees)
{
    double n = share_sum(before, count);
    double m = share_sum(now, count);
    double statistic = 0;
    size_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        double both = before[i] + now[i];
        if (both <= 0)
            continue;
        seen++;
        double expected_before = both * n / (n + m);
        double expected_now = both * m / (n + m);
        statistic +=
            (before[i] - expected_before) * (before[i] - expected_before) / expected_before;
        statistic += (now[i] - expected_now) * (now[i] - expected_now) / expected_now;
    }
    *ret_degrees = seen > 0 ? (double)(seen - 1) : 0;
    return statistic;
}

size_t share_greatest_change(const double *before, const double *now, size_t count)
{
    double n = share_sum(before, count);
    double m = share_sum(now, count);
    size_t greatest = 0;
    double change = -1;
    for (size_t i = 0; i < count; i++) {
        double difference = fabs(before[i] / n - now[i] / m);
        if (difference > change) {
            change = difference;
            greatest = i;
        }
    }
    return greatest;
}
