#include "check_findings.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <time.h>

// The last place of a finding is the check's line.
#define MOST_DATA_PLACES ((size_t)REPORT_MOST_PLACES - 1)

Finding *check_find(const CheckTask *task, CheckTally *tally, const char *message)
{
    static const Severity severities[] = {
        [CHECK_ERROR] = SEVERITY_ERROR,
        [CHECK_WARNING] = SEVERITY_WARNING,
        [CHECK_NOTICE] = SEVERITY_NOTICE,
    };
    const DataCheck *check = tally->check;
    Finding *finding =
        report_find(task->report, report_rule(task->report, check->kind->rule), "%s", message);
    if (check->severity != CHECK_AS_RULED)
        finding->severity = severities[check->severity];
    tally->fails |= finding->severity == SEVERITY_ERROR;
    tally->broken++;
    return finding;
}

// What looks like personal data is not spread any further.
static bool is_private(const DataCheck *check)
{
    return text_equal(check->kind->rule, "check/personal-data");
}

void check_add_places(const CheckTask *task, Finding *finding, const CheckTally *tally,
                      const Place *places, size_t count)
{
    bool piped = count > 0 && text_equal(places[0].file, "-");
    if (piped)
        finding_add_place(task->report, finding, tally->check->place);
    for (size_t i = 0; i < MIN(count, MOST_DATA_PLACES); i++) {
        Place place = places[i];
        place.value = is_private(tally->check) ? NULL : place.value;
        finding_add_place(task->report, finding, place);
    }
    if (!piped)
        finding_add_place(task->report, finding, tally->check->place);
}

Place check_column_place(const CheckTask *task, size_t column)
{
    return table_name_place(task->reading->table, column);
}

static const char *example(const CheckTask *task, const CheckCount *count)
{
    const Breach *breach = &count->breach;
    const Place *place = &breach->places.items[0];
    if (breach->places.count == 0)
        return "";
    if (is_private(count->check))
        return arena_format(task->report->arena, ": line %" PRId64 "%s", place->line,
                            breach->count > 1 ? " is the first" : "");
    return arena_format(task->report->arena, ": '%s' (line %" PRId64 ")%s",
                        place->value ? place->value : "", place->line,
                        breach->count > 1 ? " is the first" : "");
}

static const char *subject(const CheckTask *task, const CheckCount *count)
{
    const DataCheck *check = count->check;
    bool one = check->kind->columns == COLUMNS_EACH || check->kind->columns == COLUMNS_ONE;
    if (one)
        return arena_format(task->report->arena, "column '%s' wants", count->column);
    if (check->columns_pattern)
        return arena_format(task->report->arena, "the columns that match '%s' want",
                            check->columns_matching);
    if (check->columns.count == 0)
        return "the data wants";
    return arena_format(task->report->arena, "columns (%s) want",
                        text_join(task->report->arena, &check->columns, ", "));
}

// What is wanted, by checks whose kind has no words of its own.
static const char *wanted(const CheckTask *task, const DataCheck *check)
{
    Arena *arena = task->report->arena;
    if (text_equal(check->kind->name, "greater"))
        return arena_format(arena, "%s to be %s %s", check->columns.items[0],
                            check->strictly ? "greater than" : "at least", check->columns.items[1]);
    return check->wanted ? check->wanted : "what its check says";
}

// How many values break the check. Values that should be unique count with their first one.
static int64_t broken_values(const CheckCount *count)
{
    bool unique = text_equal(count->check->kind->rule, "schema/unique");
    return count->breach.count + (unique ? count->first_broken : 0);
}

static void find_rows(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    Arena *arena = task->report->arena;
    int64_t broken = broken_values(count);
    tally->value = arena_format(arena, "%" PRId64 " of %" PRId64 " break it", broken, count->rows);
    if (broken == 0 || check_tolerates(count->check, broken, count->rows))
        return;
    const char *detail = "";
    if (count->check->kind->family == CHECK_SEEN)
        detail = arena_format(arena, "; it was in row %" PRId64 " before", count->breach.first_row);
    if (count->too_hard)
        detail = arena_format(arena, "; %" PRId64 " took too many steps to match", count->too_hard);
    Finding *finding = check_find(
        task, tally,
        arena_format(arena, "%s %s; %" PRId64 " of %" PRId64 " %s not%s%s", subject(task, count),
                     wanted(task, count->check), broken, count->rows, broken == 1 ? "is" : "are",
                     example(task, count), detail));
    finding->count = broken;
    check_add_places(task, finding, tally, count->breach.places.items, count->breach.places.count);
}

