// Numbers judged against bounds and baselines, with direction; what cannot be compared never
// passes.

#include "judge/comparison.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    double candidate;
    double baseline;
    Direction direction;
    Tolerance tolerance;
    Outcome outcome;
    double gain; // NaN: unknown
} comparisons[] = {
    {"an equal value is good", 1, 1, DIRECTION_LOWER, {0, 0}, OUTCOME_GOOD, 0},
    {"less error is a gain", 290, 300, DIRECTION_LOWER, {0, 0}, OUTCOME_GOOD, 10},
    {"more error is bad", 300.001, 300, DIRECTION_LOWER, {0, 0}, OUTCOME_BAD, -0.001},
    {"more accuracy is a gain", 0.9, 0.8, DIRECTION_HIGHER, {0, 0}, OUTCOME_GOOD, 0.1},
    {"less accuracy is bad", 0.8, 0.9, DIRECTION_HIGHER, {0, 0}, OUTCOME_BAD, -0.1},
    {"a negative baseline keeps its direction",
     -0.6,
     -0.5,
     DIRECTION_HIGHER,
     {0, 0},
     OUTCOME_BAD,
     -0.1},
    {"a value above a negative baseline is good",
     -0.4,
     -0.5,
     DIRECTION_HIGHER,
     {0, 0},
     OUTCOME_GOOD,
     0.1},
    {"a relative allowance of a negative baseline allows worse, not better",
     -0.52,
     -0.5,
     DIRECTION_HIGHER,
     {0, 0.1},
     OUTCOME_GOOD,
     -0.02},
    {"a relative allowance that is used up exactly is not passed",
     -0.55,
     -0.5,
     DIRECTION_HIGHER,
     {0, 0.1},
     OUTCOME_GOOD,
     -0.05},
    {"an absolute allowance that is used up exactly is not passed",
     0.3,
     0.2,
     DIRECTION_LOWER,
     {0.1, 0},
     OUTCOME_GOOD,
     -0.1},
    {"beyond the relative allowance is bad",
     -0.56,
     -0.5,
     DIRECTION_HIGHER,
     {0, 0.1},
     OUTCOME_BAD,
     -0.06},
    {"beyond the absolute allowance is bad",
     305.1,
     300,
     DIRECTION_LOWER,
     {5, 0},
     OUTCOME_BAD,
     -5.1},
    {"the larger allowance counts", 308, 300, DIRECTION_LOWER, {5, 0.03}, OUTCOME_GOOD, -8},
    {"without an allowance the smallest loss is bad",
     0.5,
     0.5000000000000001,
     DIRECTION_HIGHER,
     {0, 0},
     OUTCOME_BAD,
     -1.1102230246251565e-16},
    {"a share of nothing says nothing", -0.1, 0, DIRECTION_HIGHER, {0, 0.1}, OUTCOME_UNKNOWN, -0.1},
    {"an absolute allowance of a baseline of zero counts",
     -0.1,
     0,
     DIRECTION_HIGHER,
     {0.2, 0.1},
     OUTCOME_GOOD,
     -0.1},
    {"a baseline of zero compares without allowance",
     -0.1,
     0,
     DIRECTION_HIGHER,
     {0, 0},
     OUTCOME_BAD,
     -0.1},
    {"a candidate that is NaN is unknown", NAN, 1, DIRECTION_LOWER, {0, 0}, OUTCOME_UNKNOWN, NAN},
    {"a baseline that is NaN is unknown", 1, NAN, DIRECTION_LOWER, {0, 0}, OUTCOME_UNKNOWN, NAN},
    {"infinity is unknown", 1, INFINITY, DIRECTION_LOWER, {0, 0}, OUTCOME_UNKNOWN, NAN},
    {"a difference beyond all numbers is unknown",
     -1e308,
     1e308,
     DIRECTION_HIGHER,
     {0, 0},
     OUTCOME_UNKNOWN,
     NAN},
    {"without a direction nothing is known", 1, 1, DIRECTION_UNKNOWN, {0, 0}, OUTCOME_UNKNOWN, NAN},
};

