// Drift methods: the numbers that the tools themselves give for the same data. The data are integer
// formulas; the numbers come from running Evidently and deepchecks, and scipy for the formulas of
// NannyML, Soda, Deequ and TFDV.

#include "base/buf.h"
#include "base/file.h"
#include "stats/distribution.h"
#include "stats/drift_suite.h"
#include "stats/ks_finite.h"
#include "stats/special.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void assert_near(double got, double wanted, double absolute, double relative)
{
    if (isinf(wanted) && got == wanted)
        return;
    if (fabs(got - wanted) > fmax(absolute, relative * fabs(wanted)) || isnan(got) != isnan(wanted))
        fail_msg("got %.17g, wanted %.17g", got, wanted);
}

// What is measured: numbers in full and the first of them, whole ones of few values, and
// categories.
typedef enum Data {
    NUMBERS,
    FEW_NUMBERS,
    WHOLE_NUMBERS,
    CATEGORIES_A,
    CATEGORIES_B,
    CATEGORIES_TWO,
    CATEGORIES_THREE,
    CATEGORIES_RARE,
} Data;

static const double counts[][2][6] = {
    [CATEGORIES_A] = {{1092, 363, 182, 363, 0, 0}, {462, 461, 0, 231, 115, 231}},
    [CATEGORIES_B] = {{1092, 363, 182, 363, 0}, {346, 692, 231, 0, 231}},
    [CATEGORIES_TWO] = {{286, 114}, {83, 217}},
    [CATEGORIES_THREE] = {{115, 457, 228}, {273, 91, 136}},
    [CATEGORIES_RARE] = {{1200, 500, 290, 10, 0}, {700, 520, 270, 6, 4}},
};

static const size_t categories[] = {[CATEGORIES_A] = 6,
                                    [CATEGORIES_B] = 5,
                                    [CATEGORIES_TWO] = 2,
                                    [CATEGORIES_THREE] = 3,
                                    [CATEGORIES_RARE] = 5};

static DriftSides sides_of(Data data, TwoSamples *samples, Arena *arena)
{
    if (data > WHOLE_NUMBERS)
        return drift_sides_of_counts(counts[data][0], counts[data][1], categories[data]);
    const bool whole = data == WHOLE_NUMBERS;
    const size_t n = data == FEW_NUMBERS ? 400 : 2000;
    const size_t m = data == FEW_NUMBERS ? 300 : 1500;
    double *before = arena_array(arena, double, n);
    double *now = arena_array(arena, double, m);
    for (size_t i = 0; i < n; i++)
        before[i] = whole ? (double)(7919 * i % 13) : (double)(7919 * i % 1009) / 10;
    for (size_t i = 0; i < m; i++)
        now[i] = whole ? (double)(104729 * i % 11 + 1) : (double)(104729 * i % 1013) / 10 * 1.1 + 3;
    *samples = two_samples(before, n, now, m, arena);
    return drift_sides_of_numbers(samples);
}

