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

static const char *drift_evidence(const Drift *drift, Arena *arena)
{
    return arena_format(arena,
                        "%s %.4g, adjusted p %.2g, %" PRId64 " values before and %" PRId64 " now",
                        drift_measure_name(drift->kind), drift->effect, drift->adjusted_p,
                        drift->before, drift->now);
}

static const char *drift_threshold(const DriftPlan *plan, Arena *arena)
{
    return arena_format(arena, "less than %g, or p of %g or more", plan->effect,
                        plan->significance);
}

// The column as a whole: no line of the data is wrong by itself.
static Place drift_place(const DriftTask *task, const char *column)
{
    return (Place){.kind = PLACE_DATA, .file = task->now_file, .line = 1, .field = column};
}

static void find_one_drift(Report *report, const DriftTask *task, const Drift *drift)
{
    Arena *arena = report->arena;
    static const Verdict verdicts[] = {
        [DRIFT_NONE] = VERDICT_PASS,
        [DRIFT_FOUND] = VERDICT_FAIL,
        [DRIFT_TOO_FEW] = VERDICT_INCONCLUSIVE,
        [DRIFT_UNCERTAIN] = VERDICT_INCONCLUSIVE,
        [DRIFT_IGNORED] = VERDICT_PASS,
    };
    const char *name =
        arena_format(arena, "drift of '%s', %s", drift->column, drift_kind_name(drift->kind));
    const char *message = NULL;
    if (drift->verdict == DRIFT_FOUND) {
        const char *story = arena_format(arena, "column '%s' has drifted from the %s: %s (%s)",
                                         drift->column, task->before_name,
                                         drift_story(drift, arena), drift_evidence(drift, arena));
        Finding *finding =
            report_find(report, report_rule(report, drift_rules[drift->kind]), "%s", story);
        finding->check = name;
        finding_add_place(report, finding, drift_place(task, drift->column));
    } else if (drift->verdict == DRIFT_TOO_FEW) {
        message = arena_format(arena,
                               "%" PRId64 " values before and %" PRId64 " now: fewer than %" PRId64
                               " say nothing",
                               drift->before, drift->now, task->plan->least_rows);
    } else if (drift->verdict == DRIFT_UNCERTAIN) {
        message = arena_format(arena,
                               "the effect is between %.4g and %.4g: the profiles are too "
                               "coarse for the limit",
                               drift->effect, drift->effect_most);
    } else if (drift->verdict == DRIFT_IGNORED) {
        message = "ignored";
    }
    report_add_check(report, (Check){.name = name,
                                     .verdict = verdicts[drift->verdict],
                                     .value = isnan(drift->adjusted_p)
                                                  ? NULL
                                                  : arena_format(arena, "%.4g, p %.2g",
                                                                 drift->effect, drift->adjusted_p),
                                     .threshold = drift_threshold(task->plan, arena),
                                     .message = message});
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
        if (profile_find(task->before, name) || drift_is_ignored(task->plan, name))
            continue;
        Finding *finding = report_find(report, report_rule(report, "drift/column-new"),
                                       "column '%s' is not in the %s", name, task->before_name);
        finding_add_place(report, finding, drift_place(task, name));
    }
}

static const char *drift_cell(double number, const char *format_or_null, Arena *arena)
{
    if (isnan(number))
        return "";
    return arena_format(arena, format_or_null ? "%.2g" : "%.4g", number);
}

static void describe_drift(Report *report, const DriftTask *task, const DriftList *drifts)
{
    static const char *const columns[] = {"column", "what",         "measure",
                                          "effect", "adjusted p",   "before",
                                          "now",    "changed most", "second measure"};
    static const char *const verdicts[] = {
        [DRIFT_NONE] = "",
        [DRIFT_FOUND] = "drift",
        [DRIFT_TOO_FEW] = "too few rows",
        [DRIFT_UNCERTAIN] = "uncertain",
        [DRIFT_IGNORED] = "ignored",
    };
    Arena *arena = report->arena;
    Section *table = report_add_section(
        report, SECTION_TABLE, arena_format(arena, "Drift from the %s", task->before_name));
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(arena, &table->columns) = columns[i];
    *list_push(arena, &table->columns) = "verdict";
    for (size_t i = 0; i < drifts->count; i++) {
        const Drift *drift = &drifts->items[i];
        const char *second =
            isnan(drift->second)
                ? ""
                : arena_format(arena, "%s %.4g", drift_second_name(drift->kind), drift->second);
        section_add_cells(table, arena, drift->column, drift_kind_name(drift->kind),
                          drift_measure_name(drift->kind), drift_cell(drift->effect, NULL, arena),
                          drift_cell(drift->adjusted_p, "p", arena),
                          arena_format(arena, "%" PRId64, drift->before),
                          arena_format(arena, "%" PRId64, drift->now),
                          drift->where ? drift->where : "", second, verdicts[drift->verdict], NULL);
    }
}

static bool check_ignored(const DriftTask *task, Arena *arena, Error *err)
{
    const TextList *ignored = task->plan->ignored;
    for (size_t i = 0; ignored && i < ignored->count; i++) {
        const char *name = ignored->items[i];
        TextList names = {0};
        if (profile_find(task->before, name) || profile_find(task->now, name))
            continue;
        for (size_t c = 0; c < task->now->columns.count; c++)
            *list_push(arena, &names) = task->now->columns.items[c].name;
        const char *nearest = text_nearest(name, names.items, names.count);
        return error_set(err, ERROR_USAGE,
                         "'--ignore-drift' names the column '%s', which is neither in the data nor "
                         "in the %s%s%s%s",
                         name, task->before_name, nearest ? "; did you mean '" : "",
                         nearest ? nearest : "", nearest ? "'?" : "");
    }
    return true;
}

bool find_drift(Report *report, const DriftTask *task, Error *err)
{
    if (!check_ignored(task, report->arena, err))
        return false;
    DriftList drifts = drift_compare(task->before, task->now, task->plan, report->arena);
    find_changed_columns(report, task);
    for (size_t i = 0; i < drifts.count; i++)
        find_one_drift(report, task, &drifts.items[i]);
    find_undecided(report, task, &drifts, DRIFT_TOO_FEW, "drift/too-few-rows",
                   "too few values to judge drift");
    find_undecided(report, task, &drifts, DRIFT_UNCERTAIN, "drift/uncertain",
                   "the profiles are too coarse to judge drift");
    if (drifts.count == 0)
        report_add_check(report, (Check){.name = "drift",
                                         .verdict = VERDICT_INCONCLUSIVE,
                                         .message = "no column can be compared"});
    describe_drift(report, task, &drifts);
    for (size_t i = 0; i < drifts.count; i++) {
        if (drifts.items[i].kind != DRIFT_MISSING)
            describe_histogram(report, profile_find(task->before, drifts.items[i].column),
                               profile_find(task->now, drifts.items[i].column));
    }
    return true;
}
