#include "column_texts.h"

#include <inttypes.h>
#include <math.h>

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
        column_number_text(column->type, ordered ? moments->least : nothing, arena),
        column_number_text(column->type, ordered ? spread_quantile(&bins, 0.5) : nothing, arena),
        column_number_text(column->type, ordered ? moments_mean(moments) : nothing, arena),
        column_number_text(column->type, ordered ? moments->most : nothing, arena),
        column_number_text(FIELD_NUMBER, ordered ? moments_sample_deviation(moments) : nothing,
                           arena),
        ordered ? "" : column_top_texts(column, arena), NULL);
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
