// json: a strict reader of JSON (RFC 8259) that knows line, column and offset of everything.
//
// Duplicate keys, trailing text, leading zeros, lone surrogates, invalid UTF-8, control characters
// in texts and nesting deeper than JSON_DEEPEST are errors.

#ifndef DOC_JSON_H
#define DOC_JSON_H

#include "base/buf.h"
#include "doc/value.h"

#define JSON_DEEPEST 128

typedef struct JsonOptions {
    bool accept_nan; // `NaN`, `Infinity`, `-Infinity`, as Python writes them, become VALUE_REAL
} JsonOptions;

// Reads one document. `name` is the file's name for places and messages and must live as long as
// the arena. Errors are ERROR_CONFIG with the place.
bool json_parse(const char *name, const char *bytes, size_t size, JsonOptions options, Arena *arena,
                const Value **ret_value, Error *err) MUST_USE;

// The same for a file, or standard input if it is "-"; `what` as in file_read().
bool json_load(const char *what, const char *path, JsonOptions options, Arena *arena,
               const Value **ret_value, Error *err) MUST_USE;

#endif
