// kernel_utf8: whether bytes are valid UTF-8, a vector of them at a time, by three table look-ups
// in the nibbles of two bytes that follow each other (Keiser, Lemire 2021). For kernels with
// vectors of UTF8_WIDTH bytes in which bytes can be shuffled. The including file defines before:
//
//   Utf8Bytes                              the vector
//   utf8_all(byte), utf8_load(from), utf8_table(sixteen bytes for all lanes of sixteen)
//   utf8_and, utf8_or, utf8_xor, utf8_minus (not below zero), utf8_look(table, nibbles)
//   utf8_upper(bytes)                      their upper nibbles
//   utf8_previous(bytes, before, n)        the bytes `n` before each of `bytes`
//   utf8_is_ascii(bytes), utf8_is_zero(bytes)

#include <string.h>

// What two bytes can be wrong together. A pair is broken if its three look-ups share a bit.
enum {
    UTF8_TOO_SHORT = 1 << 0,  // a lead byte or an ASCII one where a continuation should be
    UTF8_TOO_LONG = 1 << 1,   // a continuation behind ASCII
    UTF8_OVERLONG_3 = 1 << 2, // E0 and a small second byte
    UTF8_TOO_LARGE = 1 << 3,  // beyond U+10FFFF: F4 and a great second byte, F5 …
    UTF8_SURROGATE = 1 << 4,
    UTF8_OVERLONG_2 = 1 << 5,
    UTF8_TOO_LARGE_1000 = 1 << 6, // F5 … with a small second byte; and
    UTF8_OVERLONG_4 = 1 << 6,     // F0 with one
    UTF8_TWO_CONTS = 1 << 7,      // right only behind a lead byte of three or four
    UTF8_CARRY = UTF8_TOO_SHORT | UTF8_TOO_LONG | UTF8_TWO_CONTS,
};

static inline Utf8Bytes utf8_pairs(Utf8Bytes bytes, Utf8Bytes previous)
{
    const Utf8Bytes first_high = utf8_table(
        UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG,
        UTF8_TOO_LONG, UTF8_TOO_LONG, (char)UTF8_TWO_CONTS, (char)UTF8_TWO_CONTS,
        (char)UTF8_TWO_CONTS, (char)UTF8_TWO_CONTS, UTF8_TOO_SHORT | UTF8_OVERLONG_2,
        UTF8_TOO_SHORT, UTF8_TOO_SHORT | UTF8_OVERLONG_3 | UTF8_SURROGATE,
        UTF8_TOO_SHORT | UTF8_TOO_LARGE | UTF8_TOO_LARGE_1000 | UTF8_OVERLONG_4);
    const char large = (char)(UTF8_CARRY | UTF8_TOO_LARGE | UTF8_TOO_LARGE_1000);
    const Utf8Bytes first_low =
        utf8_table((char)(UTF8_CARRY | UTF8_OVERLONG_3 | UTF8_OVERLONG_2 | UTF8_OVERLONG_4),
                   (char)(UTF8_CARRY | UTF8_OVERLONG_2), (char)UTF8_CARRY, (char)UTF8_CARRY,
                   (char)(UTF8_CARRY | UTF8_TOO_LARGE), large, large, large, large, large, large,
                   large, large, (char)(large | UTF8_SURROGATE), large, large);
    const char low = (char)(UTF8_TOO_LONG | UTF8_OVERLONG_2 | UTF8_TWO_CONTS | UTF8_OVERLONG_3 |
                            UTF8_TOO_LARGE_1000 | UTF8_OVERLONG_4);
    const char middle =
        (char)(UTF8_TOO_LONG | UTF8_OVERLONG_2 | UTF8_TWO_CONTS | UTF8_OVERLONG_3 | UTF8_TOO_LARGE);
    const char great =
        (char)(UTF8_TOO_LONG | UTF8_OVERLONG_2 | UTF8_TWO_CONTS | UTF8_SURROGATE | UTF8_TOO_LARGE);
    const Utf8Bytes second_high =
        utf8_table(UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT,
                   UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, low, middle, great, great,
                   UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT);
    const Utf8Bytes nibble = utf8_all(0x0f);
    Utf8Bytes a = utf8_look(first_high, utf8_upper(previous));
    Utf8Bytes b = utf8_look(first_low, utf8_and(previous, nibble));
    Utf8Bytes c = utf8_look(second_high, utf8_upper(bytes));
    return utf8_and(utf8_and(a, b), c);
}

// Non-zero where the bytes, which follow `before`, break a rule.
static inline Utf8Bytes utf8_broken(Utf8Bytes bytes, Utf8Bytes before)
{
    Utf8Bytes pairs = utf8_pairs(bytes, utf8_previous(bytes, before, 1));
    // A third or fourth byte must be a second continuation, and nothing else may be one.
    Utf8Bytes third = utf8_minus(utf8_previous(bytes, before, 2), utf8_all(0x60));
    Utf8Bytes fourth = utf8_minus(utf8_previous(bytes, before, 3), utf8_all(0x70));
    Utf8Bytes wanted = utf8_and(utf8_or(third, fourth), utf8_all((char)0x80));
    return utf8_xor(pairs, wanted);
}

// Non-zero if the last bytes begin a character that goes on behind them.
static inline Utf8Bytes utf8_unfinished(Utf8Bytes bytes)
{
    static const unsigned char most[UTF8_WIDTH] = {
        [0 ... UTF8_WIDTH - 4] = 0xff,
        [UTF8_WIDTH - 3] = 0xef,
        [UTF8_WIDTH - 2] = 0xdf,
        [UTF8_WIDTH - 1] = 0xbf,
    };
    return utf8_minus(bytes, utf8_load(most));
}

#define UTF8_GROUP ((size_t)4 * UTF8_WIDTH)

// Whether a text has bytes beyond ASCII is hard to guess for few bytes, and easy for many.
static bool kernel_utf8_valid(const char *bytes, size_t size)
{
    Utf8Bytes before = utf8_all(0);
    Utf8Bytes broken = before;
    size_t at = 0;
    for (; at + UTF8_GROUP <= size; at += UTF8_GROUP) {
        Utf8Bytes group[4];
        for (size_t i = 0; i < 4; i++)
            group[i] = utf8_load(bytes + at + i * UTF8_WIDTH);
        if (utf8_is_ascii(utf8_or(utf8_or(group[0], group[1]), utf8_or(group[2], group[3])))) {
            broken = utf8_or(broken, utf8_unfinished(before));
        } else {
            for (size_t i = 0; i < 4; i++)
                broken = utf8_or(broken, utf8_broken(group[i], i ? group[i - 1] : before));
        }
        before = group[3];
    }
    for (; at < size; at += UTF8_WIDTH) {
        char rest[UTF8_WIDTH] = {0};
        memcpy(rest, bytes + at, MIN(size - at, (size_t)UTF8_WIDTH));
        Utf8Bytes now = utf8_load(rest);
        broken = utf8_or(broken, utf8_broken(now, before));
        before = now;
    }
    return utf8_is_zero(utf8_or(broken, utf8_unfinished(before)));
}
