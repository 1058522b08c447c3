// kernel_digits_neon: the digits of a short decimal number, all at once, by instructions of arm64.

// Four bits for each byte of `mask`, whose bits are all alike.
static inline uint64_t neon_nibbles(uint8x16_t mask)
{
    uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(mask), 4);
    return vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
}

// The digits at the right end of 16 bytes as a number.
static inline uint64_t neon_number(uint8x16_t digits)
{
    static const uint8_t tens[16] = {10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1};
    static const uint16_t hundreds[8] = {100, 1, 100, 1, 100, 1, 100, 1};
    static const uint32_t myriads[4] = {10000, 1, 10000, 1};
    uint16x8_t pairs = vpaddlq_u8(vmulq_u8(digits, vld1q_u8(tens)));
    uint32x4_t fours = vpaddlq_u16(vmulq_u16(pairs, vld1q_u16(hundreds)));
    uint64x2_t eights = vpaddlq_u32(vmulq_u32(fours, vld1q_u32(myriads)));
    return vgetq_lane_u64(eights, 0) * 100000000 + vgetq_lane_u64(eights, 1);
}

// The digits at `at`, `size` bytes (1 … 16) with the sign taken off, as a number without its point.
static inline bool decimal_digits(const char *at, size_t size, uint64_t *ret_digits,
                                  unsigned *ret_point, bool *ret_zero)
{
    static const uint8_t lanes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    uint8x16_t bytes = vld1q_u8((const uint8_t *)at);
    uint8x16_t digits = vsubq_u8(bytes, vdupq_n_u8('0'));
    uint64_t valid = ~(uint64_t)0 >> (64 - 4 * size);
    uint64_t numerals = neon_nibbles(vcleq_u8(digits, vdupq_n_u8(9))) & valid;
    uint64_t points = neon_nibbles(vceqq_u8(bytes, vdupq_n_u8('.'))) & valid;
    uint64_t first = points & 0x1111111111111111;
    if ((numerals | points) != valid || (first & (first - 1)) || !numerals)
        return false;
    // Digits are moved to the right end; those in front of the point by one more.
    unsigned point = points ? (unsigned)__builtin_ctzll(points) / 4 : (unsigned)size;
    int shift = 16 - (int)(size - (points != 0));
    int8x16_t from = vsubq_s8(vreinterpretq_s8_u8(vld1q_u8(lanes)), vdupq_n_s8((signed char)shift));
    uint8x16_t behind = vcgtq_s8(from, vdupq_n_s8((signed char)((int)point - 1)));
    from = vsubq_s8(from, vreinterpretq_s8_u8(behind));
    *ret_digits = neon_number(vqtbl1q_u8(digits, vreinterpretq_u8_s8(from)));
    *ret_point = point;
    *ret_zero = (*at == '0') & (numerals >> 4 & 1);
    return true;
}
