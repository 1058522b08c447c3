// What a profile says of its own errors holds, and its parts may be merged in any order.

#include "profile/profile_file.h"
#include "stats/random.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT ((size_t)40000)
#define PARTS ((size_t)7)

static double unit_at(uint64_t seed, uint64_t i)
{
    return ((double)(random_at(seed, i) >> 11) + 0.5) * 0x1p-53;
}

static double normal_at(uint64_t i)
{
    return sqrt(-2 * log(unit_at(1, i))) * cos(2 * M_PI * unit_at(2, i));
}

static double uniform_at(uint64_t i)
{
    return unit_at(3, i) * 1000;
}

static double skewed_at(uint64_t i)
{
    return exp(6 * normal_at(i));
}

static double whole_at(uint64_t i)
{
    return (double)(int64_t)(random_at(4, i) >> 40);
}

static double tied_at(uint64_t i)
{
    return i % 3 ? 0 : round(normal_at(i) * 1e4) / 1e4;
}

static double few_at(uint64_t i)
{
    return (double)(random_at(5, i) % 900) - 450;
}

static const struct {
    const char *name;
    double (*number_at)(uint64_t);
} kinds[] = {
    {"normal numbers", normal_at},       {"uniform numbers", uniform_at},
    {"numbers of all sizes", skewed_at}, {"whole numbers", whole_at},
    {"mostly nothing", tied_at},         {"a few different numbers", few_at},
};

typedef double NumberAt(uint64_t);

// The profile of the numbers first … last, whole if all of them are.
static Profile *profile_of_numbers(NumberAt *number_at, size_t first, size_t last, Arena *arena)
{
    Profile *profile = profile_open(arena);
    ColumnProfile *column = profile_add_column(
        profile, "x", number_at == whole_at ? FIELD_INTEGER : FIELD_NUMBER, arena);
    FieldValues values = {0};
    field_values_reserve(&values, last - first);
    for (size_t i = first; i < last; i++) {
        values.reals[i - first] = number_at(i);
        values.integers[i - first] = number_at == whole_at ? (int64_t)number_at(i) : 0;
        values.states[i - first] = number_at == whole_at ? FIELD_WHOLE : FIELD_VALUE;
    }
    ColumnBlock block = {.arena = arena};
    column_profile_add(column, (ColumnCells){.rows = last - first}, &values, &block);
    column_profile_fold(column, &block);
    column_profile_pause(column);
    profile->rows = (int64_t)(last - first);
    field_values_release(&values);
    profile_settle(profile);
    return profile;
}

