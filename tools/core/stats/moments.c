#include "stats/moments.h"

#include <math.h>

void moments_add(Moments *moments, double number)
{
    moments->count++;
    double distance = number - moments->mean;
    moments->mean += distance / (double)moments->count;
    moments->squares += distance * (number - moments->mean);
    moments->least = fmin(moments->least, number);
    moments->most = fmax(moments->most, number);
}

#define LANES 8

static double lanes_sum(const double lanes[static LANES])
{
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
           ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

// Sum, least and greatest of the numbers.
static double moments_first_pass(const double *numbers, size_t count, Moments *part)
{
    double sums[LANES] = {0};
    double least[LANES];
    double most[LANES];
    for (size_t lane = 0; lane < LANES; lane++)
        least[lane] = most[lane] = numbers[0];
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        for (size_t lane = 0; lane < LANES; lane++) {
            double number = numbers[at + lane];
            sums[lane] += number;
            least[lane] = number < least[lane] ? number : least[lane];
            most[lane] = number > most[lane] ? number : most[lane];
        }
    }
    for (size_t lane = 0; at < count; at++, lane++) {
        sums[lane] += numbers[at];
        least[lane] = fmin(least[lane], numbers[at]);
        most[lane] = fmax(most[lane], numbers[at]);
    }
    for (size_t lane = 1; lane < LANES; lane++) {
        least[0] = fmin(least[0], least[lane]);
        most[0] = fmax(most[0], most[lane]);
    }
    part->least = least[0];
    part->most = most[0];
    return lanes_sum(sums);
}

static double moments_squares(const double *numbers, size_t count, double mean)
{
    double sums[LANES] = {0};
    size_t at = 0;
    for (; at + LANES <= count; at += LANES) {
        for (size_t lane = 0; lane < LANES; lane++) {
            double distance = numbers[at + lane] - mean;
            sums[lane] += distance * distance;
        }
    }
    for (size_t lane = 0; at < count; at++, lane++)
        sums[lane] += (numbers[at] - mean) * (numbers[at] - mean);
    return lanes_sum(sums);
}

void moments_add_all(Moments *moments, const double *numbers, size_t count)
{
    if (count == 0)
        return;
    Moments part = {.count = (int64_t)count};
    part.mean = moments_first_pass(numbers, count, &part) / (double)count;
    if (!isfinite(part.mean)) { // the sum is beyond all numbers, the mean is not
        for (size_t i = 0; i < count; i++)
            moments_add(moments, numbers[i]);
        return;
    }
    part.squares = moments_squares(numbers, count, part.mean);
    moments_merge(moments, &part);
}

void moments_merge(Moments *moments, const Moments *other)
{
    if (other->count == 0)
        return;
    if (moments->count == 0) {
        *moments = *other;
        return;
    }
    double ours = (double)moments->count;
    double theirs = (double)other->count;
    double all = ours + theirs;
    double distance = other->mean - moments->mean;
    moments->mean += distance * (theirs / all);
    moments->squares += other->squares + distance * distance * (ours * theirs / all);
    moments->count += other->count;
    moments->least = fmin(moments->least, other->least);
    moments->most = fmax(moments->most, other->most);
}

double moments_mean(const Moments *moments)
{
    return moments->count ? moments->mean : NAN;
}

double moments_sample_deviation(const Moments *moments)
{
    return moments->count > 1 ? sqrt(moments->squares / (double)(moments->count - 1)) : NAN;
}

double moments_population_deviation(const Moments *moments)
{
    return moments->count ? sqrt(moments->squares / (double)moments->count) : NAN;
}