// `value` is the distance; of tests the p-value.
static const struct {
    const char *name;
    const char *method;
    Data data;
    double value;
} goldens[] = {
    {"wasserstein as Evidently", "wasserstein:evidently", NUMBERS, .279342376983},
    {"wasserstein as Evidently, few", "wasserstein:evidently", FEW_NUMBERS, .254099918312},
    {"js as Evidently", "js:evidently", NUMBERS, .18370578871},
    {"js as Evidently, few", "js:evidently", FEW_NUMBERS, .183713302653},
    {"js as Evidently, categories a", "js:evidently", CATEGORIES_A, .370187327943},
    {"js as Evidently, categories b", "js:evidently", CATEGORIES_B, .429904885995},
    {"js as Evidently, two categories", "js:evidently", CATEGORIES_TWO, .315304284663},
    {"js as Evidently, three categories", "js:evidently", CATEGORIES_THREE, .339719773721},
    {"psi as Evidently", "psi:evidently", NUMBERS, .579634467879},
    {"psi as Evidently, few", "psi:evidently", FEW_NUMBERS, .632070803982},
    {"psi as Evidently, categories a", "psi:evidently", CATEGORIES_A, 2.46450821523},
    {"psi as Evidently, categories b", "psi:evidently", CATEGORIES_B, 3.05664769192},
    {"psi as Evidently, two categories", "psi:evidently", CATEGORIES_TWO, .824439297414},
    {"psi as Evidently, three categories", "psi:evidently", CATEGORIES_THREE, .982659007635},
    {"kl as Evidently", "kl:evidently", NUMBERS, .103256136612},
    {"kl as Evidently, few", "kl:evidently", FEW_NUMBERS, .0998621634025},
    {"kl as Evidently, categories a", "kl:evidently", CATEGORIES_A, .86517681574},
    {"kl as Evidently, categories b", "kl:evidently", CATEGORIES_B, 1.6143205439},
    {"kl as Evidently, three categories", "kl:evidently", CATEGORIES_THREE, .474872549416},
    {"hellinger as Evidently", "hellinger:evidently", NUMBERS, .218303637059},
    {"hellinger as Evidently, few", "hellinger:evidently", FEW_NUMBERS, .218089283298},
    {"hellinger as Evidently, categories a", "hellinger:evidently", CATEGORIES_A, .431916125859},
    {"hellinger as Evidently, categories b", "hellinger:evidently", CATEGORIES_B, .487204822977},
    {"hellinger as Evidently, three", "hellinger:evidently", CATEGORIES_THREE, .344934399276},
    {"ks, exact", "ks", NUMBERS, 3.36273010176e-11},
    {"ks, exact, few", "ks", FEW_NUMBERS, .0100488302062},
    {"ks, the limit", "ks:whylogs", NUMBERS, 3.275555991089043e-11},
    {"ks, the limit, few", "ks:whylogs", FEW_NUMBERS, .010026495521314122},
    // scipy ends its series at terms of 1e-7 and says 1.03e-10; this is the whole series.
    {"cramer-von-mises", "cramer-von-mises", NUMBERS, 1.1285417e-12},
    {"cramer-von-mises, few", "cramer-von-mises", FEW_NUMBERS, .00450103545556},
    {"mann-whitney as Evidently", "mann-whitney:evidently", NUMBERS, 8.62306842646e-14},
    {"mann-whitney as Evidently, few", "mann-whitney:evidently", FEW_NUMBERS, .00137083622434},
    {"t-test", "t-test", NUMBERS, 7.12868192838e-15},
    {"t-test, few", "t-test", FEW_NUMBERS, .00157228543131},
    {"energy", "energy", NUMBERS, 1.16325859741},
    {"energy, few", "energy", FEW_NUMBERS, 1.07548148132},
    {"epps-singleton", "epps-singleton", NUMBERS, 3.05434727119e-35},
    {"epps-singleton, few", "epps-singleton", FEW_NUMBERS, 2.96739313207e-06},
    {"anderson-darling ends at 0.001", "anderson-darling", NUMBERS, .001},
    {"anderson-darling ends, few", "anderson-darling", FEW_NUMBERS, .001},
    {"ks as deepchecks", "ks:deepchecks", NUMBERS, .12},
    {"ks as deepchecks, few", "ks:deepchecks", FEW_NUMBERS, .123333333333},
    {"wasserstein as deepchecks", "wasserstein:deepchecks", NUMBERS, .0750302702424},
    {"wasserstein as deepchecks, few", "wasserstein:deepchecks", FEW_NUMBERS, .068753063117},
    {"js as NannyML", "js:nannyml", NUMBERS, .25402372267},
    {"js as NannyML, few", "js:nannyml", FEW_NUMBERS, .246651080437},
    {"js as NannyML, whole numbers", "js:nannyml", WHOLE_NUMBERS, .2857290759094152},
    {"js as NannyML, categories a", "js:nannyml", CATEGORIES_A, .444640295041},
    {"js as NannyML, categories b", "js:nannyml", CATEGORIES_B, .516368392215},
    {"js as NannyML, two categories", "js:nannyml", CATEGORIES_TWO, .378719041896},
    {"js as NannyML, three categories", "js:nannyml", CATEGORIES_THREE, .408045032924},
    {"hellinger as NannyML", "hellinger:nannyml", NUMBERS, .25129528862},
    {"hellinger as NannyML, few", "hellinger:nannyml", FEW_NUMBERS, .244056193246},
    {"hellinger as NannyML, whole", "hellinger:nannyml", WHOLE_NUMBERS, .2832293161476125},
    {"hellinger as NannyML, categories a", "hellinger:nannyml", CATEGORIES_A, .431916125859},
    {"hellinger as NannyML, two", "hellinger:nannyml", CATEGORIES_TWO, .318114288592},
    {"wasserstein as NannyML", "wasserstein:nannyml", NUMBERS, 8.14110666667},
    {"wasserstein as NannyML, few", "wasserstein:nannyml", FEW_NUMBERS, 7.40551666667},
    {"psi as Soda", "psi:soda", NUMBERS, .96499561454},
    {"psi as Soda, few", "psi:soda", FEW_NUMBERS, .915468256284},
    {"wasserstein as Soda", "wasserstein:soda", NUMBERS, .264759955611},
    {"wasserstein as Soda, few", "wasserstein:soda", FEW_NUMBERS, .24099390502},
    {"ks as Deequ", "ks:deequ", NUMBERS, .0585182954042},
    {"ks as Deequ, few", "ks:deequ", FEW_NUMBERS, 0},
    {"chi-square as Evidently, a new category", "chi-square:evidently", CATEGORIES_A, 0},
    {"chi-square as Evidently, two", "chi-square:evidently", CATEGORIES_TWO, 1.78342535048e-63},
    {"chi-square as Evidently, three", "chi-square:evidently", CATEGORIES_THREE,
     8.46381263251e-152},
    {"cramers-v as deepchecks, a", "cramers-v:deepchecks", CATEGORIES_A, .458252048557},
    {"cramers-v as deepchecks, b", "cramers-v:deepchecks", CATEGORIES_B, .547484826136},
    {"cramers-v as deepchecks, two", "cramers-v:deepchecks", CATEGORIES_TWO, .431785082763},
    {"cramers-v as deepchecks, three", "cramers-v:deepchecks", CATEGORIES_THREE, .465091859913},
    {"psi as deepchecks, a", "psi:deepchecks", CATEGORIES_A, 1.07845943249},
    {"psi as deepchecks, b", "psi:deepchecks", CATEGORIES_B, 1.45676705167},
    {"psi as deepchecks, two", "psi:deepchecks", CATEGORIES_TWO, .824439297414},
    {"psi as deepchecks, three", "psi:deepchecks", CATEGORIES_THREE, .982659007635},
    {"psi as deepchecks, a rare one", "psi:deepchecks", CATEGORIES_RARE, .07310117616616997},
    {"cramers-v as deepchecks, a rare one", "cramers-v:deepchecks", CATEGORIES_RARE,
     .13232378167157122},
    {"linf, a", "linf", CATEGORIES_A, .238},
    {"linf, b", "linf:tfdv", CATEGORIES_B, .315333333333},
    {"linf, two", "linf:nannyml", CATEGORIES_TWO, .438333333333},
    {"linf, three", "linf", CATEGORIES_THREE, .40225},
    {"chi-square as NannyML, a", "chi-square:nannyml", CATEGORIES_A, 6.988499031335662e-164},
    {"chi-square as NannyML, b", "chi-square:nannyml", CATEGORIES_B, 1.1415304499264936e-223},
    {"chi-square as NannyML, two", "chi-square:nannyml", CATEGORIES_TWO, 3.371540490541291e-30},
    {"chi-square, three", "chi-square", CATEGORIES_THREE, 5.272536682022665e-61},
    {"js as TFDV, a", "js:tfdv", CATEGORIES_A, .197704991974},
    {"js as TFDV, b", "js:tfdv", CATEGORIES_B, .266636316479},
    {"js as TFDV, two", "js:tfdv", CATEGORIES_TWO, .143428112694},
    {"js as TFDV, three", "js:tfdv", CATEGORIES_THREE, .166500748894},
    {"count difference as TFDV, a", "count-difference:tfdv", CATEGORIES_A, .18},
    {"count difference as TFDV, b", "count-difference:tfdv", CATEGORIES_B, .213142857143},
    {"count difference as TFDV, two", "count-difference:tfdv", CATEGORIES_TWO, .29},
    {"count difference as TFDV, three", "count-difference:tfdv", CATEGORIES_THREE, .281538461538},
    {"tvd, a", "tvd", CATEGORIES_A, .3565},
    {"tvd, b", "tvd", CATEGORIES_B, .496833333333},
    {"tvd, two", "tvd", CATEGORIES_TWO, .438333333333},
    {"tvd, three", "tvd", CATEGORIES_THREE, .40225},
};