static int compare_numbers(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static size_t count_distinct(const double *sorted)
{
    size_t distinct = 1;
    for (size_t i = 1; i < COUNT; i++)
        distinct += sorted[i] != sorted[i - 1];
    return distinct;
}

// How many of the sorted numbers are less, or not greater.
static size_t rank_of(const double *sorted, double number, bool and_equal)
{
    size_t rank = 0;
    while (rank < COUNT && (sorted[rank] < number || (and_equal && sorted[rank] == number)))
        rank++;
    return rank;
}

static void demand_quantile(const ColumnProfile *column, const double *sorted, double told,
                            double q)
{
    double position = q * (double)(COUNT - 1);
    size_t rank = (size_t)position;
    double low = sorted[rank];
    double high = sorted[MIN(rank + 1, COUNT - 1)];
    double error = column_profile_quantile_error(column) + 1e-12;
    if (told < low - fabs(low) * error || told > high + fabs(high) * error)
        fail_msg("the %g-quantile is %.17g, wanted %.17g to %.17g and %g of it", q, told, low, high,
                 error);
    double most = column_profile_rank_error(column) * (double)COUNT + 1;
    if ((double)rank_of(sorted, told, false) > position + most ||
        (double)rank_of(sorted, told, true) < position - most)
        fail_msg("the %g-quantile %.17g is further than %g ranks away", q, told, most);
}

static void check_bounds(void **state)
{
    const typeof(kinds[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_profile profile = profile_of_numbers(row->number_at, 0, COUNT, arena);
    const ColumnProfile *column = &profile->columns.items[0];
    double *sorted = arena_array(arena, double, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        sorted[i] = row->number_at(i);
    qsort(sorted, COUNT, sizeof *sorted, compare_numbers);
    SpreadBins bins = spread_bins(&column->spread, arena);
    for (double q = 0; q <= 1; q += 0.01)
        demand_quantile(column, sorted, spread_quantile(&bins, q), q);
    double distinct = (double)count_distinct(sorted);
    double off = fabs((double)column->distinct - distinct) / distinct;
    assert_true(off <= 4 * column_profile_distinct_error(column));
}

// What a profile is saved as. Mean and deviation depend on the order of merges in their last
// digits: they are left out.
static const char *saved_without_moments(Profile *profile, Arena *arena)
{
    scoped_buf saved = BUF_EMPTY;
    profile_write(profile, &saved);
    TextList lines = {0};
    char *text = arena_text(arena, buf_text(&saved));
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        bool moment = strstr(line, "\"mean\"") || strstr(line, "\"deviation\"") ||
                      strstr(line, "\"squares\"");
        if (!moment)
            *list_push(arena, &lines) = line;
    }
    return text_join(arena, &lines, "\n");
}

// Merges the parts first … last in the tree that the seed makes.
static Profile *merge_tree(NumberAt *number_at, size_t first, size_t last, uint64_t seed,
                           Arena *arena)
{
    if (last - first == 1)
        return profile_of_numbers(number_at, first * COUNT / PARTS, last * COUNT / PARTS, arena);
    size_t middle = first + 1 + random_at(seed, first * PARTS + last) % (last - first - 1);
    Profile *left = merge_tree(number_at, first, middle, seed, arena);
    scoped_profile right = merge_tree(number_at, middle, last, seed, arena);
    Error err = ERROR_EMPTY;
    bool swapped = random_at(seed, 999 + first) % 2;
    if (swapped) {
        Profile *kept = left;
        left = right;
        right = kept;
    }
    assert_true(profile_merge(left, right, &err));
    profile_settle(left);
    return left;
}

static void check_trees(void **state)
{
    const typeof(kinds[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_profile whole = profile_of_numbers(row->number_at, 0, COUNT, arena);
    const char *wanted = saved_without_moments(whole, arena);
    for (uint64_t seed = 0; seed < 6; seed++) {
        scoped_profile merged = merge_tree(row->number_at, 0, PARTS, seed, arena);
        assert_string_equal(saved_without_moments(merged, arena), wanted);
        const Moments *ours = &merged->columns.items[0].moments;
        const Moments *theirs = &whole->columns.items[0].moments;
        double scale = moments_population_deviation(theirs);
        assert_true(fabs(ours->mean - theirs->mean) <= 1e-12 * scale);
        assert_true(fabs(ours->squares - theirs->squares) <= 1e-12 * theirs->squares);
    }
}

// A saved profile of one column of integers.
static const char *saved_integers(const int64_t *integers, size_t count, size_t times, Arena *arena)
{
    scoped_profile profile = profile_open(arena);
    ColumnProfile *column = profile_add_column(profile, "n", FIELD_INTEGER, arena);
    FieldValues values = {0};
    field_values_reserve(&values, count);
    for (size_t time = 0; time < times; time++) {
        for (size_t i = 0; i < count; i++) {
            values.integers[i] = integers[i];
            values.reals[i] = (double)integers[i];
            values.states[i] = FIELD_WHOLE;
        }
        ColumnBlock block = {.arena = arena};
        column_profile_add(column, (ColumnCells){.rows = count}, &values, &block);
        column_profile_fold(column, &block);
    }
    column_profile_pause(column);
    profile->rows = (int64_t)(count * times);
    field_values_release(&values);
    scoped_buf saved = BUF_EMPTY;
    profile_write(profile, &saved);
    return arena_text(arena, buf_text(&saved));
}

static const struct {
    const char *name;
    int64_t integers[3];
    size_t times;
    const char *sum;
} sums[] = {
    {"small ones", {1, 2, -5}, 1, "\"sum\": \"-2\""},
    {"nothing", {0, 0, 0}, 1, "\"sum\": \"0\""},
    {"beyond 2^53, where doubles stop",
     {9007199254740992, 1, 1},
     1,
     "\"sum\": \"9007199254740994\""},
    {"beyond 64 bits",
     {INT64_MAX, INT64_MAX, INT64_MAX},
     1000,
     "\"sum\": \"27670116110564327421000\""},
    {"far below zero", {INT64_MIN, INT64_MIN, 0}, 1, "\"sum\": \"-18446744073709551616\""},
};

static void check_sums(void **state)
{
    const typeof(sums[0]) *row = *state;
    scoped_arena arena = arena_open();
    const char *saved =
        saved_integers(row->integers, array_count(row->integers), row->times, arena);
    if (!strstr(saved, row->sum))
        fail_msg("wanted %s in %s", row->sum, saved);
    Error err = ERROR_EMPTY;
    scoped_profile again = NULL;
    assert_true(profile_read("p", saved, strlen(saved), arena, &again, &err));
    scoped_buf copy = BUF_EMPTY;
    profile_write(again, &copy);
    assert_string_equal(buf_text(&copy), saved);
}

// One part's sum is not known: neither is that of all.
static void check_lost_sum(void **state)
{
    (void)state;
    static const char old[] =
        "{\"schema\": \"sluice.profile/1\", \"rows\": 1, \"columns\": [{\"name\": \"n\", \"type\": "
        "\"integer\", \"rows\": 1, \"distinct\": 1, \"distinct_exact\": true, \"mean\": 1, "
        "\"squares\": 0, \"least\": 1, \"most\": 1, \"shift\": 0, \"values\": [1], \"counts\": "
        "[1]}]}";
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    scoped_profile before = NULL;
    scoped_profile now = NULL;
    const char *saved = saved_integers((int64_t[]){7, 8}, 2, 1, arena);
    assert_true(profile_read("old", old, strlen(old), arena, &before, &err));
    assert_true(profile_read("new", saved, strlen(saved), arena, &now, &err));
    assert_true(profile_merge(now, before, &err));
    scoped_buf merged = BUF_EMPTY;
    profile_write(now, &merged);
    assert_null(strstr(buf_text(&merged), "\"sum\""));
    assert_non_null(strstr(buf_text(&merged), "\"mean\": 5.33333333333333"));
}

// Many different texts, of which a few come often: text i is one of 2^k texts with 2^-k of all.
static uint64_t text_number_at(uint64_t i)
{
    uint64_t bits = random_at(6, i);
    unsigned level = (unsigned)__builtin_ctzll(bits | (uint64_t)1 << 14);
    return ((uint64_t)1 << level) + (bits >> 20) % ((uint64_t)1 << level);
}

static Profile *profile_of_texts(size_t first, size_t last, Arena *arena)
{
    Profile *profile = profile_open(arena);
    ColumnProfile *column = profile_add_column(profile, "t", FIELD_STRING, arena);
    size_t rows = last - first;
    Cell *cells = arena_array(arena, Cell, rows);
    FieldValues values = {0};
    field_values_reserve(&values, rows);
    for (size_t i = 0; i < rows; i++) {
        char *text = arena_alloc(arena, 32 + BATCH_PADDING);
        int size = snprintf(text, 32, "t%llu", (unsigned long long)text_number_at(first + i));
        cells[i] = (Cell){text, (size_t)size};
        values.states[i] = FIELD_VALUE;
    }
    // Blocks of a few hundred rows, which are not all alike.
    for (size_t at = 0; at < rows;) {
        size_t part = MIN(rows - at, (size_t)300 + random_at(9, at) % 3000);
        ColumnBlock block = {.arena = arena};
        FieldValues some = {.states = values.states + at};
        column_profile_add(column, (ColumnCells){cells + at, part, false}, &some, &block);
        column_profile_fold(column, &block);
        at += part;
    }
    profile->rows = (int64_t)rows;
    field_values_release(&values);
    profile_settle(profile);
    return profile;
}

// No count is too high, or too low by more than is said; what is not listed is rare.
static void demand_frequent(Profile *profile, Arena *arena)
{
    const ColumnProfile *column = &profile->columns.items[0];
    int64_t *counts = arena_array(arena, int64_t, (size_t)1 << 15);
    for (size_t i = 0; i < COUNT; i++)
        counts[text_number_at(i)]++;
    CategoryList list = frequent_list(&column->frequent, arena);
    int64_t error = column->frequent.error;
    assert_in_range(error, 1, COUNT / 100);
    assert_in_range(list.count, 10, FREQUENT_MOST);
    for (size_t i = 0; i < list.count; i++) {
        int64_t *count = &counts[strtoull(list.items[i].text + 1, NULL, 10)];
        if (list.items[i].count > *count || list.items[i].count + error < *count)
            fail_msg("%s: %lld of %lld, error %lld", list.items[i].text,
                     (long long)list.items[i].count, (long long)*count, (long long)error);
        *count = 0;
    }
    for (size_t i = 0; i < (size_t)1 << 15; i++)
        assert_true(counts[i] <= error);
}

static void check_frequent(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_profile whole = profile_of_texts(0, COUNT, arena);
    demand_frequent(whole, arena);
    scoped_profile merged = profile_of_texts(0, 100, arena);
    assert_true(categories_exact(&merged->columns.items[0].texts));
    for (size_t part = 0; part < PARTS; part++) {
        Error err = ERROR_EMPTY;
        scoped_buf saved = BUF_EMPTY;
        size_t first = MAX(part * COUNT / PARTS, (size_t)100);
        scoped_profile next = profile_of_texts(first, (part + 1) * COUNT / PARTS, arena);
        scoped_profile again = NULL;
        profile_write(next, &saved);
        assert_true(profile_read("p", buf_text(&saved), saved.size, arena, &again, &err));
        assert_true(profile_merge(merged, again, &err));
        profile_settle(merged);
    }
    demand_frequent(merged, arena);
}

int main(void)
{
    const struct CMUnitTest lost[] = {
        {"frequent texts are found among many, in one part or in several", check_frequent, NULL,
         NULL, NULL},
        {"a sum of which a part is not known is not told", check_lost_sum, NULL, NULL, NULL},
    };
    return unit_run_table("holds its bounds", kinds, check_bounds) +
           unit_run_table("merges alike in any tree", kinds, check_trees) +
           unit_run_table("sums exactly", sums, check_sums) +
           cmocka_run_group_tests(lost, NULL, NULL);
}