static void check_comparison(void **state)
{
    const typeof(comparisons[0]) *row = *state;
    double gain = 42;
    Outcome outcome =
        compare_with_baseline(row->candidate, row->baseline, row->direction, row->tolerance, &gain);
    assert_int_equal(outcome, row->outcome);
    if (isnan(row->gain))
        assert_true(isnan(gain));
    else
        assert_true(fabs(gain - row->gain) < 1e-9);
}

static const struct {
    const char *name;
    double value;
    double low;
    double high;
    Outcome outcome;
} bounds[] = {
    {"the lower bound belongs to the range", 1, 1, 2, OUTCOME_GOOD},
    {"the upper bound belongs to the range", 2, 1, 2, OUTCOME_GOOD},
    {"below the range is bad", 0.999, 1, 2, OUTCOME_BAD},
    {"above the range is bad", 2.001, 1, 2, OUTCOME_BAD},
    {"a missing bound is none", -1e300, NAN, 2, OUTCOME_GOOD},
    {"without bounds all numbers are good", 7, NAN, NAN, OUTCOME_GOOD},
    {"NaN is in no range", NAN, NAN, NAN, OUTCOME_UNKNOWN},
    {"infinity is in no range", INFINITY, 1, NAN, OUTCOME_UNKNOWN},
};

static void check_bounds(void **state)
{
    const typeof(bounds[0]) *row = *state;
    assert_int_equal(compare_with_bounds(row->value, row->low, row->high), row->outcome);
}

static const struct {
    const char *name;
    const char *metric;
    Direction direction;
} directions[] = {
    {"an error is better lower", "rmse", DIRECTION_LOWER},
    {"capitals do not matter", "RMSE", DIRECTION_LOWER},
    {"a prefix is looked through", "val_loss", DIRECTION_LOWER},
    {"a path is looked through", "test/mae", DIRECTION_LOWER},
    {"a nested name is looked through", "weighted avg.f1-score", DIRECTION_HIGHER},
    {"a quantile of latency is better lower", "latency_p99_ms", DIRECTION_LOWER},
    {"accuracy is better higher", "accuracy", DIRECTION_HIGHER},
    {"the error of an accuracy is an error", "accuracy_error", DIRECTION_LOWER},
    {"a negated error is better higher", "neg_mean_squared_error", DIRECTION_HIGHER},
    {"a cut behind the name does not matter", "ndcg@10", DIRECTION_HIGHER},
    {"part of a word settles nothing", "remaeing", DIRECTION_UNKNOWN},
    {"an unknown name stays unknown", "penguinness", DIRECTION_UNKNOWN},
    {"an empty name is unknown", "", DIRECTION_UNKNOWN},
};

static void check_direction(void **state)
{
    const typeof(directions[0]) *row = *state;
    assert_int_equal(direction_of_metric(row->metric), row->direction);
}

static const struct {
    const char *name;
    const char *text;
    bool known;
    Direction direction;
} direction_texts[] = {
    {"reads higher", "higher", true, DIRECTION_HIGHER},
    {"reads lower", "lower", true, DIRECTION_LOWER},
    {"unknown is no direction to ask for", "unknown", false, DIRECTION_UNKNOWN},
    {"does not guess", "High", false, DIRECTION_UNKNOWN},
};

static void check_direction_text(void **state)
{
    const typeof(direction_texts[0]) *row = *state;
    Direction direction = DIRECTION_UNKNOWN;
    assert_int_equal(direction_from_name(row->text, &direction), row->known);
    assert_int_equal(direction, row->direction);
}

int main(void)
{
    return unit_run_table("baselines", comparisons, check_comparison) +
           unit_run_table("bounds", bounds, check_bounds) +
           unit_run_table("directions", directions, check_direction) +
           unit_run_table("names of directions", direction_texts, check_direction_text);
}