static void check_golden(void **state)
{
    const typeof(goldens[0]) *row = *state;
    scoped_arena arena = arena_open();
    TwoSamples samples = {0};
    const DriftSides sides = sides_of(row->data, &samples, arena);
    const DriftMethod *method = drift_method_find(row->method);
    assert_non_null(method);
    DriftFunction *measure = sides.numbers ? method->numbers : method->categories;
    assert_non_null(measure);
    const DriftFigure figure = measure(&sides, arena);
    // The published numbers have twelve digits; scipy's own tails have fewer.
    assert_near(isnan(figure.p) ? figure.value : figure.p, row->value, 1e-9, 1e-9);
    if (!isnan(figure.p))
        assert_near(figure.p, row->value, 0, row->value < 1e-9 ? 1e-4 : 1e-8);
}

// The numbers are scipy's kstwo.sf(), which takes the series earlier: seven digits agree.
static const struct {
    const char *name;
    int64_t n;
    double distance;
    double tail;
} tails[] = {
    {"3 numbers, far out", 3, 0.9, 0.002},
    {"5 numbers, near", 5, 0.12, 0.999987712},
    {"10 numbers", 10, 0.2, 0.74871904},
    {"10 numbers, at the usual limit", 10, 0.41, 0.04932075782870493},
    {"30 numbers, far out", 30, 0.5, 1.8467310029604193e-07},
    {"100 numbers, near", 100, 0.05, 0.9532159710635725},
    {"100 numbers", 100, 0.1, 0.2526927570063874},
    {"100 numbers, far out", 100, 0.3, 1.7719869892662917e-08},
    {"1000 numbers", 1000, 0.02, 0.8108971656895577},
    {"1000 numbers, near the limit", 1000, 0.04, 0.07933956059000224},
    {"5000 numbers", 5000, 0.01, 0.6954557253913853},
    {"100000 numbers, by the series", 100000, 0.002, 0.8178408363081542},
    {"100000 numbers, near the limit", 100000, 0.004, 0.08130148920222469},
    {"a million numbers", 1000000, 0.001, 0.26982107442589376},
    {"a million numbers, far out", 1000000, 0.0017, 0.006170418708998026},
};

