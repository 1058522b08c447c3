// Measures over the rows of one column or of two: goldens of scipy 1.17, pandas 3.1 and
// scikit-learn 1.9 over the same thousand rows.

#include "stats/groups.h"
#include "stats/joint_moments.h"
#include "stats/shape_moments.h"
#include "unit.h"

#include <math.h>

#define ROWS 1000

typedef struct Row {
    double a;
    double b;
    uint64_t p;
    uint64_t q;
} Row;

static Row row_of(int i)
{
    double a = i * 37 % 101 + i % 7 * .5 + 1e6;
    int power = i % 11;
    double b = a * .5 + i * 53 % 89 + power * power * power;
    uint64_t p = (uint64_t)(i * 7 % 5);
    return (Row){a, b, p, i % 3 == 0 ? p % 3 : (uint64_t)(i * 11 % 4)};
}

typedef struct Sums {
    ShapeMoments shape;
    JointMoments joint;
    Groups pairs;
    Groups numbers;
} Sums;

#define SUMS_EMPTY                                                                                 \
    {                                                                                              \
        .pairs.most = 64, .numbers = {.most = 64, .measured = true }                               \
    }

static void sums_release(Sums *sums)
{
    groups_release(&sums->pairs);
    groups_release(&sums->numbers);
}

// The rows in parts of so many, each with sums of its own.
static Sums add_up(int part)
{
    Sums all = SUMS_EMPTY;
    for (int start = 0; start < ROWS; start += part) {
        Sums sums = SUMS_EMPTY;
        for (int i = start; i < MIN(start + part, ROWS); i++) {
            Row row = row_of(i);
            shape_moments_add_all(&sums.shape, &row.b, 1);
            joint_moments_add_all(&sums.joint, &row.a, &row.b, 1);
            groups_count(&sums.pairs, row.p, row.q);
            uint64_t group = (row.b > 500300) + (row.b > 500600);
            groups_measure(&sums.numbers, group, row.b);
        }
        shape_moments_merge(&all.shape, &sums.shape);
        joint_moments_merge(&all.joint, &sums.joint);
        groups_merge(&all.pairs, &sums.pairs);
        groups_merge(&all.numbers, &sums.numbers);
        sums_release(&sums);
    }
    return all;
}

static void assert_near(double got, double wanted)
{
    if (!(fabs(got - wanted) <= 1e-10 * fmax(1, fabs(wanted))))
        fail_msg("got %.17g, wanted %.17g", got, wanted);
}

static const struct {
    const char *name;
    int part;
} parts[] = {
    {"one by one", 1},
    {"a few at once", 37},
    {"in halves", 500},
    {"all together", ROWS},
};

static void check_goldens(void **state)
{
    const typeof(parts[0]) *row = *state;
    Sums sums CLEANUP(sums_release) = add_up(row->part);
    assert_near(shape_moments_skewness(&sums.shape), 1.0712431881923485);
    assert_near(shape_moments_kurtosis(&sums.shape), -0.09840549204375204);
    assert_near(joint_moments_correlation(&sums.joint), 0.062212143482114256);
    assert_near(groups_association(&sums.pairs), 0.2835115186431738);
    assert_near(groups_information(&sums.pairs, true), 0.07907798717283288);
    assert_near(groups_information(&sums.pairs, false), 0.08629760024374952);
    assert_near(groups_correlation_ratio(&sums.numbers), 0.9490160563745178);
    assert_int_equal(groups_different(&sums.pairs, 0), 5);
    assert_int_equal(groups_different(&sums.pairs, 1), 4);
}

static void check_at_once(void **state)
{
    double numbers[2][ROWS];
    ShapeMoments shape = {0};
    JointMoments joint = {0};
    (void)state;
    for (int i = 0; i < ROWS; i++) {
        numbers[0][i] = row_of(i).a;
        numbers[1][i] = row_of(i).b;
    }
    shape_moments_add_all(&shape, numbers[1], ROWS);
    joint_moments_add_all(&joint, numbers[0], numbers[1], ROWS);
    assert_near(shape_moments_skewness(&shape), 1.0712431881923485);
    assert_near(shape_moments_kurtosis(&shape), -0.09840549204375204);
    assert_near(joint_moments_correlation(&joint), 0.062212143482114256);
}

static void check_undefined(void **state)
{
    const double equal[] = {3, 3, 3, 3};
    const double rising[] = {1, 2, 3, 4};
    ShapeMoments shape = {0};
    JointMoments joint = {0};
    Groups groups CLEANUP(groups_release) = {.most = 8, .measured = true};
    (void)state;
    assert_true(isnan(shape_moments_skewness(&shape)) && isnan(joint_moments_correlation(&joint)));
    shape_moments_add_all(&shape, equal, 4);
    joint_moments_add_all(&joint, equal, rising, 4);
    assert_true(isnan(shape_moments_skewness(&shape)) && isnan(shape_moments_kurtosis(&shape)));
    assert_true(isnan(joint_moments_correlation(&joint)));
    assert_true(isnan(groups_association(&groups)));
    for (uint64_t i = 0; i < 4; i++)
        groups_count(&groups, i, 1);
    assert_true(isnan(groups_association(&groups)));
    assert_true(isnan(groups_information(&groups, false)));
    assert_true(isnan(groups_correlation_ratio(&groups)));
}

static void check_ceiling(void **state)
{
    Groups groups CLEANUP(groups_release) = {.most = 3};
    Groups other CLEANUP(groups_release) = {.most = 3};
    (void)state;
    for (uint64_t i = 0; i < 3; i++)
        groups_count(&groups, i, 0);
    groups_count(&groups, 2, 0);
    assert_false(groups.full);
    groups_count(&other, 3, 0);
    groups_merge(&groups, &other);
    assert_true(groups.full);
    assert_null(groups.slots);
    groups_merge(&other, &groups);
    assert_true(other.full);
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        {"numbers that are added at once", check_at_once, NULL, NULL, NULL},
        {"what does not vary has no measure", check_undefined, NULL, NULL, NULL},
        {"there is a ceiling of groups", check_ceiling, NULL, NULL, NULL},
    };
    return unit_run_table("parts", parts, check_goldens) +
           cmocka_run_group_tests(whole, NULL, NULL);
}
