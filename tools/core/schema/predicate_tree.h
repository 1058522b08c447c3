// predicate_tree: a predicate as a tree whose nodes have kinds, and the columns of values that its
// operations read and write.

#ifndef SCHEMA_PREDICATE_TREE_H
#define SCHEMA_PREDICATE_TREE_H

#include "schema/predicate.h"

typedef enum PredicateKind {
    KIND_NOTHING, // NULL, which is of any kind
    KIND_NUMBER,
    KIND_TEXT,
    KIND_TRUTH,
    KIND_DATE,     // days
    KIND_TIME,     // seconds of a day
    KIND_DATETIME, // seconds
    KIND_OPEN,     // a field's, until it meets something of a kind
    PREDICATE_KINDS,
} PredicateKind;

// Some rows of one kind, to be read. `step` is 0 for a constant, which is the same in every row,
// else 1.
typedef struct PredicateVector {
    const uint8_t *states;   // FieldState; anything else than a value is unknown
    const double *reals;     // numbers, dates, times
    const int64_t *integers; // of FIELD_WHOLE; 0 or 1 of a truth
    const Cell *texts;
    size_t step;
} PredicateVector;

// The same, to be written.
typedef struct PredicateSlot {
    uint8_t *states;
    double *reals;
    int64_t *integers;
    Cell *texts;
} PredicateSlot;

static inline bool vector_known(const PredicateVector *vector, size_t row)
{
    return field_state_is_value(vector->states[row * vector->step]);
}

static inline Scalar vector_scalar(const PredicateVector *vector, size_t row)
{
    size_t at = row * vector->step;
    return (Scalar){vector->reals[at], vector->integers[at], vector->states[at] == FIELD_WHOLE};
}

static inline double vector_real(const PredicateVector *vector, size_t row)
{
    return vector->reals[row * vector->step];
}

static inline Cell vector_text(const PredicateVector *vector, size_t row)
{
    return vector->texts[row * vector->step];
}

static inline Truth vector_truth(const PredicateVector *vector, size_t row)
{
    return !vector_known(vector, row)             ? TRUTH_UNKNOWN
           : vector->integers[row * vector->step] ? TRUTH_TRUE
                                                  : TRUTH_FALSE;
}

static inline void slot_put_whole(const PredicateSlot *slot, size_t row, int64_t integer)
{
    slot->reals[row] = (double)integer;
    slot->integers[row] = integer;
    slot->states[row] = FIELD_WHOLE;
}

static inline void slot_put_real(const PredicateSlot *slot, size_t row, double real)
{
    slot->reals[row] = real;
    slot->states[row] = FIELD_VALUE;
}

static inline void slot_put_scalar(const PredicateSlot *slot, size_t row, Scalar scalar)
{
    slot->reals[row] = scalar.real;
    slot->integers[row] = scalar.integer;
    slot->states[row] = scalar.whole ? FIELD_WHOLE : FIELD_VALUE;
}

static inline void slot_put_text(const PredicateSlot *slot, size_t row, Cell text)
{
    slot->texts[row] = text;
    slot->states[row] = FIELD_VALUE;
}

static inline void slot_put_unknown(const PredicateSlot *slot, size_t row)
{
    slot->states[row] = FIELD_MISSING;
}

static inline void slot_put_truth(const PredicateSlot *slot, size_t row, Truth truth)
{
    slot->integers[row] = truth == TRUTH_TRUE;
    slot->states[row] = truth == TRUTH_UNKNOWN ? FIELD_MISSING : FIELD_WHOLE;
}

static inline void slot_copy(const PredicateSlot *slot, const PredicateVector *from, size_t row)
{
    size_t at = row * from->step;
    slot->reals[row] = from->reals[at];
    slot->integers[row] = from->integers[at];
    slot->texts[row] = from->texts[at];
    slot->states[row] = from->states[at];
}

typedef struct PredicateNode PredicateNode;

// What an operation reads and where it writes. The result may be an operand's own memory: an
// operation reads a row of all operands before it writes that row.
typedef struct PredicateCall {
    const PredicateNode *node;
    const PredicateVector *operands;
    size_t count;
    PredicateSlot result;
    size_t rows;
    Arena *arena; // of texts that an operation makes; lives as long as the result
} PredicateCall;

typedef void PredicateOperate(const PredicateCall *call);

struct PredicateNode {
    PredicateKind kind;        // of its value
    size_t offset;             // in the predicate's text
    PredicateOperate *operate; // NULL for a constant and a field
    PredicateNode **operands;
    size_t count;
    PredicateKind operand_kind; // of all of them, where they are compared
    size_t slots;               // results that are kept at once while it is evaluated
    bool is_field;
    size_t field;
    size_t input;             // position among the inputs
    const Field *trues;       // whose texts are truths
    PredicateVector constant; // of one row
};

struct Predicate {
    const char *text;
    const PredicateNode *root;
    PredicateInputs inputs;
};

static inline bool node_is_constant(const PredicateNode *node)
{
    return !node->operate && !node->is_field;
}

// Operators; the kinds of their operands were checked before.
PredicateOperate operate_and, operate_or, operate_not, operate_in, operate_case;
PredicateOperate operate_equal, operate_unequal, operate_less, operate_at_most, operate_greater,
    operate_at_least, operate_distinct;
PredicateOperate operate_is_unknown, operate_is_true, operate_is_false;
PredicateOperate operate_add, operate_subtract, operate_multiply, operate_divide, operate_modulo,
    operate_negate;
PredicateOperate operate_truth_of_field, operate_datetime_of_date;
PredicateOperate operate_like, operate_like_any_case, operate_concatenate;

// The functions by name: what they take and give.
typedef struct PredicateFunction {
    const char *name;
    // A letter an operand: n number, t text, m moment (a date, with or without time), a all of one
    // kind; those behind a `|` may be left out, and a `+` repeats the last one.
    const char *operands;
    PredicateKind result; // KIND_NOTHING: the kind of the operands
    PredicateOperate *operate;
} PredicateFunction;

const PredicateFunction *predicate_function(const char *name);

// Less than 0, 0 or more than 0, of two values of one kind. NaN equals itself and is above all
// other numbers; texts are in the order of their bytes.
int predicate_compare(PredicateKind kind, const PredicateVector *a, const PredicateVector *b,
                      size_t row);

#endif
