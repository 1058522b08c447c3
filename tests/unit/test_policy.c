// Policies and metrics: what is read, and what is refused with its place.

#include "judge/policy.h"
#include "scratch.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static bool load(Arena *arena, const char *text, Policy **ret_policy, Error *err)
{
    return policy_load(scratch_write(text, strlen(text)), ".", arena, ret_policy, err);
}

// Policies of one metric.
static const struct {
    const char *name;
    const char *text;
    PolicyMetric wanted; // places aside
    IfMissing if_missing;
} policies[] = {
    {"reads bounds",
     "version: 1\nmetrics:\n  rmse: {min: 1, max: 2.5}\n",
     {.name = "rmse", .direction = DIRECTION_LOWER, .min = 1, .max = 2.5},
     IF_MISSING_INCONCLUSIVE},
    {"a bound that is not given is none",
     "version: 1\nmetrics:\n  r2: {min: 0.75}\n",
     {.name = "r2", .direction = DIRECTION_HIGHER, .min = 0.75, .max = NAN},
     IF_MISSING_INCONCLUSIVE},
    {"reads a comparison",
     "version: 1\nmetrics:\n  rmse: {compare: {rule: strict, tolerance: 5, relative_tolerance: "
     "0.1}}\n",
     {.name = "rmse",
      .direction = DIRECTION_LOWER,
      .min = NAN,
      .max = NAN,
      .compares = true,
      .tolerance = {5, 0.1}},
     IF_MISSING_INCONCLUSIVE},
    {"an empty comparison is strict",
     "version: 1\nmetrics:\n  rmse: {compare: {}}\n",
     {.name = "rmse", .direction = DIRECTION_LOWER, .min = NAN, .max = NAN, .compares = true},
     IF_MISSING_INCONCLUSIVE},
    {"a direction that is given counts",
     "version: 1\nmetrics:\n  rmse: {direction: higher, max: 1}",
     {.name = "rmse", .direction = DIRECTION_HIGHER, .min = NAN, .max = 1},
     IF_MISSING_INCONCLUSIVE},
    {"a missing baseline may fail",
     "version: 1\nbaseline: {if_missing: fail}\nmetrics:\n  rmse: {max: 1}",
     {.name = "rmse", .direction = DIRECTION_LOWER, .min = NAN, .max = 1},
     IF_MISSING_FAIL},
    {"a missing baseline may warn",
     "version: 1\nbaseline: {if_missing: warn}\nmetrics:\n  rmse: {max: 1}",
     {.name = "rmse", .direction = DIRECTION_LOWER, .min = NAN, .max = 1},
     IF_MISSING_WARN},
    {"JSON is YAML",
     "{\"version\": 1, \"metrics\": {\"rmse\": {\"max\": 1}}}",
     {.name = "rmse", .direction = DIRECTION_LOWER, .min = NAN, .max = 1},
     IF_MISSING_INCONCLUSIVE},
};

static bool same_real(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check_policy(void **state)
{
    const typeof(policies[0]) *row = *state;
    scoped_arena arena = arena_open();
    Policy *policy = NULL;
    Error err = ERROR_EMPTY;
    if (!load(arena, row->text, &policy, &err))
        fail_msg("%s", err.message);
    assert_int_equal(policy->metrics.count, 1);
    assert_int_equal(policy->if_missing, row->if_missing);
    const PolicyMetric *metric = &policy->metrics.items[0];
    assert_string_equal(metric->name, row->wanted.name);
    assert_int_equal(metric->direction, row->wanted.direction);
    assert_true(same_real(metric->min, row->wanted.min));
    assert_true(same_real(metric->max, row->wanted.max));
    assert_int_equal(metric->compares, row->wanted.compares);
    assert_true(metric->tolerance.absolute == row->wanted.tolerance.absolute);
    assert_true(metric->tolerance.relative == row->wanted.tolerance.relative);
    assert_true(metric->place.line >= 1);
}

#define METRIC "version: 1\nmetrics:\n  rmse: "

static const struct {
    const char *name;
    const char *text;
    int64_t line;
    const char *says;
} refusals[] = {
    {"refuses an empty file", "", 1, "a map with 'version' and 'metrics'"},
    {"refuses a list", "- a\n", 1, "a map with 'version' and 'metrics'"},
    {"refuses a policy without a version", "metrics: {rmse: {max: 1}}", 1, "'version: 1'"},
    {"refuses a version that is no number", "version: one\n", 1, "'version: 1'"},
    {"refuses a newer version", "version: 2\n", 1, "a newer sluice"},
    {"refuses a version of zero", "version: 0\n", 1, "'version: 1'"},
    {"refuses a policy without metrics", "version: 1\n", 1, "at least one metric"},
    {"refuses no metrics", "version: 1\nmetrics: {}\n", 2, "at least one metric"},
    {"suggests the key that was meant", "version: 1\nmetric: {}\n", 2, "did you mean 'metrics'"},
    {"refuses a metric without rules", METRIC "{}\n", 3, "'min', 'max' or 'compare'"},
    {"refuses a metric that is a number", METRIC "5\n", 3, "'min', 'max' or 'compare'"},
    {"refuses a direction alone", METRIC "{direction: lower}\n", 3, "has no rule"},
    {"refuses an unknown direction", METRIC "{direction: down, max: 1}\n", 3,
     "'higher' or 'lower'"},
    {"refuses an unknown rule", METRIC "{compare: {rule: bootstrap}}\n", 3, "'strict'"},
    {"refuses a negative tolerance", METRIC "{compare: {tolerance: -1}}\n", 3, "not negative"},
    {"refuses a tolerance of NaN", METRIC "{compare: {tolerance: .nan}}\n", 3, "wanted a number"},
    {"refuses an infinite tolerance", METRIC "{compare: {relative_tolerance: .inf}}\n", 3,
     "not negative"},
    {"refuses a bound of NaN", METRIC "{max: .nan}\n", 3, "wanted a number"},
    {"refuses an infinite bound", METRIC "{min: -.inf}\n", 3, "a finite number"},
    {"refuses a bound that is a text", METRIC "{max: 'a lot'}\n", 3, "'max'"},
    {"refuses bounds that cross", METRIC "{min: 2, max: 1}\n", 3, "no value passes"},
    {"refuses an unknown meaning of a missing baseline",
     "version: 1\nbaseline: {if_missing: pass}\nmetrics: {rmse: {max: 1}}", 2, "'inconclusive'"},
    {"refuses to compare without a direction", "version: 1\nmetrics:\n  fluff: {compare: {}}\n", 3,
     "add 'direction: higher'"},
    {"refuses a metric that is judged twice", METRIC "{max: 1}\n  rmse: {max: 2}\n", 4, "rmse"},
};

static void check_refusal(void **state)
{
    const typeof(refusals[0]) *row = *state;
    scoped_arena arena = arena_open();
    Policy *policy = NULL;
    Error err = ERROR_EMPTY;
    assert_false(load(arena, row->text, &policy, &err));
    assert_null(policy);
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->says))
        fail_msg("wanted '%s', got '%s'", row->says, err.message);
    assert_true(err.has_place);
    assert_int_equal(err.place.line, row->line);
}

