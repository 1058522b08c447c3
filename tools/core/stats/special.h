// special: functions behind the distributions of test statistics.

#ifndef STATS_SPECIAL_H
#define STATS_SPECIAL_H

#include "base/base.h"

// P(Z ≥ z) of the standard normal distribution; keeps its precision far out.
double normal_tail(double z);

// I_x(a, b), the regularised incomplete beta function, a and b > 0, 0 ≤ x ≤ 1: Lentz's continued
// fraction (Numerical Recipes §6.4); relative error about 1e-13.
double beta_share(double x, double a, double b);

// P(|T| ≥ |t|) of Student's distribution, degrees > 0.
double student_two_sided(double t, double degrees);

// K_v(z), the modified Bessel function of the second kind, z > 0: the trapezoidal rule over its
// integral exp(-z cosh u) cosh(v u), which converges faster than any power (Trefethen, Weideman
// 2014).
double bessel_k(double v, double z);

#endif
