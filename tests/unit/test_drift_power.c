// How often the default rule finds drift where there is none, and where there is some: the table in
// docs/drift.md, cell by cell. DRIFT_POWER=1 prints all of it anew; the test runs its small cells.

#include "base/file.h"
#include "profile/drift.h"
#include "stats/random.h"
#include "unit.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPETITIONS 400
#define PAGE        "../../docs/drift.md"
// Cells with more rows are left to whoever writes the table.
#define FEW_ROWS 1000
#define ZIPF     100

// What one value is drawn from, and how it changed.
typedef struct World {
    const char *name;
    bool texts;
    double (*draw)(double a, double b, double change);
    double change;
    size_t columns; // any of which makes an alarm
} World;

static double normal(double a, double b)
{
    return sqrt(-2 * log(a)) * cos(2 * acos(-1) * b);
}

static double draw_shifted(double a, double b, double change)
{
    return normal(a, b) + change;
}

static double draw_scaled(double a, double b, double change)
{
    return normal(a, b) * (1 + change);
}

static double draw_skewed(double a, double b, double change)
{
    return exp(1.5 * normal(a, b)) + change;
}

// One of five equal categories; `change` more of the first.
static double draw_fifth(double a, double b, double change)
{
    return b < change ? 0 : floor(5 * a);
}

// The k-th most frequent of a hundred has a share of 1 / k; `change` of all rows move to the last.
static double draw_zipf(double a, double b, double change)
{
    double all = 0;
    for (int k = 1; k <= ZIPF; k++)
        all += 1.0 / k;
    double left = a * all;
    int k = 1;
    for (; k < ZIPF && left > 1.0 / k; k++)
        left -= 1.0 / k;
    return b < change ? ZIPF : k;
}

static const World worlds[] = {
    {"normal", false, draw_shifted, 0, 1},
    {"lognormal", false, draw_skewed, 0, 1},
    {"5 equal categories", true, draw_fifth, 0, 1},
    {"100 Zipf categories", true, draw_zipf, 0, 1},
    {"any of 20 normal columns", false, draw_shifted, 0, 20},
    {"normal, mean + 0.1 sd", false, draw_shifted, 0.1, 1},
    {"normal, mean + 0.25 sd", false, draw_shifted, 0.25, 1},
    {"normal, mean + 0.5 sd", false, draw_shifted, 0.5, 1},
    {"normal, sd × 1.5", false, draw_scaled, 0.5, 1},
    {"one of 5 categories + 0.15", true, draw_fifth, 0.1875, 1},
    {"Zipf, 0.15 of the rows moved", true, draw_zipf, 0.15, 1},
};

static const int64_t sizes[][2] = {{900, 30},   {900, 100},  {900, 1000},  {5000, 30},
                                   {5000, 100}, {5000, 300}, {5000, 1000}, {5000, 5000}};

static double uniform(uint64_t seed, uint64_t index)
{
    return ((double)(random_at(seed, index) >> 11) + 0.5) * 0x1p-53;
}

static void add_values(ColumnProfile *column, const World *world, int64_t rows, double change,
                       uint64_t seed)
{
    ColumnBlock block = {.moments = MOMENTS_EMPTY};
    column->rows = rows;
    for (int64_t i = 0; i < rows; i++) {
        const double value =
            world->draw(uniform(seed, 2 * (uint64_t)i), uniform(seed, 2 * (uint64_t)i + 1), change);
        char text[TEXT_REAL_SIZE];
        if (world->texts) {
            text_from_real(value, text);
            column_profile_add_text(column, text, strlen(text), 1);
        } else {
            column_profile_add_numbers(column, &value, 1, &block);
        }
    }
    if (!world->texts)
        column_profile_fold(column, &block);
}

static Profile *profile_of(const World *world, int64_t rows, double change, uint64_t seed,
                           Arena *arena)
{
    Profile *profile = profile_open(arena);
    profile->rows = rows;
    for (size_t i = 0; i < world->columns; i++) {
        ColumnProfile *column =
            profile_add_column(profile, arena_format(arena, "%zu", i),
                               world->texts ? FIELD_STRING : FIELD_NUMBER, arena);
        add_values(column, world, rows, change, random_at(seed, i));
    }
    profile_settle(profile);
    return profile;
}

static bool finds(const World *world, const int64_t size[2], uint64_t seed)
{
    scoped_arena arena = arena_open();
    const DriftPlan plan = drift_plan_default();
    Error err = ERROR_EMPTY;
    DriftList list = {0};
    scoped_profile before = profile_of(world, size[0], 0, 2 * seed, arena);
    scoped_profile now = profile_of(world, size[1], world->change, 2 * seed + 1, arena);
    assert_true(drift_compare(before, now, &plan, arena, &list, &err));
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].verdict == DRIFT_FOUND)
            return true;
    }
    return false;
}

static double share_found(const World *world, const int64_t size[2])
{
    int found = 0;
    for (uint64_t i = 0; i < REPETITIONS; i++)
        found += finds(world, size, random_at(20260101, i));
    return (double)found / REPETITIONS;
}

static void print_table(void)
{
    printf("| distribution |");
    for (size_t i = 0; i < array_count(sizes); i++)
        printf(" %" PRId64 ", %" PRId64 " |", sizes[i][0], sizes[i][1]);
    printf("\n| --- |");
    for (size_t i = 0; i < array_count(sizes); i++)
        printf(" ---: |");
    for (size_t w = 0; w < array_count(worlds); w++) {
        printf("\n| %s |", worlds[w].name);
        for (size_t i = 0; i < array_count(sizes); i++) {
            printf(" %.3f |", share_found(&worlds[w], sizes[i]));
            fflush(stdout);
        }
    }
    printf("\n");
}

// The n-th cell behind the first of the row that begins with the name.
static double read_cell(const char *page, const char *name, size_t cell, Arena *arena)
{
    double number = NAN;
    const char *at = strstr(page, arena_format(arena, "\n| %s |", name));
    assert_non_null(at);
    at += strlen(name) + strlen("\n|  |");
    for (size_t i = 0; i < cell; i++)
        at = strchr(at, '|') + 1;
    const char *end = strchr(at, '|');
    assert_true(
        text_to_real(text_trim(arena, arena_text_sized(arena, at, (size_t)(end - at))), &number));
    return number;
}

static void check_cells(void **state)
{
    const World *world = *state;
    scoped_arena arena = arena_open();
    scoped_buf page = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    if (!file_read("page", PAGE, &page, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < array_count(sizes); i++) {
        if (sizes[i][0] + sizes[i][1] > FEW_ROWS || world->columns > 1)
            continue;
        const double told = read_cell(buf_text(&page), world->name, i, arena);
        const double got = share_found(world, sizes[i]);
        // The last digits of logarithms are the library's own.
        if (fabs(told - got) > 1.5 / REPETITIONS)
            fail_msg("%s, %" PRId64 " and %" PRId64 " rows: found in %g, told is %g", world->name,
                     sizes[i][0], sizes[i][1], got, told);
    }
}

int main(void)
{
    if (getenv("DRIFT_POWER")) {
        print_table();
        return 0;
    }
    return unit_run_table("power", worlds, check_cells);
}