void check_find_column(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                       const char *message, int64_t values)
{
    Finding *finding = check_find(task, tally, message);
    Place header = check_column_place(task, count->position);
    finding->count = values;
    check_add_places(task, finding, tally, &header, 1);
}

static bool find_share(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                       Error *err)
{
    const DataCheck *check = count->check;
    double kept = (double)(count->rows - count->breach.count);
    double share = count->rows ? kept / (double)count->rows : NAN;
    double low = -INFINITY;
    double high = INFINITY;
    if ((check->low.text && !text_to_real(check->low.text, &low)) ||
        (check->high.text && !text_to_real(check->high.text, &high)))
        return error_at(err, ERROR_CONFIG, check->place, "check '%s' wants numbers as bounds",
                        check->name);
    tally->value = arena_format(task->report->arena, "%.6g", share);
    bool inside = (check->low.open ? share > low : share >= low) &&
                  (check->high.open ? share < high : share <= high);
    if (!inside)
        check_find_column(task, count, tally,
                          arena_format(task->report->arena, "column '%s' wants %s %s; it is %s",
                                       count->column, figure_label(check), check->wanted,
                                       tally->value),
                          1);
    return true;
}

static void find_unsure(const CheckTask *task, const CheckCount *count, const FigureResult *result,
                        CheckTally *tally)
{
    tally->unsure = true;
    Finding *finding =
        report_find(task->report, report_rule(task->report, "check/too-coarse"),
                    "column '%s' wants %s%s%s; it is %s, which the profile tells no better",
                    count->column, figure_label(count->check),
                    *figure_label(count->check) ? " " : "", result->wanted, result->value);
    finding_add_place(task->report, finding, count->check->place);
}

static bool find_figure(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                        Error *err)
{
    Arena *arena = task->report->arena;
    const DataCheck *check = count->check;
    bool asked = check->columns.count > 0;
    const CheckCounts *counts = check_run_counts(task->reading->checks);
    const ColumnProfile *own =
        figure_profile(task->reading->figures, (size_t)(count - counts->items));
    const FigureTask figure = {
        .check = check,
        .column = own ? own : &task->reading->profile->columns.items[count->position],
        .missing = &task->reading->schema->checks.missing,
        .has_now = task->has_now,
        .now = task->now};
    FigureResult result;
    const char *label = figure_label(check);
    if (!figure_judge(&figure, arena, &result, err))
        return false;
    tally->value = result.value;
    if (result.verdict == FIGURE_UNSURE)
        find_unsure(task, count, &result, tally);
    if (result.verdict == FIGURE_UNDEFINED && asked)
        check_find_column(
            task, count, tally,
            arena_format(arena, "column '%s' has no %s: its type is %s%s", count->column,
                         check->name, field_type_name(figure.column->type),
                         column_profile_values(figure.column) ? "" : ", without a value"),
            1);
    if (result.verdict == FIGURE_BROKEN)
        check_find_column(task, count, tally,
                          arena_format(arena, "column '%s' wants %s%s%s; it is %s%s%s%s%s",
                                       count->column, label, *label ? " " : "", result.wanted,
                                       result.value, check->where ? " where " : "",
                                       check->where ? check->where : "", result.detail ? ": " : "",
                                       result.detail ? result.detail : ""),
                          result.count);
    return true;
}

static void find_absent(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    const TextList *names = table_names(task->reading->table);
    const char *nearest = text_nearest(count->absent, names->items, names->count);
    Arena *arena = task->report->arena;
    bool family = count->absent == count->check->columns_matching;
    Finding *finding =
        report_find(task->report, report_rule(task->report, "schema/missing-column"),
                    "column '%s', which check '%s' is about, is not in the data%s%s%s",
                    count->absent, count->check->name,
                    nearest && !family ? ", which has '"
                    : family           ? ": no name matches"
                                       : "",
                    nearest && !family ? nearest : "", nearest && !family ? "'" : "");
    Place header = check_column_place(task, 0);
    header.field = count->absent;
    tally->fails = true;
    tally->value = arena_format(arena, "no column '%s'", count->absent);
    check_add_places(task, finding, tally, &header, 1);
}

static bool find_count(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                       Error *err)
{
    if (count->idle)
        return true;
    tally->judged++;
    if (count->absent) {
        find_absent(task, count, tally);
        return true;
    }
    switch (count->check->kind->family) {
    case CHECK_SHARE:
        return find_share(task, count, tally, err);
    case CHECK_FIGURE:
        return find_figure(task, count, tally, err);
    case CHECK_MEASURE:
        return find_measure(task, count, tally, err);
    case CHECK_TABLE:
        return find_table(task, count, tally, err);
    case CHECK_SHAPES:
        find_shapes(task, count, tally);
        return true;
    default:
        find_rows(task, count, tally);
        return true;
    }
}

