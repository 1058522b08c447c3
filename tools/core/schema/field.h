// field: one column as a Table Schema describes it, and its cells as values.

#ifndef SCHEMA_FIELD_H
#define SCHEMA_FIELD_H

#include "base/text.h"
#include "pattern/pattern.h"
#include "schema/json_schema.h"
#include "schema/scalar.h"
#include "stats/edge_counts.h"
#include "table/kernel.h"

#include <math.h>

typedef enum FieldType {
    FIELD_STRING,
    FIELD_INTEGER,
    FIELD_NUMBER,
    FIELD_BOOLEAN,
    FIELD_DATE,
    FIELD_TIME,
    FIELD_DATETIME,
    FIELD_YEAR,
    FIELD_YEARMONTH,
    FIELD_ANY,
    FIELD_DURATION,
    FIELD_OBJECT,
    FIELD_ARRAY,
    FIELD_LIST,
    FIELD_GEOPOINT,
    FIELD_GEOJSON,
    FIELD_TYPES,
} FieldType;

// What a field can ask of a value; each stands on a line of the schema.
typedef enum FieldRule {
    RULE_TYPE,
    RULE_REQUIRED,
    RULE_UNIQUE,
    RULE_ENUM,
    RULE_MINIMUM,
    RULE_MAXIMUM,
    RULE_EXCLUSIVE_MINIMUM,
    RULE_EXCLUSIVE_MAXIMUM,
    RULE_MIN_LENGTH,
    RULE_MAX_LENGTH,
    RULE_PATTERN,
    RULE_JSON_SCHEMA,
    FIELD_RULES,
} FieldRule;

typedef struct FieldChoice {
    const char *text; // behind which eight bytes may be read
    size_t size;
    uint64_t hash;      // of the text
    Scalar scalar;      // if the type has an order
    const Value *value; // if the type is JSON
} FieldChoice;

typedef struct Field Field;
struct Field {
    const char *name;
    FieldType type;
    const char *format;            // "default" or as the schema says
    const Pattern *format_pattern; // of a string with a format; NULL for none
    Place place;
    char decimal;
    const char *group; // between groups of digits; NULL for none
    bool bare;         // false: a currency or a unit may surround a number
    TextList trues;
    TextList falses;
    const TextList *missing;  // texts that stand for nothing
    uint64_t missing_sizes;   // a bit for each size of texts in `missing`; the last for longer ones
    bool starts_missing[256]; // the first bytes of texts in `missing`; the zero byte for no text
    bool has_rule[FIELD_RULES];
    Place rule_places[FIELD_RULES];
    const char *wanted[FIELD_RULES]; // "at least 25": for messages
    Scalar bounds[FIELD_RULES];      // of the four kinds of bounds
    int64_t lengths[FIELD_RULES];    // of the two kinds of lengths: characters, or members
    const Pattern *pattern;
    const JsonSchema *json_schema; // of the values of a JSON type
    LIST(FieldChoice) choices;
    size_t *choice_slots; // position + 1 by hash; 0 is free
    size_t choice_room;
    const Field *item;     // of a list: what its items are
    const char *separator; // what stands between them
    TextList environments; // where the column is there; none: everywhere
    Edges edges;           // between which its numbers are counted; none unless it has numbers
};

typedef enum FieldState {
    FIELD_VALUE,
    FIELD_WHOLE, // a value that is an integer, which is known without rounding
    FIELD_MISSING,
    FIELD_MISFIT, // not of the field's type
} FieldState;

// The cells of a batch's column as values. Types without order have states only.
typedef struct FieldValues {
    uint8_t *states;   // of FieldState
    double *reals;     // of values, whole or not
    int64_t *integers; // of those that are whole
    size_t room;
} FieldValues;

// The characters of a cell, as far as it is UTF-8.
int64_t cell_characters(const Cell *cell);

// Makes room for so many rows; what was there is lost.
void field_values_reserve(FieldValues *values, size_t rows);
void field_values_release(FieldValues *values);

static inline bool field_state_is_value(uint8_t state)
{
    return state <= FIELD_WHOLE;
}

// A value of an ordered type as one scalar.
static inline Scalar field_scalar(const FieldValues *values, size_t row)
{
    return (Scalar){values->reals[row], values->integers[row], values->states[row] == FIELD_WHOLE};
}

const char *field_type_name(FieldType type);
const char *field_type_wanted(FieldType type); // "an integer": for messages
bool field_type_find(const char *name, FieldType *ret_type) MUST_USE;

// True for types whose values lie on a line: numbers, dates, times.
bool field_type_is_ordered(FieldType type);

// True for types whose values are numbers and no moments.
bool field_type_has_edges(FieldType type);

// True for types whose equal values may be written differently, and are one Scalar: those with an
// order, and truths.
bool field_type_has_number(FieldType type);

// A value of a type of dates or times as people write it, to the second; NULL for other types, and
// for what is no moment.
const char *field_moment_text(FieldType type, double value, Arena *arena);
// True for types whose values are JSON: equal ones may be spelled in many ways.
bool field_type_is_json(FieldType type);

// True for types whose values have members, which Scalar.integer counts: objects, arrays, lists.
bool field_type_has_members(FieldType type);

// A text as a value of the field's type; false if it is none.
bool field_cast(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// The same for a column of `rows` cells, missing ones found out. `values` has room for them.
void field_cast_column(const Field *field, const Kernel *kernel, const Cell *cells, size_t rows,
                       FieldValues *values);

// Takes back what cells of these kinds (of CellKind) cannot be, however their texts read: "12" is
// no integer, and 12 no string.
void field_hold_to_kinds(const Field *field, const uint8_t *kinds, size_t rows,
                         FieldValues *values);

// Whether a cell is one of the texts that stand for nothing.
bool field_missing_text(const Field *field, const Cell *cell);

#define FIELD_SIZES ((size_t)63)

static inline bool field_is_missing(const Field *field, const Cell *cell)
{
    unsigned char first = cell->size ? (unsigned char)*cell->bytes : 0;
    size_t size = cell->size < FIELD_SIZES ? cell->size : FIELD_SIZES;
    return field->missing_sizes >> size & 1 && field->starts_missing[first] &&
           field_missing_text(field, cell);
}

// The same field for another thread, which matches patterns of its own. The JSON Schema stays the
// same one: who judges by it takes json_schema_again().
Field field_again(const Field *field, Arena *arena);

// A number without groups of digits or units, and with a point.
bool field_is_plain(const Field *field);

// Adds a text to the field's enum; the texts of the schema itself.
void field_add_choice(Field *field, const char *text, size_t size, Arena *arena);

// Whether a value is on the right side of a bound; `rule` is one of the four. NaN is on no side of
// any bound, so it breaks every bound.
static inline bool field_keeps_bound(const Scalar *bound, FieldRule rule, const Scalar *scalar)
{
    if (isnan(scalar->real))
        return false;
    int order = scalar_compare(scalar, bound);
    switch (rule) {
    case RULE_MINIMUM:
        return order >= 0;
    case RULE_MAXIMUM:
        return order <= 0;
    case RULE_EXCLUSIVE_MINIMUM:
        return order > 0;
    default:
        return order < 0;
    }
}

// Whether a value is one of the enum's.
bool field_is_choice(const Field *field, const Cell *cell, const Scalar *scalar);

// The same for a string's cell in a batch, which has bytes behind it.
bool field_has_choice(const Field *field, const Cell *cell);

#endif
