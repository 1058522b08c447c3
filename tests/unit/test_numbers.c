// Numbers as columns read them: correctly rounded, the same by every kernel, and counted many at
// once as they are one by one.

#include "schema/scalar.h"
#include "stats/moments.h"
#include "stats/random.h"
#include "stats/spread.h"
#include "table/kernel.h"
#include "unit.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
} hard[] = {
    {"halfway to even", "9007199254740993"},
    {"halfway between", "9007199254740993.0000000000000000000000000000000000001"},
    {"one more than halfway", "9007199254740993.5"},
    {"a long fraction", "0.1234567890123456789012345678901234567890"},
    {"the least normal number", "2.2250738585072014e-308"},
    {"what once hung a program", "2.2250738585072011e-308"},
    {"the least of all numbers", "4.9406564584124654e-324"},
    {"half of it", "2.4703282292062328e-324"},
    {"the greatest number", "1.7976931348623157e308"},
    {"digits behind nineteen", "1.00000000000000011102230246251565404236316680908203125"},
    {"the same and a bit", "1.00000000000000011102230246251565404236316680908203126"},
    {"many zeros", "0.000000000000000000000000000000000000000000000000001"},
    {"exponents that cancel", "123456789012345678901234567890e-25"},
    {"powers of five", "1e23"},
    {"halfway, and cut behind nineteen digits", "9007199254740992.99999999999999999999"},
    {"halfway below a power of two", "4503599627370495.5"},
    {"a power of ten that is no double", "1e24"},
    {"where 128 bits leave it open", "7.2057594037927933e16"},
    {"halfway between the least two",
     "7.4109846876186981626485318930233205854758970392148714e-324"},
    {"just beyond the greatest, rounded down", "1.7976931348623158e308"},
    {"thirty digits with their exponent", "179769313486231570814527423731e279"},
    {"a signed exponent", "12345678901234567e+05"},
    {"a point at the end", "123456789012345678."},
    {"nothing", "0e999"},
    {"minus nothing", "-0.0"},
};

static void demand_rounded(const char *text)
{
    Scalar scalar = {0};
    assert_true(scalar_number(text, strlen(text), &scalar));
    double wanted = strtod(text, NULL);
    if (memcmp(&wanted, &scalar.real, sizeof wanted) != 0)
        fail_msg("'%s' is %a, wanted %a", text, scalar.real, wanted);
}

static void check_hard(void **state)
{
    const typeof(hard[0]) *row = *state;
    demand_rounded(row->text);
}

static void check_random(void **state)
{
    (void)state;
    char text[64];
    for (uint64_t i = 0; i < 500000; i++) {
        uint64_t bits = random_at(1, i);
        double number = 0;
        memcpy(&number, &bits, sizeof number);
        if (isfinite(number)) {
            snprintf(text, sizeof text, "%.*e", (int)(i % 20), number);
            if (isfinite(strtod(text, NULL)))
                demand_rounded(text);
        }
        snprintf(text, sizeof text, "%" PRIu64 ".%" PRIu64 "e%d", bits >> (i % 64),
                 random_at(2, i) >> (i % 61), (int)(random_at(3, i) % 60) - 30);
        demand_rounded(text);
    }
}

// What a number is made of, for texts that are nearly numbers.
static const char pieces[] = "0123456789012345678900..--+eE x";

static size_t make_text(uint64_t turn, char *text)
{
    size_t size = random_at(turn, 0) % 20;
    for (size_t i = 0; i < size; i++)
        text[i] = pieces[random_at(turn, i + 1) % (turn % 3 ? 24 : sizeof pieces - 1)];
    if (turn % 4 == 0 && size)
        text[0] = '-';
    return size;
}

#define CELLS 1000

