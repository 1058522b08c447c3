#include "schema/check_measures.h"

#include "schema/check_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// So many rows are added at once.
#define CHUNK_ROWS ((size_t)512)

// All pairs of more columns would take more memory and time than anybody expects of a check.
#define MOST_PAIRS ((size_t)5000)

// Where nobody named the columns, those whose values come less often than this tell nothing.
#define LEAST_REPEATS 5

static bool is_number(const FieldValues *values, size_t row)
{
    return field_state_is_value(values->states[row]) && isfinite(values->reals[row]);
}

static void add_one_column(const CheckRows *rows, MeasureSums *sums)
{
    double numbers[CHUNK_ROWS];
    size_t count = 0;
    rows_each(rows, row)
    {
        if (is_number(rows->values[0], row))
            numbers[count++] = rows->values[0]->reals[row];
        if (count < CHUNK_ROWS)
            continue;
        shape_moments_add_all(&sums->shape, numbers, count);
        count = 0;
    }
    shape_moments_add_all(&sums->shape, numbers, count);
}

static void add_two_numbers(const CheckRows *rows, MeasureSums *sums)
{
    double numbers[2][CHUNK_ROWS];
    size_t count = 0;
    rows_each(rows, row)
    {
        if (!is_number(rows->values[0], row) || !is_number(rows->values[1], row))
            continue;
        numbers[0][count] = rows->values[0]->reals[row];
        numbers[1][count++] = rows->values[1]->reals[row];
        if (count < CHUNK_ROWS)
            continue;
        joint_moments_add_all(&sums->joint, numbers[0], numbers[1], count);
        count = 0;
    }
    joint_moments_add_all(&sums->joint, numbers[0], numbers[1], count);
}

static uint64_t category_key(const CheckRows *rows, size_t column, size_t row)
{
    const Cell *cell = &rows->cells[column][row];
    return hash_padded_text(cell->bytes, cell->size);
}

static void add_number_by_category(const CheckRows *rows, MeasureSums *sums)
{
    rows_each(rows, row)
    {
        if (is_number(rows->values[0], row))
            groups_measure(&sums->groups, category_key(rows, 1, row), rows->values[0]->reals[row]);
    }
}

static void add_categories(const CheckRows *rows, MeasureSums *sums)
{
    rows_each(rows, row)
        groups_count(&sums->groups, category_key(rows, 0, row), category_key(rows, 1, row));
}

// The number of a value's interval. Beyond 2^53 doubles do not tell intervals apart: there each
// value is its own, by its bits, which are greater than the numbers before.
static int64_t interval_of(double real, double longest_gap)
{
    const double interval = floor(real / longest_gap);
    const double size = fabs(real);
    int64_t bits = 0;
    if (fabs(interval) < SCALAR_EXACT_INTEGERS)
        return (int64_t)interval;
    memcpy(&bits, &size, sizeof bits);
    return real < 0 ? -bits : bits;
}

// Of each interval the least and the greatest value are kept: within it no gap is too long.
static void add_intervals(const CheckRows *rows, MeasureSums *sums)
{
    rows_each(rows, row)
    {
        const double real = rows->values[0]->reals[row];
        if (is_number(rows->values[0], row))
            groups_measure(&sums->groups, (uint64_t)interval_of(real, rows->bound->longest_gap),
                           real);
    }
}

// Whether a value shows that the column is none of numbers; of a declared one that is said by its
// type, and what does not fit is found there.
static bool has_text(const CheckRun *run, const CheckRows *rows, size_t column)
{
    const BoundView *view = &run->views.items[rows->bound->views[column]];
    if (!view->guessed)
        return false;
    rows_each(rows, row)
    {
        if (rows->values[column]->states[row] == FIELD_MISFIT)
            return true;
    }
    return false;
}

static void measure_open(const BoundCheck *bound, MeasureSums *sums)
{
    const CheckMeasure measure = (CheckMeasure)bound->check->kind->what;
    const bool named = bound->check->columns.count > 0;
    sums->groups.most = measure == MEASURE_GAPS ? MEASURE_MOST_INTERVALS
                        : named                 ? MEASURE_MOST_GROUPS
                                                : MEASURE_MOST_UNNAMED;
    sums->groups.measured = measure == MEASURE_GAPS || measure == MEASURE_RATIO;
}

