#include "findings.h"

#include <inttypes.h>
#include <math.h>

static const char *const drift_rules[] = {
    [DRIFT_NUMBERS] = "drift/numbers",
    [DRIFT_CATEGORIES] = "drift/categories",
    [DRIFT_LENGTHS] = "drift/text-lengths",
    [DRIFT_MISSING] = "drift/missing-values",
};

static const char *drift_percent(Arena *arena, double share)
{
    return arena_format(arena, "%.1f %%", 100 * share);
}

// "39.2 % of the values were at most 43.2, now 61.0 % are"
static const char *drift_story(const Drift *drift, Arena *arena)
{
    if (!drift->where)
        return "the values are others";
    const char *before = drift_percent(arena, drift->share_before);
    const char *now = drift_percent(arena, drift->share_now);
    if (drift->kind == DRIFT_MISSING)
        return arena_format(arena, "%s of the values were missing, now %s are", before, now);
    if (drift->kind == DRIFT_CATEGORIES)
        return arena_format(arena, "'%s' was %s of the values, now it is %s", drift->where, before,
                            now);
    return arena_format(arena, "%s of the %s were %s, now %s are", before,
                        drift->kind == DRIFT_LENGTHS ? "texts' lengths" : "values", drift->where,
                        now);
}

// "psi:evidently 0.5796 to 0.6102" where it is known to lie between two ends.
static const char *drift_figure(const Drift *drift, Arena *arena)
{
    const DriftMeasured *measured = &drift->measured;
    const char *what = arena_format(arena, "%s%s", measured->method->name,
                                    measured->method->decision == DRIFT_P_BELOW ? " p" : "");
    if (measured->known && measured->least < measured->most)
        return arena_format(arena, "%s %.4g to %.4g", what, measured->least, measured->most);
    return arena_format(arena, "%s %.4g", what, measured->least);
}

// The figure that decided, what it was held to, how likely chance makes it, and out of how much.
static const char *drift_evidence(const Drift *drift, Arena *arena)
{
    const char *sizes = arena_format(arena, "%" PRId64 " values before and %" PRId64 " now",
                                     drift->before, drift->now);
    const char *measure = drift_measure_name(drift->kind);
    if (drift->measured.method)
        return arena_format(arena, "%s, threshold %g; %s %.4g, p %.2g; %s",
                            drift_figure(drift, arena), drift->threshold, measure, drift->effect,
                            drift->p, sizes);
    return arena_format(arena, "%s %.4g, threshold %g; adjusted p %.2g, limit %g; %s", measure,
                        drift->effect, drift->threshold, drift->adjusted_p,
                        drift->rule->significance, sizes);
}

const char *drift_threshold_text(const Drift *drift, Arena *arena)
{
    if (!drift->measured.method)
        return arena_format(arena, "less than %g, or p of %g or more", drift->threshold,
                            drift->rule->significance);
    switch (drift->measured.method->decision) {
    case DRIFT_AT_LEAST:
        return arena_format(arena, "less than %g", drift->threshold);
    case DRIFT_ABOVE:
        return arena_format(arena, "at most %g", drift->threshold);
    case DRIFT_P_BELOW:
        return arena_format(arena, "p of %g or more", drift->threshold);
    }
    return NULL;
}

// The column as a whole: no line of the data is wrong by itself.
static Place drift_place(const DriftTask *task, const char *column)
{
    return (Place){.kind = PLACE_DATA, .file = task->now_file, .line = 1, .field = column};
}

static const char *drift_rule_name(const DriftTask *task, const Drift *drift)
{
    static const char *const roles[] = {
        [DRIFT_LABEL] = "drift/label", [DRIFT_PREDICTION] = "drift/prediction"};
    if (task->skew)
        return "drift/skew";
    const bool missing = drift->kind == DRIFT_MISSING;
    return drift->rule->role == DRIFT_FEATURE || missing ? drift_rules[drift->kind]
                                                         : roles[drift->rule->role];
}

static void find_found(Report *report, const DriftTask *task, const Drift *drift, const char *check)
{
    static const char *const roles[] = {
        [DRIFT_FEATURE] = "column", [DRIFT_LABEL] = "label", [DRIFT_PREDICTION] = "prediction"};
    Arena *arena = report->arena;
    Finding *finding =
        report_find(report, report_rule(report, drift_rule_name(task, drift)),
                    "%s '%s' %s the %s: %s (%s)", roles[drift->rule->role], drift->column,
                    task->skew ? "is distributed otherwise than in" : "has drifted from",
                    task->before_name, drift_story(drift, arena), drift_evidence(drift, arena));
    finding->check = check;
    for (Severity severity = SEVERITY_NOTICE; severity <= SEVERITY_ERROR; severity++) {
        if (text_equal(drift->rule->severity, severity_name(severity)))
            finding->severity = severity;
    }
    finding_add_place(report, finding, drift_place(task, drift->column));
    if (drift->rule->place.file)
        finding_add_place(report, finding, drift->rule->place);
}

