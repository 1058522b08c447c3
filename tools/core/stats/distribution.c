#include "stats/distribution.h"

#include "base/fatal.h"

#include <math.h>
#include <stdlib.h>

// Both expansions converge within about 10 × sqrt(a) terms.
#define GAMMA_MOST_TERMS 1000000
#define GAMMA_PRECISION  1e-16

// log of x^a e^-x / gamma(a)
static double gamma_log_factor(double a, double x)
{
    int sign = 0;
    return a * log(x) - x - lgamma_r(a, &sign);
}

static double gamma_lower_series(double a, double x)
{
    double term = 1 / a;
    double sum = term;
    for (int i = 1; i < GAMMA_MOST_TERMS && term > sum * GAMMA_PRECISION; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum * exp(gamma_log_factor(a, x));
}

static double gamma_upper_fraction(double a, double x)
{
    double b = x + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double result = d;
    for (int i = 1; i < GAMMA_MOST_TERMS; i++) {
        double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        c = b + an / c;
        d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = fabs(c) < 1e-300 ? 1e-300 : c;
        result *= d * c;
        if (fabs(d * c - 1) < GAMMA_PRECISION)
            break;
    }
    return result * exp(gamma_log_factor(a, x));
}

double gamma_upper(double a, double x)
{
    if (x <= 0)
        return 1;
    if (isinf(x))
        return 0;
    return x < a + 1 ? fmax(0, 1 - gamma_lower_series(a, x)) : gamma_upper_fraction(a, x);
}

double chi_square_tail(double statistic, double degrees)
{
    return degrees <= 0 ? 1 : gamma_upper(degrees / 2, statistic / 2);
}

double kolmogorov_tail(double x)
{
    if (x < 0.2) // closer to 1 than a double can say
        return 1;
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
        double term = exp(-2.0 * k * k * x * x);
        sum += k % 2 ? term : -term;
        if (term < 1e-18 * sum)
            break;
    }
    return fmin(1, fmax(0, 2 * sum));
}

// Walks all orders of n + m numbers as paths from (0, 0) to (n, m), each equally likely, and adds
// up the share that leaves the band |i/n - j/m| < distance. All terms are positive: the tail keeps
// its precision however small.
static double ks_tail_exact(double distance, int64_t n, int64_t m)
{
    double *left = calloc((size_t)m + 1, sizeof *left);
    if (!left)
        fatal_out_of_memory();
    // Distances are multiples of 1/(n m): half of one decides what equals `distance`.
    double limit = (ceil(distance * (double)n * (double)m - 1e-7) - 0.5) / ((double)n * (double)m);
    for (int64_t j = 0; j <= m; j++)
        left[j] = (double)j / (double)m > limit ? 1 : 0;
    for (int64_t i = 1; i <= n; i++) {
        double across = (double)i / (double)n;
        left[0] = across > limit ? 1 : left[0];
        for (int64_t j = 1; j <= m; j++) {
            double share = (double)i / (double)(i + j);
            bool out = fabs(across - (double)j / (double)m) > limit;
            left[j] = out ? 1 : share * left[j] + (1 - share) * left[j - 1];
        }
    }
    double tail = left[m];
    free(left);
    return tail;
}

double ks_tail(double distance, int64_t n, int64_t m)
{
    if (distance <= 0 || n < 1 || m < 1)
        return 1;
    if (n <= KS_MOST_STEPS / m)
        return fmin(1, ks_tail_exact(distance, n, m));
    double root = sqrt((double)n * ((double)m / (double)(n + m)));
    return kolmogorov_tail((root + 0.12 + 0.11 / root) * distance);
}

typedef struct RankedValue {
    double value;
    size_t index;
} RankedValue;

static int ranked_value_compare(const void *a, const void *b)
{
    const RankedValue *first = a;
    const RankedValue *second = b;
    if (first->value != second->value)
        return first->value < second->value ? -1 : 1;
    return first->index < second->index ? -1 : 1;
}

void adjust_p_values(double *values, size_t count)
{
    RankedValue *ranked = calloc(count + 1, sizeof *ranked);
    if (!ranked)
        fatal_out_of_memory();
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(values[i]))
            ranked[tests++] = (RankedValue){values[i], i};
    }
    qsort(ranked, tests, sizeof *ranked, ranked_value_compare);
    double least = 1;
    for (size_t rank = tests; rank > 0; rank--) {
        least = fmin(least, ranked[rank - 1].value * (double)tests / (double)rank);
        values[ranked[rank - 1].index] = least;
    }
    free(ranked);
}
