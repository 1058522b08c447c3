#include "column_texts.h"

#include <inttypes.h>
#include <math.h>

#define HISTOGRAM_BINS 20
#define HISTOGRAM_BARS ((size_t)12)

// A column now and, where there is something to compare with, before.
typedef struct ChartSides {
    const ColumnProfile *now;
    const ColumnProfile *before; // NULL for none
    const char *before_name;
    Arena *arena;
} ChartSides;

static void add_shares(Section *chart, const char *name, const int64_t *counts, size_t count,
                       int64_t all, Arena *arena)
{
    SectionSeries *series = section_add_series(chart, name, arena);
    for (size_t i = 0; i < count; i++)
        series_add(series, all ? (double)counts[i] / (double)all : NAN, arena);
}

static void add_histogram(Section *chart, const char *name, const ColumnProfile *column,
                          const double *edges, Arena *arena)
{
    int64_t counts[HISTOGRAM_BINS];
    SpreadBins bins = spread_bins(&column->spread, arena);
    spread_histogram(&bins, edges, HISTOGRAM_BINS, counts);
    add_shares(chart, name, counts, HISTOGRAM_BINS, column->spread.count, arena);
}

// Bars of the intervals between given edges, where both sides have the same.
static bool draw_edges(const ChartSides *sides, Section *chart)
{
    const EdgeCounts *now = &sides->now->edges;
    const EdgeCounts *before = sides->before ? &sides->before->edges : now;
    const size_t bars = now->edges.count + 1;
    if (now->edges.count == 0 || !edges_equal(now->edges, before->edges))
        return false;
    for (size_t i = 0; i < bars; i++)
        *list_push(sides->arena, &chart->x_labels) =
            edge_interval_text(now->edges, i, sides->arena);
    add_shares(chart, "this data", now->counts, bars, sides->now->spread.count, sides->arena);
    if (sides->before)
        add_shares(chart, sides->before_name, before->counts, bars, sides->before->spread.count,
                   sides->arena);
    return true;
}

// Of numbers and dates; of other texts the lengths. False if there is nothing to draw.
static bool draw_numbers(const ChartSides *sides, FieldType type, Section *chart)
{
    const Moments *now = &sides->now->moments;
    const Moments *before = sides->before ? &sides->before->moments : now;
    const double least = fmin(before->least, now->least);
    const double most = fmax(before->most, now->most);
    double edges[HISTOGRAM_BINS + 1];
    if (draw_edges(sides, chart))
        return true;
    if (isnan(least) || !isfinite(most - least) || most <= least)
        return false;
    for (int i = 0; i <= HISTOGRAM_BINS; i++) {
        edges[i] = i == HISTOGRAM_BINS ? most : least + (most - least) * i / HISTOGRAM_BINS;
        *list_push(sides->arena, &chart->x_labels) =
            column_number_text(type, edges[i], sides->arena);
    }
    add_histogram(chart, "this data", sides->now, edges, sides->arena);
    if (sides->before)
        add_histogram(chart, sides->before_name, sides->before, edges, sides->arena);
    return true;
}

// Bars of texts, those of before first, then those that are new; the last bar is all others.
static bool draw_texts(const ChartSides *sides, Section *chart)
{
    static const Categories none = CATEGORIES_EMPTY(0);
    const Categories *now = &sides->now->texts;
    const Categories *before = sides->before ? &sides->before->texts : &none;
    CategoryList ours = categories_list(before, sides->arena);
    CategoryList theirs = categories_list(now, sides->arena);
    int64_t counts[2][HISTOGRAM_BARS + 1];
    int64_t left[2] = {now->count, before->count};
    size_t bars = 0;
    for (size_t i = 0; i < ours.count + theirs.count && bars < HISTOGRAM_BARS; i++) {
        const bool old = i < ours.count;
        const Category *category = old ? &ours.items[i] : &theirs.items[i - ours.count];
        if (!old && categories_count(before, category->hash))
            continue;
        counts[0][bars] = categories_count(now, category->hash);
        counts[1][bars] = categories_count(before, category->hash);
        left[0] -= counts[0][bars];
        left[1] -= counts[1][bars];
        *list_push(sides->arena, &chart->x_labels) = category->text;
        bars++;
    }
    if (left[0] || left[1]) {
        counts[0][bars] = left[0];
        counts[1][bars] = left[1];
        *list_push(sides->arena, &chart->x_labels) = "(others)";
        bars++;
    }
    add_shares(chart, "this data", counts[0], bars, now->count, sides->arena);
    if (sides->before)
        add_shares(chart, sides->before_name, counts[1], bars, before->count, sides->arena);
    return bars > 0;
}