// What the schema made a warning or less does not fail the run by its check.
static bool drift_is_soft(const Drift *drift)
{
    const char *severity = drift->rule->severity;
    return drift->verdict == DRIFT_FOUND && severity && !text_equal(severity, "error");
}

// Why there is no verdict, or none that counts; NULL where there is one.
static const char *drift_doubt(const DriftTask *task, const Drift *drift, Arena *arena)
{
    switch (drift->verdict) {
    case DRIFT_TOO_FEW:
        return arena_format(arena,
                            "%" PRId64 " values before and %" PRId64 " now: fewer than %" PRId64
                            " say nothing",
                            drift->before, drift->now, task->plan->least_rows);
    case DRIFT_UNCERTAIN:
        if (drift->measured.method && !drift->measured.known)
            return arena_format(arena, "%s needs every value, and a profile keeps bins of them",
                                drift->measured.method->name);
        if (drift->measured.method)
            return "the profiles are too coarse for the threshold";
        return arena_format(arena,
                            "the effect is between %.4g and %.4g: the profiles are too "
                            "coarse for the limit",
                            drift->effect, drift->effect_most);
    case DRIFT_UNDEFINED:
        return arena_format(arena, "%s has no figure for such values",
                            drift->measured.method->name);
    case DRIFT_IGNORED:
        return "ignored";
    case DRIFT_FOUND:
        if (drift_is_soft(drift))
            return arena_format(arena, "drift, which is a %s here", drift->rule->severity);
        break;
    case DRIFT_NONE:
        break;
    }
    return NULL;
}

// What was measured; NULL if that says nothing.
static const char *drift_value_text(const Drift *drift, Arena *arena)
{
    const bool method = drift->measured.method != NULL;
    if (drift->verdict == DRIFT_TOO_FEW || drift->verdict == DRIFT_IGNORED ||
        drift->verdict == DRIFT_UNDEFINED || (method && !drift->measured.known))
        return NULL;
    return method ? drift_figure(drift, arena)
                  : arena_format(arena, "%.4g, p %.2g", drift->effect, drift->adjusted_p);
}

static void find_one_drift(Report *report, const DriftTask *task, const Drift *drift)
{
    Arena *arena = report->arena;
    static const Verdict verdicts[] = {
        [DRIFT_NONE] = VERDICT_PASS,
        [DRIFT_FOUND] = VERDICT_FAIL,
        [DRIFT_TOO_FEW] = VERDICT_INCONCLUSIVE,
        [DRIFT_UNCERTAIN] = VERDICT_INCONCLUSIVE,
        [DRIFT_UNDEFINED] = VERDICT_INCONCLUSIVE,
        [DRIFT_IGNORED] = VERDICT_PASS,
    };
    const char *name = arena_format(arena, "%s of '%s', %s", task->skew ? "skew" : "drift",
                                    drift->column, drift_kind_name(drift->kind));
    if (drift->verdict == DRIFT_FOUND)
        find_found(report, task, drift, name);
    report_add_check(
        report, (Check){.name = name,
                        .verdict = drift_is_soft(drift) ? VERDICT_PASS : verdicts[drift->verdict],
                        .value = drift_value_text(drift, arena),
                        .threshold = drift_threshold_text(drift, arena),
                        .message = drift_doubt(task, drift, arena)});
}

// One finding for all columns that could not be judged.
static void find_undecided(Report *report, const DriftTask *task, const DriftList *drifts,
                           DriftVerdict verdict, const char *rule, const char *why)
{
    TextList names = {0};
    for (size_t i = 0; i < drifts->count; i++) {
        const char *column = drifts->items[i].column;
        // Its values and its missing ones are neighbours, and name it once.
        bool named = names.count && text_equal(names.items[names.count - 1], column);
        if (drifts->items[i].verdict == verdict && !named)
            *list_push(report->arena, &names) = column;
    }
    if (names.count == 0)
        return;
    Finding *finding = report_find(report, report_rule(report, rule), "%s: %s", why,
                                   text_join(report->arena, &names, ", "));
    finding->count = (int64_t)names.count;
    finding_add_place(report, finding, drift_place(task, names.items[0]));
}

