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
                              .sum_exact = true,
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
    categories_insert(&column->texts, &(Category){.hash = hash_real(number), .count = 1});
    column->texts.count++;
}

void column_profile_add_numbers(ColumnProfile *column, const double *numbers, size_t count,
                                Moments *moments)
{
    moments_add_all(moments, numbers, count);
    spread_add_all(&column->spread, numbers, count);
    for (size_t i = 0; i < count; i++)
        categories_count_hash(&column->texts, hash_real(numbers[i]), NULL, 0);
}

size_t column_profile_collect(ColumnProfile *column, FieldValues *values, size_t rows)
{
    size_t count = 0;
    for (size_t row = 0; row < rows; row++) {
        double number = values->reals[row] + 0.0; // -0 and 0 are one number
        bool value = field_state_is_value(values->states[row]);
        bool finite = isfinite(number);
        bool whole = values->states[row] == FIELD_WHOLE;
        column->not_finite += value && !finite;
        column->sum += whole ? values->integers[row] : 0;
        column->sum_exact &= whole || !value;
        values->reals[count] = number;
        count += value && finite;
    }
    return count;
}

static size_t text_characters(const char *bytes, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

void column_profile_add_text(ColumnProfile *column, const char *bytes, size_t size, int64_t count)
{
    double length = (double)text_characters(bytes, size);
    categories_add(&column->texts, bytes, size, count);
    spread_add(&column->spread, length, count);
    Moments lengths = {.count = count, .mean = length, .least = length, .most = length};
    moments_merge(&column->moments, &lengths);
}

// Texts shorter than this are counted by their lengths first.
#define SHORT_TEXT ((size_t)256)

// Lengths of some texts: sums without rounding.
typedef struct Lengths {
    int64_t counts[SHORT_TEXT];
    int64_t all;
    int64_t sum;
    unsigned __int128 squares;
    size_t least;
    size_t most;
} Lengths;

static void lengths_finish(const Lengths *lengths, ColumnProfile *column, Moments *moments)
{
    if (lengths->all == 0)
        return;
    for (size_t i = lengths->least; i <= MIN(lengths->most, SHORT_TEXT - 1); i++) {
        if (lengths->counts[i])
            spread_add(&column->spread, (double)i, lengths->counts[i]);
    }
    // n × the sum of squared distances: exact, however long the texts are.
    unsigned __int128 scaled = (unsigned __int128)lengths->all * lengths->squares -
                               (unsigned __int128)lengths->sum * (unsigned __int128)lengths->sum;
    double all = (double)lengths->all;
    moments_merge(moments, &(Moments){.count = lengths->all,
                                      .mean = (double)lengths->sum / all,
                                      .squares = (double)scaled / all,
                                      .least = (double)lengths->least,
                                      .most = (double)lengths->most});
}

void column_profile_add_texts(ColumnProfile *column, ColumnCells cells, const uint8_t *states,
                              Moments *moments)
{
    Lengths lengths = {.least = SIZE_MAX};
    for (size_t row = 0; row < cells.rows; row++) {
        const Cell *cell = &cells.cells[row];
        if (!field_state_is_value(states[row]))
            continue;
        uint64_t hash = hash_padded_text(cell->bytes, cell->size);
        categories_count_hash(&column->texts, hash, cell->bytes, cell->size);
        size_t length = cells.ascii ? cell->size : text_characters(cell->bytes, cell->size);
        lengths.all++;
        lengths.sum += (int64_t)length;
        lengths.squares += length * length;
        lengths.least = MIN(lengths.least, length);
        lengths.most = MAX(lengths.most, length);
        if (length < SHORT_TEXT)
            lengths.counts[length]++;
        else
            spread_add(&column->spread, (double)length, 1);
    }
    lengths_finish(&lengths, column, moments);
}

void column_profile_add(ColumnProfile *column, ColumnCells cells, FieldValues *values,
                        Moments *moments)
{
    column->rows += (int64_t)cells.rows;
    for (size_t row = 0; row < cells.rows; row++) {
        column->missing += values->states[row] == FIELD_MISSING;
        column->misfits += values->states[row] == FIELD_MISFIT;
    }
    if (field_type_is_ordered(column->type)) {
        size_t count = column_profile_collect(column, values, cells.rows);
        column_profile_add_numbers(column, values->reals, count, moments);
    } else {
        column_profile_add_texts(column, cells, values->states, moments);
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
        spread_settle(&column->spread);
        if (spread_exact(&column->spread) && column->spread.count)
            column_profile_settle_moments(column);
        if (column->type == FIELD_INTEGER && column->sum_exact && column->spread.count)
            column->moments.mean = (double)column->sum / (double)column->spread.count;
        bool counted = field_type_is_ordered(column->type) && spread_exact(&column->spread);
        categories_limit(&column->texts, column->texts.most);
        column->distinct_exact = counted || categories_exact(&column->texts);
        column->distinct =
            counted ? (int64_t)column->spread.used : categories_distinct(&column->texts);
    }
}

double column_profile_distinct_error(const ColumnProfile *column)
{
    if (column->distinct_exact || column->texts.most <= 2)
        return 0;
    // Of the k-th least hash (Beyer and others 2007).
    return 1 / sqrt((double)column->texts.most - 2);
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
    categories_merge(&column->texts, &other->texts);
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
        column_profile_merge(column, more);
    }
    profile->rows += other->rows;
    return true;
}
