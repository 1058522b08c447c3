#include "profile/profile.h"

#include <math.h>
#include <string.h>

Profile *profile_open(Arena *arena)
{
    return arena_new(arena, Profile);
}

void profile_close(Profile *profile)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        spread_release(&profile->columns.items[i].spread);
        categories_release(&profile->columns.items[i].texts);
        frequent_release(&profile->columns.items[i].frequent);
    }
}

ColumnProfile *profile_add_column(Profile *profile, const char *name, FieldType type, Arena *arena)
{
    ColumnProfile *column = list_push(arena, &profile->columns);
    *column = (ColumnProfile){.name = name,
                              .type = type,
                              .format = "default",
                              .sum_exact = true,
                              .moments = MOMENTS_EMPTY,
                              .spread = SPREAD_EMPTY(PROFILE_MOST_VALUES),
                              .texts = CATEGORIES_EMPTY(PROFILE_MOST_VALUES)};
    return column;
}

void column_profile_keep(ColumnProfile *column, size_t most)
{
    column->spread.most = most;
    if (!field_type_is_ordered(column->type))
        column->texts.most = most;
}

void column_profile_count_edges(ColumnProfile *column, Edges edges, Arena *arena)
{
    column->edges = edge_counts_new(edges, arena);
}

const ColumnProfile *profile_find(const Profile *profile, const char *name)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        if (text_equal(profile->columns.items[i].name, name))
            return &profile->columns.items[i];
    }
    return NULL;
}

void column_profile_add_numbers(ColumnProfile *column, const double *numbers, size_t count,
                                ColumnBlock *block)
{
    moments_add_all(&block->moments, numbers, count);
    spread_add_all(&column->spread, numbers, count);
    if (column->edges.edges.count)
        edge_counts_add_all(&column->edges, numbers, count);
}

// Adds up integers; what is no integer ends the sum for good.
static void column_profile_sum(ColumnProfile *column, const FieldValues *values, size_t rows)
{
    if (!column->sum_exact || rows == 0)
        return;
    if (memchr(values->states, FIELD_VALUE, rows)) {
        column->sum_exact = false;
        return;
    }
    // By halves, which cannot overflow for so many rows: no carry keeps one from the next.
    int64_t high = 0;
    uint64_t low = 0;
    for (size_t row = 0; row < rows; row++) {
        int64_t number = values->states[row] == FIELD_WHOLE ? values->integers[row] : 0;
        high += number >> 32;
        low += (uint32_t)number;
    }
    column->sum += (__int128)high * ((__int128)1 << 32) + low;
}

// All of `rows` rows are finite values: what is left to do with them.
static bool collect_all(FieldValues *values, size_t rows)
{
    const uint64_t sign = (uint64_t)1 << 63;
    const uint64_t exponent = (uint64_t)1 << 52; // the least bit of it
    uint8_t states = 0;
    uint64_t carried = 0; // out of an exponent of all ones: infinite, or no number
    for (size_t row = 0; row < rows; row++) {
        states |= values->states[row];
        values->reals[row] += 0.0; // -0 and 0 are one number
        uint64_t bits = 0;
        memcpy(&bits, &values->reals[row], sizeof bits);
        carried |= (bits & ~sign) + exponent;
    }
    return !(carried & sign) && field_state_is_value(states);
}

size_t column_profile_collect(ColumnProfile *column, FieldValues *values, size_t rows)
{
    size_t count = 0;
    column_profile_sum(column, values, rows);
    if (collect_all(values, rows))
        return rows;
    for (size_t row = 0; row < rows; row++) {
        bool value = field_state_is_value(values->states[row]);
        bool finite = isfinite(values->reals[row]);
        column->not_finite += value && !finite;
        values->reals[count] = values->reals[row];
        count += value && finite;
    }
    return count;
}

_Static_assert((FIELD_VALUE | FIELD_WHOLE) < FIELD_MISSING, "values are told by an or");

void column_profile_add(ColumnProfile *column, ColumnCells cells, FieldValues *values,
                        ColumnBlock *block)
{
    column->rows += (int64_t)cells.rows;
    for (size_t row = 0; row < cells.rows; row++) {
        column->missing += values->states[row] == FIELD_MISSING;
        column->misfits += values->states[row] == FIELD_MISFIT;
    }
    if (field_type_is_ordered(column->type)) {
        size_t count = column_profile_collect(column, values, cells.rows);
        column_profile_add_numbers(column, values->reals, count, block);
    } else {
        column_profile_add_texts(column, cells, values->states, block);
    }
}

