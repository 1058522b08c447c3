// How many different ones there are is told within four standard deviations, and parts of a sketch
// are the whole, however they are put together.

#include "stats/distinct.h"
#include "stats/hash.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static uint64_t hash_of_whole(uint64_t i)
{
    return distinct_hash((double)i);
}

static uint64_t hash_of_fraction(uint64_t i)
{
    return distinct_hash((double)i / 1000 - 500);
}

static uint64_t hash_of_text(uint64_t i)
{
    char text[32];
    int size = snprintf(text, sizeof text, "row %llu", (unsigned long long)i);
    return hash_text(text, (size_t)size);
}

static const struct {
    const char *name;
    uint64_t (*hash_at)(uint64_t);
    uint64_t count;
} rows[] = {
    {"one number", hash_of_whole, 1},
    {"a hundred numbers", hash_of_whole, 100},
    {"a thousand numbers", hash_of_whole, 1000},
    {"a thousand texts", hash_of_text, 1000},
    {"ten thousand numbers", hash_of_fraction, 10000},
    {"ten thousand texts", hash_of_text, 10000},
    {"a hundred thousand numbers", hash_of_whole, 100000},
    {"a hundred thousand texts", hash_of_text, 100000},
    {"a million numbers", hash_of_fraction, 1000000},
    {"a million texts", hash_of_text, 1000000},
    {"ten million numbers", hash_of_whole, 10000000},
};

static void check_estimate(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_distinct distinct = DISTINCT_EMPTY;
    for (uint64_t i = 0; i < row->count; i++)
        distinct_add(&distinct, row->hash_at(i));
    double told = (double)distinct_estimate(&distinct);
    double count = (double)row->count;
    if (fabs(told - count) > 4 * DISTINCT_ERROR * count)
        fail_msg("%s: told %.0f, there are %.0f", row->name, told, count);
}

#define PARTS 5
#define COUNT 50000

// Every third one is in two parts.
static Distinct part_of(uint64_t part)
{
    Distinct distinct = DISTINCT_EMPTY;
    for (uint64_t i = 0; i < COUNT; i++) {
        if (i % PARTS == part || (i % 3 == 0 && (i + 1) % PARTS == part))
            distinct_add(&distinct, hash_of_text(i));
    }
    return distinct;
}

static void check_merging(void **state)
{
    (void)state;
    static const unsigned orders[][PARTS] = {{0, 1, 2, 3, 4}, {4, 2, 0, 3, 1}};
    char wanted[DISTINCT_REGISTERS + 1];
    char made[DISTINCT_REGISTERS + 1];
    scoped_distinct whole = DISTINCT_EMPTY;
    for (uint64_t i = 0; i < COUNT; i++)
        distinct_add(&whole, hash_of_text(i));
    distinct_write(&whole, wanted);
    for (size_t order = 0; order < array_count(orders); order++) {
        scoped_distinct merged = DISTINCT_EMPTY;
        for (size_t i = 0; i < PARTS; i++) {
            scoped_distinct part = part_of(orders[order][i]);
            distinct_merge(&merged, &part);
        }
        distinct_write(&merged, made);
        assert_string_equal(made, wanted);
        // What was merged goes on counting as the whole does.
        scoped_distinct more = DISTINCT_EMPTY;
        assert_true(distinct_read(&more, wanted, strlen(wanted)));
        for (uint64_t i = COUNT; i < 2 * (uint64_t)COUNT; i++) {
            distinct_add(&more, hash_of_text(i));
            distinct_add(&merged, hash_of_text(i));
        }
        assert_int_equal(distinct_estimate(&more), distinct_estimate(&merged));
        assert_true(distinct_estimate(&more) > distinct_estimate(&whole));
    }
}

static void check_adding_many(void **state)
{
    (void)state;
    double numbers[COUNT];
    char wanted[DISTINCT_REGISTERS + 1];
    char made[DISTINCT_REGISTERS + 1];
    scoped_distinct one_by_one = DISTINCT_EMPTY;
    scoped_distinct at_once = DISTINCT_EMPTY;
    for (size_t i = 0; i < COUNT; i++) {
        numbers[i] = (double)i / 7;
        distinct_add(&one_by_one, distinct_hash(numbers[i]));
    }
    distinct_add_reals(&at_once, numbers, COUNT);
    distinct_write(&one_by_one, wanted);
    distinct_write(&at_once, made);
    assert_string_equal(made, wanted);
}

static void check_reading(void **state)
{
    (void)state;
    char text[DISTINCT_REGISTERS + 1];
    scoped_distinct distinct = DISTINCT_EMPTY;
    distinct_write(&distinct, text);
    assert_true(distinct_read(&distinct, text, DISTINCT_REGISTERS));
    assert_int_equal(distinct_estimate(&distinct), 0);
    assert_false(distinct_read(&distinct, text, DISTINCT_REGISTERS - 1));
    text[7] = 's'; // more zeros than a hash has
    assert_false(distinct_read(&distinct, text, DISTINCT_REGISTERS));
    memset(text, 'r', DISTINCT_REGISTERS);
    assert_true(distinct_read(&distinct, text, DISTINCT_REGISTERS));
    assert_true(distinct_estimate(&distinct) > 0);
}

int main(void)
{
    const struct CMUnitTest rules[] = {
        {"parts merge to the whole in any order", check_merging, NULL, NULL, NULL},
        {"many at once are the same as one by one", check_adding_many, NULL, NULL, NULL},
        {"what no sketch can say is refused", check_reading, NULL, NULL, NULL},
    };
    return unit_run_table("estimates", rows, check_estimate) +
           cmocka_run_group_tests(rules, NULL, NULL);
}
