#include "judge/figure_measure.h"

#include "base/buf.h"
#include "judge/figure_values.h"
#include "schema/field_load.h"

#include <inttypes.h>
#include <math.h>

// Of an estimate with a known standard deviation three of them are taken to be its bounds.
#define DEVIATIONS 3.0

typedef Figure FigureMeasure(const FigureTask *task, Arena *arena);

static Figure exactly(double value)
{
    return (Figure){.low = value, .high = value};
}

static Figure in_unit(double value)
{
    return (Figure){.low = value, .high = value, .of_column = true};
}

static const Moments *number_moments(const FigureTask *task)
{
    static const Moments none = MOMENTS_EMPTY;
    bool numbers = field_type_is_ordered(task->column->type);
    return numbers ? &task->column->moments : &none;
}

// How many values are true; NaN if some are neither `true` nor `false`, whatever their case.
static double count_truths(const FigureValues *values)
{
    double truths = 0;
    for (size_t i = 0; i < values->items.count; i++) {
        const FigureValue *value = &values->items.items[i];
        bool truth = text_equal_any_case(value->text, "true");
        if (!truth && !text_equal_any_case(value->text, "false"))
            return NAN;
        truths += truth ? (double)value->count : 0;
    }
    return values->exact && values->count ? truths : NAN;
}

static Figure measure_mean(const FigureTask *task, Arena *arena)
{
    if (task->column->type == FIELD_BOOLEAN) {
        FigureValues values = figure_values(task, arena);
        return exactly(count_truths(&values) / (double)values.count);
    }
    return in_unit(moments_mean(number_moments(task)));
}

static Figure measure_quantile_at(const FigureTask *task, double q, Arena *arena)
{
    if (number_moments(task)->count == 0)
        return in_unit(NAN);
    SpreadBins bins = spread_bins(&task->column->spread, arena);
    double value = spread_quantile(&bins, q);
    double error = column_profile_quantile_error(task->column) * fabs(value);
    return (Figure){.low = value - error, .high = value + error, .of_column = true};
}

static Figure measure_median(const FigureTask *task, Arena *arena)
{
    return measure_quantile_at(task, .5, arena);
}

// The value at the rank that is nearest to q (n - 1), as pandas' interpolation 'nearest' has it.
static Figure measure_nearest(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    double rank = nearbyint(task->check->quantile * (double)(values.count - 1));
    int64_t below = 0;
    for (size_t i = 0; i < values.items.count; i++) {
        const FigureValue *value = &values.items.items[i];
        below += value->count;
        if ((double)below > rank)
            return (Figure){.low = value->low, .high = value->high, .of_column = true};
    }
    return in_unit(NAN);
}

static Figure measure_quantile(const FigureTask *task, Arena *arena)
{
    if (task->check->nearest && field_type_is_ordered(task->column->type))
        return measure_nearest(task, arena);
    return measure_quantile_at(task, task->check->quantile, arena);
}

static Figure measure_quartile_range(const FigureTask *task, Arena *arena)
{
    const Figure lower = measure_quantile_at(task, .25, arena);
    const Figure upper = measure_quantile_at(task, .75, arena);
    return (Figure){.low = fmax(0, upper.low - lower.high), .high = upper.high - lower.low};
}

static Figure measure_sum(const FigureTask *task, Arena *arena)
{
    const Moments *moments = number_moments(task);
    if (task->column->type == FIELD_BOOLEAN) {
        FigureValues values = figure_values(task, arena);
        return exactly(count_truths(&values));
    }
    if (task->column->type == FIELD_INTEGER && task->column->sum_exact)
        return exactly((double)task->column->sum);
    return exactly(moments->count ? moments->mean * (double)moments->count : NAN);
}

static Figure measure_deviation(const FigureTask *task, Arena *arena)
{
    (void)arena;
    return exactly(moments_sample_deviation(number_moments(task)));
}

static Figure measure_variance(const FigureTask *task, Arena *arena)
{
    double deviation = measure_deviation(task, arena).low;
    return exactly(deviation * deviation);
}

static Figure measure_least(const FigureTask *task, Arena *arena)
{
    (void)arena;
    return in_unit(number_moments(task)->least);
}

static Figure measure_most(const FigureTask *task, Arena *arena)
{
    (void)arena;
    return in_unit(number_moments(task)->most);
}

