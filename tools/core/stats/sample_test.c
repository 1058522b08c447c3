#include "stats/sample_test.h"

#include "stats/special.h"

#include <math.h>

#define PI 3.14159265358979323846

// P(T > x) of the limiting distribution, by the series of Csörgő and Faraway (1996).
static double cramer_von_mises_tail(double x)
{
    double sum = 0;
    int sign = 0;
    for (int k = 0; k < 1000; k++) {
        const double y = 4.0 * k + 1;
        const double q = y * y / (16 * x);
        const double binomial = exp(lgamma_r(k + 0.5, &sign) - lgamma_r(k + 1.0, &sign));
        const double term =
            binomial / (pow(PI, 1.5) * sqrt(x)) * sqrt(y) * exp(-q) * bessel_k(0.25, q);
        sum += term;
        if (fabs(term) < 1e-18)
            break;
    }
    return fmin(1, fmax(0, 1 - sum));
}

// Sum of squared distances of `count` ranks, which follow one another and share the midrank `rank`,
// from the numbers 1, 2, … of their own side, of which `seen` are used up.
static double rank_distance(double rank, double seen, double count)
{
    const double gap = rank - seen - (count + 1) / 2;
    return count * gap * gap + (count * count * count - count) / 12;
}

double cramer_von_mises_p(const TwoSamples *samples, double *ret_statistic)
{
    const double n = samples->before_total;
    const double m = samples->now_total;
    const double all = n + m;
    double seen_before = 0;
    double seen_now = 0;
    double before_distance = 0;
    double now_distance = 0;
    for (size_t i = 0; i < samples->count; i++) {
        const double b = samples->before[i];
        const double c = samples->now[i];
        const double rank = seen_before + seen_now + (b + c + 1) / 2;
        before_distance += rank_distance(rank, seen_before, b);
        now_distance += rank_distance(rank, seen_now, c);
        seen_before += b;
        seen_now += c;
    }
    const double u = n * before_distance + m * now_distance;
    const double t = u / (n * m * all) - (4 * n * m - 1) / (6 * all);
    const double mean = (1 + 1 / all) / 6;
    const double variance = (all + 1) * (4 * n * m * all - 3 * (n * n + m * m) - 2 * n * m) /
                            (45 * all * all * 4 * n * m);
    const double standard = 1.0 / 6 + (t - mean) / sqrt(45 * variance);
    *ret_statistic = t;
    return standard < 0.003 ? 1 : cramer_von_mises_tail(standard);
}

double mann_whitney_p(const TwoSamples *samples, bool one_sided, double *ret_statistic)
{
    const double n = samples->before_total;
    const double m = samples->now_total;
    const double all = n + m;
    double seen = 0;
    double ranks = 0;
    double ties = 0;
    for (size_t i = 0; i < samples->count; i++) {
        const double both = samples->before[i] + samples->now[i];
        ranks += samples->before[i] * (seen + (both + 1) / 2);
        ties += both * both * both - both;
        seen += both;
    }
    const double u = ranks - n * (n + 1) / 2;
    const double error = sqrt(n * m / 12 * (all + 1 - ties / (all * (all - 1))));
    const double greater = n * m - u; // how often the right side is greater
    *ret_statistic = u;
    if (error <= 0)
        return 1;
    if (one_sided)
        return normal_tail((greater - n * m / 2 - 0.5) / error);
    return fmin(1, 2 * normal_tail((fmax(u, greater) - n * m / 2 - 0.5) / error));
}

double student_p(const TwoSamples *samples, double *ret_statistic)
{
    const double n = samples->before_total;
    const double m = samples->now_total;
    const double degrees = n + m - 2;
    const double squares = n * two_samples_moment(samples, samples->before, 2) +
                           m * two_samples_moment(samples, samples->now, 2);
    const double error = sqrt(squares / degrees * (1 / n + 1 / m));
    const double gap =
        two_samples_mean(samples, samples->before) - two_samples_mean(samples, samples->now);
    // Numbers near the largest double have no variance that is one.
    *ret_statistic = NAN;
    if (!isfinite(error) || !isfinite(gap))
        return NAN;
    *ret_statistic = error > 0 ? gap / error : gap == 0 ? 0 : copysign(INFINITY, gap);
    return student_two_sided(*ret_statistic, degrees);
}

// The variance of A² of two samples under the hypothesis.
static double anderson_darling_variance(double n, double m)
{
    const double all = n + m;
    const double inverse = 1 / n + 1 / m;
    double h = 0;
    double g = 0;
    for (double i = all - 1; i > 1; i--) {
        h += 1 / i;
        g += h / (all - i + 1);
    }
    h += 1;
    const double a = 4 * g - 6 + (10 - 6 * g) * inverse;
    const double b =
        (2 * g - 4) * 4 + 8 * h * 2 + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
    const double c =
        (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverse + 4 * h;
    const double d = (2 * h + 6) * 4 - 4 * h * 2;
    return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3));
}

// log p is a parabola through the critical values of the standardised A² for k = 2, fitted by least
// squares to Scholz and Stephens' table.
static double anderson_darling_tail(double standard)
{
    if (standard < 0.325)
        return 0.25;
    if (standard > 6.546)
        return 0.001;
    return exp(-1.077770279820484 +
               standard * (-1.0082265644652515 + standard * 0.01819809457411147));
}

double anderson_darling_p(const TwoSamples *samples, double *ret_statistic)
{
    const double n = samples->before_total;
    const double m = samples->now_total;
    const double all = n + m;
    double seen_before = 0;
    double seen = 0;
    double sum = 0;
    for (size_t i = 0; i < samples->count; i++) {
        const double both = samples->before[i] + samples->now[i];
        const double middle = seen + both / 2;
        const double left = seen_before + samples->before[i] / 2;
        const double right = middle - left;
        const double weight = both / all / (middle * (all - middle) - all * both / 4);
        const double gap_left = all * left - middle * n;
        const double gap_right = all * right - middle * m;
        if (isfinite(weight))
            sum += weight * (gap_left * gap_left / n + gap_right * gap_right / m);
        seen_before += samples->before[i];
        seen += both;
    }
    sum *= (all - 1) / all;
    *ret_statistic = (sum - 1) / sqrt(anderson_darling_variance(n, m));
    return anderson_darling_tail(*ret_statistic);
}
