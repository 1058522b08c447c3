// What is added up over the rows of a column or of a pair, against its bounds.

#include "check_findings.h"
#include "schema/check_measures.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

// What the bounds are about.
static const char *const labels[] = {
    [MEASURE_SKEWNESS] = "a skewness of",
    [MEASURE_KURTOSIS] = "a kurtosis of",
    [MEASURE_CORRELATION] = "a correlation of",
    [MEASURE_RATIO] = "a correlation ratio of",
    [MEASURE_ASSOCIATION] = "an association of",
    [MEASURE_INFORMATION] = "a mutual information of",
    [MEASURE_GAPS] = "",
};

static CheckMeasure measure_of(const CheckCount *count)
{
    return (CheckMeasure)count->check->kind->what;
}

// "column 'a'", "columns 'a' and 'b'".
static const char *subject(const CheckTask *task, const CheckCount *count)
{
    Arena *arena = task->report->arena;
    return count->other ? arena_format(arena, "columns '%s' and '%s'", count->column, count->other)
                        : arena_format(arena, "column '%s'", count->column);
}

static bool is_asked(const CheckCount *count)
{
    return count->check->columns.count > 0;
}

static void find_undecided(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                           const char *why)
{
    tally->unsure = true;
    tally->value = "too many values";
    Finding *finding = report_find(task->report, report_rule(task->report, "check/too-coarse"),
                                   "check '%s' cannot judge %s: %s", count->check->name,
                                   subject(task, count), why);
    finding_add_place(task->report, finding, count->check->place);
}

static void find_undefined(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    Arena *arena = task->report->arena;
    const char *why = count->sums->unordered ? "not all values are numbers or dates"
                      : count->rows < 3      ? "there are too few values"
                                             : "a side does not vary";
    if (is_asked(count))
        check_find_column(task, count, tally,
                          arena_format(arena, "%s %s no %s: %s", subject(task, count),
                                       count->other ? "have" : "has", count->check->name, why),
                          1);
}

static bool read_bound(const DataCheck *check, const CheckBound *bound, double *ret_bound,
                       Error *err)
{
    return !bound->text || text_to_real(bound->text, ret_bound) ||
           error_at(err, ERROR_CONFIG, value_place(bound->value, PLACE_SCHEMA),
                    "check '%s' wants numbers as bounds, not '%s'", check->name, bound->text);
}

static bool find_figure_of(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                           Error *err)
{
    Arena *arena = task->report->arena;
    const DataCheck *check = count->check;
    CheckMeasure measure = measure_of(count);
    double low = -INFINITY;
    double high = INFINITY;
    if (!read_bound(check, &check->low, &low, err) || !read_bound(check, &check->high, &high, err))
        return false;
    double figure = measure_figure(count->sums, measure, check->label == NULL);
    if (isnan(figure)) {
        find_undefined(task, count, tally);
        return true;
    }
    tally->value = arena_format(arena, "%.6g", figure);
    if (measure == MEASURE_CORRELATION && !check->is_signed)
        figure = fabs(figure);
    bool inside = (check->low.open ? figure > low : figure >= low) &&
                  (check->high.open ? figure < high : figure <= high);
    if (!inside)
        check_find_column(task, count, tally,
                          arena_format(arena, "%s want%s %s %s; it is %s in %" PRId64 " rows",
                                       subject(task, count), count->other ? "" : "s",
                                       labels[measure], check->wanted, tally->value, count->rows),
                          1);
    return true;
}

// A value of the column as people write it.
static const char *moment_text(const CheckTask *task, const CheckCount *count, double value)
{
    Arena *arena = task->report->arena;
    const ColumnProfile *column = &task->reading->profile->columns.items[count->position];
    FieldType type = column->type;
    // Without a field dates count seconds too.
    if (type == FIELD_DATE && count->in_seconds)
        type = FIELD_DATETIME;
    const char *text = field_moment_text(type, value, arena);
    return text ? text : arena_format(arena, "%.15g", value);
}

static void find_gaps(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    Arena *arena = task->report->arena;
    MeasureGaps gaps = measure_gaps(count->sums, count->longest_gap, arena);
    tally->value =
        arena_format(arena, "%" PRId64 " %s", gaps.count, gaps.count == 1 ? "gap" : "gaps");
    if (gaps.count == 0 || check_tolerates(count->check, gaps.count, count->rows))
        return;
    check_find_column(
        task, count, tally,
        arena_format(arena, "%s wants %s; there %s %" PRId64 ", the longest between %s and %s",
                     subject(task, count), count->check->wanted, gaps.count == 1 ? "is" : "are",
                     gaps.count, moment_text(task, count, gaps.from),
                     moment_text(task, count, gaps.to)),
        gaps.count);
}

// Nobody has said that texts are numbers, or that values which hardly repeat are categories. What
// may be categories and is not judged is told.
static bool is_passed_over(const CheckCount *count, CheckTally *tally)
{
    const MeasureSums *sums = count->sums;
    const CheckMeasure measure = measure_of(count);
    const bool categories = measure == MEASURE_ASSOCIATION || measure == MEASURE_INFORMATION;
    const bool wide = categories && sums->groups.full;
    const bool single = categories && !wide && !measure_repeats(sums, count->rows);
    if (is_asked(count) || !(sums->unordered || wide || single))
        return false;
    tally->judged--;
    tally->wide += wide;
    tally->single += single;
    return true;
}

bool find_measure(const CheckTask *task, const CheckCount *count, CheckTally *tally, Error *err)
{
    if (is_passed_over(count, tally))
        return true;
    if (count->sums->unordered) {
        find_undefined(task, count, tally);
        return true;
    }
    if (count->sums->groups.full) {
        find_undecided(task, count, tally,
                       measure_of(count) == MEASURE_GAPS
                           ? arena_format(task->report->arena,
                                          "its values lie in more than %zu "
                                          "intervals of the longest gap",
                                          MEASURE_MOST_INTERVALS)
                           : arena_format(task->report->arena,
                                          "they have more than %zu different values together",
                                          count->sums->groups.most));
        return true;
    }
    if (measure_of(count) == MEASURE_GAPS) {
        find_gaps(task, count, tally);
        return true;
    }
    return find_figure_of(task, count, tally, err);
}