void check_count_measure(CheckRun *run, const CheckRows *rows, Arena *arena)
{
    const BoundCheck *bound = rows->bound;
    if (bound->decided)
        return;
    if (!rows->found->sums) {
        rows->found->sums = arena_new(arena, MeasureSums);
        measure_open(bound, rows->found->sums);
    }
    MeasureSums *sums = rows->found->sums;
    for (size_t i = 0; i < bound->columns; i++)
        sums->unordered = sums->unordered || has_text(run, rows, i);
    if (sums->unordered)
        return;
    switch ((CheckMeasure)bound->check->kind->what) {
    case MEASURE_SKEWNESS:
    case MEASURE_KURTOSIS:
        add_one_column(rows, sums);
        break;
    case MEASURE_CORRELATION:
        add_two_numbers(rows, sums);
        break;
    case MEASURE_RATIO:
        add_number_by_category(rows, sums);
        break;
    case MEASURE_ASSOCIATION:
    case MEASURE_INFORMATION:
        add_categories(rows, sums);
        break;
    case MEASURE_GAPS:
        add_intervals(rows, sums);
    }
}

void check_fold_measure(BoundCheck *bound, SlotCheck *found)
{
    MeasureSums *all = bound->sums;
    MeasureSums *more = found->sums;
    if (!more)
        return;
    // What other threads had begun before it was decided does not count either.
    if (!bound->decided) {
        all->unordered |= more->unordered;
        shape_moments_merge(&all->shape, &more->shape);
        joint_moments_merge(&all->joint, &more->joint);
        groups_merge(&all->groups, &more->groups);
        bound->decided = all->unordered || all->groups.full;
    }
    measure_sums_release(more);
}

double measure_figure(const MeasureSums *sums, CheckMeasure measure, bool symmetric)
{
    switch (measure) {
    case MEASURE_SKEWNESS:
        return shape_moments_skewness(&sums->shape);
    case MEASURE_KURTOSIS:
        return shape_moments_kurtosis(&sums->shape);
    case MEASURE_CORRELATION:
        return joint_moments_correlation(&sums->joint);
    case MEASURE_RATIO:
        return groups_correlation_ratio(&sums->groups);
    case MEASURE_ASSOCIATION:
        return groups_association(&sums->groups);
    case MEASURE_INFORMATION:
        return groups_information(&sums->groups, symmetric);
    case MEASURE_GAPS:
        break;
    }
    return NAN;
}

bool measure_repeats(const MeasureSums *sums, int64_t rows)
{
    for (size_t key = 0; key < 2; key++) {
        if ((double)groups_different(&sums->groups, key) * LEAST_REPEATS > (double)rows)
            return false;
    }
    return true;
}

typedef struct Interval {
    int64_t number;
    double least;
    double most;
} Interval;

static int compare_intervals(const void *a, const void *b)
{
    const Interval *one = a;
    const Interval *other = b;
    return (one->number > other->number) - (one->number < other->number);
}

MeasureGaps measure_gaps(const MeasureSums *sums, double longest, Arena *arena)
{
    const Groups *groups = &sums->groups;
    Interval *intervals = arena_array(arena, Interval, groups->used + 1);
    size_t count = 0;
    MeasureGaps gaps = {0};
    for (size_t i = 0; i < groups->room; i++) {
        if (groups->slots[i].count)
            intervals[count++] = (Interval){(int64_t)groups->slots[i].keys[0],
                                            groups->moments[i].least, groups->moments[i].most};
    }
    qsort(intervals, count, sizeof(Interval), compare_intervals);
    for (size_t i = 1; i < count; i++) {
        const double from = intervals[i - 1].most;
        const double to = intervals[i].least;
        if (!(to - from > longest))
            continue;
        if (to - from > gaps.to - gaps.from) {
            gaps.from = from;
            gaps.to = to;
        }
        gaps.count++;
    }
    return gaps;
}

void measure_sums_release(MeasureSums *sums)
{
    groups_release(&sums->groups);
}

// How the columns of a pair are seen.
static CheckView measure_view(CheckMeasure measure, size_t column)
{
    if (measure == MEASURE_ASSOCIATION || measure == MEASURE_INFORMATION)
        return VIEW_CELL;
    return measure == MEASURE_RATIO && column == 1 ? VIEW_CELL : VIEW_ORDER;
}

// A length of time in the column's unit: dates count days, what has a time of day counts seconds.
static bool bind_gap(const CheckRun *run, BoundCheck *bound, Error *err)
{
    const Field *field = &run->views.items[bound->views[0]].field;
    bool days = field->type == FIELD_DATE || field->type == FIELD_YEARMONTH;
    bound->longest_gap = bound->check->number;
    if (bound->check->is_time && field->type == FIELD_YEAR)
        return error_at(err, ERROR_CONFIG, bound->check->place,
                        "column '%s' counts years: 'maximumGap' wants a number of them",
                        field->name);
    if (bound->check->is_time && days)
        bound->longest_gap /= 86400;
    return true;
}

