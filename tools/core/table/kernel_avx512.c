// The kernel for amd64 processors since 2019: 64 bytes at a time.

#include "table/kernel.h"

#include <immintrin.h>

typedef struct Masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t returns;
} Masks;

typedef struct Watch {
    __m512i all;
    uint64_t zeros;
} Watch;

static inline void kernel_masks(const char *at, ScanMarks marks, Watch *watch, Masks *ret_masks)
{
    __m512i bytes = _mm512_loadu_si512(at);
    ret_masks->quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(marks.quote));
    ret_masks->delimiters = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(marks.delimiter));
    ret_masks->feeds = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    ret_masks->returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
    watch->all = _mm512_or_si512(watch->all, bytes);
    watch->zeros |= _mm512_testn_epi8_mask(bytes, bytes);
}

static inline void kernel_watched(const Watch *watch, Scan *scan)
{
    scan->high = _mm512_movepi8_mask(watch->all) != 0;
    scan->zeros = watch->zeros != 0;
}

static inline uint64_t kernel_prefix_xor(uint64_t bits)
{
    __m128i ones = _mm_set1_epi8('\xff');
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), ones, 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

static inline void avx512_store(uint32_t *ends, __m512i base, __m128i positions)
{
    _mm512_storeu_si512(ends, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(positions)));
}

// Presses the positions of the bits together, and widens sixteen at a time.
static inline void kernel_store(uint32_t *ends, uint32_t base, uint64_t bits)
{
    const __m512i positions = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41,
        40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18,
        17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    __m512i pressed = _mm512_maskz_compress_epi8(bits, positions);
    __m512i from = _mm512_set1_epi32((int)base);
    int count = __builtin_popcountll(bits);
    avx512_store(ends, from, _mm512_castsi512_si128(pressed));
    if (count <= 16)
        return;
    avx512_store(ends + 16, from, _mm512_extracti32x4_epi32(pressed, 1));
    avx512_store(ends + 32, from, _mm512_extracti32x4_epi32(pressed, 2));
    avx512_store(ends + 48, from, _mm512_extracti32x4_epi32(pressed, 3));
}

// `]` and `}` differ in the bit of the blank only.
static inline JsonMask kernel_json_mask(const char *at)
{
    __m512i bytes = _mm512_loadu_si512(at);
    __m512i blank = _mm512_set1_epi8(' ');
    uint64_t low = _mm512_cmple_epu8_mask(bytes, blank);
    uint64_t control = _mm512_cmplt_epu8_mask(bytes, blank);
    uint64_t quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
    uint64_t escapes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
    uint64_t commas = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
    uint64_t closings =
        _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, blank), _mm512_set1_epi8('}'));
    __m512i digits = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    return (JsonMask){.stops = control | quotes | escapes,
                      .ends = low | commas | closings,
                      .digits = _mm512_cmple_epu8_mask(digits, _mm512_set1_epi8(9))};
}

#include "table/kernel_body.h"
#include "table/kernel_decimal_words.h"
#include "table/kernel_digits_x86.h"

#include "table/kernel_decimal.h"

#include "table/kernel_decimal_avx512.h"

#include "table/kernel_decimal_four.h"
#include "table/kernel_json.h"

typedef __m512i Utf8Bytes;

#define UTF8_WIDTH        64
#define utf8_all(byte)    _mm512_set1_epi8(byte)
#define utf8_load(from)   _mm512_loadu_si512(from)
#define utf8_table(...)   _mm512_broadcast_i32x4(_mm_setr_epi8(__VA_ARGS__))
#define utf8_and          _mm512_and_si512
#define utf8_or           _mm512_or_si512
#define utf8_xor          _mm512_xor_si512
#define utf8_minus        _mm512_subs_epu8
#define utf8_look         _mm512_shuffle_epi8
#define utf8_upper(bytes) _mm512_and_si512(_mm512_srli_epi16((bytes), 4), _mm512_set1_epi8(0x0f))
#define utf8_previous(bytes, before, n)                                                            \
    _mm512_alignr_epi8((bytes), _mm512_alignr_epi64((bytes), (before), 6), 16 - (n))
#define utf8_is_ascii(bytes) (_mm512_movepi8_mask(bytes) == 0)
#define utf8_is_zero(bytes)  (_mm512_test_epi8_mask((bytes), (bytes)) == 0)

#include "table/kernel_utf8.h"

const Kernel kernel_avx512 = {KERNEL_AVX512, kernel_scan, kernel_utf8_valid, kernel_decimals,
                              kernel_json};
