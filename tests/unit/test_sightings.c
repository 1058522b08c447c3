// Which values come more than once: beside a list of all values, with much memory and with little.

#include "base/arena.h"
#include "schema/sightings.h"
#include "stats/hash.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int64_t rows;
    int64_t values; // different ones, which come in no order; less than 0: they count up
    int64_t labels; // 0: none
} mixes[] = {
    {"no value comes twice", 150000, 0, 0},
    {"one value comes again in the last row", 150000, -1, 0},
    {"values count up and do so again", 150000, -2, 0},
    {"values count up", 150000, -3, 0},
    {"all values are one", 150000, 1, 0},
    {"every value comes often", 150000, 1000, 0},
    {"about every other value comes again", 150000, 100000, 0},
    {"few values come again", 150000, 10000000000, 0},
    {"values come with one label each", 120000, 5000, 1},
    {"values come with several labels", 120000, 5000, 3},
    {"a value rarely comes with another label", 120000, 90000, 2},
    {"there is nothing", 0, 0, 0},
};

static Sighting sighting_of(const typeof(mixes[0]) *mix, int64_t row)
{
    uint64_t value = hash_mix((uint64_t)row + 77);
    if (mix->values > 0)
        value %= (uint64_t)mix->values;
    if (mix->values < 0)
        value = (uint64_t)row + 5;
    if (mix->values == -1 && row == mix->rows)
        value = 6;
    if (mix->values == -2 && row > mix->rows / 2)
        value -= (uint64_t)mix->rows / 4;
    uint64_t label = mix->labels ? hash_mix((uint64_t)row * 3) % (uint64_t)mix->labels : 0;
    return (Sighting){hash_mix(value), value, row, label};
}

// What is to be found, by a table of all values and labels.
typedef struct Wanted {
    Breach breach;
    int64_t values;
} Wanted;

typedef struct Known {
    uint64_t value;
    uint64_t label;
    int64_t row;
} Known;

static int compare_known(const void *one, const void *other)
{
    const Known *a = one;
    const Known *b = other;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static int compare_rows(const void *one, const void *other)
{
    const int64_t *a = one;
    const int64_t *b = other;
    return *a < *b ? -1 : *a > *b;
}

// The rows that are breaches, and what the first of them repeats.
static Wanted wanted_of(const typeof(mixes[0]) *mix, int64_t *rows)
{
    Wanted wanted = {0};
    Known *all = calloc((size_t)mix->rows + 1, sizeof *all);
    for (int64_t row = 1; row <= mix->rows; row++) {
        Sighting sighting = sighting_of(mix, row);
        all[row - 1] = (Known){sighting.proof, sighting.label, row};
    }
    qsort(all, (size_t)mix->rows, sizeof *all, compare_known);
    int64_t least = INT64_MAX;
    for (int64_t i = 0, first = 0, repeated = 0; i < mix->rows; i++) {
        if (i == 0 || all[i].value != all[i - 1].value) {
            first = i;
            repeated = 0;
            continue;
        }
        bool known = false;
        for (int64_t k = first; k < i && mix->labels && !known; k++)
            known = all[k].label == all[i].label;
        if (known)
            continue;
        wanted.values += repeated++ == 0;
        rows[wanted.breach.count++] = all[i].row;
        if (all[i].row < least) {
            least = all[i].row;
            wanted.breach.first_row = all[first].row;
        }
    }
    qsort(rows, (size_t)wanted.breach.count, sizeof *rows, compare_rows);
    free(all);
    return wanted;
}

static void check_mix(void **state)
{
    const typeof(mixes[0]) *mix = *state;
    static const size_t memories[] = {0, (size_t)64 << 20};
    int64_t *rows = calloc((size_t)mix->rows + 1, sizeof *rows);
    const Wanted wanted = wanted_of(mix, rows);
    for (size_t i = 0; i < array_count(memories); i++) {
        scoped_arena arena = arena_open();
        scoped_sightings sightings = sightings_open(memories[i], mix->labels > 0);
        for (int64_t row = 1; row <= mix->rows; row++) {
            Sighting sighting = sighting_of(mix, row);
            Place place = {.row = row, .line = row + 1, .value = "here"};
            if (sightings_add(sightings, &sighting))
                sightings_keep(sightings, place);
        }
        Breach breach;
        int64_t values = 0;
        Error err = ERROR_EMPTY;
        assert_true(sightings_finish(sightings, arena, &breach, &values, &err));
        assert_int_equal(breach.count, wanted.breach.count);
        assert_int_equal(breach.first_row, wanted.breach.first_row);
        assert_int_equal(values, wanted.values);
        assert_int_equal(breach.places.count, MIN(wanted.breach.count, BREACH_PLACES));
        for (size_t k = 0; k < breach.places.count; k++) {
            assert_int_equal(breach.places.items[k].row, rows[k]);
            assert_int_equal(breach.places.items[k].line, rows[k] + 1);
            assert_string_equal(breach.places.items[k].value, "here");
        }
    }
    free(rows);
}

static void check_missing(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_sightings sightings = sightings_open(0, false);
    for (int64_t row = 1; row <= 300; row++) {
        uint64_t value = (uint64_t)row % 200;
        const Sighting sighting = {hash_mix(value), value, row, 0};
        Place place = {.row = row, .value = ""};
        if (row % 3 == 0)
            sightings_break(sightings, place);
        else if (sightings_add(sightings, &sighting))
            sightings_keep(sightings, place);
    }
    Breach breach;
    int64_t values = 0;
    Error err = ERROR_EMPTY;
    assert_true(sightings_finish(sightings, arena, &breach, &values, &err));
    // Of the hundred rows from 201 on a third is missing, and of the rest those that stand 200 rows
    // behind one that was not.
    assert_int_equal(breach.count, 100 + 33);
    assert_int_equal(breach.places.count, BREACH_PLACES);
    assert_int_equal(breach.places.items[0].row, 3);
    assert_int_equal(breach.first_row, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_missing),
    };
    int failed = unit_run_table("values that come more than once", mixes, check_mix);
    return failed +
           cmocka_run_group_tests_name("missing keys stand among repeated ones", tests, NULL, NULL);
}
