#include "stats/drift_method.h"

#include "base/text.h"
#include "stats/contingency.h"
#include "stats/distribution.h"
#include "stats/drift_binning.h"
#include "stats/ks_finite.h"
#include "stats/permutation.h"
#include "stats/sample_distance.h"
#include "stats/sample_test.h"

#include <math.h>

#define SODA_SMALL      1e-5
#define DEEPCHECKS_RARE 0.01
#define DEEPCHECKS_TRIM 0.025
#define DEEQU_CAUTION   1.8 // standard errors, about a p-value of 0.003
#define EVIDENTLY_ROWS  1000
#define EVIDENTLY_FEW   5

DriftSides drift_sides_of_numbers(const TwoSamples *samples)
{
    return (DriftSides){samples,
                        samples->before,
                        samples->now,
                        samples->count,
                        samples->before_total,
                        samples->now_total,
                        0};
}

DriftSides drift_sides_of_counts(const double *before, const double *now, size_t count)
{
    DriftSides sides = {.before = before, .now = now, .count = count};
    for (size_t i = 0; i < count; i++) {
        sides.before_total += before[i];
        sides.now_total += now[i];
    }
    return sides;
}

static DriftFigure distance(double value)
{
    return (DriftFigure){.value = value, .p = NAN};
}

// A distance of shares, with the bin that changed most.
static DriftFigure binned(const DriftSides *sides, const Shares *shares, double value)
{
    DriftFigure figure = distance(value);
    size_t most = 0;
    shares_infinity_norm(shares, &most);
    const BinEdges *edges = shares->edges;
    // What lies outside of all bins has no ends.
    if (!sides->numbers || most >= (edges ? edges->count : sides->count))
        return figure;
    figure.has_bin = true;
    figure.bin = (DriftBin){edges ? edges->at[most] : sides->numbers->at[most],
                            edges ? edges->at[most + 1] : sides->numbers->at[most],
                            shares->before[most], shares->now[most]};
    return figure;
}

static Shares plain_shares(const DriftSides *sides, Arena *arena)
{
    return shares_of(sides->before, sides->now, sides->count, sides->before_total, sides->now_total,
                     arena);
}

// Divergences of binned shares.

static DriftFigure psi_evidently(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_evidently(sides, arena);
    const Shares filled = shares_fill_evidently(&shares, arena);
    return binned(sides, &shares, shares_psi(&filled));
}

static DriftFigure kl_evidently(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_evidently(sides, arena);
    const Shares filled = shares_fill_evidently(&shares, arena);
    return binned(sides, &shares, shares_kl(&filled));
}

static DriftFigure js_evidently(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_evidently(sides, arena);
    return binned(sides, &shares, sqrt(shares_js(&shares, exp(1))));
}

static DriftFigure hellinger_evidently(const DriftSides *sides, Arena *arena)
{
    if (!sides->numbers) {
        const Shares shares = plain_shares(sides, arena);
        return distance(shares_hellinger(&shares));
    }
    const TwoSamples distinct = two_samples_distinct(sides->numbers, arena);
    const BinEdges edges = sides->bins ? bins_equal(sides->numbers, sides->bins, arena)
                                       : bins_sturges(&distinct, distinct.before, arena);
    const Shares shares = shares_in_bins(sides, &edges, arena);
    return binned(sides, &shares, shares_hellinger(&shares));
}

static DriftFigure js_nannyml(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_nannyml(sides, arena);
    return binned(sides, &shares, sqrt(shares_js(&shares, 2)));
}

static DriftFigure hellinger_nannyml(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_nannyml(sides, arena);
    return binned(sides, &shares, shares_hellinger(&shares));
}

static DriftFigure js_tfdv(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_tfdv(sides, arena);
    return binned(sides, &shares, fmin(1, shares_js(&shares, 2)));
}

static DriftFigure psi_soda(const DriftSides *sides, Arena *arena)
{
    const Shares shares = shares_as_soda(sides, arena);
    const Shares filled = shares_fill(&shares, SODA_SMALL, arena);
    return binned(sides, &shares, shares_psi(&filled));
}

