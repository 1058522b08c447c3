#include "stats/shape_moments.h"

#include <math.h>

void shape_moments_add_all(ShapeMoments *moments, const double *numbers, size_t count)
{
    ShapeMoments part = {.count = (int64_t)count};
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        part.mean += numbers[i] / (double)count;
    for (size_t i = 0; i < count; i++) {
        double distance = numbers[i] - part.mean;
        double square = distance * distance;
        part.squares += square;
        part.cubes += square * distance;
        part.fourths += square * square;
    }
    shape_moments_merge(moments, &part);
}

void shape_moments_merge(ShapeMoments *moments, const ShapeMoments *other)
{
    if (other->count == 0)
        return;
    if (moments->count == 0) {
        *moments = *other;
        return;
    }
    const ShapeMoments a = *moments;
    const double ours = (double)a.count;
    const double theirs = (double)other->count;
    const double all = ours + theirs;
    const double distance = other->mean - a.mean;
    const double step = distance / all;
    const double product = ours * theirs;
    moments->count += other->count;
    moments->mean += step * theirs;
    moments->squares += other->squares + distance * step * product;
    moments->cubes += other->cubes + distance * step * step * product * (ours - theirs) +
                      3 * step * (ours * other->squares - theirs * a.squares);
    moments->fourths +=
        other->fourths +
        distance * step * step * step * product * (ours * ours - product + theirs * theirs) +
        6 * step * step * (ours * ours * other->squares + theirs * theirs * a.squares) +
        4 * step * (ours * other->cubes - theirs * a.cubes);
}

double shape_moments_skewness(const ShapeMoments *moments)
{
    const double n = (double)moments->count;
    if (moments->count < 3 || !(moments->squares > 0))
        return NAN;
    const double deviation = sqrt(moments->squares / n);
    const double population = moments->cubes / n / (deviation * deviation * deviation);
    return sqrt(n * (n - 1)) / (n - 2) * population;
}

double shape_moments_kurtosis(const ShapeMoments *moments)
{
    const double n = (double)moments->count;
    if (moments->count < 4 || !(moments->squares > 0))
        return NAN;
    const double population = n * moments->fourths / (moments->squares * moments->squares) - 3;
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * population + 6);
}