static void check_finite(void **state)
{
    const typeof(tails[0]) *row = *state;
    assert_near(ks_finite_tail(row->distance, row->n), row->tail, 1e-7, 1e-9);
}

static void special_functions_are_those_of_scipy(void **state)
{
    (void)state;
    assert_near(bessel_k(0.25, 0.01), 6.165741264139234, 0, 1e-12);
    assert_near(bessel_k(0.25, 1), 0.4307397744485814, 0, 1e-12);
    assert_near(bessel_k(0.25, 20), 5.750002072403683e-10, 0, 1e-12);
    assert_near(student_two_sided(1, 1), 0.5, 0, 1e-12);
    assert_near(student_two_sided(2.5, 10), 0.03144684423660882, 0, 1e-12);
    assert_near(student_two_sided(12, 3), 0.0012450158007893362, 0, 1e-12);
    assert_near(student_two_sided(0.1, 1000), 0.9203643690236041, 0, 1e-12);
}

// Sides of the numbers 0 … 39 and the same, `shift` further on.
static DriftFigure measure_shifted(const char *method, double shift, Arena *arena)
{
    double before[40];
    double now[40];
    for (int i = 0; i < 40; i++) {
        before[i] = i;
        now[i] = i + shift;
    }
    const TwoSamples samples = two_samples(before, 40, now, 40, arena);
    const DriftSides sides = drift_sides_of_numbers(&samples);
    return drift_method_find(method)->numbers(&sides, arena);
}

