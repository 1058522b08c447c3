// The kernel for any processor: eight bytes at a time in one register, where that is simple.

#include "base/utf8.h"
#include "table/kernel.h"

typedef struct Masks {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t returns;
} Masks;

typedef struct Watch {
    unsigned char all;
    bool zeros;
} Watch;

static inline void kernel_masks(const char *at, ScanMarks marks, Watch *watch, Masks *ret_masks)
{
    Masks masks = {0};
    for (unsigned i = 0; i < 64; i++) {
        masks.quotes |= (uint64_t)(at[i] == marks.quote) << i;
        masks.delimiters |= (uint64_t)(at[i] == marks.delimiter) << i;
        masks.feeds |= (uint64_t)(at[i] == '\n') << i;
        masks.returns |= (uint64_t)(at[i] == '\r') << i;
        watch->all |= (unsigned char)at[i];
        watch->zeros |= at[i] == '\0';
    }
    *ret_masks = masks;
}

static inline void kernel_watched(const Watch *watch, Scan *scan)
{
    scan->high = watch->all >= 0x80;
    scan->zeros = watch->zeros;
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

static inline JsonMask kernel_json_mask(const char *at)
{
    JsonMask mask = {0};
    for (unsigned i = 0; i < 64; i++) {
        unsigned char byte = (unsigned char)at[i];
        mask.stops |= (uint64_t)(byte < ' ' || byte == '"' || byte == '\\') << i;
        mask.ends |= (uint64_t)(byte <= ' ' || byte == ',' || byte == ']' || byte == '}') << i;
        mask.digits |= (uint64_t)(byte >= '0' && byte <= '9') << i;
    }
    return mask;
}

#include "table/kernel_body.h"
#include "table/kernel_decimal_plain.h"
#include "table/kernel_json.h"

static bool scalar_utf8_valid(const char *bytes, size_t size)
{
    return utf8_valid_prefix(bytes, size) == size;
}

const Kernel kernel_scalar = {KERNEL_SCALAR, kernel_scan, scalar_utf8_valid, kernel_decimals,
                              kernel_json};
