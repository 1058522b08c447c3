// jsonl_text: the values of JSON by the masks of their bytes: texts, numbers, words, and whole
// objects and lists that only need to be valid.
//
// Whatever is not JSON is refused without a word: who wants to know reads it again by json_scan.

#ifndef TABLE_JSONL_TEXT_H
#define TABLE_JSONL_TEXT_H

#include "table/kernel.h"

#include <string.h>

// A key that no node of the shape has, by what it must differ from the others in: its object.
typedef struct JsonlKey {
    uint64_t object;
    Cell text;
} JsonlKey;

typedef struct JsonlText {
    const char *bytes;     // whole lines; a line feed stands behind them
    const JsonMask *masks; // of these bytes
    char *texts;           // room for the texts of cells that are not in the file as such
    size_t texts_used;
    bool wide; // one of them has bytes beyond ASCII,
    bool zero; // or a zero byte
    JsonlKey *keys;
    size_t key_count;
    size_t key_room;
    uint64_t objects; // a number that none has had yet
} JsonlText;

// A text with escapes; as jsonl_text_read(), at the first backslash.
bool jsonl_text_unescape(JsonlText *text, size_t start, size_t at, Cell *ret_text, size_t *ret_end)
    MUST_USE;

// What may be a number: with an exponent, or no number at all.
bool jsonl_text_is_number(const char *bytes, size_t size) MUST_USE;

// Moves behind any value; an object or list in it may be the one numbered `depth`, from 0.
bool jsonl_text_skip(JsonlText *text, size_t depth, size_t *at) MUST_USE;

void jsonl_text_add_key(JsonlText *text, JsonlKey key);

// Whether an object has a key twice among those that were added.
bool jsonl_text_has_double(JsonlText *text);

void jsonl_text_release(JsonlText *text);

static inline size_t jsonl_text_blanks(const JsonlText *text, size_t at)
{
    while (text->bytes[at] == ' ' || text->bytes[at] == '\t' || text->bytes[at] == '\r')
        at++;
    return at;
}

// The first byte from `at` on that ends a run of text, or a number.
static inline size_t jsonl_text_stop(const JsonlText *text, size_t at)
{
    size_t mask = at / 64;
    uint64_t bits = text->masks[mask].stops >> at % 64 << at % 64;
    while (!bits)
        bits = text->masks[++mask].stops;
    return mask * 64 + (size_t)__builtin_ctzll(bits);
}

static inline size_t jsonl_text_end(const JsonlText *text, size_t at)
{
    size_t mask = at / 64;
    uint64_t bits = text->masks[mask].ends >> at % 64 << at % 64;
    while (!bits)
        bits = text->masks[++mask].ends;
    return mask * 64 + (size_t)__builtin_ctzll(bits);
}

// The text behind the quote in front of `start`, and the offset behind its closing quote.
static inline bool jsonl_text_read(JsonlText *text, size_t start, Cell *ret_text, size_t *ret_end)
{
    size_t at = jsonl_text_stop(text, start);
    if (__builtin_expect(text->bytes[at] != '"', false))
        return jsonl_text_unescape(text, start, at, ret_text, ret_end);
    *ret_text = (Cell){text->bytes + start, at - start};
    *ret_end = at + 1;
    return true;
}

// The number at `at`, by the digits among its bytes: [-] 0 or digits without a zero in front, and
// perhaps a point with digits on both sides.
static inline bool jsonl_text_number(const JsonlText *text, size_t at, Cell *ret_number,
                                     size_t *ret_end)
{
    const char *bytes = text->bytes + at;
    size_t size = jsonl_text_end(text, at) - at;
    *ret_number = (Cell){bytes, size};
    *ret_end = at + size;
    bool negative = *bytes == '-';
    size_t length = size - negative;
    if (size > 60 || length == 0)
        return jsonl_text_is_number(bytes, size);
    const JsonMask *mask = &text->masks[at / 64];
    uint64_t digits = mask->digits >> at % 64;
    if (at % 64)
        digits |= mask[1].digits << (64 - at % 64);
    uint64_t others = (~digits & (((uint64_t)1 << size) - 1)) >> negative;
    bool zero = bytes[negative] == '0';
    if (!others)
        return !zero || length == 1;
    size_t point = (size_t)__builtin_ctzll(others);
    if ((others & (others - 1)) || bytes[negative + point] != '.')
        return jsonl_text_is_number(bytes, size);
    return point > 0 && point + 1 < length && (!zero || point == 1);
}

// The word at `at`: true, false or null; its size, 0 for another one.
static inline size_t jsonl_text_word(const char *bytes)
{
    return memcmp(bytes, "true", 4) == 0 || memcmp(bytes, "null", 4) == 0 ? 4
           : memcmp(bytes, "false", 5) == 0                               ? 5
                                                                          : 0;
}

#endif
