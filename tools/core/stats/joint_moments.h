// joint_moments: how two numbers of each row go together, without cancellation, and those of two
// streams together (Chan, Golub, LeVeque 1979).

#ifndef STATS_JOINT_MOMENTS_H
#define STATS_JOINT_MOMENTS_H

#include "base/base.h"

// All zero for no rows.
typedef struct JointMoments {
    int64_t count;
    double means[2];
    double squares[2]; // sums of squared distances from the means
    double product;    // sum of products of the distances
} JointMoments;

// Adds rows of two finite numbers.
void joint_moments_add_all(JointMoments *moments, const double *a, const double *b, size_t count);
void joint_moments_merge(JointMoments *moments, const JointMoments *other);

// Pearson's coefficient, -1 … 1; NaN for fewer than two rows and where a side is constant.
double joint_moments_correlation(const JointMoments *moments);

#endif