static bool bind_measure(CheckRun *run, const DataCheck *check, const size_t *columns, size_t count,
                         Error *err)
{
    const TextList *names = table_names(run->plan->table);
    CheckCount *counted = list_push(run->arena, &run->counts);
    *counted = (CheckCount){.check = check,
                            .position = columns[0],
                            .column = names->items[columns[0]],
                            .other = count > 1 ? names->items[columns[1]] : NULL};
    BoundCheck *bound = list_push(run->arena, &run->checks);
    *bound = (BoundCheck){.check = check,
                          .count = run->counts.count - 1,
                          .views = arena_array(run->arena, size_t, count),
                          .columns = count,
                          .label = SIZE_MAX,
                          .sums = arena_new(run->arena, MeasureSums)};
    measure_open(bound, bound->sums);
    counted->sums = bound->sums;
    for (size_t i = 0; i < count; i++)
        bound->views[i] =
            check_bind_view(run, columns[i], measure_view((CheckMeasure)check->kind->what, i));
    if (check->kind->what == MEASURE_GAPS && !bind_gap(run, bound, err))
        return false;
    counted->longest_gap = bound->longest_gap;
    counted->in_seconds = run->views.items[bound->views[0]].guessed;
    return check_bind_where(run, bound, err);
}

// Whether a column that nobody has named may be one of numbers: its field does not say otherwise.
static bool may_be_ordered(const CheckRun *run, size_t column)
{
    const TableSchema *schema = run->plan->schema;
    const size_t field = table_schema_field(schema, table_names(run->plan->table)->items[column]);
    return field == SIZE_MAX || field_type_is_ordered(schema->fields.items[field].type);
}

// The columns to measure; in `ret_absent` the first of those named that is not there.
static size_t *find_columns(CheckRun *run, const DataCheck *check, size_t *ret_count,
                            const char **ret_absent)
{
    const TextList *wanted = check_columns(run, check);
    size_t *columns = arena_array(run->arena, size_t, wanted->count + 1);
    bool ordered = measure_view((CheckMeasure)check->kind->what, 0) == VIEW_ORDER;
    for (size_t i = 0; i < wanted->count; i++) {
        const char *name = wanted->items[i];
        size_t column = 0;
        if (!table_find(run->plan->table, name, &column))
            *ret_absent = *ret_absent ? *ret_absent : name;
        else if (!(check->label && text_equal(name, check->label)) &&
                 (check->columns.count || !ordered || may_be_ordered(run, column)))
            columns[(*ret_count)++] = column;
    }
    return columns;
}

static bool bind_pairs(CheckRun *run, const DataCheck *check, const size_t *columns, size_t count,
                       Error *err)
{
    if (count * (count - 1) / 2 > MOST_PAIRS)
        return error_at(err, ERROR_CONFIG, check->place,
                        "check '%s' is about %zu columns, which are more than %zu pairs: name the "
                        "columns, or the label",
                        check->name, count, MOST_PAIRS);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            const size_t pair[] = {columns[i], columns[k]};
            if (!bind_measure(run, check, pair, 2, err))
                return false;
        }
    }
    return true;
}

bool check_bind_measures(CheckRun *run, const DataCheck *check, Error *err)
{
    size_t count = 0;
    size_t label = 0;
    const char *absent = NULL;
    const size_t *columns = find_columns(run, check, &count, &absent);
    if (check->label && !table_find(run->plan->table, check->label, &label))
        absent = check->label;
    // A family whose columns are of another kind is there.
    const bool lacks = check->columns_pattern && check_columns(run, check)->count == 0;
    if (absent || lacks) {
        check_bind_absent(run, check, absent ? absent : check->columns_matching);
        return true;
    }
    const bool pairs = check->kind->columns == COLUMNS_PAIRS && !check->label;
    if (count < (pairs ? 2 : 1)) {
        check_bind_idle(run, check);
        return true;
    }
    if (pairs)
        return bind_pairs(run, check, columns, count, err);
    for (size_t i = 0; i < count; i++) {
        const size_t pair[] = {columns[i], label};
        if (!bind_measure(run, check, pair, check->label ? 2 : 1, err))
            return false;
    }
    return true;
}
