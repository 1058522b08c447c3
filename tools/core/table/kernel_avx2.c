// The kernel for amd64 processors since 2013: 32 bytes at a time.

#include "table/kernel.h"

#include <immintrin.h>

typedef struct Masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t returns;
} Masks;

typedef struct Watch {
    __m256i all;
    __m256i zeros;
} Watch;

static inline uint64_t avx2_equal(__m256i low, __m256i high, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | (uint64_t)second << 32;
}

static inline void kernel_masks(const char *at, ScanMarks marks, Watch *watch, Masks *ret_masks)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(at + 32));
    __m256i zero = _mm256_setzero_si256();
    ret_masks->quotes = avx2_equal(low, high, marks.quote);
    ret_masks->delimiters = avx2_equal(low, high, marks.delimiter);
    ret_masks->feeds = avx2_equal(low, high, '\n');
    ret_masks->returns = avx2_equal(low, high, '\r');
    watch->all = _mm256_or_si256(watch->all, _mm256_or_si256(low, high));
    // The least of two bytes is zero if one of them is.
    watch->zeros =
        _mm256_or_si256(watch->zeros, _mm256_cmpeq_epi8(_mm256_min_epu8(low, high), zero));
}

static inline void kernel_watched(const Watch *watch, Scan *scan)
{
    scan->high = _mm256_movemask_epi8(watch->all) != 0;
    scan->zeros = _mm256_movemask_epi8(watch->zeros) != 0;
}

static inline uint64_t kernel_prefix_xor(uint64_t bits)
{
    __m128i ones = _mm_set1_epi8('\xff');
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), ones, 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

// Eight at a time without asking how many there are: mispredicted branches cost more.
static inline void kernel_store(uint32_t *ends, uint32_t base, uint64_t bits)
{
    int count = __builtin_popcountll(bits);
    for (int from = 0; from < count; from += 8) {
        for (int i = 0; i < 8; i++) {
            ends[from + i] = base + (uint32_t)_tzcnt_u64(bits);
            bits = _blsr_u64(bits);
        }
    }
}

static inline __m256i avx2_at_most(__m256i bytes, char most)
{
    return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(most)), bytes);
}

static inline uint32_t avx2_bits(__m256i mask)
{
    return (uint32_t)_mm256_movemask_epi8(mask);
}

// `]` and `}` differ in the bit of the blank only.
static inline JsonMask kernel_json_mask(const char *at)
{
    JsonMask mask = {0};
    for (unsigned i = 0; i < 64; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(at + i));
        __m256i closings =
            _mm256_cmpeq_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(' ')), _mm256_set1_epi8('}'));
        __m256i quotes = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')),
                                         _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\')));
        __m256i commas = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(','));
        __m256i digits = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
        mask.stops |= (uint64_t)avx2_bits(_mm256_or_si256(quotes, avx2_at_most(bytes, 0x1f))) << i;
        mask.ends |= (uint64_t)avx2_bits(_mm256_or_si256(_mm256_or_si256(commas, closings),
                                                         avx2_at_most(bytes, ' ')))
                     << i;
        mask.digits |= (uint64_t)avx2_bits(avx2_at_most(digits, 9)) << i;
    }
    return mask;
}

#include "table/kernel_body.h"
#include "table/kernel_decimal_words.h"
#include "table/kernel_digits_x86.h"

#include "table/kernel_decimal.h"

#include "table/kernel_decimal_avx2.h"

#include "table/kernel_decimal_four.h"
#include "table/kernel_json.h"

typedef __m256i Utf8Bytes;

#define UTF8_WIDTH        32
#define utf8_all(byte)    _mm256_set1_epi8(byte)
#define utf8_load(from)   _mm256_loadu_si256((const __m256i *)(from))
#define utf8_table(...)   _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))
#define utf8_and          _mm256_and_si256
#define utf8_or           _mm256_or_si256
#define utf8_xor          _mm256_xor_si256
#define utf8_minus        _mm256_subs_epu8
#define utf8_look         _mm256_shuffle_epi8
#define utf8_upper(bytes) _mm256_and_si256(_mm256_srli_epi16((bytes), 4), _mm256_set1_epi8(0x0f))
#define utf8_previous(bytes, before, n)                                                            \
    _mm256_alignr_epi8((bytes), _mm256_permute2x128_si256((before), (bytes), 0x21), 16 - (n))
#define utf8_is_ascii(bytes) (_mm256_movemask_epi8(bytes) == 0)
#define utf8_is_zero(bytes)  _mm256_testz_si256((bytes), (bytes))

#include "table/kernel_utf8.h"

const Kernel kernel_avx2 = {KERNEL_AVX2, kernel_scan, kernel_utf8_valid, kernel_decimals,
                            kernel_json};
