#include "stats/special.h"

#include <math.h>

#define BETA_MOST_TERMS 100000
#define BETA_PRECISION  1e-16
#define TINY            1e-300

double normal_tail(double z)
{
    return erfc(z / sqrt(2)) / 2;
}

static double not_zero(double number)
{
    return fabs(number) < TINY ? TINY : number;
}

static double beta_fraction(double x, double a, double b)
{
    double c = 1;
    double d = 1 / not_zero(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m < BETA_MOST_TERMS; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / not_zero(1 + even * d);
        c = not_zero(1 + even / c);
        result *= d * c;
        d = 1 / not_zero(1 + odd * d);
        c = not_zero(1 + odd / c);
        result *= d * c;
        if (fabs(d * c - 1) < BETA_PRECISION)
            break;
    }
    return result;
}

double beta_share(double x, double a, double b)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    int sign = 0;
    const double log_beta = lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign);
    const double front = exp(a * log(x) + b * log1p(-x) - log_beta);
    // The fraction converges fast on the near side of the mean.
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double student_two_sided(double t, double degrees)
{
    return beta_share(degrees / (degrees + t * t), degrees / 2, 0.5);
}

double bessel_k(double v, double z)
{
    const double step = 1.0 / 64;
    double sum = exp(-z) / 2;
    for (int i = 1; i < 100000; i++) {
        const double u = i * step;
        const double term = exp(-z * cosh(u)) * cosh(v * u);
        sum += term;
        if (term < sum * 1e-18)
            break;
    }
    return sum * step;
}