static DriftFigure psi_deepchecks(const DriftSides *sides, Arena *arena)
{
    const DriftSides pooled = sides_without_rare(sides, DEEPCHECKS_RARE, arena);
    const Shares shares = shares_of(pooled.before, pooled.now, pooled.count, pooled.before_total,
                                    pooled.now_total, arena);
    const Shares floored = shares_floor(&shares, DEEPCHECKS_RARE, arena);
    return distance(shares_psi(&floored));
}

static DriftFigure total_variation(const DriftSides *sides, Arena *arena)
{
    const Shares shares = plain_shares(sides, arena);
    return distance(shares_total_variation(&shares));
}

static DriftFigure infinity_norm(const DriftSides *sides, Arena *arena)
{
    const Shares shares = plain_shares(sides, arena);
    size_t index = 0;
    return distance(shares_infinity_norm(&shares, &index));
}

static double deequ_margin(const DriftSides *sides)
{
    const double n = sides->before_total;
    const double m = sides->now_total;
    return DEEQU_CAUTION * sqrt((n + m) / (n * m));
}

static DriftFigure infinity_norm_deequ(const DriftSides *sides, Arena *arena)
{
    return distance(fmax(0, infinity_norm(sides, arena).value - deequ_margin(sides)));
}

static DriftFigure count_difference_tfdv(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    double greatest = 0;
    for (size_t i = 0; i < sides->count; i++)
        greatest = fmax(greatest, fabs(sides->before[i] - sides->now[i]));
    return distance(greatest / (sides->before_total + sides->now_total));
}

// Distances of numbers.

static double deviation_before(const DriftSides *sides)
{
    return sqrt(two_samples_moment(sides->numbers, sides->numbers->before, 2));
}

static DriftFigure wasserstein_plain(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    return distance(sample_wasserstein(sides->numbers));
}

static DriftFigure wasserstein_evidently(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    return distance(sample_wasserstein(sides->numbers) / fmax(deviation_before(sides), 0.001));
}

static DriftFigure wasserstein_soda(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    const double deviation = sqrt(two_samples_moment(sides->numbers, NULL, 2));
    return distance(deviation > 0 ? sample_wasserstein(sides->numbers) / deviation : 0);
}

static DriftFigure wasserstein_deepchecks(const DriftSides *sides, Arena *arena)
{
    const TwoSamples kept = two_samples_trim(sides->numbers, DEEPCHECKS_TRIM, arena);
    // Between quantiles that are not finite there is nothing.
    if (kept.count == 0)
        return distance(NAN);
    const double range = kept.at[kept.count - 1] - kept.at[0];
    return distance(range > 0 ? sample_wasserstein(&kept) / range : 0);
}

static DriftFigure energy(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    return distance(sample_energy(sides->numbers));
}

static DriftFigure ks_test(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    double at = 0;
    const double d = sample_ks(sides->numbers, &at);
    return (DriftFigure){.value = d,
                         .p = ks_tail(d, (int64_t)sides->before_total, (int64_t)sides->now_total)};
}

static DriftFigure ks_limit_test(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    double at = 0;
    const double n = sides->before_total;
    const double m = sides->now_total;
    const double d = sample_ks(sides->numbers, &at);
    return (DriftFigure){.value = d, .p = ks_finite_tail(d, (int64_t)nearbyint(n * m / (n + m)))};
}

static DriftFigure ks_distance(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    double at = 0;
    return distance(sample_ks(sides->numbers, &at));
}

static DriftFigure ks_distance_deequ(const DriftSides *sides, Arena *arena)
{
    return distance(fmax(0, ks_distance(sides, arena).value - deequ_margin(sides)));
}

// Tests of numbers: one function each around those of sample_test.

#define TEST_OF_NUMBERS(name, call)                                                                \
    static DriftFigure name(const DriftSides *sides, Arena *arena)                                 \
    {                                                                                              \
        (void)arena;                                                                               \
        DriftFigure figure = {0};                                                                  \
        figure.p = call;                                                                           \
        return figure;                                                                             \
    }

