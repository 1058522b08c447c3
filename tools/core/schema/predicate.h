// predicate: what must be true of a row, written as SQL's conditions are: `end_date >= start_date`,
// `status <> 'sold' OR price IS NOT NULL`.
//
// Logic has three values: what is missing, or not of its field's type, is unknown; a comparison
// with something unknown is unknown; and as in a CHECK constraint a row breaks a predicate only if
// it is false. docs/predicates.md has the grammar, which is what ISO SQL and DuckDB have in common.

#ifndef SCHEMA_PREDICATE_H
#define SCHEMA_PREDICATE_H

#include "schema/field.h"

typedef enum Truth {
    TRUTH_FALSE,
    TRUTH_TRUE,
    TRUTH_UNKNOWN,
} Truth;

typedef struct Predicate Predicate;

// What may be spoken about: names are found among these fields.
typedef struct PredicateFields {
    const Field *items;
    size_t count;
    // Those whose type nobody has said: they are of the kind of what they are compared with. NULL
    // for none.
    const bool *open;
} PredicateFields;

#define PREDICATE_LONGEST    ((size_t)1 << 16) // bytes
#define PREDICATE_MOST_PARTS ((size_t)10000)   // operators, functions, names and constants
#define PREDICATE_DEEPEST    ((size_t)100)

// Reads the text, which stands at `place`; ERROR_CONFIG names the character where it goes wrong: a
// name that no field has, kinds that cannot be compared, anything that is not in the grammar.
bool predicate_parse(const char *text, PredicateFields fields, Place place, Arena *arena,
                     const Predicate **ret_predicate, Error *err) MUST_USE;

const char *predicate_text(const Predicate *predicate);

// A field as the predicate wants to have it: an open one as FIELD_NUMBER, FIELD_DATETIME or
// FIELD_STRING.
typedef struct PredicateInput {
    size_t field;
    FieldType type;
} PredicateInput;

// What it speaks about, each once.
typedef LIST(PredicateInput) PredicateInputs;
const PredicateInputs *predicate_inputs(const Predicate *predicate);

// What one thread needs to evaluate it.
typedef struct PredicateWork PredicateWork;
PredicateWork *predicate_work_open(const Predicate *predicate, Arena *arena);
void predicate_work_close(PredicateWork *work);

// The cells of an input as values and as they stand; `cells` is NULL for a field that has no
// column, and all of it is unknown.
typedef struct PredicateColumn {
    const FieldValues *values;
    const Cell *cells;
} PredicateColumn;

// One Truth a row; `columns` are those of the inputs.
void predicate_evaluate(PredicateWork *work, const PredicateColumn *columns, size_t rows,
                        uint8_t *ret_truths);

#endif
