#include "judgement.h"

#include <math.h>

static Arena *judgement_arena(const Judgement *judgement)
{
    return judgement->report->arena;
}

// A number for people: six significant digits.
static const char *judgement_number(const Judgement *judgement, double number)
{
    return isfinite(number) ? arena_format(judgement_arena(judgement), "%.6g", number)
           : isnan(number)  ? "NaN"
                            : "infinity";
}

// What a finding is about.
typedef struct Subject {
    const PolicyMetric *metric;
    const MetricValue *value; // NULL: the candidate has none
    Place policy_place;
    const char *check; // which fails by it
} Subject;

// Adds a finding at the policy's line and the candidate's line. What the policy has no line for (a
// policy that nobody wrote) is shown at the candidate's alone.
static void judgement_find(const Judgement *judgement, const char *rule, Subject subject,
                           const char *message)
{
    Report *report = judgement->report;
    Finding *finding = report_find(report, report_rule(report, rule), "%s", message);
    Place place = {.kind = PLACE_DATA, .file = judgement->candidate_file};
    if (subject.value) {
        place = subject.value->place;
        place.value = judgement_number(judgement, subject.value->value);
    }
    place.field = subject.metric->name;
    finding->check = subject.check;
    if (subject.policy_place.file)
        finding_add_place(report, finding, subject.policy_place);
    finding_add_place(report, finding, place);
}

static void judgement_check(const Judgement *judgement, const char *name, Verdict verdict,
                            const char *value, const char *threshold)
{
    report_add_check(
        judgement->report,
        (Check){.name = name, .verdict = verdict, .value = value, .threshold = threshold});
}

// The candidate's value if it can be judged at all; else the finding is made and NULL comes back.
static const MetricValue *judgement_value(const Judgement *judgement, const PolicyMetric *metric)
{
    Arena *arena = judgement_arena(judgement);
    const MetricValue *value = metric_set_find(judgement->candidate, metric->name);
    const char *check = arena_format(arena, "%s is measured", metric->name);
    if (!value) {
        const char *nearest = metric_set_nearest(judgement->candidate, metric->name, arena);
        judgement_find(judgement, "gate/missing-metric",
                       (Subject){metric, NULL, metric->place, check},
                       arena_format(arena, "the candidate has no metric '%s'%s%s%s", metric->name,
                                    nearest ? "; did you mean '" : "", nearest ? nearest : "",
                                    nearest ? "'?" : ""));
        judgement_check(judgement, check, VERDICT_FAIL, "missing", "a number");
        return NULL;
    }
    report_add_metric(judgement->report, (Metric){.name = value->name, .value = value->value});
    if (isfinite(value->value))
        return value;
    judgement_find(judgement, "gate/not-a-number", (Subject){metric, value, metric->place, check},
                   arena_format(arena, "metric '%s' of the candidate is %s, wanted a number",
                                metric->name, judgement_number(judgement, value->value)));
    judgement_check(judgement, check, VERDICT_FAIL, judgement_number(judgement, value->value),
                    "a number");
    return NULL;
}

// One bound of a metric, the lower or the upper.
static void judgement_bound(const Judgement *judgement, const PolicyMetric *metric,
                            const MetricValue *value, bool lower)
{
    Arena *arena = judgement_arena(judgement);
    const double bound = lower ? metric->min : metric->max;
    const char *sign = lower ? "at least" : "at most";
    if (isnan(bound))
        return;
    const Outcome outcome =
        compare_with_bounds(value->value, lower ? bound : NAN, lower ? NAN : bound);
    const char *wanted = arena_format(arena, "%s %s", sign, judgement_number(judgement, bound));
    const char *got = judgement_number(judgement, value->value);
    const char *check = arena_format(arena, "%s is %s", metric->name, wanted);
    judgement_check(judgement, check, outcome == OUTCOME_GOOD ? VERDICT_PASS : VERDICT_FAIL, got,
                    wanted);
    if (outcome != OUTCOME_GOOD)
        judgement_find(
            judgement, "gate/threshold",
            (Subject){metric, value, lower ? metric->min_place : metric->max_place, check},
            arena_format(arena, "%s is %s, the policy wants %s", metric->name, got, wanted));
}

// What the policy says a comparison without an answer means, as a verdict and a severity.
static void judgement_unanswered(const Judgement *judgement, const PolicyMetric *metric,
                                 const MetricValue *value, const char *message)
{
    static const struct {
        Verdict verdict;
        Severity severity;
    } meanings[] = {
        [IF_MISSING_INCONCLUSIVE] = {VERDICT_INCONCLUSIVE, SEVERITY_WARNING},
        [IF_MISSING_FAIL] = {VERDICT_FAIL, SEVERITY_ERROR},
        [IF_MISSING_WARN] = {VERDICT_PASS, SEVERITY_WARNING},
    };
    Report *report = judgement->report;
    const IfMissing meaning = judgement->policy->if_missing;
    const char *check =
        arena_format(report->arena, "%s is not worse than the baseline", metric->name);
    judgement_find(judgement, judgement->baseline ? "gate/baseline-metric" : "gate/no-baseline",
                   (Subject){metric, value, metric->compare_place, check}, message);
    report->findings.items[report->findings.count - 1].severity = meanings[meaning].severity;
    report_add_check(report, (Check){.name = check,
                                     .verdict = meanings[meaning].verdict,
                                     .value = judgement_number(judgement, value->value),
                                     .threshold = "a baseline",
                                     .message = message});
}

