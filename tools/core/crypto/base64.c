#include "crypto/base64.h"

static const char base64_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_write(Buf *out, const void *bytes, size_t size)
{
    const uint8_t *from = bytes;
    for (size_t i = 0; i < size; i += 3) {
        size_t have = MIN(size - i, (size_t)3);
        uint32_t group = (uint32_t)from[i] << 16;
        if (have > 1)
            group |= (uint32_t)from[i + 1] << 8;
        if (have > 2)
            group |= from[i + 2];
        buf_add_char(out, base64_letters[group >> 18]);
        buf_add_char(out, base64_letters[group >> 12 & 63]);
        buf_add_char(out, have > 1 ? base64_letters[group >> 6 & 63] : '=');
        buf_add_char(out, have > 2 ? base64_letters[group & 63] : '=');
    }
}

// The six bits of a letter; -1 for what is none.
static int base64_bits(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9')
        return letter - '0' + 52;
    if (letter == '+' || letter == '-')
        return 62;
    return letter == '/' || letter == '_' ? 63 : -1;
}

bool base64_read(const char *text, size_t size, Buf *out)
{
    if (size % 4)
        return false;
    for (size_t i = 0; i < size; i += 4) {
        size_t letters = 4;
        if (i + 4 == size && text[i + 3] == '=')
            letters = text[i + 2] == '=' ? 2 : 3;
        uint32_t group = 0;
        for (size_t k = 0; k < 4; k++) {
            int bits = k < letters ? base64_bits(text[i + k]) : 0;
            if (bits < 0)
                return false;
            group = group << 6 | (uint32_t)bits;
        }
        // The bits that padding cuts off must be zero, or two texts would mean the same bytes.
        if (group & (letters == 2 ? 0xffffu : letters == 3 ? 0xffu : 0u))
            return false;
        for (size_t k = 0; k + 1 < letters; k++)
            buf_add_char(out, (char)(group >> (16 - 8 * k)));
    }
    return true;
}
