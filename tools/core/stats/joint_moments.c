#include "stats/joint_moments.h"

#include <math.h>

void joint_moments_add_all(JointMoments *moments, const double *a, const double *b, size_t count)
{
    JointMoments part = {.count = (int64_t)count};
    for (size_t i = 0; i < count; i++) {
        part.means[0] += a[i] / (double)count;
        part.means[1] += b[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double first = a[i] - part.means[0];
        double second = b[i] - part.means[1];
        part.squares[0] += first * first;
        part.squares[1] += second * second;
        part.product += first * second;
    }
    joint_moments_merge(moments, &part);
}

void joint_moments_merge(JointMoments *moments, const JointMoments *other)
{
    if (other->count == 0)
        return;
    if (moments->count == 0) {
        *moments = *other;
        return;
    }
    const double ours = (double)moments->count;
    const double theirs = (double)other->count;
    const double weight = ours * theirs / (ours + theirs);
    const double first = other->means[0] - moments->means[0];
    const double second = other->means[1] - moments->means[1];
    moments->squares[0] += other->squares[0] + first * first * weight;
    moments->squares[1] += other->squares[1] + second * second * weight;
    moments->product += other->product + first * second * weight;
    moments->means[0] += first * (theirs / (ours + theirs));
    moments->means[1] += second * (theirs / (ours + theirs));
    moments->count += other->count;
}

double joint_moments_correlation(const JointMoments *moments)
{
    const double scale = sqrt(moments->squares[0]) * sqrt(moments->squares[1]);
    if (moments->count < 2 || !(scale > 0))
        return NAN;
    return fmax(-1, fmin(1, moments->product / scale));
}
