// Lines read again by the strict scanner: what is wrong with one, and where its values stand.

#include "base/utf8.h"
#include "doc/json_scan.h"
#include "table/jsonl.h"

#include <string.h>

static const TableIssueKind fault_issues[] = {
    [JSON_FAULT_NONE] = TABLE_BAD_JSON,       [JSON_FAULT_SYNTAX] = TABLE_BAD_JSON,
    [JSON_FAULT_CUT] = TABLE_CUT_LINE,        [JSON_FAULT_ESCAPE] = TABLE_BAD_ESCAPE,
    [JSON_FAULT_SURROGATE] = TABLE_SURROGATE, [JSON_FAULT_CONTROL] = TABLE_CONTROL_BYTE,
    [JSON_FAULT_UTF8] = TABLE_BAD_UTF8,       [JSON_FAULT_NUMBER] = TABLE_BAD_NUMBER,
    [JSON_FAULT_COMMA] = TABLE_EXTRA_COMMA,   [JSON_FAULT_DEPTH] = TABLE_TOO_DEEP,
};

// The second of two equal keys, if that is what is wrong.
static bool fault_find_double(Cell line, size_t *ret_at)
{
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    JsonOptions options = {.accept_nan = true, .most_nodes = SIZE_MAX};
    if (json_parse("line", line.bytes, line.size, options, arena, &value, &err))
        return false;
    *ret_at = (size_t)err.place.byte;
    return true;
}

TableIssueKind jsonl_find_fault(Cell line, bool cut, size_t *ret_at)
{
    JsonScanner scanner = json_scanner("line", line.bytes, line.size, (JsonOptions){0});
    JsonToken token = {0};
    Error err = ERROR_EMPTY;
    size_t first = strspn(line.bytes, " \t\r");
    size_t valid = utf8_valid_prefix(line.bytes, line.size);
    *ret_at = first;
    if (line.bytes[first] != '{')
        return line.bytes[first] == '\0' ? TABLE_NUL_BYTE : TABLE_NO_OBJECT;
    bool read = true;
    do
        read = json_scan(&scanner, &token, &err);
    while (read && token.kind != JSON_TOKEN_END);
    size_t at = read ? line.size : (size_t)err.place.byte;
    if (valid < line.size && valid <= at) {
        *ret_at = valid;
        return TABLE_BAD_UTF8;
    }
    if (read)
        return fault_find_double(line, ret_at) ? TABLE_DUPLICATE_KEY : TABLE_BAD_JSON;
    *ret_at = at;
    if (at < line.size && line.bytes[at] == '\0')
        return TABLE_NUL_BYTE;
    // A line that ends before its object does, and is not the last one, was broken in two.
    TableIssueKind kind = fault_issues[scanner.fault];
    return kind == TABLE_CUT_LINE && !cut ? TABLE_BROKEN_LINE : kind;
}

// The nodes of the objects and lists that are open, and of the next value.
typedef struct FindStack {
    uint32_t open[JSON_DEEPEST];
    uint32_t items[JSON_DEEPEST];
    bool is_map[JSON_DEEPEST];
    size_t depth;
    uint32_t next;
} FindStack;

static void find_open(FindStack *stack, bool is_map)
{
    stack->open[stack->depth] = stack->next;
    stack->items[stack->depth] = 0;
    stack->is_map[stack->depth++] = is_map;
}

// The node of the value at the token; that of a key waits for its value.
static void find_next(const JsonlShape *shape, FindStack *stack, const JsonToken *token,
                      Arena *arena)
{
    if (stack->depth == 0)
        return;
    uint32_t object = stack->open[stack->depth - 1];
    if (token->kind == JSON_TOKEN_KEY) {
        size_t size = 0;
        const char *key = json_token_text(token, arena, &size);
        stack->next =
            object == JSONL_NOTHING ? JSONL_NOTHING : jsonl_shape_child(shape, object, key, size);
    } else if (!stack->is_map[stack->depth - 1]) {
        uint32_t item = stack->items[stack->depth - 1]++;
        stack->next =
            object == JSONL_NOTHING ? JSONL_NOTHING : jsonl_shape_item(shape, object, item);
    }
}

bool jsonl_find_value(const JsonlShape *shape, uint32_t node, Cell row, Cell *ret_value)
{
    scoped_arena arena = arena_open();
    JsonScanner scanner = json_scanner("row", row.bytes, row.size, (JsonOptions){0});
    FindStack stack = {.next = JSONL_ROOT};
    JsonToken token = {0};
    Error err = ERROR_EMPTY;
    size_t start = SIZE_MAX;
    size_t outside = 0; // how many were open where the value began
    while (json_scan(&scanner, &token, &err) && token.kind != JSON_TOKEN_END) {
        bool closes = token.kind == JSON_TOKEN_CLOSE_MAP || token.kind == JSON_TOKEN_CLOSE_LIST;
        bool opens = token.kind == JSON_TOKEN_OPEN_MAP || token.kind == JSON_TOKEN_OPEN_LIST;
        if (!closes)
            find_next(shape, &stack, &token, arena);
        if (!closes && token.kind != JSON_TOKEN_KEY && stack.next == node && start == SIZE_MAX) {
            start = (size_t)token.byte;
            outside = stack.depth;
        }
        if (opens)
            find_open(&stack, token.kind == JSON_TOKEN_OPEN_MAP);
        stack.depth -= closes;
        if (start < SIZE_MAX && token.kind != JSON_TOKEN_KEY && stack.depth == outside) {
            *ret_value = (Cell){row.bytes + start, scanner.at - start};
            return true;
        }
    }
    return false;
}