static const char *judgement_allowance(const Judgement *judgement, Tolerance tolerance)
{
    Arena *arena = judgement_arena(judgement);
    if (tolerance.absolute == 0 && tolerance.relative == 0)
        return "";
    const char *absolute = judgement_number(judgement, tolerance.absolute);
    const char *percent = judgement_number(judgement, tolerance.relative * 100);
    if (tolerance.relative == 0)
        return arena_format(arena, ", %s worse allowed", absolute);
    if (tolerance.absolute == 0)
        return arena_format(arena, ", %s%% worse allowed", percent);
    return arena_format(arena, ", %s or %s%% worse allowed", absolute, percent);
}

static void judgement_compare(const Judgement *judgement, const PolicyMetric *metric,
                              const MetricValue *value)
{
    Arena *arena = judgement_arena(judgement);
    const MetricValue *before =
        judgement->baseline ? metric_set_find(judgement->baseline, metric->name) : NULL;
    if (!before) {
        const char *message =
            judgement->baseline
                ? arena_format(arena, "the baseline has no metric '%s' to compare with",
                               metric->name)
                : arena_format(arena, "%s is %s, and there is no baseline to compare it with",
                               metric->name, judgement_number(judgement, value->value));
        judgement_unanswered(judgement, metric, value, message);
        return;
    }
    double gain = 0;
    const Outcome outcome = compare_with_baseline(value->value, before->value, metric->direction,
                                                  metric->tolerance, &gain);
    const char *got = judgement_number(judgement, value->value);
    const char *had = judgement_number(judgement, before->value);
    if (outcome == OUTCOME_UNKNOWN) {
        judgement_unanswered(judgement, metric, value,
                             arena_format(arena,
                                          "%s is %s and cannot be compared with the "
                                          "baseline's %s",
                                          metric->name, got, had));
        return;
    }
    const char *allowance = judgement_allowance(judgement, metric->tolerance);
    const char *check = arena_format(arena, "%s is not worse than the baseline", metric->name);
    judgement_check(judgement, check, outcome == OUTCOME_GOOD ? VERDICT_PASS : VERDICT_FAIL, got,
                    arena_format(arena, "%s%s", had, allowance));
    if (outcome == OUTCOME_BAD)
        judgement_find(judgement, "gate/worse-than-baseline",
                       (Subject){metric, value, metric->compare_place, check},
                       arena_format(arena,
                                    "%s is %s, the baseline has %s (%s is better): worse by %s%s",
                                    metric->name, got, had, direction_name(metric->direction),
                                    judgement_number(judgement, -gain), allowance));
}

// Candidate beside baseline, for all metrics of the policy.
static void judgement_show(const Judgement *judgement)
{
    Report *report = judgement->report;
    Section *table = report_add_section(report, SECTION_TABLE, "Candidate and baseline");
    static const char *const columns[] = {"metric", "better", "candidate", "baseline", "gain"};
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(report->arena, &table->columns) = columns[i];
    for (size_t i = 0; i < judgement->policy->metrics.count; i++) {
        const PolicyMetric *metric = &judgement->policy->metrics.items[i];
        const MetricValue *value = metric_set_find(judgement->candidate, metric->name);
        const MetricValue *before =
            judgement->baseline ? metric_set_find(judgement->baseline, metric->name) : NULL;
        double gain = NAN;
        if (value && before)
            (void)compare_with_baseline(value->value, before->value, metric->direction,
                                        (Tolerance){0}, &gain);
        section_add_cells(table, report->arena, metric->name, direction_name(metric->direction),
                          value ? judgement_number(judgement, value->value) : "missing",
                          before ? judgement_number(judgement, before->value) : "-",
                          isnan(gain) ? "-" : judgement_number(judgement, gain), NULL);
    }
}

void judgement_run(const Judgement *judgement)
{
    Report *report = judgement->report;
    const Policy *policy = judgement->policy;
    for (size_t i = 0; i < policy->metrics.count; i++) {
        const PolicyMetric *metric = &policy->metrics.items[i];
        const MetricValue *value = judgement_value(judgement, metric);
        if (!value)
            continue;
        judgement_bound(judgement, metric, value, true);
        judgement_bound(judgement, metric, value, false);
        if (metric->compares)
            judgement_compare(judgement, metric, value);
    }
    if (policy->metrics.count) {
        judgement_show(judgement);
        return;
    }
    Finding *finding = report_find(
        report, report_rule(report, "gate/nothing-judged"),
        "no metric was judged: there is no policy, and %s",
        judgement->baseline ? "the files share no metric whose direction is known" : "no baseline");
    finding_add_place(report, finding,
                      (Place){.kind = PLACE_DATA, .file = judgement->candidate_file});
    judgement_check(judgement, "at least one metric is judged", VERDICT_INCONCLUSIVE, "0", "1");
}
