#include "doc/json.h"

#include "base/clean.h"
#include "base/file.h"
#include "base/text.h"
#include "doc/document_bytes.h"
#include "doc/json_scan.h"
#include "doc/value_tree.h"

#include <stdlib.h>

typedef struct JsonParser {
    JsonScanner scanner;
    ValueTree tree;
    size_t nodes;
} JsonParser;

static Value json_value_at(const JsonParser *parser, const JsonToken *token)
{
    return (Value){.line = token->line,
                   .column = token->column,
                   .byte = token->byte,
                   .file = parser->scanner.name};
}

static void json_read_text(JsonParser *parser, const JsonToken *token, Value *value)
{
    value->kind = VALUE_TEXT;
    value->text = json_token_text(token, parser->tree.arena, &value->size);
}

static bool json_read_number(JsonParser *parser, const JsonToken *token, Value *value, Error *err)
{
    value->raw = arena_text_sized(parser->tree.arena, token->bytes, token->size);
    if (token->kind == JSON_TOKEN_INTEGER && text_to_int(value->raw, &value->integer)) {
        value->kind = VALUE_INT;
        return true;
    }
    value->kind = VALUE_REAL;
    if (text_to_real(value->raw, &value->real))
        return true;
    // Beyond every double, or a word of Python's, which strtod() reads as it reads what overflows.
    value->real = strtod(value->raw, NULL);
    if (parser->scanner.options.accept_nan)
        return true;
    scoped_arena arena = arena_open();
    return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                    "number '%s' is too large, wanted at most about 1.8e308",
                    clean_text_short(arena, value->raw, 40));
}

static bool json_read_value(JsonParser *parser, const JsonToken *token, Value *ret_value,
                            Error *err) MUST_USE;

// The items of a list or the members of a map, up to its closing.
static bool json_read_items(JsonParser *parser, Value *value, JsonTokenKind closing, Error *err)
{
    ValueTree *tree = &parser->tree;
    const ValueMark mark = value_tree_mark(tree);
    for (;;) {
        JsonToken token;
        Value item;
        if (!json_scan(&parser->scanner, &token, err))
            return false;
        if (token.kind == closing)
            break;
        if (token.kind == JSON_TOKEN_KEY) {
            Value key = json_value_at(parser, &token);
            json_read_text(parser, &token, &key);
            value_tree_add_key(tree, key);
            continue;
        }
        if (!json_read_value(parser, &token, &item, err))
            return false;
        value_tree_add(tree, item);
    }
    if (closing == JSON_TOKEN_CLOSE_MAP)
        return value_tree_end_map(tree, mark, value, err);
    value_tree_end_list(tree, mark, value);
    return true;
}

static bool json_read_value(JsonParser *parser, const JsonToken *token, Value *ret_value,
                            Error *err)
{
    *ret_value = json_value_at(parser, token);
    const size_t wanted = parser->scanner.options.most_nodes;
    const size_t most = wanted ? wanted : JSON_MOST_NODES;
    if (++parser->nodes > most)
        return error_at(err, ERROR_CONFIG, value_place(ret_value, PLACE_SCHEMA),
                        "the document has more than %zu values", most);
    switch (token->kind) {
    case JSON_TOKEN_OPEN_MAP:
        return json_read_items(parser, ret_value, JSON_TOKEN_CLOSE_MAP, err);
    case JSON_TOKEN_OPEN_LIST:
        return json_read_items(parser, ret_value, JSON_TOKEN_CLOSE_LIST, err);
    case JSON_TOKEN_TEXT:
        json_read_text(parser, token, ret_value);
        return true;
    case JSON_TOKEN_INTEGER:
    case JSON_TOKEN_REAL:
        return json_read_number(parser, token, ret_value, err);
    case JSON_TOKEN_TRUE:
    case JSON_TOKEN_FALSE:
        ret_value->kind = VALUE_BOOL;
        ret_value->boolean = token->kind == JSON_TOKEN_TRUE;
        return true;
    default:
        return true; // null
    }
}

bool json_parse(const char *name, const char *bytes, size_t size, JsonOptions options, Arena *arena,
                const Value **ret_value, Error *err)
{
    scoped_arena scratch = arena_open();
    JsonParser parser = {.scanner = json_scanner(name, bytes, size, options),
                         .tree = {.arena = arena, .scratch = scratch}};
    Value *value = arena_new(arena, Value);
    JsonToken token;
    if (!json_scan(&parser.scanner, &token, err) || !json_read_value(&parser, &token, value, err) ||
        !json_scan(&parser.scanner, &token, err))
        return false;
    *ret_value = value;
    return true;
}

bool json_load(const char *what, const char *path, JsonOptions options, Arena *arena,
               const Value **ret_value, Error *err)
{
    scoped_buf bytes = BUF_LIMITED(FILE_LARGEST);
    if (!document_read_bytes(what, path, &bytes, err))
        return false;
    return json_parse(path, buf_text(&bytes), bytes.size, options, arena, ret_value, err);
}