static Figure measure_distinct(const FigureTask *task, Arena *arena)
{
    const ColumnProfile *column = task->column;
    if (column->distinct_exact && !field_type_is_ordered(column->type))
        return exactly((double)figure_values(task, arena).items.count);
    double distinct = (double)column->distinct;
    double error = column_profile_distinct_error(column) * DEVIATIONS * distinct;
    return (Figure){.low = distinct - error, .high = distinct + error};
}

static Figure measure_distinct_share(const FigureTask *task, Arena *arena)
{
    Figure distinct = measure_distinct(task, arena);
    double all = (double)figure_values(task, arena).count;
    return all > 0 ? (Figure){.low = distinct.low / all, .high = fmin(distinct.high / all, 1)}
                   : exactly(NAN);
}

// The most frequent value; NULL for none. Where not all are known it may be another one.
static const FigureValue *most_common(const FigureValues *values)
{
    const FigureValue *most = NULL;
    for (size_t i = 0; i < values->items.count; i++) {
        if (!most || values->items.items[i].count > most->count)
            most = &values->items.items[i];
    }
    return most;
}

static Figure measure_common_share(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    const FigureValue *most = most_common(&values);
    if (!most || values.count == 0)
        return exactly(NAN);
    double share = (double)most->count / (double)values.count;
    return (Figure){.low = values.exact ? share : 0,
                    .high = share,
                    .detail = arena_format(arena, "'%s' is the most frequent value", most->text)};
}

// 1 if the most frequent value is none of the check's. Of several that are equally frequent one is
// enough, unless it is asked `strictly`: then there must be no second one. All must be known.
static Figure measure_common_in(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    const FigureValue *most = most_common(&values);
    int64_t modes = 0;
    int64_t listed = 0;
    const FigureWanted *wanted = figure_wanted_values(task->column, task->check->values, arena);
    for (size_t i = 0; i < values.items.count; i++) {
        const FigureValue *value = &values.items.items[i];
        bool is_listed = false;
        if (value->count < most->count)
            continue;
        for (size_t k = 0; k < task->check->values->count && !is_listed; k++)
            is_listed = figure_value_is(task->column, value, &wanted[k]);
        modes++;
        listed += is_listed;
    }
    bool kept = modes == 0 || (listed && (modes == 1 || !task->check->strictly));
    Figure outside = {.low = kept ? 0 : 1, .high = kept && values.exact ? 0 : 1};
    if (!kept)
        outside.detail =
            arena_format(arena, "'%s'%s", most->text,
                         modes > 1 ? " and others are the most frequent" : " is the most frequent");
    return outside;
}

// How many of the check's values are not there.
static Figure measure_contains(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    Figure absent = exactly(0);
    const FigureWanted *wanted = figure_wanted_values(task->column, task->check->values, arena);
    for (size_t k = 0; k < task->check->values->count; k++) {
        const Value *value = &task->check->values->items[k];
        bool found = false;
        for (size_t i = 0; i < values.items.count && !found; i++)
            found = figure_value_is(task->column, &values.items.items[i], &wanted[k]);
        if (found || value->kind == VALUE_NULL)
            continue;
        Cell text = {0};
        Error err = ERROR_EMPTY;
        absent.high++;
        absent.low += values.exact;
        if (!absent.detail && field_value_text(value, arena, &text, &err))
            absent.detail = arena_format(arena, "'%s' is not there", text.bytes);
    }
    absent.count = (int64_t)absent.high;
    return absent;
}

// How many values are on one side only.
static Figure measure_equals(const FigureTask *task, Arena *arena)
{
    Figure apart = measure_contains(task, arena);
    FigureValues values = figure_values(task, arena);
    const FigureWanted *wanted = figure_wanted_values(task->column, task->check->values, arena);
    for (size_t i = 0; i < values.items.count; i++) {
        const FigureValue *value = &values.items.items[i];
        bool listed = false;
        for (size_t k = 0; k < task->check->values->count && !listed; k++)
            listed = figure_value_is(task->column, value, &wanted[k]);
        apart.low += !listed;
        apart.high += !listed;
        if (!listed && !apart.detail)
            apart.detail = arena_format(arena, "'%s' is not wanted", value->text);
    }
    apart.high += values.exact ? 0 : 1;
    apart.count = (int64_t)apart.high;
    return apart;
}

