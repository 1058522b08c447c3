#include "base/utf8.h"
#include "doc/json_writer.h"
#include "profile/profile_file.h"
#include "stats/hash.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    double q;
} quantiles[] = {
    {"0.01", 0.01}, {"0.05", 0.05}, {"0.25", 0.25}, {"0.5", 0.5},
    {"0.75", 0.75}, {"0.95", 0.95}, {"0.99", 0.99},
};

// JSON's integers are read back by most as doubles: what may not survive that is a text.
static void write_sum(JsonWriter *json, const ColumnProfile *column)
{
    char digits[48];
    size_t at = sizeof digits - 1;
    bool negative = column->sum < 0;
    unsigned __int128 left =
        negative ? -(unsigned __int128)column->sum : (unsigned __int128)column->sum;
    if (column->type != FIELD_INTEGER || !column->sum_exact)
        return;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + (int)(left % 10));
        left /= 10;
    } while (left);
    if (negative)
        digits[--at] = '-';
    json_put_text(json, "sum", digits + at);
}

static void write_spread(JsonWriter *json, const ColumnProfile *column, Arena *arena)
{
    SpreadBins bins = spread_bins(&column->spread, arena);
    json_put_real(json, "mean", moments_mean(&column->moments));
    json_put_real(json, "deviation", moments_sample_deviation(&column->moments));
    json_put_real(json, "least", column->moments.least);
    json_put_real(json, "most", column->moments.most);
    json_put_real(json, "squares", column->moments.squares);
    json_key(json, "quantiles");
    json_open_flat_map(json);
    for (size_t i = 0; i < array_count(quantiles); i++)
        json_put_real(json, quantiles[i].name, spread_quantile(&bins, quantiles[i].q));
    json_close_map(json);
    if (!spread_exact(&column->spread)) {
        json_put_real(json, "quantile_error", column_profile_quantile_error(column));
        json_put_real(json, "rank_error", column_profile_rank_error(column));
    }
    json_put_int(json, "shift", column->spread.shift);
    json_key(json, "values");
    json_open_flat_list(json);
    for (size_t i = 0; i < bins.count; i++)
        json_real(json, bins.items[i].low);
    json_close_list(json);
    json_key(json, "counts");
    json_open_flat_list(json);
    for (size_t i = 0; i < bins.count; i++)
        json_int(json, bins.items[i].count);
    json_close_list(json);
}

static void write_hexadecimal(JsonWriter *json, const char *key, uint64_t number)
{
    char text[20];
    snprintf(text, sizeof text, "%016" PRIx64, number);
    json_put_text(json, key, text);
}

static void write_text_list(JsonWriter *json, const char *key, const CategoryList *list)
{
    json_key(json, key);
    json_open_list(json);
    for (size_t i = 0; i < list->count; i++) {
        const Category *category = &list->items[i];
        json_open_flat_map(json);
        json_key(json, "text");
        json_text_sized(json, category->text, category->size);
        json_put_int(json, "count", category->count);
        // A text that the file cannot hold is known by its hash.
        if (category->whole != category->size ||
            utf8_valid_prefix(category->text, category->size) != category->size ||
            hash_text(category->text, category->size) != category->hash) {
            json_put_int(json, "size", (int64_t)category->whole);
            write_hexadecimal(json, "hash", category->hash);
        }
        json_close_map(json);
    }
    json_close_list(json);
}

static void write_texts(JsonWriter *json, const ColumnProfile *column, Arena *arena)
{
    CategoryList list = categories_list(&column->texts, arena);
    if (!categories_exact(&column->texts)) {
        CategoryList frequent = frequent_list(&column->frequent, arena);
        json_put_int(json, "all_texts", column->texts.count);
        json_put_int(json, "frequent_error", column->frequent.error);
        write_text_list(json, "frequent", &frequent);
        write_hexadecimal(json, "ceiling", column->texts.ceiling);
    }
    write_text_list(json, "texts", &list);
}

// What tells how many different values there are, where not all of them are there.
static void write_registers(JsonWriter *json, const ColumnProfile *column)
{
    char text[DISTINCT_REGISTERS + 1];
    if (column->distinct_exact)
        return;
    distinct_write(column_profile_distinct(column), text);
    json_put_text(json, "registers", text);
}

// How many numbers lie between the edges that were given.
static void write_edges(JsonWriter *json, const EdgeCounts *counts)
{
    const size_t edges = counts->edges.count;
    if (edges == 0)
        return;
    json_key(json, "histogram");
    json_open_flat_map(json);
    json_key(json, "edges");
    json_open_list(json);
    for (size_t i = 0; i < edges; i++)
        json_real(json, counts->edges.at[i]);
    json_close_list(json);
    json_put_int(json, "below", counts->counts[0]);
    json_key(json, "counts");
    json_open_list(json);
    for (size_t i = 1; i < edges; i++)
        json_int(json, counts->counts[i]);
    json_close_list(json);
    json_put_int(json, "above", counts->counts[edges]);
    json_close_map(json);
}

static void write_column(JsonWriter *json, const ColumnProfile *column)
{
    scoped_arena arena = arena_open();
    json_open_map(json);
    json_put_text(json, "name", column->name);
    json_put_text(json, "type", field_type_name(column->type));
    if (!text_equal(column->format, "default"))
        json_put_text(json, "format", column->format);
    json_put_int(json, "rows", column->rows);
    json_put_int(json, "missing", column->missing);
    json_put_int(json, "misfits", column->misfits);
    json_put_int(json, "not_finite", column->not_finite);
    json_put_int(json, "distinct", column->distinct);
    json_put_bool(json, "distinct_exact", column->distinct_exact);
    if (!column->distinct_exact)
        json_put_real(json, "distinct_error", column_profile_distinct_error(column));
    write_sum(json, column);
    if (field_type_is_ordered(column->type)) {
        write_spread(json, column, arena);
        write_edges(json, &column->edges);
    } else {
        json_key(json, "lengths");
        json_open_map(json);
        write_spread(json, column, arena);
        json_close_map(json);
        write_texts(json, column, arena);
    }
    write_registers(json, column);
    json_close_map(json);
}

void profile_write(Profile *profile, Buf *out)
{
    profile_settle(profile);
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "schema", "sluice.profile/1");
    json_put_int(&json, "rows", profile->rows);
    json_key(&json, "columns");
    json_open_list(&json);
    for (size_t i = 0; i < profile->columns.count; i++)
        write_column(&json, &profile->columns.items[i]);
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
}