// Whether the values are so many texts that only their lengths say something. Where not all texts
// of one side are known, they cannot be set beside those of the other.
static bool texts_hardly_repeat(const ColumnProfile *column)
{
    return column->distinct * 2 > column->texts.count;
}

static const char *missing_text(const ColumnProfile *column, Arena *arena)
{
    if (column->missing == 0)
        return "0";
    return arena_format(arena, "%" PRId64 " (%.1f %%)", column->missing,
                        100 * (double)column->missing / (double)column->rows);
}

static const char *values_text(const ColumnProfile *column, Arena *arena)
{
    return arena_format(arena, "%" PRId64, column_profile_values(column));
}

static const char *distinct_text(const ColumnProfile *column, Arena *arena)
{
    return arena_format(arena, "%s%" PRId64, column->distinct_exact ? "" : "about ",
                        column->distinct);
}

static const char *median_text(const ColumnProfile *column, Arena *arena)
{
    SpreadBins bins = spread_bins(&column->spread, arena);
    return field_type_is_ordered(column->type)
               ? column_number_text(column->type, spread_quantile(&bins, 0.5), arena)
               : NULL;
}

static const char *mean_text(const ColumnProfile *column, Arena *arena)
{
    return field_type_is_ordered(column->type)
               ? column_number_text(column->type, moments_mean(&column->moments), arena)
               : NULL;
}

static const char *range_text(const ColumnProfile *column, Arena *arena)
{
    if (!field_type_is_ordered(column->type) || isnan(column->moments.least))
        return NULL;
    return arena_format(arena, "%s to %s",
                        column_number_text(column->type, column->moments.least, arena),
                        column_number_text(column->type, column->moments.most, arena));
}

static const char *top_text(const ColumnProfile *column, Arena *arena)
{
    return field_type_is_ordered(column->type) ? NULL : column_top_texts(column, arena);
}

static const struct {
    const char *name;
    const char *(*text)(const ColumnProfile *column, Arena *arena); // NULL: not of such a column
} facts[] = {
    {"values", values_text},     {"missing", missing_text}, {"distinct", distinct_text},
    {"median", median_text},     {"mean", mean_text},       {"range", range_text},
    {"most frequent", top_text},
};

static void add_facts(const ChartSides *sides, Section *chart)
{
    Arena *arena = sides->arena;
    *list_push(arena, &chart->columns) = "";
    *list_push(arena, &chart->columns) = "this data";
    if (sides->before)
        *list_push(arena, &chart->columns) = sides->before_name;
    for (size_t i = 0; i < array_count(facts); i++) {
        const char *now = facts[i].text(sides->now, arena);
        const char *before = sides->before ? facts[i].text(sides->before, arena) : NULL;
        if (now)
            section_add_cells(chart, arena, facts[i].name, now, before, NULL);
    }
}

static Section *describe_sides(Report *report, const ChartSides *sides)
{
    const ColumnProfile *now = sides->now;
    const ColumnProfile *before = sides->before;
    const bool ordered = field_type_is_ordered(now->type);
    const bool known = now->distinct_exact && (!before || before->distinct_exact);
    const bool lengths =
        !ordered &&
        (!known || (texts_hardly_repeat(now) && (!before || texts_hardly_repeat(before))));
    Section chart = {.unit = "ratio"};
    const bool drawn = ordered || lengths
                           ? draw_numbers(sides, lengths ? FIELD_INTEGER : now->type, &chart)
                           : draw_texts(sides, &chart);
    if (!drawn)
        return NULL;
    add_facts(sides, &chart);
    Section *section = report_add_section(
        report, SECTION_HISTOGRAM,
        arena_format(sides->arena, lengths ? "'%s', length of texts" : "'%s'", now->name));
    const char *title = section->title;
    *section = chart;
    section->kind = SECTION_HISTOGRAM;
    section->title = title;
    return section;
}

void describe_histogram(Report *report, const ColumnProfile *before, const ColumnProfile *now,
                        const char *before_name, const ChartNote *note)
{
    Section *section =
        describe_sides(report, &(ChartSides){now, before, before_name, report->arena});
    if (section && note)
        section_add_cells(section, report->arena, note->name, note->text, NULL);
}

void describe_histograms(Report *report, const Profile *profile)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        Section *section = describe_sides(
            report, &(ChartSides){.now = &profile->columns.items[i], .arena = report->arena});
        if (section)
            section->detail = true;
    }
}
