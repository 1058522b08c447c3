// base64: bytes as text and back (RFC 4648, section 4, with padding).

#ifndef CRYPTO_BASE64_H
#define CRYPTO_BASE64_H

#include "base/buf.h"

void base64_write(Buf *out, const void *bytes, size_t size);

// Appends the bytes that `text` stands for. Strict: no blanks, no line ends, padding where it
// belongs, no stray bits; only the URL-safe letters `-` and `_` are taken for `+` and `/`. After
// false `out` may hold a part.
bool base64_read(const char *text, size_t size, Buf *out) MUST_USE;

#endif
