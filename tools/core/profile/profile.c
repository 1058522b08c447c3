#include "profile/profile.h"

#include "stats/hash.h"

#include <math.h>

Profile *profile_open(Arena *arena)
{
    return arena_new(arena, Profile);
}

void profile_close(Profile *profile)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        spread_release(&profile->columns.items[i].spread);
        categories_release(&profile->columns.items[i].texts);
    }
}

ColumnProfile *profile_add_column(Profile *profile, const char *name, FieldType type, Arena *arena)
{
    ColumnProfile *column = list_push(arena, &profile->columns);
    size_t texts = field_type_is_ordered(type) ? PROFILE_HASHES : PROFILE_MOST_VALUES;
    *column = (ColumnProfile){.name = name,
                              .type = type,
                              .format = "default",
                              .moments = MOMENTS_EMPTY,
                              .spread = SPREAD_EMPTY(PROFILE_MOST_VALUES),
                              .texts = CATEGORIES_EMPTY(texts)};
    return column;
}

const ColumnProfile *profile_find(const Profile *profile, const char *name)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        if (text_equal(profile->columns.items[i].name, name))
            return &profile->columns.items[i];
    }
    return NULL;
}

void column_profile_add_hash(ColumnProfile *column, double number)
{
    uint64_t hash = hash_text(&number, sizeof number);
    categories_add_category(&column->texts, &(Category){.hash = hash, .count = 1});
}

void column_profile_add_number(ColumnProfile *column, const Scalar *scalar)
{
    if (!isfinite(scalar->real)) {
        column->not_finite++;
        return;
    }
    double number = scalar->real + 0.0; // -0 and 0 are one number
    moments_add(&column->moments, number);
    spread_add(&column->spread, number, 1);
    column_profile_add_hash(column, number);
}

void column_profile_add_text(ColumnProfile *column, const char *bytes, size_t size, int64_t count)
{
    int64_t length = 0;
    for (size_t i = 0; i < size; i++)
        length += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    categories_add(&column->texts, bytes, size, count);
    spread_add(&column->spread, (double)length, count);
    Moments lengths = {
        .count = count, .mean = (double)length, .least = (double)length, .most = (double)length};
    moments_merge(&column->moments, &lengths);
}

void column_profile_add(ColumnProfile *column, const Cell *cells, const FieldValue *values,
                        size_t rows)
{
    bool ordered = field_type_is_ordered(column->type);
    column->rows += (int64_t)rows;
    for (size_t row = 0; row < rows; row++) {
        FieldState state = values[row].state;
        column->missing += state == FIELD_MISSING;
        column->misfits += state == FIELD_MISFIT;
        if (state != FIELD_VALUE)
            continue;
        if (ordered)
            column_profile_add_number(column, &values[row].scalar);
        else
            column_profile_add_text(column, cells[row].bytes, cells[row].size, 1);
    }
}

int64_t column_profile_values(const ColumnProfile *column)
{
    return column->spread.count;
}

// Mean and variance in the order of the numbers, whatever the order of the rows was.
static void column_profile_settle_moments(ColumnProfile *column)
{
    scoped_arena arena = arena_open();
    SpreadBins bins = spread_bins(&column->spread, arena);
    double count = (double)column->spread.count;
    double mean = 0;
    double squares = 0;
    for (size_t i = 0; i < bins.count; i++)
        mean += bins.items[i].low * ((double)bins.items[i].count / count);
    for (size_t i = 0; i < bins.count; i++) {
        double distance = bins.items[i].low - mean;
        squares += distance * distance * (double)bins.items[i].count;
    }
    column->moments.mean = mean;
    column->moments.squares = squares;
}

void profile_settle(Profile *profile)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        ColumnProfile *column = &profile->columns.items[i];
        if (spread_exact(&column->spread) && column->spread.count)
            column_profile_settle_moments(column);
        bool counted = field_type_is_ordered(column->type) && spread_exact(&column->spread);
        categories_limit(&column->texts, column->texts.most);
        column->distinct_exact = counted || categories_exact(&column->texts);
        column->distinct =
            counted ? (int64_t)column->spread.used : categories_distinct(&column->texts);
    }
}

bool profile_merge(Profile *profile, const Profile *other, Error *err)
{
    if (profile->columns.count != other->columns.count)
        return error_set(err, ERROR_CONFIG, "the profiles have %zu and %zu columns",
                         profile->columns.count, other->columns.count);
    for (size_t i = 0; i < profile->columns.count; i++) {
        ColumnProfile *column = &profile->columns.items[i];
        const ColumnProfile *more = profile_find(other, column->name);
        if (!more)
            return error_set(err, ERROR_CONFIG, "column '%s' is in one of the profiles only",
                             column->name);
        if (more->type != column->type)
            return error_set(err, ERROR_CONFIG,
                             "column '%s' is a %s in one profile and a %s in another: profile all "
                             "parts with the same --schema",
                             column->name, field_type_name(column->type),
                             field_type_name(more->type));
        column->rows += more->rows;
        column->missing += more->missing;
        column->misfits += more->misfits;
        column->not_finite += more->not_finite;
        moments_merge(&column->moments, &more->moments);
        spread_merge(&column->spread, &more->spread);
        categories_merge(&column->texts, &more->texts);
    }
    profile->rows += other->rows;
    return true;
}
