// json: a strict reader of JSON (RFC 8259) that knows line, column and offset of everything.
//
// Duplicate keys, trailing text, leading zeros, lone surrogates, invalid UTF-8, control characters
// in texts, reals beyond every double, nesting deeper than JSON_DEEPEST and more than
// JSON_MOST_NODES values (or `most_nodes`) are errors. A byte order mark is skipped.

#ifndef DOC_JSON_H
#define DOC_JSON_H

#include "base/buf.h"
#include "doc/value.h"

#define JSON_DEEPEST    128
#define JSON_MOST_NODES ((size_t)2000000)

typedef struct JsonOptions {
    // `NaN`, `Infinity`, `-Infinity`, as Python writes them, become VALUE_REAL, and what is beyond
    // every double becomes infinite.
    bool accept_nan;
    // Where the document stands in a larger file, such as JSON Lines: places count from there.
    int64_t lines_above;
    int64_t bytes_above;
    size_t most_nodes; // 0 for JSON_MOST_NODES
} JsonOptions;

// Reads one document. `name` is the file's name for places and messages and must live as long as
// the arena. Errors are ERROR_CONFIG with the place.
bool json_parse(const char *name, const char *bytes, size_t size, JsonOptions options, Arena *arena,
                const Value **ret_value, Error *err) MUST_USE;

// The same for a file, or standard input if it is "-"; `what` as in file_read().
bool json_load(const char *what, const char *path, JsonOptions options, Arena *arena,
               const Value **ret_value, Error *err) MUST_USE;

#endif
