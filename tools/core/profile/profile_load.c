#include "base/file.h"
#include "doc/json.h"
#include "profile/profile_file.h"
#include "schema/field_load.h"
#include "stats/hash.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Sums of counts stay far from overflow.
#define PROFILE_LARGEST_COUNT ((int64_t)1 << 53)
// Of 2^53 values of 2^63 each; sums of sums stay far from overflow too.
#define SUM_MOST_DIGITS 36
// A column has up to two values for each of PROFILE_MOST_VALUES: some thousand columns.
#define PROFILE_MOST_NODES ((size_t)8000000)
_Static_assert(PROFILE_SURELY_READ / 2 < PROFILE_MOST_NODES, "all values of such a file are read");

static const JsonOptions options = {.most_nodes = PROFILE_MOST_NODES};

static bool read_count(const Value *map, const char *key, int64_t *ret_count, Error *err)
{
    int64_t count = *ret_count; // what stays if there is no such key
    if (!value_read_int(map, key, &count, err))
        return false;
    if (count < 0 || count > PROFILE_LARGEST_COUNT)
        return value_refuse(err, value_get(map, key), key, "a count");
    *ret_count = count;
    return true;
}

// NULL leaves *ret_number as it is.
static bool read_hexadecimal(const Value *value, uint64_t *ret_number, Error *err)
{
    if (!value)
        return true;
    if (value->kind != VALUE_TEXT || value->size != 16 ||
        strspn(value->text, "0123456789abcdef") != 16)
        return value_refuse(err, value, "a hash", "16 hexadecimal digits");
    *ret_number = strtoull(value->text, NULL, 16);
    return true;
}

static bool read_count_value(const Value *value, int64_t *sum, Error *err)
{
    if (value->kind != VALUE_INT || value->integer < 1 ||
        value->integer > PROFILE_LARGEST_COUNT - *sum)
        return value_refuse(err, value, "a count", "a positive integer");
    *sum += value->integer;
    return true;
}

static bool read_spread(const Value *map, ColumnProfile *column, Error *err)
{
    const Value *values = NULL;
    const Value *counts = NULL;
    int64_t shift = 0;
    if (!value_read_list(map, "values", &values, err) ||
        !value_read_list(map, "counts", &counts, err) || !read_count(map, "shift", &shift, err))
        return false;
    if (!values || !counts || values->count != counts->count || shift > 62 ||
        values->count > PROFILE_MOST_VALUES)
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "column '%s' of the profile wants 'values' and as many 'counts'",
                        column->name);
    int64_t sum = 0;
    for (size_t i = 0; i < values->count; i++) {
        double number = 0;
        if (!value_to_real(&values->items[i], &number) || !isfinite(number))
            return value_refuse(err, &values->items[i], "a value", "a number");
        if (!read_count_value(&counts->items[i], &sum, err))
            return false;
        spread_add_bin(&column->spread, number, (unsigned)shift, counts->items[i].integer);
    }
    Moments *moments = &column->moments;
    moments->count = sum;
    if (sum == 0)
        return true;
    moments->mean = NAN;
    if (!value_read_real(map, "mean", &moments->mean, err) ||
        !value_read_real(map, "squares", &moments->squares, err) ||
        !value_read_real(map, "least", &moments->least, err) ||
        !value_read_real(map, "most", &moments->most, err))
        return false;
    // NaN is what stayed where a key is missing.
    if (isnan(moments->mean) || !(moments->least <= moments->most) || moments->squares < 0)
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "column '%s' of the profile wants 'mean', 'squares', 'least' and 'most'",
                        column->name);
    return true;
}

// What tells how many different values there were, where not all are known. A
// file from which it was taken away can be compared with.
static bool read_registers(const Value *map, ColumnProfile *column, Error *err)
{
    const Value *text = value_get(map, "registers");
    Distinct *distinct =
        field_type_is_ordered(column->type) ? &column->spread.distinct : &column->texts.distinct;
    column->distinct_exact = column_profile_knows_all(column);
    if (!text || column->distinct_exact)
        return true;
    if (text->kind != VALUE_TEXT || !distinct_read(distinct, text->text, text->size))
        return value_refuse(err, text, "registers", "as many letters and digits as there are");
    return true;
}

static bool read_refuse_counts(const Value *map, const ColumnProfile *column, Error *err)
{
    return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                    "the counts of column '%s' do not add up to the rows of the profile: write it "
                    "anew by `sluice-data-validate profile`",
                    column->name);
}