int64_t column_profile_values(const ColumnProfile *column)
{
    return column->spread.count;
}

bool column_profile_knows_all(const ColumnProfile *column)
{
    return field_type_is_ordered(column->type) ? spread_exact(&column->spread)
                                               : categories_exact(&column->texts);
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
        spread_settle(&column->spread);
        if (spread_exact(&column->spread) && column->spread.count)
            column_profile_settle_moments(column);
        if (column->type == FIELD_INTEGER && column->sum_exact && column->spread.count)
            column->moments.mean = (double)column->sum / (double)column->spread.count;
        categories_limit(&column->texts, column->texts.most);
        column_profile_settle_frequent(column);
        column->distinct_exact = column_profile_knows_all(column);
        int64_t distinct = field_type_is_ordered(column->type)
                               ? spread_distinct(&column->spread)
                               : categories_distinct(&column->texts);
        // An estimate may be more than there can be.
        column->distinct = MIN(distinct, column_profile_values(column));
    }
}

const Distinct *column_profile_distinct(const ColumnProfile *column)
{
    return field_type_is_ordered(column->type) ? &column->spread.distinct : &column->texts.distinct;
}

double column_profile_distinct_error(const ColumnProfile *column)
{
    return column->distinct_exact ? 0 : DISTINCT_ERROR;
}

double column_profile_quantile_error(const ColumnProfile *column)
{
    // A bin's numbers share all but `shift` low bits, so they lie within that part of the least of
    // them, and the middle of the bin within half of it. Beyond 52 bits nothing is known.
    unsigned shift = column->spread.shift;
    return shift == 0 ? 0 : shift > 52 ? INFINITY : ldexp(0.5, (int)shift - 52);
}

double column_profile_rank_error(const ColumnProfile *column)
{
    scoped_arena arena = arena_open();
    SpreadBins bins = spread_bins(&column->spread, arena);
    int64_t largest = 0;
    if (spread_exact(&column->spread) || column->spread.count == 0)
        return 0;
    for (size_t i = 0; i < bins.count; i++)
        largest = MAX(largest, bins.items[i].count);
    return (double)largest / (double)column->spread.count;
}

void column_profile_pause(ColumnProfile *column)
{
    spread_settle(&column->spread);
}

void column_profile_merge(ColumnProfile *column, const ColumnProfile *other)
{
    column->rows += other->rows;
    column->missing += other->missing;
    column->misfits += other->misfits;
    column->not_finite += other->not_finite;
    column->sum_exact &= other->sum_exact;
    column->sum_exact &= !__builtin_add_overflow(column->sum, other->sum, &column->sum);
    moments_merge(&column->moments, &other->moments);
    spread_merge(&column->spread, &other->spread);
    if (column->edges.edges.count)
        edge_counts_merge(&column->edges, &other->edges);
    categories_merge(&column->texts, &other->texts);
    frequent_merge(&column->frequent, &other->frequent);
}

void column_profile_absorb(ColumnProfile *column, ColumnProfile *other)
{
    if (column->spread.count == 0 && spread_exact(&column->spread)) {
        Spread empty = column->spread;
        column->spread = other->spread;
        other->spread = empty;
    }
    if (column->texts.count == 0 && categories_exact(&column->texts)) {
        Categories empty = column->texts;
        column->texts = other->texts;
        other->texts = empty;
    }
    column_profile_merge(column, other);
}

bool profile_is_mergeable(const Profile *profile, Error *err)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        const ColumnProfile *column = &profile->columns.items[i];
        if (!column_profile_knows_all(column) && !column_profile_distinct(column)->registers)
            return error_set(
                err, ERROR_CONFIG,
                "column '%s' of the profile lacks 'registers', without which it cannot be "
                "merged: profile its data again",
                column->name);
    }
    return true;
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
        if (!edges_equal(more->edges.edges, column->edges.edges))
            return error_set(err, ERROR_CONFIG,
                             "column '%s' is counted between other edges in one profile than in "
                             "another: profile all parts with the same --edges",
                             column->name);
        column_profile_merge(column, more);
    }
    profile->rows += other->rows;
    return true;
}
