// ks_finite: the distribution of the one-sample Kolmogorov-Smirnov distance for finite n, which
// some tools take for two samples with n = n1 n2 / (n1 + n2).

#ifndef STATS_KS_FINITE_H
#define STATS_KS_FINITE_H

#include "base/base.h"

// P(D ≥ distance) for n numbers. Twice the one-sided tail where both tails cannot meet (Miller
// 1956), the exact matrix of Marsaglia, Tsang and Wang (2003) for few steps, the expansion of Pelz
// and Good (1976) for many; which one where follows Simard and L'Ecuyer (2011). Absolute error
// below 1e-7.
double ks_finite_tail(double distance, int64_t n);

// P(F - G ≥ distance): the one-sided tail, Smirnov's formula (Birnbaum, Tingey 1951).
double ks_one_sided_tail(double distance, int64_t n);

#endif
