// Statistics: the numbers that scipy gives for the same data.

#include "stats/categories.h"
#include "stats/distribution.h"
#include "stats/hash.h"
#include "stats/moments.h"
#include "stats/random.h"
#include "stats/share.h"
#include "stats/spread.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>

static void assert_close(double got, double wanted, double relative)
{
    if (fabs(got - wanted) <= relative * fabs(wanted))
        return;
    fail_msg("got %.17g, wanted %.17g", got, wanted);
}

static const struct {
    const char *name;
    double statistic;
    double degrees;
    double tail;
} chi_squares[] = {
    {"two degrees are an exponential", 2, 2, 0.36787944117144233},
    {"the usual limit of one degree", 3.841458820694124, 1, 0.05},
    {"a statistic near the mean", 10, 10, 0.44049328506521257},
    {"homogeneity of catA", 768.652288514, 5, 6.9885e-164},
    {"homogeneity of catB", 1039.19817223, 4, 1.14153e-223},
    {"homogeneity of cat3", 277.590358164, 2, 5.27254e-61},
};

static void check_chi_square(void **state)
{
    const typeof(chi_squares[0]) *row = *state;
    assert_close(chi_square_tail(row->statistic, row->degrees), row->tail,
                 row->tail < 1e-50 ? 2e-5 : 1e-12);
}

// The generators of the reference data: pure integer formulas.
static double before_number(int64_t i)
{
    return (double)(7919 * i % 1009) / 10;
}

static double now_number(int64_t i)
{
    return (double)(104729 * i % 1013) / 10 * 1.1 + 3;
}

static const struct {
    const char *name;
    int64_t before;
    int64_t now;
    double distance;
    double exact;
    double wasserstein;
} numbers[] = {
    {"2000 numbers against 1500", 2000, 1500, .12, 3.36273010176e-11, 8.14110666667},
    {"400 numbers against 300", 400, 300, .123333333333, .0100488302062, 7.40551666667},
};

static void check_numbers(void **state)
{
    const typeof(numbers[0]) *row = *state;
    scoped_spread before = SPREAD_EMPTY(4096);
    scoped_spread now = SPREAD_EMPTY(4096);
    for (int64_t i = 0; i < row->before; i++)
        spread_add(&before, before_number(i), 1);
    for (int64_t i = 0; i < row->now; i++)
        spread_add(&now, now_number(i), 1);
    SpreadDistance distance = spread_distance(&before, &now);
    assert_close(distance.ks, row->distance, 1e-9);
    assert_true(distance.ks == distance.ks_most);
    assert_close(distance.wasserstein, row->wasserstein, 1e-9);
    assert_close(ks_tail(distance.ks, row->before, row->now), row->exact, 1e-9);
}

static const struct {
    const char *name;
    double before[6];
    double now[6];
    size_t count;
    double variation;
    double psi;
    double chi_square;
} shares[] = {
    {"catA", {1092, 363, 182, 363, 0, 0}, {462, 461, 0, 231, 115, 231}, 6, .3565, 0, 768.652288514},
    {"catA, new ones together",
     {1092, 363, 182, 363, 0},
     {462, 461, 0, 231, 346},
     5,
     .3565,
     1.07845943249,
     0},
    {"catB",
     {1092, 363, 182, 363, 0},
     {346, 692, 231, 0, 231},
     5,
     .496833333333,
     1.45676705167,
     1039.19817223},
    {"cat3", {115, 457, 228}, {273, 91, 136}, 3, .40225, .982659007635, 277.590358164},
    {"bin", {114, 286}, {217, 83}, 2, .438333333333, .824439297414, 0},
};

static void check_shares(void **state)
{
    const typeof(shares[0]) *row = *state;
    double degrees = 0;
    assert_close(share_total_variation(row->before, row->now, row->count), row->variation, 1e-9);
    if (row->psi > 0)
        assert_close(share_psi(row->before, row->now, row->count, 0.01), row->psi, 1e-9);
    double statistic = share_chi_square(row->before, row->now, row->count, &degrees);
    assert_int_equal((int)degrees, (int)row->count - 1);
    if (row->chi_square > 0)
        assert_close(statistic, row->chi_square, 1e-9);
}

static void check_moments(void **state)
{
    (void)state;
    Moments whole = MOMENTS_EMPTY;
    Moments left = MOMENTS_EMPTY;
    Moments right = MOMENTS_EMPTY;
    assert_true(isnan(moments_mean(&whole)));
    for (int64_t i = 0; i < 2000; i++) {
        moments_add(&whole, before_number(i));
        moments_add(i < 700 ? &left : &right, before_number(i));
    }
    assert_close(moments_population_deviation(&whole), 29.1438297140, 1e-11);
    assert_close(moments_mean(&whole), 50.4031, 1e-12);
    moments_merge(&left, &right);
    assert_close(left.mean, whole.mean, 1e-12);
    assert_close(left.squares, whole.squares, 1e-12);
    assert_true(left.least == whole.least && left.most == whole.most && left.count == whole.count);
}

