#include "stats/sample_distance.h"

#include <math.h>

double sample_ks(const TwoSamples *samples, double *ret_at)
{
    double before = 0;
    double now = 0;
    double greatest = 0;
    *ret_at = samples->at[0];
    for (size_t i = 0; i < samples->count; i++) {
        before += samples->before[i];
        now += samples->now[i];
        const double gap = fabs(before / samples->before_total - now / samples->now_total);
        if (gap > greatest) {
            greatest = gap;
            *ret_at = samples->at[i];
        }
    }
    return greatest;
}

// The integral of |F - G|^order.
static double sample_integral(const TwoSamples *samples, int order)
{
    double before = 0;
    double now = 0;
    double sum = 0;
    for (size_t i = 0; i + 1 < samples->count; i++) {
        before += samples->before[i];
        now += samples->now[i];
        const double gap = fabs(before / samples->before_total - now / samples->now_total);
        sum += (order == 1 ? gap : gap * gap) * (samples->at[i + 1] - samples->at[i]);
    }
    return sum;
}

double sample_wasserstein(const TwoSamples *samples)
{
    return sample_integral(samples, 1);
}

double sample_energy(const TwoSamples *samples)
{
    return sqrt(2 * sample_integral(samples, 2));
}