// Numbers that grow, out of a list.
static bool read_edges(const Value *map, ColumnProfile *column, Arena *arena, Error *err)
{
    Edges edges = {0};
    const Value *list = value_get(map, "edges");
    if (!list || !edges_load(list, arena, &edges))
        return value_refuse(err, map, "a histogram", "'edges' that are numbers which grow");
    column_profile_count_edges(column, edges, arena);
    return true;
}

// How many numbers lie between given edges.
static bool read_histogram(const Value *map, ColumnProfile *column, Arena *arena, Error *err)
{
    const Value *histogram = NULL;
    const Value *counts = NULL;
    if (!value_read_map(map, "histogram", &histogram, err))
        return false;
    if (!histogram)
        return true;
    if (!read_edges(histogram, column, arena, err) ||
        !value_read_list(histogram, "counts", &counts, err))
        return false;
    const size_t edges = column->edges.edges.count;
    int64_t *read = column->edges.counts;
    if (!counts || counts->count != edges - 1)
        return value_refuse(err, histogram, "a histogram", "a count for each interval");
    if (!read_count(histogram, "below", &read[0], err) ||
        !read_count(histogram, "above", &read[edges], err))
        return false;
    int64_t sum = read[0] + read[edges];
    for (size_t i = 1; i < edges; i++) {
        const Value *count = &counts->items[i - 1];
        if (count->kind != VALUE_INT || count->integer < 0 ||
            count->integer > PROFILE_LARGEST_COUNT)
            return value_refuse(err, count, "a count", "an integer from 0");
        read[i] = count->integer;
        sum += read[i];
    }
    return sum == column_profile_values(column) || read_refuse_counts(map, column, err);
}

static bool read_text(const Value *item, Category *ret_category, int64_t *sum, Error *err)
{
    const Value *text = value_get(item, "text");
    const Value *count = value_get(item, "count");
    if (!text || text->kind != VALUE_TEXT || !count)
        return value_refuse(err, item, "an entry of 'texts'", "a map with 'text' and 'count'");
    if (!read_count_value(count, sum, err))
        return false;
    Category category = {.hash = hash_text(text->text, text->size),
                         .count = count->integer,
                         .text = text->text,
                         .size = category_kept_size(text->text, text->size),
                         .whole = text->size};
    int64_t whole = (int64_t)text->size;
    if (!read_hexadecimal(value_get(item, "hash"), &category.hash, err) ||
        !read_count(item, "size", &whole, err))
        return false;
    category.whole = (size_t)whole;
    *ret_category = category;
    return true;
}

// The texts that occur most often, where not all are kept. Where they are taken away, any text may
// be one.
static bool read_frequent(const Value *map, ColumnProfile *column, Error *err)
{
    const Value *texts = NULL;
    int64_t sum = 0;
    column->frequent.error = column->texts.count;
    if (!value_read_list(map, "frequent", &texts, err) ||
        !read_count(map, "frequent_error", &column->frequent.error, err))
        return false;
    for (size_t i = 0; texts && i < texts->count; i++) {
        Category category = {0};
        if (!read_text(&texts->items[i], &category, &sum, err))
            return false;
        frequent_add(&column->frequent, &category);
    }
    return sum <= column->texts.count || read_refuse_counts(map, column, err);
}

static bool read_texts(const Value *map, ColumnProfile *column, Error *err)
{
    const Value *lengths = NULL;
    const Value *texts = NULL;
    uint64_t ceiling = UINT64_MAX;
    if (!value_read_map(map, "lengths", &lengths, err) ||
        !value_read_list(map, "texts", &texts, err) ||
        !read_hexadecimal(value_get(map, "ceiling"), &ceiling, err))
        return false;
    if (!lengths || !texts || texts->count > PROFILE_MOST_VALUES)
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "column '%s' of the profile wants 'lengths' and 'texts'", column->name);
    if (!read_spread(lengths, column, err))
        return false;
    column->texts.ceiling = ceiling;
    int64_t sum = 0;
    for (size_t i = 0; i < texts->count; i++) {
        Category category = {0};
        if (!read_text(&texts->items[i], &category, &sum, err))
            return false;
        categories_add_category(&column->texts, &category);
    }
    if (!read_count(map, "all_texts", &column->texts.count, err))
        return false;
    if (categories_exact(&column->texts))
        column_profile_settle_frequent(column);
    else if (!read_frequent(map, column, err))
        return false;
    return sum <= column->texts.count || read_refuse_counts(map, column, err);
}

