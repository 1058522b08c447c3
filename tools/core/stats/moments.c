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

void moments_merge(Moments *moments, const Moments *other)
{
    if (other->count == 0)
        return;
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
