// kernel_decimal_words: the form of four short decimal numbers at once. For kernels that have AVX2.
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