static void tests_between_their_ends_are_those_of_scipy(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const double fisher[2][2] = {{8, 2}, {1, 5}};
    const DriftSides sides = drift_sides_of_counts(fisher[0], fisher[1], 2);
    const DriftSides two =
        drift_sides_of_counts(counts[CATEGORIES_TWO][0], counts[CATEGORIES_TWO][1], 2);
    assert_near(measure_shifted("anderson-darling", 6, arena).p, 0.03116064228848024, 0, 1e-9);
    assert_near(measure_shifted("mann-whitney", 6, arena).p, 0.033022506331159385, 0, 1e-9);
    assert_near(drift_method_find("fisher")->categories(&sides, arena).p, 0.034965034965034975, 0,
                1e-9);
    assert_near(drift_method_find("g-test")->categories(&two, arena).p, 1.6439437369613385e-31, 0,
                1e-9);
}

// The discrepancy is numpy's for the same formula; p-values of permutations are known up to chance.
static void permutations_say_what_exact_tests_say(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const double fisher[2][2] = {{8, 2}, {1, 5}};
    const DriftSides sides = drift_sides_of_counts(fisher[0], fisher[1], 2);
    const DriftFigure tvd = drift_method_find("tvd:evidently")->categories(&sides, arena);
    assert_near(tvd.value, 0.8 - 1.0 / 6, 0, 1e-12);
    assert_near(tvd.p, 0.034965034965034975, 0.02, 0);
    const DriftFigure near = measure_shifted("mmd:evidently", 6, arena);
    assert_near(near.value, 0.01463590091160194, 0, 1e-9);
    assert_near(near.p, 0.205, 0.12, 0);
    assert_true(measure_shifted("mmd:evidently", 0, arena).p > 0.5);
    assert_true(measure_shifted("mmd:evidently", 30, arena).p < 0.01);
}

static void equal_samples_have_no_distance(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    for (size_t i = 0; i < drift_method_count; i++) {
        const DriftMethod *method = &drift_methods[i];
        if (!method->numbers)
            continue;
        const DriftFigure figure = measure_shifted(method->name, 0, arena);
        if (drift_method_finds(method, drift_method_decisive(method, figure), method->threshold))
            fail_msg("%s finds drift: %g, p %g", method->name, figure.value, figure.p);
    }
}

