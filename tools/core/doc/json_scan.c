#include "doc/json_scan.h"

#include "base/clean.h"
#include "base/utf8.h"

#include <string.h>

// How much of what is wrong a message quotes.
#define JSON_QUOTED ((size_t)24)

JsonScanner json_scanner(const char *name, const char *bytes, size_t size, JsonOptions options)
{
    JsonScanner scanner = {.name = name,
                           .bytes = bytes,
                           .size = size,
                           .options = options,
                           .line = options.lines_above + 1,
                           .first_byte = options.bytes_above};
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        scanner.at = scanner.line_start = 3;
    return scanner;
}

static Place json_place(const JsonScanner *scanner, size_t at)
{
    return (Place){
        .kind = PLACE_SCHEMA,
        .file = scanner->name,
        .line = scanner->line,
        .column = (int64_t)(at - scanner->line_start) + 1,
        .has_byte = true,
        .byte = scanner->first_byte + (int64_t)at,
    };
}

// What stands at `at`, up to the next blank, for messages.
static const char *json_describe(const JsonScanner *scanner, size_t at, Arena *arena)
{
    const char *from = scanner->bytes + at;
    size_t most = MIN(scanner->size - at, 4 * JSON_QUOTED);
    if (most == 0)
        return "the end of the text";
    size_t size = 1;
    while (size < most && !memchr(" \t\r\n,:]}", from[size], 8))
        size++;
    scoped_buf clean = BUF_EMPTY;
    clean_append(&clean, from, size);
    return arena_format(arena, "'%s'", clean_text_short(arena, buf_text(&clean), JSON_QUOTED));
}

static bool json_refuse(JsonScanner *scanner, size_t at, JsonFault fault, const char *wanted,
                        Error *err)
{
    scoped_arena arena = arena_open();
    scanner->fault = at < scanner->size ? fault : JSON_FAULT_CUT;
    return error_at(err, ERROR_CONFIG, json_place(scanner, at), "not valid JSON: wanted %s, got %s",
                    wanted, json_describe(scanner, at, arena));
}

static int json_peek(const JsonScanner *scanner, size_t at)
{
    return at < scanner->size ? (unsigned char)scanner->bytes[at] : -1;
}

static void json_skip_blanks(JsonScanner *scanner)
{
    for (; scanner->at < scanner->size; scanner->at++) {
        char byte = scanner->bytes[scanner->at];
        if (byte == '\n') {
            scanner->line++;
            scanner->line_start = scanner->at + 1;
        } else if (byte != ' ' && byte != '\t' && byte != '\r') {
            return;
        }
    }
}

// Ends the token at `end` and goes on behind it.
static void json_end_token(JsonScanner *scanner, JsonToken *token, JsonTokenKind kind, size_t end)
{
    token->kind = kind;
    token->bytes = scanner->bytes + scanner->at;
    token->size = end - scanner->at;
    scanner->at = end;
    scanner->expect = JSON_EXPECT_MORE;
}

