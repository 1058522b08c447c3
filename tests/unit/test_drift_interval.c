// The figures of numbers that are known by bins only lie between the ends that are told of them.

#include "stats/drift_interval.h"
#include "stats/random.h"
#include "unit.h"

#include <math.h>

#define NUMBERS ((size_t)1500)

// What the numbers are drawn from, out of two uniform ones between 0 and 1.
typedef enum Shape {
    EVEN,
    NORMAL,
    SKEWED,
    WHOLE,
    OFFSET, // far from zero, where bins are wide for what they hold
} Shape;

static double draw(Shape shape, double a, double b)
{
    const double normal = sqrt(-2 * log(a)) * cos(2 * acos(-1) * b);
    switch (shape) {
    case EVEN:
        return a;
    case NORMAL:
        return normal;
    case SKEWED:
        return exp(1.5 * normal);
    case WHOLE:
        return floor(1000 * a);
    case OFFSET:
        return 1000 + normal;
    }
    return 0;
}

static double uniform(uint64_t seed, uint64_t index)
{
    return ((double)(random_at(seed, index) >> 11) + 0.5) * 0x1p-53;
}

static void draw_all(Shape shape, uint64_t seed, double shift, double *ret_numbers, Spread *spread)
{
    for (size_t i = 0; i < NUMBERS; i++) {
        ret_numbers[i] = draw(shape, uniform(seed, 2 * i), uniform(seed, 2 * i + 1)) + shift;
        spread_add(spread, ret_numbers[i], 1);
    }
}

static BinnedSide side_of(const double *numbers, const SpreadBins *bins, Shape shape)
{
    BinnedSide side = {bins, INFINITY, -INFINITY, shape == WHOLE};
    for (size_t i = 0; i < NUMBERS; i++) {
        side.least = fmin(side.least, numbers[i]);
        side.most = fmax(side.most, numbers[i]);
    }
    return side;
}

static void hold_method(const DriftMethod *method, Shape shape, uint64_t seed, double shift,
                        size_t most)
{
    scoped_arena arena = arena_open();
    scoped_spread left = SPREAD_EMPTY(most);
    scoped_spread right = SPREAD_EMPTY(most);
    double *before = arena_array(arena, double, NUMBERS);
    double *now = arena_array(arena, double, NUMBERS);
    draw_all(shape, 2 * seed, 0, before, &left);
    draw_all(shape, 2 * seed + 1, shift, now, &right);
    SpreadBins left_bins = {0};
    SpreadBins right_bins = {0};
    spread_common_bins(&left, &right, arena, &left_bins, &right_bins);
    const BinnedSide left_side = side_of(before, &left_bins, shape);
    const BinnedSide right_side = side_of(now, &right_bins, shape);
    const DriftInterval interval = drift_interval(method, &left_side, &right_side, 0, arena);

    const TwoSamples samples = two_samples(before, NUMBERS, now, NUMBERS, arena);
    const DriftSides sides = drift_sides_of_numbers(&samples);
    const double exact = drift_method_decisive(method, method->numbers(&sides, arena));
    if (interval.known &&
        (exact < interval.least * (1 - 1e-9) - 1e-12 || exact > interval.most * (1 + 1e-9) + 1e-12))
        fail_msg("%s is %g, told was %g to %g", method->name, exact, interval.least, interval.most);
}

static const struct {
    const char *name;
    Shape shape;
    double shift;
    size_t most;
} rows[] = {
    {"even numbers", EVEN, 0, 100},       {"even numbers, shifted", EVEN, 0.1, 100},
    {"normal numbers", NORMAL, 0, 100},   {"normal numbers, shifted", NORMAL, 0.3, 100},
    {"skewed numbers", SKEWED, 0, 60},    {"skewed numbers, shifted", SKEWED, 0.5, 60},
    {"whole numbers", WHOLE, 0, 100},     {"whole numbers, shifted", WHOLE, 70, 100},
    {"far from zero", OFFSET, 0, 100},    {"far from zero, shifted", OFFSET, 1, 100},
    {"very coarse bins", NORMAL, 0.3, 8},
};

static void check_ends(void **state)
{
    const typeof(rows[0]) *row = *state;
    for (size_t i = 0; i < drift_method_count; i++) {
        for (uint64_t seed = 1; drift_methods[i].numbers && seed <= 4; seed++)
            hold_method(&drift_methods[i], row->shape, seed, row->shift, row->most);
    }
}

static void bins_of_one_number_say_what_the_numbers_say(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_spread left = SPREAD_EMPTY(2 * NUMBERS);
    scoped_spread right = SPREAD_EMPTY(2 * NUMBERS);
    double *before = arena_array(arena, double, NUMBERS);
    double *now = arena_array(arena, double, NUMBERS);
    draw_all(NORMAL, 1, 0, before, &left);
    draw_all(NORMAL, 2, 0.3, now, &right);
    const SpreadBins left_bins = spread_bins(&left, arena);
    const SpreadBins right_bins = spread_bins(&right, arena);
    const BinnedSide left_side = side_of(before, &left_bins, NORMAL);
    const BinnedSide right_side = side_of(now, &right_bins, NORMAL);
    const TwoSamples samples = two_samples(before, NUMBERS, now, NUMBERS, arena);
    const DriftSides sides = drift_sides_of_numbers(&samples);
    for (size_t i = 0; i < drift_method_count; i++) {
        const DriftMethod *method = &drift_methods[i];
        if (!method->numbers)
            continue;
        const DriftInterval interval = drift_interval(method, &left_side, &right_side, 0, arena);
        const double exact = drift_method_decisive(method, method->numbers(&sides, arena));
        const double got = drift_method_decisive(method, interval.figure);
        if (fabs(got - exact) > 1e-9 * fabs(exact))
            fail_msg("%s is %.17g, by bins %.17g", method->name, exact, got);
    }
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        {"bins of one number say what the numbers say", bins_of_one_number_say_what_the_numbers_say,
         NULL, NULL, NULL},
    };
    return unit_run_table("ends", rows, check_ends) + cmocka_run_group_tests(whole, NULL, NULL);
}
