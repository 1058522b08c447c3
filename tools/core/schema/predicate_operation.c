// What operators do to columns of values. Rules of SQL: a comparison or a sum with something
// unknown is unknown; AND and OR know their result as soon as one side settles it.

#include "schema/predicate_tree.h"

#include <math.h>
#include <string.h>

static int compare_reals(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    return (a > b) - (a < b);
}

static int compare_texts(Cell a, Cell b)
{
    size_t size = MIN(a.size, b.size);
    int order = size ? memcmp(a.bytes, b.bytes, size) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

// Two fields without a type: numbers where both are, else texts, among which ISO dates have their
// order.
static int compare_open(Cell a, Cell b)
{
    Scalar left;
    Scalar right;
    bool numbers =
        (scalar_integer(a.bytes, a.size, &left) || scalar_number(a.bytes, a.size, &left)) &&
        (scalar_integer(b.bytes, b.size, &right) || scalar_number(b.bytes, b.size, &right));
    if (!numbers)
        return compare_texts(a, b);
    return isnan(left.real) || isnan(right.real) ? compare_reals(left.real, right.real)
                                                 : scalar_compare(&left, &right);
}

int predicate_compare(PredicateKind kind, const PredicateVector *a, const PredicateVector *b,
                      size_t row)
{
    if (kind == KIND_TEXT)
        return compare_texts(vector_text(a, row), vector_text(b, row));
    if (kind == KIND_OPEN)
        return compare_open(vector_text(a, row), vector_text(b, row));
    if (kind == KIND_TRUTH)
        return (int)vector_truth(a, row) - (int)vector_truth(b, row);
    Scalar left = vector_scalar(a, row);
    Scalar right = vector_scalar(b, row);
    if (isnan(left.real) || isnan(right.real))
        return compare_reals(left.real, right.real);
    return scalar_compare(&left, &right);
}

static bool both_known(const PredicateCall *call, size_t row)
{
    return vector_known(&call->operands[0], row) && vector_known(&call->operands[1], row);
}

static int compare_row(const PredicateCall *call, size_t row)
{
    return predicate_compare(call->node->operand_kind, &call->operands[0], &call->operands[1], row);
}

// An operator that is true of some orders of its operands.
#define COMPARE(name, is_true)                                                                     \
    void operate_##name(const PredicateCall *call)                                                 \
    {                                                                                              \
        for (size_t row = 0; row < call->rows; row++) {                                            \
            int order = both_known(call, row) ? compare_row(call, row) : 0;                        \
            slot_put_truth(&call->result, row,                                                     \
                           !both_known(call, row) ? TRUTH_UNKNOWN                                  \
                           : (is_true)            ? TRUTH_TRUE                                     \
                                                  : TRUTH_FALSE);                                             \
        }                                                                                          \
    }

COMPARE(equal, order == 0)
COMPARE(unequal, order != 0)
COMPARE(less, order < 0)
COMPARE(at_most, order <= 0)
COMPARE(greater, order > 0)
COMPARE(at_least, order >= 0)

void operate_distinct(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        bool left = vector_known(&call->operands[0], row);
        bool right = vector_known(&call->operands[1], row);
        bool differ = left != right || (left && compare_row(call, row) != 0);
        slot_put_truth(&call->result, row, differ ? TRUTH_TRUE : TRUTH_FALSE);
    }
}

void operate_and(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        Truth left = vector_truth(&call->operands[0], row);
        Truth right = vector_truth(&call->operands[1], row);
        bool settled = left == TRUTH_FALSE || right == TRUTH_FALSE;
        slot_put_truth(&call->result, row, settled ? TRUTH_FALSE : MAX(left, right));
    }
}

void operate_or(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        Truth left = vector_truth(&call->operands[0], row);
        Truth right = vector_truth(&call->operands[1], row);
        bool settled = left == TRUTH_TRUE || right == TRUTH_TRUE;
        slot_put_truth(&call->result, row, settled ? TRUTH_TRUE : MAX(left, right));
    }
}

void operate_not(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        Truth truth = vector_truth(&call->operands[0], row);
        slot_put_truth(&call->result, row,
                       truth == TRUTH_UNKNOWN ? TRUTH_UNKNOWN
                       : truth == TRUTH_TRUE  ? TRUTH_FALSE
                                              : TRUTH_TRUE);
    }
}

static void is_truth(const PredicateCall *call, Truth wanted)
{
    for (size_t row = 0; row < call->rows; row++) {
        bool is = vector_truth(&call->operands[0], row) == wanted;
        slot_put_truth(&call->result, row, is ? TRUTH_TRUE : TRUTH_FALSE);
    }
}

void operate_is_true(const PredicateCall *call)
{
    is_truth(call, TRUTH_TRUE);
}

void operate_is_false(const PredicateCall *call)
{
    is_truth(call, TRUTH_FALSE);
}

void operate_is_unknown(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        bool known = vector_known(&call->operands[0], row);
        slot_put_truth(&call->result, row, known ? TRUTH_FALSE : TRUTH_TRUE);
    }
}

