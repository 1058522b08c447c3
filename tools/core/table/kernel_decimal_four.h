// kernel_decimal_four: short decimal numbers, four of them at once. The including file has
// kernel_decimal_words.h, and defines before:
//
//   DecimalTexts          four texts in vectors
//   decimal_align(…)      their digits at the right ends, and what the bytes are
//   decimal_values(…)     writes them as numbers

static inline void decimal_four(const Cell *cells, size_t i, Decimals ret_decimals)
{
    DecimalWords words;
    DecimalTexts digits = decimal_align(cells, &words);
    decimal_values(digits, &words, ret_decimals.reals + i, ret_decimals.integers + i);
    int forms = decimal_forms(&words);
    memcpy(ret_decimals.forms + i, &forms, sizeof forms);
    // A sign, a point and all digits that there may be.
    __m128i longest = _mm_cmpeq_epi16(words.sizes, _mm_set1_epi16(DECIMAL_DIGITS + 2));
    if (_mm_movemask_epi8(_mm_unpacklo_epi64(longest, longest))) {
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
