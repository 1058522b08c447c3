// kernel_digits_x86: the digits of a short decimal number, all at once. For kernels that have AVX2.

// The digits at `at`, `size` bytes (1 … 16) with the sign taken off, as a number without its point.
static inline bool decimal_digits(const char *at, size_t size, uint64_t *ret_digits,
                                  unsigned *ret_point, bool *ret_zero)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    __m128i digits = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    __m128i nine = _mm_set1_epi8(9);
    __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digits, nine), digits);
    unsigned valid = (1U << size) - 1;
    unsigned numerals = (unsigned)_mm_movemask_epi8(is_digit) & valid;
    unsigned points =
        (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'))) & valid;
    if ((numerals | points) != valid || (points & (points - 1)) || !numerals)
        return false;
    // Digits are moved to the right end; those in front of the point by one more.
    unsigned point = (unsigned)__builtin_ctz(points | 1U << size);
    int shift = 16 - (int)(size - (points != 0));
    const __m128i lanes = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m128i from = _mm_sub_epi8(lanes, _mm_set1_epi8((char)shift));
    from = _mm_sub_epi8(from, _mm_cmpgt_epi8(from, _mm_set1_epi8((char)((int)point - 1))));
    __m128i right = _mm_shuffle_epi8(digits, from);
    __m128i pairs = _mm_maddubs_epi16(right, _mm_set1_epi16(0x010a));
    __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    __m128i packed = _mm_packus_epi32(fours, fours);
    __m128i eights = _mm_madd_epi16(packed, _mm_set1_epi32(0x00012710));
    uint64_t halves = (uint64_t)_mm_cvtsi128_si64(eights);
    *ret_digits = (halves & 0xffffffff) * 100000000 + (halves >> 32);
    *ret_point = point;
    *ret_zero = (*at == '0') & (numerals >> 1 & 1);
    return true;
}
