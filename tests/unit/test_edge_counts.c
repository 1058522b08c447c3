// Numbers are counted between given edges exactly.

#include "stats/edge_counts.h"
#include "stats/random.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    double at[4];
    size_t count;
    bool valid;
} edges[] = {
    {"two numbers that grow", {0, 1}, 2, true},
    {"infinite edges are none", {-INFINITY, 0, 1}, 3, false},
    {"what is no number is no edge", {0, NAN, 1}, 3, false},
    {"edges that are equal", {0, 1, 1}, 3, false},
    {"edges that fall", {0, 2, 1}, 3, false},
    {"one edge", {0}, 1, false},
    {"no edge", {0}, 0, false},
};

static void check_valid(void **state)
{
    const typeof(edges[0]) *row = *state;
    assert_int_equal(edges_valid(row->at, row->count), row->valid);
}

static const struct {
    const char *name;
    double number;
    size_t interval; // of 0, 10, 20, 25
} placed[] = {
    {"below all", -0.5, 0},
    {"at the first edge", 0, 1},
    {"negative zero is zero", -0.0, 1},
    {"inside", 5, 1},
    {"just below an edge", 9.999999999999998, 1},
    {"at an edge", 10, 2},
    {"inside of the last", 22, 3},
    {"at the last edge", 25, 3},
    {"just above the last edge", 25.000000000000004, 4},
    {"above all", 1e300, 4},
};

static void check_placed(void **state)
{
    const typeof(placed[0]) *row = *state;
    scoped_arena arena = arena_open();
    EdgeCounts counts = edge_counts_new((Edges){(const double[]){0, 10, 20, 25}, 4}, arena);
    edge_counts_add_all(&counts, &row->number, 1);
    for (size_t i = 0; i <= 4; i++)
        assert_int_equal(counts.counts[i], i == row->interval);
}

// By as many edges as there may be, against a walk along all of them; in two parts and in one.
static void check_many(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    double at[EDGES_MOST];
    int64_t wanted[EDGES_MOST + 1] = {0};
    for (size_t i = 0; i < EDGES_MOST; i++)
        at[i] = (double)(i * i) / 100;
    const Edges many = {at, EDGES_MOST};
    assert_true(edges_valid(at, EDGES_MOST));
    EdgeCounts counts = edge_counts_new(many, arena);
    EdgeCounts part = edge_counts_new(many, arena);
    for (uint64_t i = 0; i < 20000; i++) {
        double number = (double)(random_at(1, i) % 1200000) / 100 - 500;
        size_t interval = 0;
        while (interval < EDGES_MOST && at[interval] <= number)
            interval++;
        wanted[interval - (number == at[EDGES_MOST - 1])]++;
        edge_counts_add_all(i % 3 ? &counts : &part, &number, 1);
    }
    edge_counts_merge(&counts, &part);
    assert_memory_equal(counts.counts, wanted, sizeof wanted);
    assert_string_equal(edge_interval_text(many, 0, arena), "below 0");
    assert_string_equal(edge_interval_text(many, 2, arena), "0.01 to 0.04");
    assert_string_equal(edge_interval_text(many, EDGES_MOST, arena), "above 10000");
}

int main(void)
{
    const struct CMUnitTest rules[] = {
        {"a thousand edges are no worse than a few", check_many, NULL, NULL, NULL},
    };
    return unit_run_table("edges", edges, check_valid) +
           unit_run_table("placed", placed, check_placed) +
           cmocka_run_group_tests(rules, NULL, NULL);
}
