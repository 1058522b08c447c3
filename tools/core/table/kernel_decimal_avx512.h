// kernel_decimal_avx512: short decimal numbers, four of them at once.
//
// Each has 16 bytes of its own, in which its text is moved to the right end. What is known of its
// bytes is one word of 16 bits then, so that the form of all four is judged without a branch.

typedef struct DecimalWords {
    __m128i within; // bytes of the text
    __m128i first;  // its first one
    __m128i digits;
    __m128i zeros;
    __m128i points;
    __m128i minus; // in front
    __m128i sizes; // of the texts, as numbers
} DecimalWords;

static inline __m128i decimal_words(uint64_t mask)
{
    return _mm_cvtsi64_si128((int64_t)mask);
}

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
static inline __m512i decimal_align(const Cell *cells, DecimalWords *ret_words)
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

// The forms of four texts, in the low bytes.
static inline int decimal_forms(const DecimalWords *words)
{
    const __m128i none = _mm_setzero_si128();
    const __m128i all = _mm_set1_epi16(-1);
    __m128i known = _mm_or_si128(words->digits, _mm_or_si128(words->points, words->minus));
    __m128i second_point =
        _mm_and_si128(words->points, _mm_add_epi16(words->points, _mm_set1_epi16(-1)));
    __m128i good = _mm_cmpeq_epi16(known, words->within);
    good = _mm_and_si128(good, _mm_cmpeq_epi16(second_point, none));
    good = _mm_andnot_si128(_mm_cmpeq_epi16(words->digits, none), good);
    good = _mm_andnot_si128(_mm_cmpeq_epi16(words->digits, all), good); // 16 of them
    __m128i least = _mm_min_epu16(words->sizes, _mm_set1_epi16(16));
    good = _mm_and_si128(good, _mm_cmpeq_epi16(least, words->sizes));

    __m128i start =
        _mm_or_si128(_mm_andnot_si128(words->minus, words->first), _mm_slli_epi16(words->minus, 1));
    __m128i leading =
        _mm_and_si128(_mm_and_si128(start, words->zeros), _mm_srli_epi16(words->digits, 1));
    __m128i form = _mm_set1_epi16(DECIMAL_READ);
    form = _mm_or_si128(form, _mm_andnot_si128(_mm_cmpeq_epi16(words->points, none),
                                               _mm_set1_epi16(DECIMAL_POINT)));
    form = _mm_or_si128(
        form, _mm_andnot_si128(_mm_cmpeq_epi16(leading, none), _mm_set1_epi16(DECIMAL_ZERO)));
    form = _mm_and_si128(form, good);
    return _mm_cvtsi128_si32(_mm_packus_epi16(form, form));
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

static inline void decimal_four(const Cell *cells, size_t i, Decimals ret_decimals)
{
    DecimalWords words;
    __m512i digits = decimal_align(cells, &words);
    __m256i numbers = decimal_numbers(digits, words.points);
    __m256d reals = _mm256_div_pd(_mm256_cvtepi64_pd(numbers), decimal_divisors(words.points));
    __mmask8 minus = _mm_test_epi16_mask(words.minus, words.minus);
    reals = _mm256_mask_xor_pd(reals, minus, reals, _mm256_set1_pd(-0.0));
    numbers = _mm256_mask_sub_epi64(numbers, minus, _mm256_setzero_si256(), numbers);
    int forms = decimal_forms(&words);
    _mm256_storeu_pd(ret_decimals.reals + i, reals);
    _mm256_storeu_si256((__m256i *)(ret_decimals.integers + i), numbers);
    memcpy(ret_decimals.forms + i, &forms, sizeof forms);
    // A sign, a point and all digits that there may be.
    if (_mm_cmpeq_epi16_mask(words.sizes, _mm_set1_epi16(DECIMAL_DIGITS + 2))) {
        for (size_t k = 0; k < 4; k++) {
            if (cells[k].size == DECIMAL_DIGITS + 2)
                decimal_one(&cells[k], i + k, ret_decimals);
        }
    }
}

static void kernel_decimals(const Cell *cells, size_t count, Decimals ret_decimals)
{
    size_t i = 0;
    for (; i + 4 <= count; i += 4)
        decimal_four(&cells[i], i, ret_decimals);
    for (; i < count; i++)
        decimal_one(&cells[i], i, ret_decimals);
}