static void find_changed_columns(Report *report, const DriftTask *task)
{
    for (size_t i = 0; i < task->before->columns.count; i++) {
        const ColumnProfile *before = &task->before->columns.items[i];
        const ColumnProfile *now = profile_find(task->now, before->name);
        if (drift_is_ignored(task->plan, before->name) ||
            (now && drift_comparable(before->type, now->type)))
            continue;
        Finding *finding =
            now ? report_find(report, report_rule(report, "drift/type-changed"),
                              "column '%s' was of type %s in the %s, now it is of type %s",
                              before->name, field_type_name(before->type), task->before_name,
                              field_type_name(now->type))
                : report_find(report, report_rule(report, "drift/column-gone"),
                              "column '%s' of the %s is not in the data", before->name,
                              task->before_name);
        finding_add_place(report, finding, drift_place(task, before->name));
    }
    for (size_t i = 0; i < task->now->columns.count; i++) {
        const char *name = task->now->columns.items[i].name;
        // Nobody knows the label of what is being served.
        const bool label = task->skew && drift_plan_rule(task->plan, name)->role == DRIFT_LABEL;
        if (profile_find(task->before, name) || drift_is_ignored(task->plan, name) || label)
            continue;
        Finding *finding = report_find(report, report_rule(report, "drift/column-new"),
                                       "column '%s' is not in the %s", name, task->before_name);
        finding_add_place(report, finding, drift_place(task, name));
    }
}

static const char *drift_nearest(const DriftTask *task, const char *name, Arena *arena)
{
    TextList names = {0};
    for (size_t i = 0; i < task->now->columns.count; i++)
        *list_push(arena, &names) = task->now->columns.items[i].name;
    const char *nearest = text_nearest(name, names.items, names.count);
    return nearest ? arena_format(arena, "; did you mean '%s'?", nearest) : "";
}

static bool drift_knows(const DriftTask *task, const char *name)
{
    return profile_find(task->before, name) || profile_find(task->now, name);
}

static bool check_names(const DriftTask *task, Arena *arena, Error *err)
{
    const TextList *ignored = task->plan->ignored;
    for (size_t i = 0; ignored && i < ignored->count; i++) {
        const char *name = ignored->items[i];
        if (!drift_knows(task, name))
            return error_set(err, ERROR_USAGE,
                             "'--ignore-drift' names the column '%s', which is neither in the data "
                             "nor in the %s%s",
                             name, task->before_name, drift_nearest(task, name, arena));
    }
    for (size_t i = 0; i < task->plan->columns.count; i++) {
        const DriftRule *rule = &task->plan->columns.items[i];
        if (!drift_knows(task, rule->column))
            return error_at(err, ERROR_CONFIG, rule->place,
                            "'%s' names the column '%s', which is neither in the data nor in the "
                            "%s%s",
                            task->skew ? "skew" : "drift", rule->column, task->before_name,
                            drift_nearest(task, rule->column, arena));
    }
    return true;
}

// "KS distance 0.1992, p 4.1e-06, wanted less than 0.1: drift"
static const char *drift_summary(const DriftTask *task, const Drift *drift, Arena *arena)
{
    const char *value = drift_value_text(drift, arena);
    const char *verdict = drift->verdict == DRIFT_NONE
                              ? arena_format(arena, "no %s", drift_verdict_name(task, DRIFT_FOUND))
                              : drift_verdict_name(task, drift->verdict);
    if (!value)
        return verdict;
    return arena_format(arena, "%s: %s%s%s (wanted %s)", verdict,
                        drift->measured.method ? "" : drift_measure_name(drift->kind),
                        drift->measured.method ? "" : " ", value,
                        drift_threshold_text(drift, arena));
}

// Charts of what drifted come first: pages and summaries are cut at their end.
static void describe_compared(Report *report, const DriftTask *task, const DriftList *drifts)
{
    for (int first = 1; first >= 0; first--) {
        for (size_t i = 0; i < drifts->count; i++) {
            const Drift *drift = &drifts->items[i];
            if (drift->kind != DRIFT_MISSING && (drift->verdict == DRIFT_FOUND) == first)
                describe_histogram(report, profile_find(task->before, drift->column),
                                   profile_find(task->now, drift->column), task->before_short,
                                   &(ChartNote){drift_verdict_name(task, DRIFT_FOUND),
                                                drift_summary(task, drift, report->arena)});
        }
    }
}

bool find_drift(Report *report, const DriftTask *task, Error *err)
{
    DriftList drifts = {0};
    if (!check_names(task, report->arena, err) ||
        !drift_compare(task->before, task->now, task->plan, report->arena, &drifts, err))
        return false;
    find_changed_columns(report, task);
    for (size_t i = 0; i < drifts.count; i++)
        find_one_drift(report, task, &drifts.items[i]);
    find_undecided(report, task, &drifts, DRIFT_TOO_FEW, "drift/too-few-rows",
                   "too few values to judge drift");
    find_undecided(report, task, &drifts, DRIFT_UNCERTAIN, "drift/uncertain",
                   "the profiles are too coarse to judge drift");
    find_undecided(report, task, &drifts, DRIFT_UNDEFINED, "drift/undefined",
                   "the drift method has no figure for the values");
    if (drifts.count == 0)
        report_add_check(report, (Check){.name = task->skew ? "skew" : "drift",
                                         .verdict = VERDICT_INCONCLUSIVE,
                                         .message = "no column can be compared"});
    find_trend(report, task, &drifts);
    describe_drift(report, task, &drifts);
    describe_compared(report, task, &drifts);
    return true;
}
