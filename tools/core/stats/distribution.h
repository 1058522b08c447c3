// distribution: how likely a test statistic is when nothing has changed.

#ifndef STATS_DISTRIBUTION_H
#define STATS_DISTRIBUTION_H

#include "base/base.h"

// Q(a, x), the regularised upper incomplete gamma function; a > 0, x ≥ 0. Series below x < a + 1,
// Lentz's continued fraction above (Numerical Recipes §6.2); relative error about 1e-13.
double gamma_upper(double a, double x);

// P(X ≥ statistic) for a chi-square variable.
double chi_square_tail(double statistic, double degrees);

// P(D ≥ distance) for the two-sample Kolmogorov-Smirnov distance of samples of n and m different
// numbers of one distribution: exact by counting lattice paths while n × m is at most
// KS_MOST_STEPS, else the limit with Stephens' correction. Equal numbers among them make the true
// probability smaller: the result is on the careful side.
#define KS_MOST_STEPS 4000000
double ks_tail(double distance, int64_t n, int64_t m);

// P(X ≥ x) of the Kolmogorov distribution.
double kolmogorov_tail(double x);

// Adjusts p-values so that among those called significant at level a the expected share of false
// ones is at most a (Benjamini, Hochberg 1995). NaN takes no part and stays.
void adjust_p_values(double *values, size_t count);

#endif