static bool judged_nothing(const CheckTally *tally)
{
    return tally->judged == 0 && tally->wide > 0;
}

// How the check went: "1 of 5 pairs break it; 3 of 8 not judged: too many values".
static const char *tally_value(const CheckTask *task, const CheckTally *tally)
{
    Arena *arena = task->report->arena;
    const bool pairs = tally->check->kind->columns == COLUMNS_PAIRS;
    const char *what = pairs ? "pairs" : "columns";
    const int64_t all = tally->judged + tally->wide + tally->single;
    const char *value = tally->value;
    if (tally->judged > 1)
        value = arena_format(arena, "%" PRId64 " of %" PRId64 " %s break it", tally->broken,
                             tally->judged, what);
    if (tally->judged == 0)
        value = judged_nothing(tally) ? NULL : "no columns for it";
    if (tally->wide > 0)
        value = arena_format(arena, "%s%s%" PRId64 " of %" PRId64 " %s not judged: too many values",
                             value ? value : "", value ? "; " : "", tally->wide, all, what);
    if (tally->single > 0)
        value = arena_format(arena, "%s%s%" PRId64 " left out: values hardly repeat",
                             value ? value : "", value ? "; " : "", tally->single);
    return value;
}

static void find_nothing_judged(const CheckTask *task, const CheckTally *tally)
{
    Finding *finding = report_find(
        task->report, report_rule(task->report, "check/too-coarse"),
        "check '%s' judges nothing: pairs of columns that nobody named are left out if they have "
        "more than %zu different values together, here %" PRId64 "; of named ones %zu are told "
        "apart",
        tally->check->name, MEASURE_MOST_UNNAMED, tally->wide, MEASURE_MOST_GROUPS);
    finding_add_place(task->report, finding, tally->check->place);
}

static void report_tally(const CheckTask *task, const CheckTally *tally)
{
    Arena *arena = task->report->arena;
    const DataCheck *check = tally->check;
    const bool unsure = tally->unsure || judged_nothing(tally);
    const char *columns = text_join(arena, &check->columns, ", ");
    if (check->columns_pattern)
        columns =
            arena_format(arena, "%s%s%s", columns, *columns ? ", " : "", check->columns_matching);
    Check entry = {.name = *columns ? arena_format(arena, "%s (%s)", check->name, columns)
                                    : check->name,
                   .verdict = tally->fails ? VERDICT_FAIL
                              : unsure     ? VERDICT_INCONCLUSIVE
                                           : VERDICT_PASS,
                   .value = tally_value(task, tally),
                   .threshold = check->wanted};
    if (judged_nothing(tally))
        find_nothing_judged(task, tally);
    report_add_check(task->report, entry);
}

static bool find_checks(const CheckTask *task, Error *err)
{
    const CheckCounts *counts = check_run_counts(task->reading->checks);
    CheckTally tally = {0};
    for (size_t i = 0; i < counts->count; i++) {
        const CheckCount *count = &counts->items[i];
        if (tally.check && tally.check != count->check)
            report_tally(task, &tally);
        if (tally.check != count->check)
            tally = (CheckTally){.check = count->check};
        if (!find_count(task, count, &tally, err))
            return false;
    }
    if (tally.check)
        report_tally(task, &tally);
    return true;
}

bool check_now_is_moment(const char *now, Error *err)
{
    Scalar moment;
    return !now || text_equal(now, NOW_IS_CLOCK) ||
           scalar_any_datetime(now, strlen(now), &moment) ||
           error_set(err, ERROR_USAGE,
                     "option '--now' is '%s', wanted a moment such as 2026-01-31T12:00:00Z, or "
                     "'" NOW_IS_CLOCK "'",
                     now);
}

static bool read_now(const char *text, CheckTask *task, Error *err)
{
    Scalar now;
    if (!check_now_is_moment(text, err))
        return false;
    task->has_now = text != NULL;
    const bool told = text && scalar_any_datetime(text, strlen(text), &now);
    task->now = told ? (int64_t)now.real : (int64_t)time(NULL);
    return true;
}

bool judge_checks(Report *report, const Reading *reading, ChecksAsked asked, Error *err)
{
    CheckTask task = {.report = report, .reading = reading, .baseline_rows = asked.earlier_rows};
    return read_now(asked.now, &task, err) && find_checks(&task, err);
}
