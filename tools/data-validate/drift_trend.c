#include "findings.h"

#include "stats/distribution.h"
#include "stats/trend.h"

#include <math.h>

// A weaker order leaves p-values nearly right.
#define TREND_EFFECT 0.2
#define TREND_NAMED  ((size_t)5) // columns in the message

typedef struct Trend {
    const char *column;
    double tau;
    double p;
} Trend;

// One column of the sample, in the order of the rows.
static Trend trend_of(const RowSample *sample, size_t at, const char *name, Arena *arena)
{
    Trend trend = {.column = name};
    double *numbers = arena_array(arena, double, sample->count + 1);
    for (size_t i = 0; i < sample->count; i++)
        numbers[i] = sample->numbers[i * sample->columns + at];
    trend.tau = trend_mann_kendall(numbers, sample->count, arena, &trend.p);
    return trend;
}

// Integers that rise or fall from row to row without exception number the rows: that says nothing
// of the values.
static bool trend_is_count(const Trend *trend, const ColumnProfile *column)
{
    return column->type == FIELD_INTEGER && fabs(trend->tau) > 1 - 1e-9;
}

static bool trend_is_asked(const DriftList *drifts, const char *column)
{
    for (size_t i = 0; i < drifts->count; i++) {
        if (text_equal(drifts->items[i].column, column) && drifts->items[i].kind == DRIFT_NUMBERS)
            return drifts->items[i].verdict != DRIFT_IGNORED;
    }
    return false;
}

void find_trend(Report *report, const DriftTask *task, const DriftList *drifts)
{
    Arena *arena = report->arena;
    const size_t columns = task->rows && !task->plan->trendless ? task->now->columns.count : 0;
    Trend *trends = arena_array(arena, Trend, columns + 1);
    double *p = arena_array(arena, double, columns + 1);
    TextList names = {0};
    size_t count = 0;
    int64_t found = 0;
    for (size_t i = 0; i < columns; i++) {
        const ColumnProfile *column = &task->now->columns.items[i];
        if (!trend_is_asked(drifts, column->name))
            continue;
        trends[count] = trend_of(task->rows, i, column->name, arena);
        count += !trend_is_count(&trends[count], column);
    }
    for (size_t i = 0; i < count; i++)
        p[i] = trends[i].p;
    adjust_p_values(p, count);
    for (size_t i = 0; i < count; i++) {
        if (fabs(trends[i].tau) < TREND_EFFECT || p[i] >= task->plan->whole.significance)
            continue;
        if (names.count < TREND_NAMED)
            *list_push(arena, &names) = arena_format(
                arena, "'%s' %s (Kendall's tau %.2g, adjusted p %.2g)", trends[i].column,
                trends[i].tau > 0 ? "rises" : "falls", trends[i].tau, p[i]);
        found++;
    }
    if (!found)
        return;
    Finding *finding =
        report_find(report, report_rule(report, "drift/trend"),
                    "the rows are in an order, which p-values of drift do not reckon with: %s%s",
                    text_join(arena, &names, ", "), (size_t)found > names.count ? ", …" : "");
    finding->count = found;
    finding_add_place(report, finding,
                      (Place){.kind = PLACE_DATA, .file = task->now_file, .line = 1});
}
