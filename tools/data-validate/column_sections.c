#include "findings.h"

#include <inttypes.h>
#include <math.h>

#define HISTOGRAM_BINS 20
#define HISTOGRAM_BARS ((size_t)12)
#define TOP_TEXTS      ((size_t)3)

static const char *number_cell(FieldType type, double number, Arena *arena)
{
    char text[SCALAR_DATE_SIZE];
    if (isnan(number))
        return "";
    if (type == FIELD_DATE)
        return arena_text(arena, scalar_date_text(number, text));
    if (type == FIELD_DATETIME)
        return arena_text(arena, scalar_date_text(number / 86400, text));
    return arena_format(arena, "%.6g", number);
}

static const char *top_texts(const ColumnProfile *column, Arena *arena)
{
    CategoryList list = categories_list(&column->texts, arena);
    TextList top = {0};
    for (size_t i = 0; i < MIN(list.count, TOP_TEXTS); i++)
        *list_push(arena, &top) =
            arena_format(arena, "%s (%" PRId64 ")", list.items[i].text, list.items[i].count);
    return text_join(arena, &top, ", ");
}

static void describe_column(Section *table, const ColumnProfile *column, Arena *arena)
{
    bool ordered = field_type_is_ordered(column->type);
    SpreadBins bins = spread_bins(&column->spread, arena);
    const Moments *moments = &column->moments;
    // Without order there is nothing to say of least, median and most.
    double nothing = NAN;
    section_add_cells(
        table, arena, column->name, field_type_name(column->type),
        arena_format(arena, "%" PRId64, column_profile_values(column)),
        arena_format(arena, "%" PRId64, column->missing),
        arena_format(arena, "%s%" PRId64, column->distinct_exact ? "" : "about ", column->distinct),
        number_cell(column->type, ordered ? moments->least : nothing, arena),
        number_cell(column->type, ordered ? spread_quantile(&bins, 0.5) : nothing, arena),
        number_cell(column->type, ordered ? moments_mean(moments) : nothing, arena),
        number_cell(column->type, ordered ? moments->most : nothing, arena),
        number_cell(FIELD_NUMBER, ordered ? moments_sample_deviation(moments) : nothing, arena),
        ordered ? "" : top_texts(column, arena), NULL);
}

void describe_columns(Report *report, const Profile *profile)
{
    static const char *const columns[] = {"column",   "type",      "values",       "missing",
                                          "distinct", "least",     "median",       "mean",
                                          "most",     "deviation", "most frequent"};
    Section *table = report_add_section(report, SECTION_TABLE, "Columns");
    int64_t missing = 0;
    int64_t cells = 0;
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(report->arena, &table->columns) = columns[i];
    for (size_t i = 0; i < profile->columns.count; i++) {
        describe_column(table, &profile->columns.items[i], report->arena);
        missing += profile->columns.items[i].missing;
        cells += profile->columns.items[i].rows;
    }
    report_add_metric(report, (Metric){.name = "rows", .value = (double)profile->rows});
    report_add_metric(report, (Metric){.name = "columns", .value = (double)profile->columns.count});
    report_add_metric(report, (Metric){.name = "missing",
                                       .value = cells ? (double)missing / (double)cells : 0,
                                       .unit = "ratio"});
}

static void add_shares(Section *chart, const char *name, const int64_t *counts, size_t count,
                       int64_t all, Arena *arena)
{
    SectionSeries *series = section_add_series(chart, name, arena);
    for (size_t i = 0; i < count; i++)
        series_add(series, all ? (double)counts[i] / (double)all : NAN, arena);
}

static void describe_numbers(Report *report, const ColumnProfile *before, const ColumnProfile *now,
                             const char *before_name)
{
    Arena *arena = report->arena;
    double least = fmin(before->moments.least, now->moments.least);
    double most = fmax(before->moments.most, now->moments.most);
    if (isnan(least) || !isfinite(most - least) || most <= least)
        return;
    double edges[HISTOGRAM_BINS + 1];
    int64_t counts[HISTOGRAM_BINS];
    Section *chart =
        report_add_section(report, SECTION_HISTOGRAM, arena_format(arena, "'%s'", before->name));
    chart->unit = "ratio";
    for (int i = 0; i <= HISTOGRAM_BINS; i++) {
        edges[i] = i == HISTOGRAM_BINS ? most : least + (most - least) * i / HISTOGRAM_BINS;
        *list_push(arena, &chart->x_labels) = number_cell(before->type, edges[i], arena);
    }
    SpreadBins bins = spread_bins(&now->spread, arena);
    spread_histogram(&bins, edges, HISTOGRAM_BINS, counts);
    add_shares(chart, "this data", counts, HISTOGRAM_BINS, now->spread.count, arena);
    bins = spread_bins(&before->spread, arena);
    spread_histogram(&bins, edges, HISTOGRAM_BINS, counts);
    add_shares(chart, before_name, counts, HISTOGRAM_BINS, before->spread.count, arena);
}

// The most frequent texts of the baseline, then those of the data that are new to it.
static void describe_texts(Report *report, const ColumnProfile *before, const ColumnProfile *now,
                           const char *before_name)
{
    Arena *arena = report->arena;
    CategoryList ours = categories_list(&before->texts, arena);
    CategoryList theirs = categories_list(&now->texts, arena);
    int64_t counts[2][HISTOGRAM_BARS];
    size_t bars = 0;
    Section *chart =
        report_add_section(report, SECTION_HISTOGRAM, arena_format(arena, "'%s'", before->name));
    chart->unit = "ratio";
    for (size_t i = 0; i < ours.count + theirs.count && bars < HISTOGRAM_BARS; i++) {
        bool old = i < ours.count;
        const Category *category = old ? &ours.items[i] : &theirs.items[i - ours.count];
        if (!old && categories_count(&before->texts, category->hash))
            continue;
        counts[0][bars] = categories_count(&now->texts, category->hash);
        counts[1][bars] = categories_count(&before->texts, category->hash);
        *list_push(arena, &chart->x_labels) = category->text;
        bars++;
    }
    add_shares(chart, "this data", counts[0], bars, now->texts.count, arena);
    add_shares(chart, before_name, counts[1], bars, before->texts.count, arena);
}

void describe_histogram(Report *report, const ColumnProfile *before, const ColumnProfile *now,
                        const char *before_name)
{
    if (field_type_is_ordered(before->type))
        describe_numbers(report, before, now, before_name);
    else if (before->texts.used + now->texts.used > 0)
        describe_texts(report, before, now, before_name);
}