TEST_OF_NUMBERS(cramer_von_mises, cramer_von_mises_p(sides->numbers, &figure.value))
TEST_OF_NUMBERS(anderson_darling, anderson_darling_p(sides->numbers, &figure.value))
TEST_OF_NUMBERS(epps_singleton, epps_singleton_p(sides->numbers, &figure.value))
TEST_OF_NUMBERS(mann_whitney, mann_whitney_p(sides->numbers, false, &figure.value))
TEST_OF_NUMBERS(mann_whitney_less, mann_whitney_p(sides->numbers, true, &figure.value))
TEST_OF_NUMBERS(student, student_p(sides->numbers, &figure.value))

// Tests by permutation.

static DriftFigure discrepancy(const DriftSides *sides, Arena *arena)
{
    DriftFigure figure = {0};
    figure.p = mmd_permutation_p(sides->numbers, arena, &figure.value);
    return figure;
}

static DriftFigure total_variation_permuted(const DriftSides *sides, Arena *arena)
{
    DriftFigure figure = {0};
    figure.p = tvd_permutation_p(sides->before, sides->now, sides->count, arena, &figure.value);
    return figure;
}

// Tests of counts.

static DriftFigure homogeneity(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    DriftFigure figure = {0};
    figure.p = homogeneity_p(sides->before, sides->now, sides->count, false, &figure.value);
    return figure;
}

static DriftFigure homogeneity_yates(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    DriftFigure figure = {0};
    figure.p = homogeneity_p(sides->before, sides->now, sides->count, true, &figure.value);
    return figure;
}

static DriftFigure fit(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    DriftFigure figure = {0};
    figure.p = fit_p(sides->before, sides->now, sides->count, &figure.value);
    return figure;
}

static DriftFigure g_test(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    DriftFigure figure = {0};
    figure.p = g_test_p(sides->before, sides->now, sides->count, &figure.value);
    return figure;
}

static DriftFigure proportions(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    if (sides->count > 2)
        return distance(NAN);
    DriftFigure figure = {0};
    figure.p = proportions_p(sides->before[0], sides->before_total, sides->now[0], sides->now_total,
                             &figure.value);
    return figure;
}

static DriftFigure fisher(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    if (sides->count != 2)
        return distance(NAN);
    const double p = fisher_p(sides->before[0], sides->before[1], sides->now[0], sides->now[1]);
    const double gap = sides->before[0] / sides->before_total - sides->now[0] / sides->now_total;
    return (DriftFigure){.value = gap, .p = p};
}

static DriftFigure cramers_v_plain(const DriftSides *sides, Arena *arena)
{
    (void)arena;
    return distance(cramers_v(sides->before, sides->now, sides->count));
}

static DriftFigure cramers_v_deepchecks(const DriftSides *sides, Arena *arena)
{
    const DriftSides pooled = sides_without_rare(sides, DEEPCHECKS_RARE, arena);
    const DriftSides level = sides_of_one_size(&pooled, arena);
    return distance(cramers_v(level.before, level.now, level.count));
}

