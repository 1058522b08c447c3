// The kernel for arm64: 16 bytes at a time. There is no instruction that gathers the top bits of
// the bytes, so masks are added together pair by pair.

#include "table/kernel.h"

#include <arm_neon.h>

typedef struct Masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t returns;
} Masks;

typedef struct Watch {
    uint8x16_t all;
    uint8x16_t zeros;
} Watch;

// A bit for each byte of `masks`, whose bits are all alike.
static inline uint64_t neon_bits(const uint8x16_t masks[static 4])
{
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t weight = vld1q_u8(weights);
    uint8x16_t first = vandq_u8(masks[0], weight);
    uint8x16_t second = vandq_u8(masks[1], weight);
    uint8x16_t third = vandq_u8(masks[2], weight);
    uint8x16_t fourth = vandq_u8(masks[3], weight);
    uint8x16_t sums = vpaddq_u8(vpaddq_u8(first, second), vpaddq_u8(third, fourth));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

static inline uint64_t neon_equal(const uint8x16_t bytes[static 4], char byte)
{
    uint8x16_t wanted = vdupq_n_u8((uint8_t)byte);
    uint8x16_t masks[4];
    for (unsigned i = 0; i < 4; i++)
        masks[i] = vceqq_u8(bytes[i], wanted);
    return neon_bits(masks);
}

static inline void kernel_masks(const char *at, ScanMarks marks, Watch *watch, Masks *ret_masks)
{
    uint8x16_t bytes[4];
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = vld1q_u8((const uint8_t *)at + (size_t)16 * i);
        watch->all = vorrq_u8(watch->all, bytes[i]);
        watch->zeros = vorrq_u8(watch->zeros, vceqzq_u8(bytes[i]));
    }
    ret_masks->quotes = neon_equal(bytes, marks.quote);
    ret_masks->delimiters = neon_equal(bytes, marks.delimiter);
    ret_masks->feeds = neon_equal(bytes, '\n');
    ret_masks->returns = neon_equal(bytes, '\r');
}

static inline void kernel_watched(const Watch *watch, Scan *scan)
{
    scan->high = vmaxvq_u8(watch->all) >= 0x80;
    scan->zeros = vmaxvq_u8(watch->zeros) != 0;
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

// `]` and `}` differ in the bit of the blank only.
static inline JsonMask kernel_json_mask(const char *at)
{
    uint8x16_t stops[4];
    uint8x16_t ends[4];
    uint8x16_t digits[4];
    uint8x16_t blank = vdupq_n_u8(' ');
    for (unsigned i = 0; i < 4; i++) {
        uint8x16_t bytes = vld1q_u8((const uint8_t *)at + (size_t)16 * i);
        uint8x16_t quotes =
            vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8('\\')));
        uint8x16_t closings = vceqq_u8(vorrq_u8(bytes, blank), vdupq_n_u8('}'));
        uint8x16_t commas = vceqq_u8(bytes, vdupq_n_u8(','));
        stops[i] = vorrq_u8(quotes, vcltq_u8(bytes, blank));
        ends[i] = vorrq_u8(vorrq_u8(commas, closings), vcleq_u8(bytes, blank));
        digits[i] = vcleq_u8(vsubq_u8(bytes, vdupq_n_u8('0')), vdupq_n_u8(9));
    }
    return (JsonMask){neon_bits(stops), neon_bits(ends), neon_bits(digits)};
}

#include "table/kernel_body.h"
#include "table/kernel_digits_neon.h"
#include "table/kernel_json.h"

#include "table/kernel_decimal.h"

static void kernel_decimals(const Cell *cells, size_t count, Decimals ret_decimals)
{
    for (size_t i = 0; i < count; i++)
        decimal_one(&cells[i], i, ret_decimals);
}

typedef uint8x16_t Utf8Bytes;

#define UTF8_WIDTH                      16
#define utf8_all(byte)                  vdupq_n_u8((uint8_t)(byte))
#define utf8_load(from)                 vld1q_u8((const uint8_t *)(from))
#define utf8_table(...)                 utf8_load(((const char[]){__VA_ARGS__}))
#define utf8_and                        vandq_u8
#define utf8_or                         vorrq_u8
#define utf8_xor                        veorq_u8
#define utf8_minus                      vqsubq_u8
#define utf8_look                       vqtbl1q_u8
#define utf8_upper(bytes)               vshrq_n_u8((bytes), 4)
#define utf8_previous(bytes, before, n) vextq_u8((before), (bytes), 16 - (n))
#define utf8_is_ascii(bytes)            (vmaxvq_u8(bytes) < 0x80)
#define utf8_is_zero(bytes)             (vmaxvq_u8(bytes) == 0)

#include "table/kernel_utf8.h"

const Kernel kernel_neon = {KERNEL_NEON, kernel_scan, kernel_utf8_valid, kernel_decimals,
                            kernel_json};