// True if one of the list equals the value; else unknown if one of them is.
static Truth in_row(const PredicateCall *call, size_t row)
{
    const PredicateVector *value = &call->operands[0];
    bool unknown = false;
    if (!vector_known(value, row))
        return TRUTH_UNKNOWN;
    for (size_t i = 1; i < call->count; i++) {
        const PredicateVector *item = &call->operands[i];
        if (!vector_known(item, row))
            unknown = true;
        else if (predicate_compare(call->node->operand_kind, value, item, row) == 0)
            return TRUTH_TRUE;
    }
    return unknown ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

void operate_in(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++)
        slot_put_truth(&call->result, row, in_row(call, row));
}

// Pairs of operands are conditions, then the values, of which there is one more.
void operate_case(const PredicateCall *call)
{
    size_t conditions = call->count / 2;
    for (size_t row = 0; row < call->rows; row++) {
        size_t taken = 0;
        while (taken < conditions && vector_truth(&call->operands[taken], row) != TRUTH_TRUE)
            taken++;
        slot_copy(&call->result, &call->operands[conditions + taken], row);
    }
}

void operate_truth_of_field(const PredicateCall *call)
{
    const TextList *trues = &call->node->trues->trues;
    for (size_t row = 0; row < call->rows; row++) {
        if (!vector_known(&call->operands[0], row)) {
            slot_put_unknown(&call->result, row);
            continue;
        }
        Cell text = vector_text(&call->operands[0], row);
        bool is_true = false;
        for (size_t i = 0; i < trues->count && !is_true; i++)
            is_true = compare_texts(text, (Cell){trues->items[i], strlen(trues->items[i])}) == 0;
        slot_put_truth(&call->result, row, is_true ? TRUTH_TRUE : TRUTH_FALSE);
    }
}

void operate_datetime_of_date(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        if (vector_known(&call->operands[0], row))
            slot_put_real(&call->result, row, vector_real(&call->operands[0], row) * 86400);
        else
            slot_put_unknown(&call->result, row);
    }
}

typedef bool SumWhole(int64_t a, int64_t b, int64_t *ret_sum);
typedef double SumReal(double a, double b);

// Integers stay integers as long as they fit into 64 bits.
static inline void sum_rows(const PredicateCall *call, SumWhole *whole, SumReal *real)
{
    for (size_t row = 0; row < call->rows; row++) {
        if (!both_known(call, row)) {
            slot_put_unknown(&call->result, row);
            continue;
        }
        Scalar a = vector_scalar(&call->operands[0], row);
        Scalar b = vector_scalar(&call->operands[1], row);
        int64_t sum = 0;
        if (a.whole && b.whole && whole(a.integer, b.integer, &sum))
            slot_put_whole(&call->result, row, sum);
        else
            slot_put_real(&call->result, row, real(a.real, b.real));
    }
}

static bool add_whole(int64_t a, int64_t b, int64_t *ret_sum)
{
    return !__builtin_add_overflow(a, b, ret_sum);
}

static double add_real(double a, double b)
{
    return a + b;
}

void operate_add(const PredicateCall *call)
{
    sum_rows(call, add_whole, add_real);
}

static bool subtract_whole(int64_t a, int64_t b, int64_t *ret_sum)
{
    return !__builtin_sub_overflow(a, b, ret_sum);
}

static double subtract_real(double a, double b)
{
    return a - b;
}

void operate_subtract(const PredicateCall *call)
{
    sum_rows(call, subtract_whole, subtract_real);
}

static bool multiply_whole(int64_t a, int64_t b, int64_t *ret_sum)
{
    return !__builtin_mul_overflow(a, b, ret_sum);
}

static double multiply_real(double a, double b)
{
    return a * b;
}

void operate_multiply(const PredicateCall *call)
{
    sum_rows(call, multiply_whole, multiply_real);
}

// Of integers too a quotient is a real; by zero it is unknown, as the rest is.
void operate_divide(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        if (both_known(call, row) && vector_real(&call->operands[1], row) != 0)
            slot_put_real(&call->result, row,
                          vector_real(&call->operands[0], row) /
                              vector_real(&call->operands[1], row));
        else
            slot_put_unknown(&call->result, row);
    }
}

// The rest has the sign of what is divided.
void operate_modulo(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        Scalar a = vector_scalar(&call->operands[0], row);
        Scalar b = vector_scalar(&call->operands[1], row);
        if (!both_known(call, row) || b.real == 0)
            slot_put_unknown(&call->result, row);
        else if (a.whole && b.whole)
            slot_put_whole(&call->result, row, b.integer == -1 ? 0 : a.integer % b.integer);
        else
            slot_put_real(&call->result, row, fmod(a.real, b.real));
    }
}

void operate_negate(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        Scalar number = vector_scalar(&call->operands[0], row);
        if (!vector_known(&call->operands[0], row))
            slot_put_unknown(&call->result, row);
        else if (number.whole && number.integer != INT64_MIN)
            slot_put_whole(&call->result, row, -number.integer);
        else
            slot_put_real(&call->result, row, -number.real);
    }
}