const DriftMethod drift_methods[] = {
    {"ks", "Kolmogorov-Smirnov, p-value (exact for small samples)", ks_test, NULL, DRIFT_P_BELOW,
     0.05, DRIFT_BY_STEPS},
    {"ks:evidently", "as ks", ks_test, NULL, DRIFT_P_BELOW, 0.05, DRIFT_BY_STEPS},
    {"ks:nannyml", "as ks", ks_test, NULL, DRIFT_P_BELOW, 0.05, DRIFT_BY_STEPS},
    {"ks:whylogs", "Kolmogorov-Smirnov, p-value of the limit for finite n", ks_limit_test, NULL,
     DRIFT_P_BELOW, 0.05, DRIFT_BY_STEPS},
    {"ks:deepchecks", "Kolmogorov-Smirnov distance", ks_distance, NULL, DRIFT_AT_LEAST, 0.2,
     DRIFT_BY_STEPS},
    {"ks:deequ", "Kolmogorov-Smirnov distance less its chance", ks_distance_deequ, NULL,
     DRIFT_ABOVE, 0.1, DRIFT_BY_STEPS},
    {"cramer-von-mises", "Cramér-von Mises, p-value", cramer_von_mises, NULL, DRIFT_P_BELOW, 0.05,
     DRIFT_UNBOUNDED},
    {"anderson-darling", "Anderson-Darling, p-value between 0.001 and 0.25", anderson_darling, NULL,
     DRIFT_P_BELOW, 0.05, DRIFT_UNBOUNDED},
    {"epps-singleton", "characteristic functions, p-value", epps_singleton, NULL, DRIFT_P_BELOW,
     0.05, DRIFT_UNBOUNDED},
    {"mann-whitney", "Mann-Whitney, two-sided p-value", mann_whitney, NULL, DRIFT_P_BELOW, 0.05,
     DRIFT_UNBOUNDED},
    {"mann-whitney:evidently", "Mann-Whitney, p-value that the values grew", mann_whitney_less,
     NULL, DRIFT_P_BELOW, 0.05, DRIFT_UNBOUNDED},
    {"t-test", "Student's test of equal means, p-value", student, NULL, DRIFT_P_BELOW, 0.05,
     DRIFT_UNBOUNDED},
    {"energy", "energy distance, in the unit of the values", energy, NULL, DRIFT_AT_LEAST, 0.1,
     DRIFT_BY_ENERGY},
    {"wasserstein", "Wasserstein distance in standard deviations of before", wasserstein_evidently,
     NULL, DRIFT_AT_LEAST, 0.1, DRIFT_BY_MOVING},
    {"wasserstein:evidently", "as wasserstein", wasserstein_evidently, NULL, DRIFT_AT_LEAST, 0.1,
     DRIFT_BY_MOVING},
    {"wasserstein:nannyml", "Wasserstein distance in the unit of the values", wasserstein_plain,
     NULL, DRIFT_ABOVE, 0.1, DRIFT_BY_MOVING},
    {"wasserstein:soda", "Wasserstein distance in standard deviations of both sides",
     wasserstein_soda, NULL, DRIFT_ABOVE, 0.05, DRIFT_BY_MOVING},
    {"wasserstein:deepchecks", "Wasserstein distance of the middle 95 %, scaled to 0 … 1",
     wasserstein_deepchecks, NULL, DRIFT_AT_LEAST, 0.1, DRIFT_UNBOUNDED},
    {"psi:evidently", "population stability index, Sturges' bins", psi_evidently, psi_evidently,
     DRIFT_AT_LEAST, 0.1, DRIFT_BY_SHARES},
    {"psi:soda", "population stability index, ten equal bins", psi_soda, NULL, DRIFT_ABOVE, 0.05,
     DRIFT_BY_SHARES},
    {"psi:deepchecks", "population stability index, shares of 0.01 at least", NULL, psi_deepchecks,
     DRIFT_AT_LEAST, 0.2, DRIFT_UNBOUNDED},
    {"kl:evidently", "Kullback-Leibler divergence, Sturges' bins", kl_evidently, kl_evidently,
     DRIFT_AT_LEAST, 0.1, DRIFT_BY_SHARES},
    {"js:evidently", "Jensen-Shannon distance, natural logarithm", js_evidently, js_evidently,
     DRIFT_AT_LEAST, 0.1, DRIFT_BY_SHARES},
    {"js:nannyml", "Jensen-Shannon distance, base 2, Doane's bins", js_nannyml, js_nannyml,
     DRIFT_ABOVE, 0.1, DRIFT_BY_SHARES},
    {"js:tfdv", "Jensen-Shannon divergence, base 2", js_tfdv, js_tfdv, DRIFT_ABOVE, 0.01,
     DRIFT_BY_SHARES},
    {"hellinger:evidently", "Hellinger distance, Sturges' bins over the different values",
     hellinger_evidently, hellinger_evidently, DRIFT_AT_LEAST, 0.1, DRIFT_UNBOUNDED},
    {"hellinger:nannyml", "Hellinger distance, Doane's bins", hellinger_nannyml, hellinger_nannyml,
     DRIFT_ABOVE, 0.1, DRIFT_BY_SHARES},
    {"tvd", "total variation: half the sum of all changes of shares", NULL, total_variation,
     DRIFT_AT_LEAST, 0.1, DRIFT_UNBOUNDED},
    {"tvd:evidently", "total variation, p-value of 1000 permutations", NULL,
     total_variation_permuted, DRIFT_P_BELOW, 0.1, DRIFT_UNBOUNDED},
    {"mmd:evidently", "maximum mean discrepancy, p-value of 100 permutations, up to 2000 values",
     discrepancy, NULL, DRIFT_P_BELOW, 0.1, DRIFT_UNBOUNDED},
    {"linf", "the greatest change of a share", NULL, infinity_norm, DRIFT_ABOVE, 0.1,
     DRIFT_UNBOUNDED},
    {"linf:tfdv", "as linf", NULL, infinity_norm, DRIFT_ABOVE, 0.01, DRIFT_UNBOUNDED},
    {"linf:nannyml", "as linf", NULL, infinity_norm, DRIFT_ABOVE, 0.1, DRIFT_UNBOUNDED},
    {"linf:deequ", "the greatest change of a share less its chance", NULL, infinity_norm_deequ,
     DRIFT_ABOVE, 0.1, DRIFT_UNBOUNDED},
    {"count-difference:tfdv", "the greatest difference of counts over all counts", NULL,
     count_difference_tfdv, DRIFT_ABOVE, 0.01, DRIFT_UNBOUNDED},
    {"chi-square", "test of homogeneity, p-value", NULL, homogeneity, DRIFT_P_BELOW, 0.05,
     DRIFT_UNBOUNDED},
    {"chi-square:nannyml", "test of homogeneity with Yates' correction", NULL, homogeneity_yates,
     DRIFT_P_BELOW, 0.05, DRIFT_UNBOUNDED},
    {"chi-square:evidently", "goodness of fit to the shares before, p-value", fit, fit,
     DRIFT_P_BELOW, 0.05, DRIFT_UNBOUNDED},
    {"g-test", "likelihood ratio, p-value", NULL, g_test, DRIFT_P_BELOW, 0.05, DRIFT_UNBOUNDED},
    {"proportions", "two proportions, p-value", proportions, proportions, DRIFT_P_BELOW, 0.05,
     DRIFT_UNBOUNDED},
    {"fisher", "Fisher's exact test of two categories", NULL, fisher, DRIFT_P_BELOW, 0.05,
     DRIFT_UNBOUNDED},
    {"cramers-v", "Cramér's V, corrected for bias", NULL, cramers_v_plain, DRIFT_AT_LEAST, 0.2,
     DRIFT_UNBOUNDED},
    {"cramers-v:deepchecks", "Cramér's V of sides scaled to one size, rare ones pooled", NULL,
     cramers_v_deepchecks, DRIFT_AT_LEAST, 0.2, DRIFT_UNBOUNDED},
};
const size_t drift_method_count = array_count(drift_methods);