typedef struct Fences {
    double low;
    double high;
    bool open; // who stands at a fence is beyond it
} Fences;

// The share of values that lie beyond one of two fences; a bin that a fence cuts may lie on either
// side.
static Figure share_beyond(const FigureTask *task, Fences fences, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    int64_t surely = 0;
    int64_t maybe = 0;
    if (values.count == 0 || !field_type_is_ordered(task->column->type))
        return exactly(NAN);
    Figure beyond = {.detail = NULL};
    for (size_t i = 0; i < values.items.count; i++) {
        const FigureValue *value = &values.items.items[i];
        bool inside = fences.open ? value->low > fences.low && value->high < fences.high
                                  : value->low >= fences.low && value->high <= fences.high;
        bool outside = fences.open ? value->high <= fences.low || value->low >= fences.high
                                   : value->high < fences.low || value->low > fences.high;
        surely += outside ? value->count : 0;
        maybe += inside ? 0 : value->count;
        if (!inside && !beyond.detail)
            beyond.detail = arena_format(arena, "%s is one, beyond %s and %s", value->text,
                                         figure_text(task->column, fences.low, arena),
                                         figure_text(task->column, fences.high, arena));
    }
    beyond.low = (double)surely / (double)values.count;
    beyond.high = (double)maybe / (double)values.count;
    beyond.count = maybe;
    return beyond;
}

// Beyond so many standard deviations of the mean; `strictly`: only above it.
static Figure measure_z_scores(const FigureTask *task, Arena *arena)
{
    const Moments *moments = number_moments(task);
    double width = task->check->number * moments_sample_deviation(moments);
    double low = task->check->strictly ? -INFINITY : moments->mean - width;
    if (moments->count < 2 || width == 0)
        return exactly(0);
    return share_beyond(task, (Fences){low, moments->mean + width, true}, arena);
}

// Tukey's fences: so many times the distance of the quartiles beyond them.
static Figure measure_outliers(const FigureTask *task, Arena *arena)
{
    if (number_moments(task)->count == 0)
        return exactly(NAN);
    SpreadBins bins = spread_bins(&task->column->spread, arena);
    double lower = spread_quantile(&bins, .25);
    double upper = spread_quantile(&bins, .75);
    double reach = task->check->number * (upper - lower);
    return share_beyond(task, (Fences){lower - reach, upper + reach, false}, arena);
}

static Figure measure_class_ratio(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    const FigureValue *most = most_common(&values);
    const FigureValue *least = most;
    for (size_t i = 0; i < values.items.count; i++) {
        if (values.items.items[i].count < least->count)
            least = &values.items.items[i];
    }
    if (!most)
        return exactly(NAN);
    double ratio = (double)least->count / (double)most->count;
    return (Figure){.low = values.exact ? ratio : 0,
                    .high = ratio,
                    .detail = arena_format(arena, "'%s' %" PRId64 " times, '%s' %" PRId64,
                                           least->text, least->count, most->text, most->count)};
}

