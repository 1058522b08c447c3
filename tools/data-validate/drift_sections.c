#include "findings.h"

#include <inttypes.h>
#include <math.h>

static const char *drift_cell(double number, const char *format, Arena *arena)
{
    if (isnan(number))
        return "";
    // One format a call: what is measured has four digits, a p-value two.
    return text_equal(format, "p") ? arena_format(arena, "%.2g", number)
                                   : arena_format(arena, "%.4g", number);
}

// "0.5796", or "0.57 to 0.61" where only that is known.
static const char *drift_figure_cell(const Drift *drift, Arena *arena)
{
    const DriftMeasured *measured = &drift->measured;
    if (!measured->method)
        return drift->effect < drift->effect_most
                   ? arena_format(arena, "%.4g to %.4g", drift->effect, drift->effect_most)
                   : drift_cell(drift->effect, NULL, arena);
    if (!measured->known)
        return "not known";
    return measured->least < measured->most
               ? arena_format(arena, "%.4g to %.4g", measured->least, measured->most)
               : drift_cell(measured->least, NULL, arena);
}

// "Adelie: 40.0 % → 61.2 %"
static const char *drift_change_cell(const Drift *drift, Arena *arena)
{
    if (!drift->where)
        return "";
    return arena_format(arena, "%s: %.1f %% → %.1f %%", drift->where, 100 * drift->share_before,
                        100 * drift->share_now);
}

const char *drift_verdict_name(const DriftTask *task, DriftVerdict verdict)
{
    static const char *const verdicts[] = {
        [DRIFT_NONE] = "",
        [DRIFT_FOUND] = "drift",
        [DRIFT_TOO_FEW] = "too few rows",
        [DRIFT_UNCERTAIN] = "uncertain",
        [DRIFT_UNDEFINED] = "no figure",
        [DRIFT_IGNORED] = "ignored",
    };
    return verdict == DRIFT_FOUND && task->skew ? "skew" : verdicts[verdict];
}

static void add_drift_row(Section *table, const DriftTask *task, const Drift *drift, Arena *arena)
{
    const DriftMethod *method = drift->measured.method;
    const char *second =
        isnan(drift->second)
            ? ""
            : arena_format(arena, "%s %.4g", drift_second_name(drift->kind), drift->second);
    section_add_cells(table, arena, drift->column, drift_kind_name(drift->kind),
                      method ? method->name : drift_measure_name(drift->kind),
                      drift_figure_cell(drift, arena), arena_format(arena, "%g", drift->threshold),
                      drift_cell(method ? drift->p : drift->adjusted_p, "p", arena),
                      arena_format(arena, "%" PRId64, drift->before),
                      arena_format(arena, "%" PRId64, drift->now), drift_change_cell(drift, arena),
                      second, drift_verdict_name(task, drift->verdict), NULL);
}

// Figures for machines: what decides and its p-value, with all digits.
static void add_drift_metrics(Report *report, const DriftTask *task, const Drift *drift)
{
    Arena *arena = report->arena;
    const DriftMeasured *measured = &drift->measured;
    const char *what = arena_format(arena, "%s%s", drift->kind == DRIFT_MISSING ? "missing_" : "",
                                    task->skew ? "skew" : "drift");
    const bool distance = measured->method && measured->method->decision != DRIFT_P_BELOW;
    const double value = !measured->method ? drift->effect
                         : measured->known ? measured->figure.value
                                           : NAN;
    const double least = distance ? measured->least : measured->method ? value : drift->effect;
    const double most = distance ? measured->most : measured->method ? value : drift->effect_most;
    const double p = !measured->method  ? drift->adjusted_p
                     : distance         ? drift->p
                     : !measured->known ? NAN
                                        : measured->figure.p;
    report_add_metric(report, (Metric){.name = arena_format(arena, "%s:%s", what, drift->column),
                                       .value = value,
                                       .has_interval = least < most && !isnan(value),
                                       .low = least,
                                       .high = most,
                                       .detail = true});
    report_add_metric(report, (Metric){.name = arena_format(arena, "%s_p:%s", what, drift->column),
                                       .value = p,
                                       .detail = true});
}

void describe_drift(Report *report, const DriftTask *task, const DriftList *drifts)
{
    static const char *const columns[] = {
        "column", "what", "measure",      "figure",         "threshold", "p",
        "before", "now",  "changed most", "second measure", "verdict"};
    Arena *arena = report->arena;
    int64_t drifted = 0;
    Section *table = report_add_section(
        report, SECTION_TABLE,
        arena_format(arena, "%s the %s", task->skew ? "Skew to" : "Drift from", task->before_name));
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(arena, &table->columns) = columns[i];
    for (size_t i = 0; i < drifts->count; i++) {
        add_drift_row(table, task, &drifts->items[i], arena);
        add_drift_metrics(report, task, &drifts->items[i]);
        drifted += drifts->items[i].verdict == DRIFT_FOUND;
    }
    report_add_metric(
        report, (Metric){.name = task->skew ? "skewed" : "drifted", .value = (double)drifted});
}