static int json_hex_digit(int byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

// The UTF-16 unit of the `\uXXXX` at `bytes`; -1 if it is not one.
static int json_unit(const char *bytes, size_t size)
{
    if (size < 6 || bytes[0] != '\\' || bytes[1] != 'u')
        return -1;
    int unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = json_hex_digit((unsigned char)bytes[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

bool json_unescape(const char *bytes, size_t size, uint32_t *ret_character, size_t *ret_length)
{
    static const char names[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    if (size < 2)
        return false;
    const char *name = memchr(names, bytes[1], sizeof names - 1);
    if (name) {
        *ret_character = (unsigned char)meanings[name - names];
        *ret_length = 2;
        return true;
    }
    int unit = json_unit(bytes, size);
    if (unit < 0xd800 || unit > 0xdfff) {
        *ret_character = (uint32_t)unit;
        *ret_length = 6;
        return unit >= 0;
    }
    int low = unit <= 0xdbff ? json_unit(bytes + 6, size - 6) : -1;
    if (low < 0xdc00 || low > 0xdfff)
        return false;
    *ret_character = 0x10000 + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
    *ret_length = 12;
    return true;
}

// Half of a pair is more than a typing error: a text was cut in the midst of a character.
static JsonFault json_escape_fault(const char *bytes, size_t size)
{
    int unit = json_unit(bytes, size);
    return unit >= 0xd800 && unit <= 0xdfff ? JSON_FAULT_SURROGATE : JSON_FAULT_ESCAPE;
}

// Steps over one character inside quotes; false if it may not stand there.
static bool json_step_text(JsonScanner *scanner, size_t *at, JsonToken *token, Error *err)
{
    uint32_t character = 0;
    size_t length = 1;
    const char *bytes = scanner->bytes + *at;
    size_t left = scanner->size - *at;
    unsigned char byte = (unsigned char)*bytes;
    if (byte == '\\') {
        if (!json_unescape(bytes, left, &character, &length))
            return json_refuse(scanner, *at, json_escape_fault(bytes, left),
                               "an escape such as '\\n' or '\\u00e9'", err);
        token->escaped = true;
    } else if (byte < 0x20) {
        return json_refuse(scanner, *at, JSON_FAULT_CONTROL,
                           "a text that ends on its line, control characters escaped", err);
    } else if (byte >= 0x80 && !utf8_decode(bytes, left, &character, &length)) {
        return json_refuse(scanner, *at, JSON_FAULT_UTF8, "UTF-8", err);
    }
    *at += length;
    return true;
}

static bool json_scan_text(JsonScanner *scanner, JsonToken *token, Error *err)
{
    size_t at = ++scanner->at;
    while (json_peek(scanner, at) != '"') {
        if (at >= scanner->size)
            return json_refuse(scanner, at, JSON_FAULT_CUT, "the closing quote of a text", err);
        if (!json_step_text(scanner, &at, token, err))
            return false;
    }
    json_end_token(scanner, token, JSON_TOKEN_TEXT, at);
    scanner->at++;
    return true;
}

static size_t json_skip_digits(const JsonScanner *scanner, size_t at)
{
    while (json_peek(scanner, at) >= '0' && json_peek(scanner, at) <= '9')
        at++;
    return at;
}

// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
static bool json_scan_number(JsonScanner *scanner, JsonToken *token, Error *err)
{
    JsonTokenKind kind = JSON_TOKEN_INTEGER;
    size_t start = scanner->at + (json_peek(scanner, scanner->at) == '-');
    size_t at = json_skip_digits(scanner, start);
    if (at == start)
        return json_refuse(scanner, scanner->at, JSON_FAULT_NUMBER, "a digit behind '-'", err);
    if (json_peek(scanner, start) == '0' && at > start + 1)
        return json_refuse(scanner, scanner->at, JSON_FAULT_NUMBER,
                           "a number without leading zeros", err);
    if (json_peek(scanner, at) == '.') {
        kind = JSON_TOKEN_REAL;
        size_t fraction = at + 1;
        at = json_skip_digits(scanner, fraction);
        if (at == fraction)
            return json_refuse(scanner, scanner->at, JSON_FAULT_NUMBER, "a digit behind the point",
                               err);
    }
    if (json_peek(scanner, at) == 'e' || json_peek(scanner, at) == 'E') {
        kind = JSON_TOKEN_REAL;
        size_t exponent = at + 1;
        exponent += json_peek(scanner, exponent) == '-' || json_peek(scanner, exponent) == '+';
        at = json_skip_digits(scanner, exponent);
        if (at == exponent)
            return json_refuse(scanner, scanner->at, JSON_FAULT_NUMBER, "a digit in the exponent",
                               err);
    }
    json_end_token(scanner, token, kind, at);
    return true;
}

// True if one of JSON's words stands here and ends here.
static bool json_scan_word(JsonScanner *scanner, JsonToken *token)
{
    static const struct {
        const char *word;
        JsonTokenKind kind;
        bool is_nan; // a word of Python's
    } words[] = {
        {"true", JSON_TOKEN_TRUE, false},    {"false", JSON_TOKEN_FALSE, false},
        {"null", JSON_TOKEN_NULL, false},    {"NaN", JSON_TOKEN_REAL, true},
        {"Infinity", JSON_TOKEN_REAL, true}, {"-Infinity", JSON_TOKEN_REAL, true},
    };
    for (size_t i = 0; i < array_count(words); i++) {
        size_t length = strlen(words[i].word);
        if ((words[i].is_nan && !scanner->options.accept_nan) ||
            scanner->size - scanner->at < length ||
            memcmp(scanner->bytes + scanner->at, words[i].word, length) != 0)
            continue;
        json_end_token(scanner, token, words[i].kind, scanner->at + length);
        return true;
    }
    return false;
}

static bool json_open(JsonScanner *scanner, JsonToken *token, bool is_map, Error *err)
{
    if (scanner->depth == JSON_DEEPEST) {
        scanner->fault = JSON_FAULT_DEPTH;
        return error_at(err, ERROR_CONFIG, json_place(scanner, scanner->at),
                        "lists and maps are nested deeper than %d levels", JSON_DEEPEST);
    }
    scanner->is_map[scanner->depth++] = is_map;
    json_end_token(scanner, token, is_map ? JSON_TOKEN_OPEN_MAP : JSON_TOKEN_OPEN_LIST,
                   scanner->at + 1);
    scanner->expect = is_map ? JSON_EXPECT_FIRST_KEY : JSON_EXPECT_FIRST_ITEM;
    return true;
}

static void json_close(JsonScanner *scanner, JsonToken *token)
{
    bool is_map = scanner->is_map[--scanner->depth];
    json_end_token(scanner, token, is_map ? JSON_TOKEN_CLOSE_MAP : JSON_TOKEN_CLOSE_LIST,
                   scanner->at + 1);
}

// What is wanted where something else stands; behind a value it depends on what is open.
static const char *json_wanted(const JsonScanner *scanner)
{
    static const char *const wanted[] = {
        [JSON_EXPECT_VALUE] = "a value",
        [JSON_EXPECT_FIRST_ITEM] = "a value or ']'",
        [JSON_EXPECT_FIRST_KEY] = "a key in double quotes or '}'",
        [JSON_EXPECT_KEY] = "a key in double quotes behind the comma",
    };
    if (scanner->expect != JSON_EXPECT_MORE)
        return wanted[scanner->expect];
    if (scanner->depth == 0)
        return "nothing behind the document";
    return scanner->is_map[scanner->depth - 1] ? "',' or '}'" : "',' or ']'";
}

// What is wrong where a value or a key is wanted and none stands.
static JsonFault json_value_fault(const JsonScanner *scanner)
{
    // What others write where JSON wants a digit.
    static const char *const numbers[] = {"NaN",  "nan", "Infinity", "-Infinity", "Inf",
                                          "-Inf", "inf", "-inf",     "+",         "."};
    bool behind_comma =
        scanner->depth > 0 &&
        (scanner->expect == JSON_EXPECT_KEY ||
         (scanner->expect == JSON_EXPECT_VALUE && !scanner->is_map[scanner->depth - 1]));
    int byte = json_peek(scanner, scanner->at);
    if (behind_comma && (byte == '}' || byte == ']'))
        return JSON_FAULT_COMMA;
    for (size_t i = 0; i < array_count(numbers); i++) {
        size_t size = strlen(numbers[i]);
        if (scanner->expect != JSON_EXPECT_KEY && scanner->size - scanner->at >= size &&
            memcmp(scanner->bytes + scanner->at, numbers[i], size) == 0)
            return JSON_FAULT_NUMBER;
    }
    return JSON_FAULT_SYNTAX;
}

static bool json_scan_value(JsonScanner *scanner, JsonToken *token, Error *err)
{
    int byte = json_peek(scanner, scanner->at);
    if (byte == '{' || byte == '[')
        return json_open(scanner, token, byte == '{', err);
    if (byte == '"')
        return json_scan_text(scanner, token, err);
    if (json_scan_word(scanner, token))
        return true;
    if (byte == '-' || (byte >= '0' && byte <= '9'))
        return json_scan_number(scanner, token, err);
    return json_refuse(scanner, scanner->at, json_value_fault(scanner), json_wanted(scanner), err);
}

// A key with its colon.
static bool json_scan_key(JsonScanner *scanner, JsonToken *token, Error *err)
{
    if (json_peek(scanner, scanner->at) != '"')
        return json_refuse(scanner, scanner->at, json_value_fault(scanner), json_wanted(scanner),
                           err);
    if (!json_scan_text(scanner, token, err))
        return false;
    token->kind = JSON_TOKEN_KEY;
    json_skip_blanks(scanner);
    if (json_peek(scanner, scanner->at) != ':')
        return json_refuse(scanner, scanner->at, JSON_FAULT_SYNTAX, "':' behind a key", err);
    scanner->at++;
    scanner->expect = JSON_EXPECT_VALUE;
    return true;
}

static void json_skip_comma(JsonScanner *scanner)
{
    bool may_follow = scanner->expect == JSON_EXPECT_MORE && scanner->depth > 0;
    if (!may_follow || json_peek(scanner, scanner->at) != ',')
        return;
    scanner->at++;
    scanner->expect = scanner->is_map[scanner->depth - 1] ? JSON_EXPECT_KEY : JSON_EXPECT_VALUE;
    json_skip_blanks(scanner);
}

// Whether the open list or map ends here. Never true behind a comma or a key.
static bool json_is_closing(const JsonScanner *scanner)
{
    if (scanner->depth == 0 || scanner->expect == JSON_EXPECT_VALUE ||
        scanner->expect == JSON_EXPECT_KEY)
        return false;
    bool is_map = scanner->is_map[scanner->depth - 1];
    return json_peek(scanner, scanner->at) == (is_map ? '}' : ']');
}

static bool json_scan_token(JsonScanner *scanner, JsonToken *token, Error *err)
{
    if (json_is_closing(scanner)) {
        json_close(scanner, token);
        return true;
    }
    switch (scanner->expect) {
    case JSON_EXPECT_MORE:
        token->kind = JSON_TOKEN_END;
        return (scanner->depth == 0 && scanner->at == scanner->size) ||
               json_refuse(scanner, scanner->at, JSON_FAULT_SYNTAX, json_wanted(scanner), err);
    case JSON_EXPECT_KEY:
    case JSON_EXPECT_FIRST_KEY:
        return json_scan_key(scanner, token, err);
    default:
        return json_scan_value(scanner, token, err);
    }
}

bool json_scan(JsonScanner *scanner, JsonToken *ret_token, Error *err)
{
    json_skip_blanks(scanner);
    json_skip_comma(scanner);
    const Place place = json_place(scanner, scanner->at);
    JsonToken token = {.line = place.line, .column = place.column, .byte = place.byte};
    if (!json_scan_token(scanner, &token, err))
        return false;
    *ret_token = token;
    return true;
}

const char *json_token_text(const JsonToken *token, Arena *arena, size_t *ret_size)
{
    *ret_size = token->size;
    if (!token->escaped)
        return arena_text_sized(arena, token->bytes, token->size);
    scoped_buf text = BUF_EMPTY;
    for (size_t at = 0; at < token->size;) {
        const char *bytes = token->bytes + at;
        uint32_t character = 0;
        size_t length = 1;
        if (*bytes == '\\' && json_unescape(bytes, token->size - at, &character, &length))
            utf8_append(&text, character);
        else
            buf_add_char(&text, *bytes);
        at += length;
    }
    *ret_size = text.size;
    return buf_keep(&text, arena);
}
