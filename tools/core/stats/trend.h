// trend: whether numbers that follow each other rise or fall.

#ifndef STATS_TREND_H
#define STATS_TREND_H

#include "base/arena.h"

// The test of Mann (1945) and Kendall (1975), with ties and correction for continuity: Kendall's
// tau-b of the numbers and their order, -1 … 1, and the two-sided p-value. NaN is passed over. For
// fewer than three numbers, or equal ones, tau is 0 and p is 1. Takes count² steps.
double trend_mann_kendall(const double *numbers, size_t count, Arena *arena, double *ret_p);

#endif
