// json_scan: the strict JSON scanner: one token after the other, each with its place.
//
// The scanner keeps the grammar, so that tokens arrive only in an order that is JSON: every opening
// has its closing and every key its value. It allocates nothing: a token points into the input.
// Reading is sticky: after an error it must not be asked again. For a line of a larger file set
// `line` and `first_byte` before the first token.

#ifndef DOC_JSON_SCAN_H
#define DOC_JSON_SCAN_H

#include "doc/json.h"

typedef enum JsonTokenKind {
    JSON_TOKEN_END, // the document is complete and nothing follows it
    JSON_TOKEN_OPEN_MAP,
    JSON_TOKEN_CLOSE_MAP,
    JSON_TOKEN_OPEN_LIST,
    JSON_TOKEN_CLOSE_LIST,
    JSON_TOKEN_KEY,
    JSON_TOKEN_TEXT,
    JSON_TOKEN_INTEGER, // digits only, of any length
    JSON_TOKEN_REAL, // with a fraction or an exponent; `NaN`, `Infinity`, `-Infinity` if accepted
    JSON_TOKEN_TRUE,
    JSON_TOKEN_FALSE,
    JSON_TOKEN_NULL,
} JsonTokenKind;

typedef struct JsonToken {
    JsonTokenKind kind;
    int64_t line;      // from 1
    int64_t column;    // from 1, in bytes
    int64_t byte;      // from 0
    const char *bytes; // as it stands in the input; texts and keys without their quotes
    size_t size;
    bool escaped; // a text or key with backslashes: json_token_text() resolves them
} JsonToken;

// What may come next.
typedef enum JsonExpect {
    JSON_EXPECT_VALUE,
    JSON_EXPECT_FIRST_ITEM, // or the end of the list
    JSON_EXPECT_FIRST_KEY,  // or the end of the map
    JSON_EXPECT_KEY,
    JSON_EXPECT_MORE, // a comma or the closing; at the outermost level the end
} JsonExpect;

// What is wrong, for those who do more than say it.
typedef enum JsonFault {
    JSON_FAULT_NONE,
    JSON_FAULT_SYNTAX, // any that has no name of its own
    JSON_FAULT_CUT,    // the input ends before the document does
    JSON_FAULT_ESCAPE,
    JSON_FAULT_SURROGATE, // half of a pair
    JSON_FAULT_CONTROL,   // a control character in a text
    JSON_FAULT_UTF8,
    JSON_FAULT_NUMBER,
    JSON_FAULT_COMMA, // one behind which nothing follows
    JSON_FAULT_DEPTH,
} JsonFault;

typedef struct JsonScanner {
    const char *name;
    const char *bytes;
    size_t size;
    JsonOptions options;
    size_t at;
    int64_t line;
    size_t line_start;  // offset of the line's first byte
    int64_t first_byte; // offset of `bytes` in the file
    JsonExpect expect;
    int depth;
    bool is_map[JSON_DEEPEST]; // of every open list or map
    JsonFault fault;           // why json_scan() failed
} JsonScanner;

// A byte order mark at the start is skipped.
JsonScanner json_scanner(const char *name, const char *bytes, size_t size, JsonOptions options);

// The next token; JSON_TOKEN_END for ever at the end. Errors are ERROR_CONFIG with the place.
bool json_scan(JsonScanner *scanner, JsonToken *ret_token, Error *err) MUST_USE;

// The character of the escape at the start of `bytes` and its length there; false if it is none, or
// half of a pair.
bool json_unescape(const char *bytes, size_t size, uint32_t *ret_character, size_t *ret_length)
    MUST_USE;

// The contents of a text or key, escapes resolved, closed by a zero byte.
const char *json_token_text(const JsonToken *token, Arena *arena, size_t *ret_size);

#endif
