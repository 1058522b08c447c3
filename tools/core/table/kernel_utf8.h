// kernel_utf8: whether bytes are valid UTF-8, 32 at a time, by three table look-ups in the nibbles
// of two bytes that follow each other (Keiser, Lemire 2021). For kernels that have AVX2.

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

#define UTF8_TABLE(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))

// The bytes `n` before each byte of `bytes`.
#define utf8_previous(bytes, before, n)                                                            \
    _mm256_alignr_epi8((bytes), _mm256_permute2x128_si256((before), (bytes), 0x21), 16 - (n))

static inline __m256i utf8_pairs(__m256i bytes, __m256i previous)
{
    const __m256i first_high = UTF8_TABLE(
        UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG, UTF8_TOO_LONG,
        UTF8_TOO_LONG, UTF8_TOO_LONG, (char)UTF8_TWO_CONTS, (char)UTF8_TWO_CONTS,
        (char)UTF8_TWO_CONTS, (char)UTF8_TWO_CONTS, UTF8_TOO_SHORT | UTF8_OVERLONG_2,
        UTF8_TOO_SHORT, UTF8_TOO_SHORT | UTF8_OVERLONG_3 | UTF8_SURROGATE,
        UTF8_TOO_SHORT | UTF8_TOO_LARGE | UTF8_TOO_LARGE_1000 | UTF8_OVERLONG_4);
    const char large = (char)(UTF8_CARRY | UTF8_TOO_LARGE | UTF8_TOO_LARGE_1000);
    const __m256i first_low =
        UTF8_TABLE((char)(UTF8_CARRY | UTF8_OVERLONG_3 | UTF8_OVERLONG_2 | UTF8_OVERLONG_4),
                   (char)(UTF8_CARRY | UTF8_OVERLONG_2), (char)UTF8_CARRY, (char)UTF8_CARRY,
                   (char)(UTF8_CARRY | UTF8_TOO_LARGE), large, large, large, large, large, large,
                   large, large, (char)(large | UTF8_SURROGATE), large, large);
    const char low = (char)(UTF8_TOO_LONG | UTF8_OVERLONG_2 | UTF8_TWO_CONTS | UTF8_OVERLONG_3 |
                            UTF8_TOO_LARGE_1000 | UTF8_OVERLONG_4);
    const char middle =
        (char)(UTF8_TOO_LONG | UTF8_OVERLONG_2 | UTF8_TWO_CONTS | UTF8_OVERLONG_3 | UTF8_TOO_LARGE);
    const char great =
        (char)(UTF8_TOO_LONG | UTF8_OVERLONG_2 | UTF8_TWO_CONTS | UTF8_SURROGATE | UTF8_TOO_LARGE);
    const __m256i second_high =
        UTF8_TABLE(UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT,
                   UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, low, middle, great, great,
                   UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT, UTF8_TOO_SHORT);
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    __m256i a =
        _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(previous, 4), nibble));
    __m256i b = _mm256_shuffle_epi8(first_low, _mm256_and_si256(previous, nibble));
    __m256i c =
        _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
    return _mm256_and_si256(_mm256_and_si256(a, b), c);
}

// Non-zero where the bytes, which follow `before`, break a rule.
static inline __m256i utf8_broken(__m256i bytes, __m256i before)
{
    __m256i pairs = utf8_pairs(bytes, utf8_previous(bytes, before, 1));
    // A third or fourth byte must be a second continuation, and nothing else may be one.
    __m256i third = _mm256_subs_epu8(utf8_previous(bytes, before, 2), _mm256_set1_epi8(0x60));
    __m256i fourth = _mm256_subs_epu8(utf8_previous(bytes, before, 3), _mm256_set1_epi8(0x70));
    __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(pairs, wanted);
}

// Non-zero if the last bytes begin a character that goes on behind them.
static inline __m256i utf8_unfinished(__m256i bytes)
{
    const __m256i most = _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                          -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                          -1, (char)0xef, (char)0xdf, (char)0xbf);
    return _mm256_subs_epu8(bytes, most);
}

static bool kernel_utf8_valid(const char *bytes, size_t size)
{
    __m256i before = _mm256_setzero_si256();
    __m256i open = before;
    __m256i broken = before;
    for (size_t at = 0; at < size; at += 32) {
        char rest[32] = {0};
        const char *from = bytes + at;
        if (size - at < 32)
            from = memcpy(rest, from, size - at);
        __m256i now = _mm256_loadu_si256((const __m256i *)from);
        if (_mm256_movemask_epi8(now) == 0) {
            broken = _mm256_or_si256(broken, open);
        } else {
            broken = _mm256_or_si256(broken, utf8_broken(now, before));
            open = utf8_unfinished(now);
            before = now;
            continue;
        }
        open = _mm256_setzero_si256();
        before = now;
    }
    broken = _mm256_or_si256(broken, open);
    return _mm256_testz_si256(broken, broken);
}
