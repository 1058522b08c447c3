// value: what a YAML or JSON document says: one tree of values, each with the place where it
// stands.
//
// Values live in the arena they were read into and never change. A map keeps the order of its keys.

#ifndef DOC_VALUE_H
#define DOC_VALUE_H

#include "base/arena.h"
#include "base/error.h"

typedef enum ValueKind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,  // fits an int64_t
    VALUE_REAL, // any other number; `raw` keeps the digits that a double loses
    VALUE_TEXT,
    VALUE_LIST,
    VALUE_MAP,
} ValueKind;

typedef struct Value Value;
struct Value {
    ValueKind kind;
    int64_t line;     // from 1
    int64_t column;   // from 1, in bytes
    int64_t byte;     // from 0
    const char *file; // the document's name for messages
    union {
        bool boolean;
        int64_t integer;
        double real; // NaN and infinities where the reader was told to accept them
    };
    const char *raw;    // a number or a plain YAML scalar as it stands in the file
    const char *text;   // VALUE_TEXT: closed by a zero byte; may contain zero bytes before `size`
    size_t size;        // VALUE_TEXT: bytes
    const Value *items; // VALUE_LIST and VALUE_MAP
    const Value *keys;  // VALUE_MAP: VALUE_TEXT, one an item
    size_t count;
};

// "null", "true or false", "an integer", "a number", "a text", "a list", "a map": for messages.
const char *value_kind_name(ValueKind kind);

// The value of a key; NULL if `map` is NULL, not a map, or has no such key.
const Value *value_get(const Value *map, const char *key);

// The key itself, for its place; NULL as above.
const Value *value_key(const Value *map, const char *key);

// The value at `a.b.c`; a key that contains dots is preferred to a path.
const Value *value_path(const Value *map, const char *path);

// The number in a VALUE_INT or VALUE_REAL.
bool value_to_real(const Value *value, double *ret_number) MUST_USE;

// Where the value stands, as a place of the given kind.
Place value_place(const Value *value, PlaceKind kind);

// Errors with place for a value that is not what was wanted: `what` names its role ("schema",
// "key 'rows'") and `wanted` reads like "a list of texts". Always false.
bool value_refuse(Error *err, const Value *value, const char *what, const char *wanted);

// Members of a map, checked. A missing key leaves *ret as it was (set the default before) and is
// true; a value of another kind is an ERROR_CONFIG at its place, as are a text with a zero byte in
// it and a real that is NaN (who judges NaN asks value_to_real()).
bool value_read_text(const Value *map, const char *key, const char **ret, Error *err) MUST_USE;
bool value_read_bool(const Value *map, const char *key, bool *ret, Error *err) MUST_USE;
bool value_read_int(const Value *map, const char *key, int64_t *ret, Error *err) MUST_USE;
bool value_read_real(const Value *map, const char *key, double *ret, Error *err) MUST_USE;
bool value_read_list(const Value *map, const char *key, const Value **ret, Error *err) MUST_USE;
bool value_read_map(const Value *map, const char *key, const Value **ret, Error *err) MUST_USE;

// Every key of `map` must be among `known`, else an ERROR_CONFIG at the key with the nearest name.
bool value_check_keys(const Value *map, const char *what, const char *const *known, size_t count,
                      Error *err) MUST_USE;

// Same kind and content, whatever the place, the order of keys and the spelling of numbers: 1 is
// 1.0, NaN is NaN, and integers that no double tells apart are told apart by their digits.
bool value_equal(const Value *a, const Value *b);

#endif
