// The kernel for every amd64 processor: 16 bytes at a time.

#include "base/utf8.h"
#include "table/kernel.h"

#include <immintrin.h>

typedef struct Masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t returns;
} Masks;

typedef struct Watch {
    __m128i all;
    __m128i zeros;
} Watch;

static inline uint64_t sse2_equal(__m128i bytes, char byte)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));
}

static inline void kernel_masks(const char *at, ScanMarks marks, Watch *watch, Masks *ret_masks)
{
    Masks masks = {0};
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i));
        masks.quotes |= sse2_equal(bytes, marks.quote) << i;
        masks.delimiters |= sse2_equal(bytes, marks.delimiter) << i;
        masks.feeds |= sse2_equal(bytes, '\n') << i;
        masks.returns |= sse2_equal(bytes, '\r') << i;
        watch->all = _mm_or_si128(watch->all, bytes);
        watch->zeros = _mm_or_si128(watch->zeros, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
    }
    *ret_masks = masks;
}

static inline void kernel_watched(const Watch *watch, Scan *scan)
{
    scan->high = _mm_movemask_epi8(watch->all) != 0;
    scan->zeros = _mm_movemask_epi8(watch->zeros) != 0;
}

static inline uint64_t kernel_prefix_xor(uint64_t bits)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static inline void kernel_store(uint32_t *ends, uint32_t base, uint64_t bits)
{
    for (; bits; bits &= bits - 1)
        *ends++ = base + (uint32_t)__builtin_ctzll(bits);
}

static inline __m128i sse2_at_most(__m128i bytes, char most)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(most)), bytes);
}

static inline uint64_t sse2_bits(__m128i mask)
{
    return (uint32_t)_mm_movemask_epi8(mask);
}

// `]` and `}` differ in the bit of the blank only.
static inline JsonMask kernel_json_mask(const char *at)
{
    JsonMask mask = {0};
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i));
        __m128i digits = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
        uint64_t closings = sse2_equal(_mm_or_si128(bytes, _mm_set1_epi8(' ')), '}');
        mask.stops |= (sse2_equal(bytes, '"') | sse2_equal(bytes, '\\') |
                       sse2_bits(sse2_at_most(bytes, 0x1f)))
                      << i;
        mask.ends |= (sse2_equal(bytes, ',') | closings | sse2_bits(sse2_at_most(bytes, ' '))) << i;
        mask.digits |= sse2_bits(sse2_at_most(digits, 9)) << i;
    }
    return mask;
}

#include "table/kernel_body.h"
#include "table/kernel_decimal_plain.h"
#include "table/kernel_json.h"

// Runs of ASCII, 16 bytes at a time, and single characters between them.
static bool sse2_utf8_valid(const char *bytes, size_t size)
{
    size_t at = 0;
    while (at < size) {
        while (at + 16 <= size &&
               _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(bytes + at))) == 0)
            at += 16;
        if (at == size)
            break;
        uint32_t character = 0;
        size_t length = 0;
        if (!utf8_decode(bytes + at, size - at, &character, &length))
            return false;
        at += length;
    }
    return true;
}

const Kernel kernel_sse2 = {KERNEL_SSE2, kernel_scan, sse2_utf8_valid, kernel_decimals,
                            kernel_json};
