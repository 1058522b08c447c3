#include "doc/json_writer.h"

#include "base/clean.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doc/value_tree.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

JsonWriter json_writer(Buf *out)
{
    return (JsonWriter){.out = out};
}

JsonWriter json_writer_compact(Buf *out)
{
    return (JsonWriter){.out = out, .compact = true};
}

static bool json_is_flat(const JsonWriter *writer)
{
    return writer->flat_depth && writer->depth >= writer->flat_depth;
}

static void json_break_line(JsonWriter *writer)
{
    buf_add_char(writer->out, '\n');
    for (int i = 0; i < writer->depth; i++)
        buf_add(writer->out, "  ");
}

// What stands between the item before, the opening or the key, and the next item.
static void json_begin_item(JsonWriter *writer)
{
    bool after_key = writer->after_key;
    writer->after_key = false;
    if (after_key || writer->depth == 0)
        return;
    if (writer->has_items)
        buf_add_char(writer->out, ',');
    if (json_is_flat(writer) && writer->has_items && !writer->compact)
        buf_add_char(writer->out, ' ');
    else if (!json_is_flat(writer) && !writer->compact)
        json_break_line(writer);
}

static void json_add_item(JsonWriter *writer, const char *text)
{
    json_begin_item(writer);
    buf_add(writer->out, text);
    writer->has_items = true;
}

static void json_open(JsonWriter *writer, char opening)
{
    json_begin_item(writer);
    buf_add_char(writer->out, opening);
    writer->depth++;
    writer->has_items = false;
}

static void json_open_flat(JsonWriter *writer, char opening)
{
    json_open(writer, opening);
    if (!writer->flat_depth)
        writer->flat_depth = writer->depth;
}

static void json_close(JsonWriter *writer, char closing)
{
    assert(writer->depth > 0);
    bool flat = json_is_flat(writer);
    if (writer->flat_depth == writer->depth)
        writer->flat_depth = 0;
    writer->depth--;
    if (writer->has_items && !flat && !writer->compact)
        json_break_line(writer);
    buf_add_char(writer->out, closing);
    writer->has_items = true;
}

void json_open_map(JsonWriter *writer)
{
    json_open(writer, '{');
}

void json_close_map(JsonWriter *writer)
{
    json_close(writer, '}');
}

void json_open_list(JsonWriter *writer)
{
    json_open(writer, '[');
}

void json_close_list(JsonWriter *writer)
{
    json_close(writer, ']');
}

void json_open_flat_map(JsonWriter *writer)
{
    json_open_flat(writer, '{');
}

void json_open_flat_list(JsonWriter *writer)
{
    json_open_flat(writer, '[');
}

// Characters beyond U+FFFF are two escapes.
static void json_escape(Buf *out, uint32_t character)
{
    if (character < 0x10000)
        buf_format(out, "\\u%04x", (unsigned)character);
    else
        buf_format(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((character - 0x10000) >> 10)),
                   (unsigned)(0xdc00 + ((character - 0x10000) & 0x3ff)));
}

// Printable ASCII that needs no escape.
static bool json_is_plain(unsigned char byte)
{
    return byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\';
}

static void json_quote(Buf *out, const char *bytes, size_t size)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char names[] = "\"\\bfnrt";
    buf_add_char(out, '"');
    for (size_t at = 0; at < size;) {
        size_t run = at;
        while (run < size && json_is_plain((unsigned char)bytes[run]))
            run++;
        buf_append(out, bytes + at, run - at);
        at = run;
        if (at == size)
            break;
        uint32_t character = 0;
        at += utf8_next(bytes + at, size - at, &character);
        const char *escape = character < 0x80 && character ? strchr(plain, (int)character) : NULL;
        if (escape)
            buf_format(out, "\\%c", names[escape - plain]);
        else if (character < 0x20 || clean_is_hidden(character))
            json_escape(out, character);
        else
            utf8_append(out, character);
    }
    buf_add_char(out, '"');
}

static void json_key_sized(JsonWriter *writer, const char *bytes, size_t size)
{
    json_begin_item(writer);
    json_quote(writer->out, bytes, size);
    buf_add(writer->out, writer->compact ? ":" : ": ");
    writer->after_key = true;
}

void json_key(JsonWriter *writer, const char *key)
{
    json_key_sized(writer, key, strlen(key));
}

void json_text_sized(JsonWriter *writer, const char *bytes, size_t size)
{
    json_begin_item(writer);
    json_quote(writer->out, bytes, size);
    writer->has_items = true;
}

void json_text(JsonWriter *writer, const char *text)
{
    if (text)
        json_text_sized(writer, text, strlen(text));
    else
        json_null(writer);
}

void json_int(JsonWriter *writer, int64_t number)
{
    char text[32];
    size_t at = sizeof text - 1;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    text[at] = '\0';
    do {
        text[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0)
        text[--at] = '-';
    json_add_item(writer, text + at);
}

void json_real(JsonWriter *writer, double number)
{
    char text[TEXT_REAL_SIZE];
    if (!isfinite(number))
        json_null(writer);
    else if (number == 0 && signbit(number))
        json_add_item(writer, "-0.0"); // "-0" would read back as an integer, which has no sign
    else
        json_add_item(writer, text_from_real(number, text));
}

void json_bool(JsonWriter *writer, bool value)
{
    json_add_item(writer, value ? "true" : "false");
}

void json_null(JsonWriter *writer)
{
    json_add_item(writer, "null");
}

static void json_items(JsonWriter *writer, const Value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        if (value->kind == VALUE_MAP)
            json_key_sized(writer, value->keys[i].text, value->keys[i].size);
        json_value(writer, &value->items[i]);
    }
}

void json_value(JsonWriter *writer, const Value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        return json_null(writer);
    case VALUE_BOOL:
        return json_bool(writer, value->boolean);
    case VALUE_INT:
        return json_int(writer, value->integer);
    case VALUE_REAL:
        if (value_is_huge_integer(value))
            return json_add_item(writer, value->raw);
        return json_real(writer, value->real);
    case VALUE_TEXT:
        return json_text_sized(writer, value->text, value->size);
    case VALUE_LIST:
        json_open_list(writer);
        json_items(writer, value);
        return json_close_list(writer);
    case VALUE_MAP:
        json_open_map(writer);
        json_items(writer, value);
        return json_close_map(writer);
    }
}

void json_put_text(JsonWriter *writer, const char *key, const char *text)
{
    json_key(writer, key);
    json_text(writer, text);
}

void json_put_int(JsonWriter *writer, const char *key, int64_t number)
{
    json_key(writer, key);
    json_int(writer, number);
}

void json_put_real(JsonWriter *writer, const char *key, double number)
{
    json_key(writer, key);
    json_real(writer, number);
}

void json_put_bool(JsonWriter *writer, const char *key, bool value)
{
    json_key(writer, key);
    json_bool(writer, value);
}

void json_finish(JsonWriter *writer)
{
    assert(writer->depth == 0);
    buf_add_char(writer->out, '\n');
}