// A text without case and without anything that is no letter and no digit.
static const char *fold_text(const FigureValue *value, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    for (size_t i = 0; i < value->size; i++) {
        unsigned char byte = (unsigned char)value->text[i];
        if (byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z'))
            buf_add_char(&text, (char)byte);
        else if (byte >= 'A' && byte <= 'Z')
            buf_add_char(&text, (char)(byte | 0x20));
    }
    return buf_keep(&text, arena);
}

// How many texts are spellings of another one.
static Figure measure_variants(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    const char **folded = arena_array(arena, const char *, values.items.count + 1);
    Figure variants = {.high = values.exact ? 0 : 1};
    if (field_type_is_ordered(task->column->type))
        return exactly(0);
    for (size_t i = 0; i < values.items.count; i++) {
        folded[i] = fold_text(&values.items.items[i], arena);
        for (size_t k = 0; k < i && *folded[i]; k++) {
            if (!text_equal(folded[i], folded[k]))
                continue;
            variants.low++;
            if (!variants.detail)
                variants.detail = arena_format(arena, "'%s' and '%s'", values.items.items[k].text,
                                               values.items.items[i].text);
            break;
        }
    }
    variants.high = fmax(variants.high, variants.low);
    variants.count = (int64_t)variants.low;
    return variants;
}

static Figure measure_age(const FigureTask *task, Arena *arena)
{
    double newest = number_moments(task)->most;
    if (task->column->type == FIELD_DATE)
        newest *= 86400;
    else if (task->column->type != FIELD_DATETIME)
        return exactly(NAN);
    Figure age = exactly((double)task->now - newest);
    age.detail = arena_format(arena, "the latest is %s",
                              figure_text(task->column, number_moments(task)->most, arena));
    return age;
}

static const Moments *length_moments(const FigureTask *task)
{
    static const Moments none = MOMENTS_EMPTY;
    return field_type_is_ordered(task->column->type) ? &none : &task->column->moments;
}

static Figure measure_mean_length(const FigureTask *task, Arena *arena)
{
    (void)arena;
    return exactly(moments_mean(length_moments(task)));
}

static Figure measure_least_length(const FigureTask *task, Arena *arena)
{
    (void)arena;
    return exactly(length_moments(task)->least);
}

static Figure measure_most_length(const FigureTask *task, Arena *arena)
{
    (void)arena;
    return exactly(length_moments(task)->most);
}

// In nats.
static Figure measure_entropy(const FigureTask *task, Arena *arena)
{
    FigureValues values = figure_values(task, arena);
    double entropy = 0;
    for (size_t i = 0; i < values.items.count; i++) {
        double share = (double)values.items.items[i].count / (double)values.count;
        entropy -= share * log(share);
    }
    if (!values.exact)
        return (Figure){.low = 0, .high = INFINITY};
    return exactly(values.count ? entropy : NAN);
}

// Where there are no bounds, how much of it is too much is said by the check's tolerance.
static const struct {
    FigureMeasure *measure;
    const char *wanted; // for those that want none of what they count
    const char *unit;   // behind the figure in messages
} figures[] = {
    [FIGURE_MEAN] = {measure_mean, NULL, NULL},
    [FIGURE_MEDIAN] = {measure_median, NULL, NULL},
    [FIGURE_QUANTILE] = {measure_quantile, NULL, NULL},
    [FIGURE_SUM] = {measure_sum, NULL, NULL},
    [FIGURE_DEVIATION] = {measure_deviation, NULL, NULL},
    [FIGURE_VARIANCE] = {measure_variance, NULL, NULL},
    [FIGURE_LEAST] = {measure_least, NULL, NULL},
    [FIGURE_MOST] = {measure_most, NULL, NULL},
    [FIGURE_DISTINCT] = {measure_distinct, NULL, NULL},
    [FIGURE_DISTINCT_SHARE] = {measure_distinct_share, NULL, NULL},
    [FIGURE_COMMON_SHARE] = {measure_common_share, NULL, NULL},
    [FIGURE_COMMON_IN] = {measure_common_in, "a most frequent value that is one of", "outside"},
    [FIGURE_CONTAINS] = {measure_contains, "to have all of", "not there"},
    [FIGURE_EQUALS] = {measure_equals, "to have exactly", "on one side only"},
    [FIGURE_Z_SCORES] = {measure_z_scores, "no standard score beyond", "of all values"},
    [FIGURE_OUTLIERS] = {measure_outliers, "no outliers at a multiple of", "of all values"},
    [FIGURE_CLASS_RATIO] = {measure_class_ratio, NULL, NULL},
    [FIGURE_VARIANTS] = {measure_variants, "one spelling of each text",
                         "more than there should be"},
    [FIGURE_AGE] = {measure_age, "", "seconds"},
    [FIGURE_MEAN_LENGTH] = {measure_mean_length, NULL, NULL},
    [FIGURE_LEAST_LENGTH] = {measure_least_length, NULL, NULL},
    [FIGURE_MOST_LENGTH] = {measure_most_length, NULL, NULL},
    [FIGURE_ENTROPY] = {measure_entropy, NULL, NULL},
    [FIGURE_DIVERGENCE] = {figure_divergence, NULL, NULL},
    [FIGURE_QUARTILE_RANGE] = {measure_quartile_range, NULL, NULL},
};

Figure figure_measure(const FigureTask *task, Arena *arena)
{
    return figures[task->check->kind->what].measure(task, arena);
}

const char *figure_wanted(CheckFigure figure)
{
    return figures[figure].wanted;
}

const char *figure_unit(CheckFigure figure)
{
    return figures[figure].unit;
}
