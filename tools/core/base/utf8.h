// utf8: reading and writing characters as Unicode 15 and RFC 3629 define them.

#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"
#include "base/buf.h"

// The character at the start of the `size` bytes at `bytes`, and its length in bytes (1 to 4).
// False for what is not valid UTF-8: overlong forms, surrogates, values past U+10FFFF, cut ends.
bool utf8_decode(const char *bytes, size_t size, uint32_t *ret_character, size_t *ret_length)
    MUST_USE;

// The same for text that is to be repaired: what is not valid is U+FFFD, one for a byte. `size` is
// not 0; the result is the length.
size_t utf8_next(const char *bytes, size_t size, uint32_t *ret_character);

// Appends a character; it must be a Unicode scalar value.
void utf8_append(Buf *buf, uint32_t character);

// The offset of the first byte that is not valid UTF-8, or `size`.
size_t utf8_valid_prefix(const char *bytes, size_t size);

// How many UTF-16 units `text` takes; what GitHub counts. Invalid bytes count as one each.
size_t utf8_utf16_length(const char *text);

// The largest prefix of `text`, in bytes, that has at most `units` UTF-16 units and cuts no
// character.
size_t utf8_utf16_prefix(const char *text, size_t units);

#endif
