#include "table/jsonl_text.h"

#include "base/buf.h"
#include "base/fatal.h"
#include "base/utf8.h"
#include "doc/json_scan.h"

#include <stdlib.h>

// The longest character in UTF-8.
#define LONGEST_CHARACTER 4

static size_t text_put(char *to, uint32_t character)
{
    if (character < 0x80) {
        to[0] = (char)character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : LONGEST_CHARACTER;
    static const unsigned char heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size - 1; i > 0; i--, character >>= 6)
        to[i] = (char)(0x80 | (character & 0x3f));
    to[0] = (char)(heads[size] | character);
    return size;
}

bool jsonl_text_unescape(JsonlText *text, size_t start, size_t at, Cell *ret_text, size_t *ret_end)
{
    char *first = text->texts + text->texts_used;
    char *to = first;
    while (text->bytes[at] == '\\') {
        uint32_t character = 0;
        size_t length = 0;
        memcpy(to, text->bytes + start, at - start);
        to += at - start;
        // No escape is longer than 12 bytes; a line feed ends it before the lines do.
        if (!json_unescape(text->bytes + at, 12, &character, &length))
            return false;
        // What is written is never longer than what was read.
        to += text_put(to, character);
        text->wide |= character >= 0x80;
        text->zero |= character == 0;
        start = at + length;
        at = jsonl_text_stop(text, start);
    }
    if (text->bytes[at] != '"')
        return false;
    memcpy(to, text->bytes + start, at - start);
    to += at - start;
    text->texts_used += (size_t)(to - first);
    *ret_text = (Cell){first, (size_t)(to - first)};
    *ret_end = at + 1;
    return true;
}

static size_t number_digits(const char *bytes, size_t size, size_t at)
{
    while (at < size && bytes[at] >= '0' && bytes[at] <= '9')
        at++;
    return at;
}

bool jsonl_text_is_number(const char *bytes, size_t size)
{
    size_t start = size > 0 && bytes[0] == '-';
    size_t at = number_digits(bytes, size, start);
    if (at == start || (bytes[start] == '0' && at > start + 1))
        return false;
    if (at < size && bytes[at] == '.') {
        size_t fraction = at + 1;
        at = number_digits(bytes, size, fraction);
        if (at == fraction)
            return false;
    }
    if (at < size && (bytes[at] == 'e' || bytes[at] == 'E')) {
        size_t exponent = at + 1;
        exponent += exponent < size && (bytes[exponent] == '-' || bytes[exponent] == '+');
        at = number_digits(bytes, size, exponent);
        if (at == exponent)
            return false;
    }
    return at == size;
}

void jsonl_text_add_key(JsonlText *text, JsonlKey key)
{
    if (text->key_count == text->key_room) {
        text->key_room = MAX(text->key_room * 2, (size_t)16);
        text->keys = reallocarray(text->keys, text->key_room, sizeof *text->keys);
        if (!text->keys)
            fatal_out_of_memory();
    }
    text->keys[text->key_count++] = key;
}

static int key_compare(const void *a, const void *b)
{
    const JsonlKey *first = a;
    const JsonlKey *second = b;
    if (first->object != second->object)
        return first->object < second->object ? -1 : 1;
    if (first->text.size != second->text.size)
        return first->text.size < second->text.size ? -1 : 1;
    return memcmp(first->text.bytes, second->text.bytes, first->text.size);
}

bool jsonl_text_has_double(JsonlText *text)
{
    if (text->key_count < 2)
        return false;
    qsort(text->keys, text->key_count, sizeof *text->keys, key_compare);
    for (size_t i = 1; i < text->key_count; i++) {
        if (key_compare(&text->keys[i - 1], &text->keys[i]) == 0)
            return true;
    }
    return false;
}

static bool skip_scalar(JsonlText *text, size_t *at)
{
    Cell unused;
    const char *bytes = text->bytes + *at;
    if (*bytes == '"') {
        size_t used = text->texts_used;
        bool read = jsonl_text_read(text, *at + 1, &unused, at);
        text->texts_used = used;
        return read;
    }
    if (*bytes == '-' || (*bytes >= '0' && *bytes <= '9'))
        return jsonl_text_number(text, *at, &unused, at);
    size_t size = jsonl_text_word(bytes);
    *at += size;
    return size > 0;
}

static bool skip_key(JsonlText *text, uint64_t object, size_t *at)
{
    JsonlKey key = {.object = object};
    if (text->bytes[*at] != '"' || !jsonl_text_read(text, *at + 1, &key.text, at))
        return false;
    jsonl_text_add_key(text, key);
    *at = jsonl_text_blanks(text, *at);
    if (text->bytes[*at] != ':')
        return false;
    *at = jsonl_text_blanks(text, *at + 1);
    return true;
}

// The objects (by their numbers) and lists (0) that are open.
typedef struct SkipStack {
    uint64_t open[JSON_DEEPEST];
    size_t depth;
} SkipStack;

// Moves behind what opens here up to its first value, or up to its closing if it is empty.
static bool skip_opening(JsonlText *text, SkipStack *stack, size_t *at, bool *ret_empty)
{
    bool is_object = text->bytes[*at] == '{';
    if (stack->depth == JSON_DEEPEST)
        return false;
    uint64_t object = is_object ? ++text->objects : 0;
    stack->open[stack->depth++] = object;
    *at = jsonl_text_blanks(text, *at + 1);
    *ret_empty = text->bytes[*at] == (is_object ? '}' : ']');
    return *ret_empty || !is_object || skip_key(text, object, at);
}

// Moves behind what follows a value: closings, or a comma up to the next value.
static bool skip_behind(JsonlText *text, SkipStack *stack, size_t depth, size_t *at)
{
    while (stack->depth > depth) {
        uint64_t object = stack->open[stack->depth - 1];
        *at = jsonl_text_blanks(text, *at);
        char byte = text->bytes[(*at)++];
        if (byte == (object ? '}' : ']')) {
            stack->depth--;
            continue;
        }
        if (byte != ',')
            return false;
        *at = jsonl_text_blanks(text, *at);
        return !object || skip_key(text, object, at);
    }
    return true;
}

bool jsonl_text_skip(JsonlText *text, size_t depth, size_t *at)
{
    SkipStack stack = {.depth = depth};
    do {
        bool empty = false;
        bool opens = text->bytes[*at] == '{' || text->bytes[*at] == '[';
        bool read = opens ? skip_opening(text, &stack, at, &empty) : skip_scalar(text, at);
        if (!read)
            return false;
        if ((!opens || empty) && !skip_behind(text, &stack, depth, at))
            return false;
    } while (stack.depth > depth);
    return true;
}

void jsonl_text_release(JsonlText *text)
{
    free(text->keys);
    *text = (JsonlText){0};
}