// Where a column's counts belie each other, no comparison with them means anything.
static bool read_check_counts(const Value *map, const Profile *profile, const ColumnProfile *column,
                              Error *err)
{
    int64_t values = column_profile_values(column);
    int64_t all = values + column->missing + column->misfits + column->not_finite;
    bool ordered = field_type_is_ordered(column->type);
    if (column->rows == profile->rows && column->rows == all &&
        (ordered || column->texts.count == values))
        return true;
    return read_refuse_counts(map, column, err);
}

// A sum of integers, which may be beyond an int64_t. None where one was no integer.
static bool read_sum(const Value *map, ColumnProfile *column, Error *err)
{
    const char *text = NULL;
    if (!value_read_text(map, "sum", &text, err))
        return false;
    column->sum_exact = text != NULL;
    if (!text)
        return true;
    bool negative = *text == '-';
    const char *digits = text + negative;
    size_t size = strlen(digits);
    if (size == 0 || size > SUM_MOST_DIGITS || strspn(digits, "0123456789") != size)
        return value_refuse(err, value_get(map, "sum"), "a sum", "the digits of an integer");
    for (; *digits; digits++)
        column->sum = column->sum * 10 + (*digits - '0');
    column->sum = negative ? -column->sum : column->sum;
    return true;
}

static bool read_column(const Value *map, Profile *profile, Arena *arena, Error *err)
{
    const char *name = NULL;
    const char *type_name = "";
    FieldType type = FIELD_STRING;
    if (map->kind != VALUE_MAP)
        return value_refuse(err, map, "a column", "a map");
    if (!value_read_text(map, "name", &name, err) || !value_read_text(map, "type", &type_name, err))
        return false;
    if (!name || !field_type_find(type_name, &type))
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "a column of the profile has no name or an unknown type '%s'", type_name);
    if (profile_find(profile, name))
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "column '%s' is twice in the profile", name);
    ColumnProfile *column = profile_add_column(profile, name, type, arena);
    if (!value_read_text(map, "format", &column->format, err) ||
        !read_count(map, "rows", &column->rows, err) ||
        !read_count(map, "missing", &column->missing, err) ||
        !read_count(map, "misfits", &column->misfits, err) ||
        !read_count(map, "not_finite", &column->not_finite, err) ||
        !read_count(map, "distinct", &column->distinct, err) || !read_sum(map, column, err))
        return false;
    bool read = field_type_is_ordered(type)
                    ? read_spread(map, column, err) && read_histogram(map, column, arena, err)
                    : read_texts(map, column, err);
    return read && read_registers(map, column, err) && read_check_counts(map, profile, column, err);
}

static bool read_version(const Value *document, Error *err)
{
    static const char prefix[] = "sluice.profile/";
    const char *format = "";
    int64_t version = 0;
    if (document->kind == VALUE_MAP && !value_read_text(document, "schema", &format, err))
        return false;
    Place place = value_place(document, PLACE_SCHEMA);
    if (!text_starts(format, prefix) || !text_to_int(format + strlen(prefix), &version) ||
        version < 1)
        return error_at(err, ERROR_CONFIG, place,
                        "'%s' is not a profile: wanted \"schema\": \"%s%d\", as "
                        "`sluice-data-validate profile` writes it",
                        document->file, prefix, PROFILE_VERSION);
    if (version > PROFILE_VERSION)
        return error_at(err, ERROR_CONFIG, place,
                        "profile '%s' has version %" PRId64 ", this program reads up to %d: use "
                        "a release that knows %s%" PRId64,
                        document->file, version, PROFILE_VERSION, prefix, version);
    return true;
}

static bool profile_from(const Value *document, Arena *arena, Profile **ret_profile, Error *err)
{
    const Value *columns = NULL;
    scoped_profile profile = profile_open(arena);
    if (!read_version(document, err) || !read_count(document, "rows", &profile->rows, err) ||
        !value_read_list(document, "columns", &columns, err))
        return false;
    for (size_t i = 0; columns && i < columns->count; i++) {
        if (!read_column(&columns->items[i], profile, arena, err))
            return false;
    }
    *ret_profile = take(profile);
    return true;
}

bool profile_read(const char *name, const char *bytes, size_t size, Arena *arena,
                  Profile **ret_profile, Error *err)
{
    const Value *document = NULL;
    return json_parse(name, bytes, size, options, arena, &document, err) &&
           profile_from(document, arena, ret_profile, err);
}

bool profile_load(const char *path, Arena *arena, Profile **ret_profile, Error *err)
{
    const Value *document = NULL;
    return json_load("profile", path, options, arena, &document, err) &&
           profile_from(document, arena, ret_profile, err);
}