// Metrics files; YAML, of which JSON is a part.
static const struct {
    const char *name;
    const char *text;
    const char *metric; // NULL: there must be no metric at all
    double value;
    int64_t line;
} sets[] = {
    {"reads a number", "rmse: 3.5\n", "rmse", 3.5, 1},
    {"joins nested names by dots", "test:\n  avg:\n    f1: 0.5\n", "test.avg.f1", 0.5, 3},
    {"reads a text that is a number", "{\"rmse\": \"3.5\"}", "rmse", 3.5, 1},
    {"keeps NaN as what it is", "rmse: .nan\n", "rmse", NAN, 1},
    {"reads a text that is NaN", "rmse: NaN\n", "rmse", NAN, 1},
    {"skips lists, texts, truths and nothing", "a: [1]\nb: good\nc: true\nd:\n", NULL, 0, 0},
    {"an empty map holds nothing", "{}", NULL, 0, 0},
};

static void check_set(void **state)
{
    const typeof(sets[0]) *row = *state;
    scoped_arena arena = arena_open();
    MetricSet set = {0};
    Error err = ERROR_EMPTY;
    const char *path = scratch_write(row->text, strlen(row->text));
    if (!metric_set_load(&set, "metrics", path, ".", arena, &err))
        fail_msg("%s", err.message);
    assert_int_equal(set.items.count, row->metric ? 1 : 0);
    if (!row->metric)
        return;
    const MetricValue *value = metric_set_find(&set, row->metric);
    assert_non_null(value);
    assert_true(same_real(value->value, row->value));
    assert_int_equal(value->place.line, row->line);
}

static void the_same_metric_in_two_files_is_refused(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    MetricSet set = {0};
    Error err = ERROR_EMPTY;
    assert_true(metric_set_load(&set, "metrics", scratch_write("a: 1", 4), ".", arena, &err));
    assert_false(metric_set_load(&set, "metrics", scratch_write("a: 2", 4), ".", arena, &err));
    assert_non_null(strstr(err.message, "'a' is given twice"));
}

static void without_a_policy_only_known_and_shared_metrics_are_compared(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    MetricSet candidate = {0};
    MetricSet baseline = {0};
    Error err = ERROR_EMPTY;
    const char new_text[] = "{rmse: 1, fluff: 2, auc: 3}";
    const char old_text[] = "{rmse: 1, fluff: 2}";
    assert_true(metric_set_load(&candidate, "new", scratch_write(new_text, strlen(new_text)), ".",
                                arena, &err));
    assert_true(metric_set_load(&baseline, "old", scratch_write(old_text, strlen(old_text)), ".",
                                arena, &err));
    const Policy *policy = policy_from_baseline(&candidate, &baseline, arena);
    assert_int_equal(policy->metrics.count, 1);
    assert_string_equal(policy->metrics.items[0].name, "rmse");
    assert_true(policy->metrics.items[0].compares);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_metric_in_two_files_is_refused),
        cmocka_unit_test(without_a_policy_only_known_and_shared_metrics_are_compared),
    };
    return unit_run_table("policies", policies, check_policy) +
           unit_run_table("refusals", refusals, check_refusal) +
           unit_run_table("metrics", sets, check_set) +
           cmocka_run_group_tests_name("sets", tests, NULL, NULL);
}