// Two constants, one category, two rows, the ends of doubles: nothing divides by nothing, nothing
// is read outside.
static void methods_survive_columns_of_one_value(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const double one[] = {5, 5};
    const double other[] = {7};
    const double all[] = {3};
    const TwoSamples same = two_samples(one, 2, one, 2, arena);
    const TwoSamples apart = two_samples(one, 2, other, 1, arena);
    const double ends[] = {-1.7e308, 1e308, 0, 5e-324, 1e-300, 1e308, -1.7e308, 1.7e308};
    const TwoSamples huge = two_samples(ends, 8, ends, 8, arena);
    const DriftSides sides[] = {drift_sides_of_numbers(&same), drift_sides_of_numbers(&apart),
                                drift_sides_of_counts(all, all, 1), drift_sides_of_numbers(&huge)};
    for (size_t i = 0; i < drift_method_count; i++) {
        for (size_t j = 0; j < array_count(sides); j++) {
            DriftFunction *measure =
                sides[j].numbers ? drift_methods[i].numbers : drift_methods[i].categories;
            const DriftFigure figure =
                measure ? measure(&sides[j], arena) : (DriftFigure){.value = 0, .p = NAN};
            const bool found = drift_method_finds(&drift_methods[i],
                                                  drift_method_decisive(&drift_methods[i], figure),
                                                  drift_methods[i].threshold);
            if (found && j != 1)
                fail_msg("%s finds drift in equal sides", drift_methods[i].name);
        }
    }
}

static void the_rule_of_evidently_looks_at_the_rows_before(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    static const struct {
        Data data;
        const char *method;
    } rows[] = {
        {NUMBERS, "wasserstein:evidently"},
        {FEW_NUMBERS, "ks:evidently"},
        {CATEGORIES_A, "js:evidently"},
        {CATEGORIES_TWO, "proportions"},
        {CATEGORIES_THREE, "chi-square:evidently"},
    };
    for (size_t i = 0; i < array_count(rows); i++) {
        TwoSamples samples = {0};
        const DriftSides sides = sides_of(rows[i].data, &samples, arena);
        assert_string_equal(drift_method_of_evidently(&sides)->name, rows[i].method);
    }
}

// The page that users choose from: a row for each method and each tool's rule.
static void the_page_has_every_name(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf page = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    if (!file_read("page", "../../docs/drift.md", &page, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < drift_method_count; i++) {
        const DriftMethod *method = &drift_methods[i];
        const char *row = arena_format(arena, "\n| `%s` | %s%s%s | %s | %s%g |", method->name,
                                       method->numbers ? "numbers" : "",
                                       method->numbers && method->categories ? " and " : "",
                                       method->categories ? "categories" : "", method->help,
                                       method->decision == DRIFT_P_BELOW    ? "p < "
                                       : method->decision == DRIFT_AT_LEAST ? "≥ "
                                                                            : "> ",
                                       method->threshold);
        if (!strstr(buf_text(&page), row))
            fail_msg("docs/drift.md lacks%s", row);
    }
    for (size_t i = 0; i < drift_suite_count; i++) {
        const char *row =
            arena_format(arena, "\n| `%s` | %s |", drift_suites[i].name, drift_suites[i].help);
        if (!strstr(buf_text(&page), row))
            fail_msg("docs/drift.md lacks%s", row);
    }
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        {"special functions are those of scipy", special_functions_are_those_of_scipy, NULL, NULL,
         NULL},
        {"tests between their ends are those of scipy", tests_between_their_ends_are_those_of_scipy,
         NULL, NULL, NULL},
        {"permutations say what exact tests say", permutations_say_what_exact_tests_say, NULL, NULL,
         NULL},
        {"equal samples have no drift by any method", equal_samples_have_no_distance, NULL, NULL,
         NULL},
        {"methods survive columns of one value", methods_survive_columns_of_one_value, NULL, NULL,
         NULL},
        {"the rule of Evidently looks at the rows before",
         the_rule_of_evidently_looks_at_the_rows_before, NULL, NULL, NULL},
        {"the page has every name", the_page_has_every_name, NULL, NULL, NULL},
    };
    return unit_run_table("goldens", goldens, check_golden) +
           unit_run_table("tails", tails, check_finite) + cmocka_run_group_tests(whole, NULL, NULL);
}