const DriftMethod *drift_method_find(const char *name)
{
    for (size_t i = 0; i < drift_method_count; i++) {
        if (text_equal(drift_methods[i].name, name))
            return &drift_methods[i];
    }
    return NULL;
}

bool drift_method_has_bins(const DriftMethod *method)
{
    return method->bound == DRIFT_BY_SHARES || method->numbers == hellinger_evidently;
}

const DriftMethod *drift_method_of_evidently(const DriftSides *sides)
{
    const bool numbers = sides->numbers != NULL;
    const bool few = sides->count <= EVIDENTLY_FEW;
    if (sides->before_total > EVIDENTLY_ROWS)
        return drift_method_find(numbers && !few ? "wasserstein:evidently" : "js:evidently");
    if (sides->count <= 2)
        return drift_method_find("proportions");
    return drift_method_find(numbers && !few ? "ks:evidently" : "chi-square:evidently");
}

double drift_method_decisive(const DriftMethod *method, DriftFigure figure)
{
    return method->decision == DRIFT_P_BELOW ? figure.p : figure.value;
}

bool drift_method_finds(const DriftMethod *method, double decisive, double threshold)
{
    switch (method->decision) {
    case DRIFT_AT_LEAST:
        return decisive >= threshold;
    case DRIFT_ABOVE:
        return decisive > threshold;
    case DRIFT_P_BELOW:
        return decisive < threshold;
    }
    return false;
}
