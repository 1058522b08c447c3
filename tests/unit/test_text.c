// Texts, numbers from texts and back, names to suggest.

#include "base/text.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    const char *text;
    bool valid;
    double number;
} reals[] = {
    {"reads a whole number", "42", true, 42},
    {"reads an exponent", "-1.5e3", true, -1500},
    {"reads a number without leading zero", ".5", true, 0.5},
    {"refuses an empty text", "", false, 0},
    {"refuses trailing garbage", "1.5x", false, 0},
    {"refuses surrounding blanks", " 1", false, 0},
    {"refuses a comma", "1,5", false, 0},
    {"refuses hexadecimal", "0x10", false, 0},
    {"refuses nan", "nan", false, 0},
    {"refuses infinity", "inf", false, 0},
    {"refuses what overflows", "1e999", false, 0},
    {"refuses an empty exponent", "1e", false, 0},
};

static void check_real(void **state)
{
    const typeof(reals[0]) *row = *state;
    double number = -7;
    assert_int_equal(text_to_real(row->text, &number), row->valid);
    assert_true(number == (row->valid ? row->number : -7));
}

static const struct {
    const char *name;
    double number;
    const char *text;
} printed[] = {
    {"prints a tenth as people do", 0.1, "0.1"},
    {"prints a whole number without a point", 100000, "100000"},
    {"keeps every bit", 0.1 + 0.2, "0.30000000000000004"},
    {"prints the smallest number", 5e-324, "5e-324"},
    {"prints what is far below one", 1.5e-5, "1.5e-05"},
    {"prints what is just near enough", 1.5e-4, "0.00015"},
    {"prints a large whole number", 1e15, "1e+15"},
    {"prints the digits of a larger one", 1234567890123456, "1234567890123456"},
    {"prints a power of two, to which those below are nearer", 0x1p-44, "5.684341886080802e-14"},
    {"prints where the doubles are whole", 9007199254740994, "9007199254740994"},
    {"prints the greatest number", 1.7976931348623157e308, "1.7976931348623157e+308"},
    {"prints the sign of nothing", -0.0, "-0"},
    {"names what is not a number", NAN, "NaN"},
    {"names what is not finite", -INFINITY, "-Infinity"},
};

static void check_printed(void **state)
{
    const typeof(printed[0]) *row = *state;
    char text[TEXT_REAL_SIZE];
    assert_string_equal(text_from_real(row->number, text), row->text);
}

// How many digits it takes at least, by trial.
static const char *print_tried(double number, char *text, size_t size)
{
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(text, size, "%.*g", precision, number);
        if (strtod(text, NULL) == number)
            break;
    }
    if (fabs(number) < 1e15 && number == trunc(number) && strchr(text, 'e'))
        snprintf(text, size, "%.0f", number);
    return text;
}

static void demand_shortest(double number)
{
    char text[TEXT_REAL_SIZE];
    char tried[TEXT_REAL_SIZE];
    int exponent = 0;
    text_from_real(number, text);
    print_tried(number, tried, sizeof tried);
    // Below a power of two the doubles lie closer: printf finds the nearest decimal of a length,
    // not the one that reads back.
    bool power = fabs(frexp(number, &exponent)) == 0.5;
    bool short_enough = power ? strlen(text) <= strlen(tried) : strcmp(text, tried) == 0;
    if (!short_enough || strtod(text, NULL) != number)
        fail_msg("%a is printed as %s, wanted %s", number, text, tried);
}

static void check_shortest(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252U; // xorshift
    for (int i = 0; i < 20000; i++) {
        double number = 0;
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        // All sizes, those of everyday, few bits as the ends of bins have them, few digits.
        memcpy(&number, &bits, sizeof number);
        if (isfinite(number))
            demand_shortest(number);
        number = (double)(int64_t)bits * 0x1p-50;
        demand_shortest(number);
        demand_shortest(ldexp((double)(bits >> 57), (int)(bits % 200) - 100));
        demand_shortest((double)(bits % 1000000) / 1000);
        demand_shortest((double)(bits >> (bits % 64)));
    }
}

typedef bool TextReader(const char *text, int64_t *ret_number);

static const struct {
    const char *name;
    TextReader *read;
    const char *text;
    bool valid;
    int64_t number;
} numbers[] = {
    {"reads the largest integer", text_to_int, "9223372036854775807", true, INT64_MAX},
    {"refuses an integer too large", text_to_int, "9223372036854775808", false, 0},
    {"refuses a lone sign", text_to_int, "-", false, 0},
    {"reads gigabytes", text_to_size, "4G", true, (int64_t)4 << 30},
    {"reads a fraction of a megabyte", text_to_size, "1.5M", true, 1572864},
    {"refuses a negative size", text_to_size, "-1", false, 0},
    {"refuses an unknown unit", text_to_size, "4Q", false, 0},
    {"reads minutes", text_to_duration, "10m", true, 600000},
    {"reads milliseconds", text_to_duration, "250ms", true, 250},
    {"reads a bare number as seconds", text_to_duration, "30", true, 30000},
    {"refuses a duration without a number", text_to_duration, "m", false, 0},
};

static void check_number(void **state)
{
    const typeof(numbers[0]) *row = *state;
    int64_t number = -7;
    assert_int_equal(row->read(row->text, &number), row->valid);
    assert_int_equal(number, row->valid ? row->number : -7);
}

static const struct {
    const char *name;
    const char *wanted;
    const char *nearest;
} misspelt[] = {
    {"suggests for a missing letter", "shema", "schema"},
    {"suggests for swapped letters", "baesline", "baseline"},
    {"suggests whatever the case", "SCHEMA", "schema"},
    {"suggests nothing for a stranger", "kangaroo", NULL},
    {"suggests nothing for nothing", "", NULL},
};

static void check_misspelt(void **state)
{
    static const char *const names[] = {"schema", "baseline", "report"};
    const typeof(misspelt[0]) *row = *state;
    const char *nearest = text_nearest(row->wanted, names, array_count(names));
    assert_true(text_equal(nearest, row->nearest));
}

int main(void)
{
    const struct CMUnitTest shortest[] = {
        {"no text is shorter, and none of its length nearer", check_shortest, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests(shortest, NULL, NULL) +
           unit_run_table("real", reals, check_real) +
           unit_run_table("printed", printed, check_printed) +
           unit_run_table("number", numbers, check_number) +
           unit_run_table("misspelt", misspelt, check_misspelt);
}