static void check_kernels(void **state)
{
    (void)state;
    static char texts[CELLS][20 + BATCH_PADDING];
    static Cell cells[CELLS];
    for (uint64_t turn = 0; turn < 100; turn++) {
        for (size_t i = 0; i < CELLS; i++)
            cells[i] = (Cell){texts[i], make_text(turn * CELLS + i, texts[i])};
        for (CpuKernel kind = KERNEL_SCALAR; kind < CPU_KERNELS; kind++) {
            double reals[CELLS] = {0};
            int64_t integers[CELLS] = {0};
            uint8_t forms[CELLS] = {0};
            if (!cpu_has_kernel(kind))
                continue;
            kernel_find(kind)->decimals(cells, CELLS, (Decimals){reals, integers, forms});
            for (size_t i = 0; i < CELLS; i++) {
                Scalar scalar = {0};
                bool number = scalar_number(cells[i].bytes, cells[i].size, &scalar);
                bool point = cells[i].size && memchr(cells[i].bytes, '.', cells[i].size);
                size_t digits = cells[i].size - (cells[i].size && texts[i][0] == '-') - point;
                bool plain = number && strspn(texts[i], "-.0123456789") >= cells[i].size &&
                             digits <= DECIMAL_DIGITS;
                if (!!(forms[i] & DECIMAL_READ) != plain)
                    fail_msg("kernel %s, '%.*s'", cpu_kernel_name(kind), (int)cells[i].size,
                             texts[i]);
                if (!plain)
                    continue;
                assert_int_equal(!!(forms[i] & DECIMAL_POINT), point);
                assert_memory_equal(&reals[i], &scalar.real, sizeof(double));
                if (!point) {
                    assert_true(scalar_integer(cells[i].bytes, cells[i].size, &scalar));
                    assert_int_equal(integers[i], scalar.integer);
                }
            }
        }
    }
}

// Columns of several kinds.
static double made_number(int kind, uint64_t i)
{
    double unit = (double)(random_at(7, i) >> 11) * 0x1p-53;
    switch (kind) {
    case 0:
        return (double)i; // a counter
    case 1:
        return floor(unit * 100);
    case 2:
        return unit * 180 - 90;
    case 3:
        return i % 3 ? 0 : unit * 1000; // mostly nothing
    case 4:
        return ldexp(unit - 0.5, (int)(random_at(8, i) % 800) - 400);
    default:
        return round(unit * 1500) / 100;
    }
}

static void check_many(void **state)
{
    (void)state;
    enum { COUNT = 60000 };
    static double numbers[COUNT];
    for (int kind = 0; kind < 6; kind++) {
        scoped_arena arena = arena_open();
        scoped_spread single = SPREAD_EMPTY(1024);
        scoped_spread many = SPREAD_EMPTY(1024);
        Moments one = MOMENTS_EMPTY;
        Moments all = MOMENTS_EMPTY;
        for (size_t i = 0; i < COUNT; i++) {
            numbers[i] = made_number(kind, i) + 0.0;
            spread_add(&single, numbers[i], 1);
            moments_add(&one, numbers[i]);
        }
        for (size_t at = 0; at < COUNT; at += 700) {
            size_t count = MIN((size_t)COUNT - at, (size_t)700);
            spread_add_all(&many, numbers + at, count);
            moments_add_all(&all, numbers + at, count);
        }
        spread_settle(&many);
        SpreadBins wanted = spread_bins(&single, arena);
        SpreadBins got = spread_bins(&many, arena);
        assert_int_equal(single.shift, many.shift);
        assert_int_equal(wanted.count, got.count);
        assert_memory_equal(wanted.items, got.items, wanted.count * sizeof *wanted.items);
        assert_int_equal(all.count, COUNT);
        assert_true(all.least == one.least && all.most == one.most);
        assert_true(fabs(all.mean - one.mean) <= 1e-12 * (fabs(one.most) + fabs(one.least)));
        assert_true(fabs(all.squares - one.squares) <= 1e-9 * one.squares);
    }
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        {"random decimals are rounded like the C library rounds", check_random, NULL, NULL, NULL},
        {"kernels read short decimals and nothing else", check_kernels, NULL, NULL, NULL},
        {"many numbers at once count like one by one", check_many, NULL, NULL, NULL},
    };
    return unit_run_table("hard", hard, check_hard) + cmocka_run_group_tests(whole, NULL, NULL);
}
