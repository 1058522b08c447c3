#include "stats/distribution.h"
#include "stats/sample_test.h"

#include <math.h>

// Cosine and sine at two points.
#define FEATURES 4

typedef struct FeatureMoments {
    double mean[FEATURES];
    double covariance[FEATURES][FEATURES];
} FeatureMoments;

static void features_of(double number, double scale, double features[FEATURES])
{
    static const double points[] = {0.4, 0.8};
    for (int i = 0; i < 2; i++) {
        features[i] = cos(points[i] / scale * number);
        features[i + 2] = sin(points[i] / scale * number);
    }
}

static FeatureMoments feature_moments(const TwoSamples *samples, const double *counts, double total,
                                      double scale)
{
    FeatureMoments moments = {0};
    double features[FEATURES];
    for (size_t i = 0; i < samples->count; i++) {
        features_of(samples->at[i], scale, features);
        for (int a = 0; a < FEATURES; a++)
            moments.mean[a] += counts[i] / total * features[a];
    }
    for (size_t i = 0; i < samples->count; i++) {
        features_of(samples->at[i], scale, features);
        for (int a = 0; a < FEATURES; a++) {
            for (int b = 0; b < FEATURES; b++)
                moments.covariance[a][b] += counts[i] / total * (features[a] - moments.mean[a]) *
                                            (features[b] - moments.mean[b]);
        }
    }
    return moments;
}

// x' A^-1 x by elimination; NaN if A is singular to eleven digits.
static double quadratic_form(double a[FEATURES][FEATURES], const double x[FEATURES])
{
    double right[FEATURES];
    double form = 0;
    double largest = 0;
    for (int i = 0; i < FEATURES; i++) {
        right[i] = x[i];
        largest = fmax(largest, a[i][i]);
    }
    // The matrix is symmetric and not negative: eliminating in order gives x' A^-1 x as a sum of
    // squares over the pivots.
    for (int k = 0; k < FEATURES; k++) {
        if (a[k][k] <= largest * 1e-11)
            return NAN;
        form += right[k] * right[k] / a[k][k];
        for (int i = k + 1; i < FEATURES; i++) {
            const double factor = a[i][k] / a[k][k];
            right[i] -= factor * right[k];
            for (int j = k + 1; j < FEATURES; j++)
                a[i][j] -= factor * a[k][j];
        }
    }
    return form;
}

double epps_singleton_p(const TwoSamples *samples, double *ret_statistic)
{
    const double n = samples->before_total;
    const double m = samples->now_total;
    const double scale =
        (two_samples_quantile(samples, NULL, 0.75) - two_samples_quantile(samples, NULL, 0.25)) / 2;
    *ret_statistic = NAN;
    if (scale <= 0)
        return NAN;
    const FeatureMoments before = feature_moments(samples, samples->before, n, scale);
    const FeatureMoments now = feature_moments(samples, samples->now, m, scale);
    double pooled[FEATURES][FEATURES];
    double gap[FEATURES];
    for (int a = 0; a < FEATURES; a++) {
        gap[a] = before.mean[a] - now.mean[a];
        for (int b = 0; b < FEATURES; b++)
            pooled[a][b] =
                (n + m) / n * before.covariance[a][b] + (n + m) / m * now.covariance[a][b];
    }
    *ret_statistic = (n + m) * quadratic_form(pooled, gap);
    return isnan(*ret_statistic) ? NAN : chi_square_tail(*ret_statistic, FEATURES);
}
