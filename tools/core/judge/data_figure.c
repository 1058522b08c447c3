#include "judge/data_figure.h"

#include "base/text.h"
#include "judge/figure_measure.h"
#include "judge/figure_values.h"

#include <math.h>
#include <string.h>

static bool figure_bound(const FigureTask *task, const CheckBound *bound, bool of_column,
                         double *ret_bound, Error *err)
{
    Scalar scalar;
    if (!bound->text)
        return true;
    if (of_column ? figure_number(task->column, bound->text, ret_bound)
                  : scalar_number(bound->text, strlen(bound->text), &scalar)) {
        if (!of_column)
            *ret_bound = scalar.real;
        return true;
    }
    return error_at(err, ERROR_CONFIG, value_place(bound->value, PLACE_SCHEMA),
                    "'%s' is no bound for the %s of column '%s', which has values of type %s",
                    bound->text, task->check->name, task->column->name,
                    field_type_name(task->column->type));
}

// What sums of doubles may differ by, relative to them.
#define ROUNDING 1e-12

// A bound is reached also where only rounding says that it is not.
static bool inside(const DataCheck *check, double low, double high, double value)
{
    bool at_low = isfinite(low) && fabs(value - low) <= ROUNDING * fabs(low);
    bool at_high = isfinite(high) && fabs(value - high) <= ROUNDING * fabs(high);
    return (check->low.open ? value > low && !at_low : value >= low || at_low) &&
           (check->high.open ? value < high && !at_high : value <= high || at_high);
}

static FigureVerdict figure_compare(const FigureTask *task, const Figure *figure, double low,
                                    double high)
{
    bool first = inside(task->check, low, high, figure->low);
    bool last = inside(task->check, low, high, figure->high);
    bool same_side = (figure->low < low) == (figure->high < low);
    if (isnan(figure->low) || isnan(figure->high))
        return FIGURE_UNDEFINED;
    if (first && last)
        return FIGURE_KEPT;
    return !first && !last && same_side ? FIGURE_BROKEN : FIGURE_UNSURE;
}

// Which bounds a figure has that is asked without: how much of it is tolerated.
static double figure_ceiling(const DataCheck *check)
{
    double tolerated = fmax(check->broken_share, 1 - check->least_kept);
    if (check->kind->what == FIGURE_AGE)
        return (double)check->age;
    return check->kind->what == FIGURE_VARIANTS ? (double)check->most_broken : tolerated;
}

static const char *figure_interval_text(const FigureTask *task, const Figure *figure, Arena *arena)
{
    const char *low = figure->of_column ? figure_text(task->column, figure->low, arena)
                                        : arena_format(arena, "%.6g", figure->low);
    if (figure->low == figure->high)
        return low;
    return arena_format(arena, "between %s and %s", low,
                        figure->of_column ? figure_text(task->column, figure->high, arena)
                                          : arena_format(arena, "%.6g", figure->high));
}

static const char *figure_value_text(const FigureTask *task, const Figure *figure, Arena *arena)
{
    const char *unit = figure_unit((CheckFigure)task->check->kind->what);
    const char *value = figure_interval_text(task, figure, arena);
    return unit ? arena_format(arena, "%s %s", value, unit) : value;
}

const char *figure_label(const DataCheck *check)
{
    static const char *const labels[] = {
        [FIGURE_MEAN] = "a mean of",
        [FIGURE_MEDIAN] = "a median of",
        [FIGURE_QUANTILE] = "a quantile of",
        [FIGURE_SUM] = "a sum of",
        [FIGURE_DEVIATION] = "a standard deviation of",
        [FIGURE_VARIANCE] = "a variance of",
        [FIGURE_LEAST] = "a minimum of",
        [FIGURE_MOST] = "a maximum of",
        [FIGURE_DISTINCT] = "a number of different values of",
        [FIGURE_DISTINCT_SHARE] = "a share of different values of",
        [FIGURE_COMMON_SHARE] = "a share of the most frequent value of",
        [FIGURE_CLASS_RATIO] = "a ratio of the rarest to the most frequent class of",
        [FIGURE_MEAN_LENGTH] = "a mean length of",
        [FIGURE_LEAST_LENGTH] = "a shortest length of",
        [FIGURE_MOST_LENGTH] = "a longest length of",
        [FIGURE_ENTROPY] = "an entropy of",
        [FIGURE_DIVERGENCE] = "a divergence of",
        [FIGURE_QUARTILE_RANGE] = "a distance of the quartiles of",
    };
    if (check->kind->family == CHECK_SHARE)
        return check->kind->negative ? "a share of missing values of" : "a share of values of";
    bool has = check->kind->what < (int)array_count(labels) && labels[check->kind->what];
    return has ? labels[check->kind->what] : "";
}

bool figure_judge(const FigureTask *task, Arena *arena, FigureResult *ret_result, Error *err)
{
    const DataCheck *check = task->check;
    const char *wanted = figure_wanted((CheckFigure)check->kind->what);
    double low = -INFINITY;
    double high = INFINITY;
    if (check->kind->what == FIGURE_AGE && !task->has_now)
        return error_at(err, ERROR_CONFIG, check->place,
                        "check '%s' needs option '--now': an age depends on what is now",
                        check->name);
    Figure figure = figure_measure(task, arena);
    if (!figure_bound(task, &check->low, figure.of_column, &low, err) ||
        !figure_bound(task, &check->high, figure.of_column, &high, err))
        return false;
    if (wanted)
        high = figure_ceiling(check);
    FigureResult result = {.verdict = figure_compare(task, &figure, low, high),
                           .detail = figure.detail,
                           .count = MAX(figure.count, (int64_t)1),
                           .wanted = arena_format(arena, "%s%s%s", wanted ? wanted : "",
                                                  wanted && *wanted && check->wanted ? " " : "",
                                                  check->wanted ? check->wanted : "")};
    if (result.verdict != FIGURE_UNDEFINED)
        result.value = figure_value_text(task, &figure, arena);
    *ret_result = result;
    return true;
}