// A spread that had to put neighbours together: the same bins whatever the order, and the truth
// stays between its bounds.
static void check_coarse(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_spread forth = SPREAD_EMPTY(100);
    scoped_spread back = SPREAD_EMPTY(100);
    scoped_spread parts = SPREAD_EMPTY(100);
    scoped_spread part = SPREAD_EMPTY(100);
    scoped_spread other = SPREAD_EMPTY(100);
    for (int64_t i = 0; i < 2000; i++) {
        spread_add(&forth, before_number(i), 1);
        spread_add(&back, before_number(1999 - i), 1);
        spread_add(i % 3 ? &parts : &part, before_number(i), 1);
    }
    for (int64_t i = 0; i < 1500; i++)
        spread_add(&other, now_number(i), 1);
    spread_merge(&parts, &part);
    SpreadBins a = spread_bins(&forth, arena);
    SpreadBins b = spread_bins(&back, arena);
    SpreadBins c = spread_bins(&parts, arena);
    assert_int_equal(a.count, b.count);
    assert_int_equal(a.count, c.count);
    assert_true(a.count <= 100 && !spread_exact(&forth));
    for (size_t i = 0; i < a.count; i++) {
        assert_true(a.items[i].low == b.items[i].low && a.items[i].count == b.items[i].count);
        assert_true(a.items[i].low == c.items[i].low && a.items[i].count == c.items[i].count);
    }
    SpreadDistance distance = spread_distance(&forth, &other);
    assert_true(distance.ks <= .12 + 1e-12 && distance.ks_most >= .12 - 1e-12);
    assert_true(distance.ks_most - distance.ks < 0.1);
    assert_close(spread_quantile(&a, 0.5), 50.4, 0.05);
}

static void check_quantiles(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_spread spread = SPREAD_EMPTY(10);
    const double sorted[] = {-3, 0, 1, 1, 7, 10};
    for (size_t i = 0; i < array_count(sorted); i++)
        spread_add(&spread, sorted[i], 1);
    SpreadBins bins = spread_bins(&spread, arena);
    assert_close(spread_quantile(&bins, 0), -3, 0);
    assert_close(spread_quantile(&bins, 0.25), 0.25, 1e-12);
    assert_close(spread_quantile(&bins, 0.9), 8.5, 1e-12);
    assert_close(spread_quantile(&bins, 1), 10, 0);
    int64_t counts[3];
    spread_histogram(&bins, (const double[]){-3, 0, 1, 10}, 3, counts);
    assert_int_equal(counts[0], 1);
    assert_int_equal(counts[1], 1);
    assert_int_equal(counts[2], 4);
}

static void check_categories(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_categories whole = CATEGORIES_EMPTY(500);
    scoped_categories left = CATEGORIES_EMPTY(500);
    scoped_categories right = CATEGORIES_EMPTY(500);
    for (int i = 0; i < 60000; i++) {
        char text[16];
        int size = snprintf(text, sizeof text, "%d", i % 20000);
        categories_add(&whole, text, (size_t)size, 1);
        categories_add(i % 2 ? &left : &right, text, (size_t)size, 1);
    }
    categories_merge(&left, &right);
    categories_limit(&whole, 500);
    CategoryList a = categories_list(&whole, arena);
    CategoryList b = categories_list(&left, arena);
    assert_int_equal(a.count, 500);
    assert_int_equal(b.count, 500);
    for (size_t i = 0; i < a.count; i++) {
        assert_string_equal(a.items[i].text, b.items[i].text);
        assert_int_equal(a.items[i].count, 3);
        assert_int_equal(b.items[i].count, 3);
    }
    assert_int_equal(left.count, 60000);
    assert_false(categories_exact(&whole));
    assert_close((double)categories_distinct(&whole), 20000, 4 * DISTINCT_ERROR);
    assert_int_equal(categories_distinct(&whole), categories_distinct(&left));
}

static void check_adjusting(void **state)
{
    (void)state;
    double values[] = {0.01, NAN, 0.04, 0.03, 0.005};
    adjust_p_values(values, array_count(values));
    assert_close(values[0], 0.02, 1e-12);
    assert_true(isnan(values[1]));
    assert_close(values[2], 0.04, 1e-12);
    assert_close(values[3], 0.04, 1e-12);
    assert_close(values[4], 0.02, 1e-12);
}

static void check_random(void **state)
{
    (void)state;
    int64_t counts[6] = {0};
    for (uint64_t i = 0; i < 60000; i++)
        counts[random_at(7, i) % 6]++;
    for (size_t i = 0; i < 6; i++)
        assert_true(counts[i] > 9600 && counts[i] < 10400);
    assert_true(random_at(1, 2) == random_at(1, 2) && random_at(1, 2) != random_at(2, 2));
}

static void check_large_samples(void **state)
{
    (void)state;
    // Beyond the exact count the limit answers, and the two agree where both could.
    assert_close(kolmogorov_tail(1), 0.26999967167735456, 1e-12);
    assert_close(ks_tail(0.05, 3000, 3000),
                 kolmogorov_tail((sqrt(1500) + 0.12 + 0.11 / sqrt(1500)) * 0.05), 0.1);
    assert_true(ks_tail(0.02, 1000000, 1000000) < 1e-100);
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        {"moments of parts are those of the whole", check_moments, NULL, NULL, NULL},
        {"a coarse spread depends on nothing but numbers", check_coarse, NULL, NULL, NULL},
        {"quantiles and histograms of a few numbers", check_quantiles, NULL, NULL, NULL},
        {"categories beyond the ceiling stay exact", check_categories, NULL, NULL, NULL},
        {"p-values adjusted by Benjamini and Hochberg", check_adjusting, NULL, NULL, NULL},
        {"random numbers are even and repeatable", check_random, NULL, NULL, NULL},
        {"distances of large samples", check_large_samples, NULL, NULL, NULL},
    };
    return unit_run_table("chi_square", chi_squares, check_chi_square) +
           unit_run_table("numbers", numbers, check_numbers) +
           unit_run_table("shares", shares, check_shares) +
           cmocka_run_group_tests(whole, NULL, NULL);
}
