// kernel_decimal_avx512: the values of four short decimal numbers, in one vector. See
// kernel_decimal_words.h.

typedef __m512i DecimalTexts;

// The texts' bytes: 16 of each, as they are followed by others.
static inline __m512i decimal_load(const Cell *cells)
{
    __m128i first = _mm_loadu_si128((const __m128i *)cells[0].bytes);
    __m128i second = _mm_loadu_si128((const __m128i *)cells[1].bytes);
    __m128i third = _mm_loadu_si128((const __m128i *)cells[2].bytes);
    __m128i fourth = _mm_loadu_si128((const __m128i *)cells[3].bytes);
    __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
    __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(third), fourth, 1);
    return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

// A cell is an address and a size, so four are 64 bytes: sizes of which only the small ones count.
static inline __m128i decimal_sizes(__m512i cells)
{
    __m128i halves = _mm_srli_epi32(_mm512_cvtusepi64_epi16(cells), 16);
    return _mm_packus_epi32(halves, halves);
}

// The texts' bytes at the right ends, and what they are.
static inline DecimalTexts decimal_align(const Cell *cells, DecimalWords *ret_words)
{
    const __m512i lanes =
        _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    __m512i pairs = _mm512_loadu_si512(cells);
    __m512i sizes = _mm512_shuffle_epi8(pairs, _mm512_set1_epi8(8));
    __m512i from = _mm512_add_epi8(lanes, _mm512_sub_epi8(sizes, _mm512_set1_epi8(16)));
    // Bytes from before the text are negative, for which a shuffle gives zero.
    __m512i text = _mm512_shuffle_epi8(decimal_load(cells), from);
    __m512i digits = _mm512_sub_epi8(text, _mm512_set1_epi8('0'));
    uint64_t is_digit = _mm512_cmplt_epu8_mask(digits, _mm512_set1_epi8(10));
    uint64_t first = _mm512_cmpeq_epi8_mask(from, _mm512_setzero_si512());
    uint64_t minus = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('-')) & first;
    uint64_t points = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('.'));
    uint64_t zeros = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('0'));
    *ret_words = (DecimalWords){
        decimal_words(~_mm512_movepi8_mask(from)),
        decimal_words(first),
        decimal_words(is_digit),
        decimal_words(zeros),
        decimal_words(points),
        decimal_words(minus),
        decimal_sizes(pairs),
    };
    return _mm512_maskz_mov_epi8(is_digit, digits);
}

// The digits as numbers without their points.
static inline __m256i decimal_numbers(__m512i digits, __m128i points)
{
    // Those in front of the point take its place.
    __m128i until = _mm_xor_si128(points, _mm_add_epi16(points, _mm_set1_epi16(-1)));
    until = _mm_andnot_si128(_mm_cmpeq_epi16(points, _mm_setzero_si128()), until);
    digits = _mm512_mask_mov_epi8(digits, (uint64_t)_mm_cvtsi128_si64(until),
                                  _mm512_bslli_epi128(digits, 1));
    __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010a));
    __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
    __m512i packed = _mm512_packus_epi32(fours, fours);
    __m512i eights = _mm512_madd_epi16(packed, _mm512_set1_epi32(0x00012710));
    __m512i numbers = _mm512_add_epi64(_mm512_mul_epu32(eights, _mm512_set1_epi64(100000000)),
                                       _mm512_srli_epi64(eights, 32));
    return _mm512_castsi512_si256(
        _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 0, 2, 4, 6), numbers));
}

// What the numbers without points are to be divided by.
static inline __m256d decimal_divisors(__m128i points)
{
    // By where the point is, less one: as the low bits of a float's exponent have it.
    const __m512d behind_early = _mm512_setr_pd(1e14, 1e13, 1e12, 1e11, 1e10, 1e9, 1e8, 1e7);
    const __m512d behind_late = _mm512_setr_pd(1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0, 1e15);
    __m128i last =
        _mm_and_si128(_mm_cmpeq_epi16(points, _mm_setzero_si128()), _mm_set1_epi16((short)0x8000));
    __m128i wide = _mm_cvtepu16_epi32(_mm_or_si128(points, last));
    __m128i exponents = _mm_srli_epi32(_mm_castps_si128(_mm_cvtepi32_ps(wide)), 23);
    __m512i which = _mm512_castsi256_si512(_mm256_cvtepi32_epi64(exponents));
    return _mm512_castpd512_pd256(_mm512_permutex2var_pd(behind_early, which, behind_late));
}

static inline void decimal_values(DecimalTexts digits, const DecimalWords *words, double *ret_reals,
                                  int64_t *ret_integers)
{
    __m256i numbers = decimal_numbers(digits, words->points);
    __m256d reals = _mm256_div_pd(_mm256_cvtepi64_pd(numbers), decimal_divisors(words->points));
    __mmask8 minus = _mm_test_epi16_mask(words->minus, words->minus);
    reals = _mm256_mask_xor_pd(reals, minus, reals, _mm256_set1_pd(-0.0));
    numbers = _mm256_mask_sub_epi64(numbers, minus, _mm256_setzero_si256(), numbers);
    _mm256_storeu_pd(ret_reals, reals);
    _mm256_storeu_si256((__m256i *)ret_integers, numbers);
}
