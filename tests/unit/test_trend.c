// Kendall's tau along the rows: signs, ties and p-values by hand.

#include "stats/trend.h"
#include "unit.h"

#include <math.h>

#define MOST 12

static const struct {
    const char *name;
    double numbers[MOST];
    size_t count;
    double tau;
    double p;
} rows[] = {
    // S = 45, its variance 125: z = 44 / sqrt(125).
    {"rising", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10, 1, 8.3031e-05},
    {"falling", {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 10, -1, 8.3031e-05},
    // One pair in the wrong order: S = 4, the variance 8.667.
    {"nearly rising", {1, 3, 2, 4}, 4, 4.0 / 6, 0.308180},
    // Two ties of two: S = 4, the variance 6.667, two of six pairs are equal.
    {"with ties", {1, 1, 2, 2}, 4, 0.8164966, 0.245278},
    {"missing ones are passed over", {1, NAN, 3, 2, NAN, 4}, 6, 4.0 / 6, 0.308180},
    {"up and down", {1, 2, 2, 1}, 4, 0, 1},
    {"all equal", {5, 5, 5, 5, 5}, 5, 0, 1},
    {"too few", {1, 2}, 2, 0, 1},
    {"none", {0}, 0, 0, 1},
};

static void check_trend(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_arena arena = arena_open();
    double p = NAN;
    const double tau = trend_mann_kendall(row->numbers, row->count, arena, &p);
    if (fabs(tau - row->tau) > 1e-6 || fabs(p - row->p) > 1e-5)
        fail_msg("tau %.7g, p %.7g", tau, p);
}

int main(void)
{
    return unit_run_table("trend", rows, check_trend);
}
