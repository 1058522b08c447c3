#include "base/utf8.h"

#include <assert.h>
#include <string.h>

bool utf8_decode(const char *bytes, size_t size, uint32_t *ret_character, size_t *ret_length)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (size == 0)
        return false;
    unsigned char first = (unsigned char)bytes[0];
    if (first < 0x80) {
        *ret_character = first;
        *ret_length = 1;
        return true;
    }
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || length > size)
        return false;
    uint32_t character = first & (0xffU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        unsigned char next = (unsigned char)bytes[i];
        if ((next & 0xc0) != 0x80)
            return false;
        character = character << 6 | (next & 0x3f);
    }
    bool surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < smallest[length] || surrogate || character > 0x10ffff)
        return false;
    *ret_character = character;
    *ret_length = length;
    return true;
}

size_t utf8_next(const char *bytes, size_t size, uint32_t *ret_character)
{
    size_t length = 1;
    if (!utf8_decode(bytes, size, ret_character, &length))
        *ret_character = 0xfffd;
    return length;
}

void utf8_append(Buf *buf, uint32_t character)
{
    assert(character <= 0x10ffff && !(character >= 0xd800 && character <= 0xdfff));
    if (character < 0x80) {
        buf_add_char(buf, (char)character);
    } else if (character < 0x800) {
        buf_add_char(buf, (char)(0xc0 | character >> 6));
        buf_add_char(buf, (char)(0x80 | (character & 0x3f)));
    } else if (character < 0x10000) {
        buf_add_char(buf, (char)(0xe0 | character >> 12));
        buf_add_char(buf, (char)(0x80 | (character >> 6 & 0x3f)));
        buf_add_char(buf, (char)(0x80 | (character & 0x3f)));
    } else {
        buf_add_char(buf, (char)(0xf0 | character >> 18));
        buf_add_char(buf, (char)(0x80 | (character >> 12 & 0x3f)));
        buf_add_char(buf, (char)(0x80 | (character >> 6 & 0x3f)));
        buf_add_char(buf, (char)(0x80 | (character & 0x3f)));
    }
}

size_t utf8_valid_prefix(const char *bytes, size_t size)
{
    size_t at = 0;
    while (at < size) {
        uint32_t character = 0;
        size_t length = 0;
        if (!utf8_decode(bytes + at, size - at, &character, &length))
            break;
        at += length;
    }
    return at;
}

// Steps over one character or one invalid byte and tells its UTF-16 units.
static size_t utf8_step(const char *text, size_t size, size_t *ret_units)
{
    uint32_t character = 0;
    size_t length = 1;
    if (!utf8_decode(text, size, &character, &length)) {
        *ret_units = 1;
        return 1;
    }
    *ret_units = character >= 0x10000 ? 2 : 1;
    return length;
}

size_t utf8_utf16_length(const char *text)
{
    size_t size = strlen(text);
    size_t total = 0;
    for (size_t at = 0; at < size;) {
        size_t units = 0;
        at += utf8_step(text + at, size - at, &units);
        total += units;
    }
    return total;
}

size_t utf8_utf16_prefix(const char *text, size_t units)
{
    size_t size = strlen(text);
    size_t total = 0;
    size_t at = 0;
    while (at < size) {
        size_t more = 0;
        size_t length = utf8_step(text + at, size - at, &more);
        if (total + more > units)
            break;
        total += more;
        at += length;
    }
    return at;
}
