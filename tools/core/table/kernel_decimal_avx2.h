// kernel_decimal_avx2: the values of four short decimal numbers, in two vectors. See
// kernel_decimal_words.h.

typedef struct DecimalTexts {
    __m256i low; // the first two
    __m256i high;
} DecimalTexts;

static inline __m256i decimal_pair(const Cell *cells)
{
    __m128i first = _mm_loadu_si128((const __m128i *)cells[0].bytes);
    __m128i second = _mm_loadu_si128((const __m128i *)cells[1].bytes);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
}

// One bit a byte of both vectors.
static inline __m128i decimal_bits(__m256i low, __m256i high)
{
    uint64_t first = (uint32_t)_mm256_movemask_epi8(low);
    uint64_t second = (uint32_t)_mm256_movemask_epi8(high);
    return decimal_words(first | second << 32);
}

static inline __m128i decimal_equal(DecimalTexts texts, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    return decimal_bits(_mm256_cmpeq_epi8(texts.low, wanted),
                        _mm256_cmpeq_epi8(texts.high, wanted));
}

// A cell is an address and a size, so two are 32 bytes; sizes have 31 bits.
static inline __m128i decimal_sizes(__m256i low, __m256i high)
{
    __m256i sizes = _mm256_unpackhi_epi64(low, high);
    __m256i order = _mm256_setr_epi32(0, 4, 2, 6, 0, 4, 2, 6);
    __m128i four = _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(sizes, order));
    return _mm_packus_epi32(four, four);
}

// Which byte of two texts comes to which place: negative where none does.
static inline __m256i decimal_places(__m256i cells)
{
    const __m256i lanes = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(-16, -15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1));
    return _mm256_add_epi8(lanes, _mm256_shuffle_epi8(cells, _mm256_set1_epi8(8)));
}

static inline __m256i decimal_is_digit(__m256i digits)
{
    return _mm256_cmpeq_epi8(_mm256_min_epu8(digits, _mm256_set1_epi8(9)), digits);
}

// The texts' digits at the right ends, and what all their bytes are.
static inline DecimalTexts decimal_align(const Cell *cells, DecimalWords *ret_words)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)cells);
    __m256i high = _mm256_loadu_si256((const __m256i *)(cells + 2));
    DecimalTexts from = {decimal_places(low), decimal_places(high)};
    DecimalTexts texts = {_mm256_shuffle_epi8(decimal_pair(cells), from.low),
                          _mm256_shuffle_epi8(decimal_pair(cells + 2), from.high)};
    __m256i zero = _mm256_set1_epi8('0');
    DecimalTexts digits = {_mm256_sub_epi8(texts.low, zero), _mm256_sub_epi8(texts.high, zero)};
    DecimalTexts is_digit = {decimal_is_digit(digits.low), decimal_is_digit(digits.high)};
    __m128i first = decimal_equal(from, 0);
    *ret_words = (DecimalWords){
        _mm_xor_si128(decimal_bits(from.low, from.high), _mm_set1_epi8(-1)),
        first,
        decimal_bits(is_digit.low, is_digit.high),
        decimal_equal(digits, 0),
        decimal_equal(texts, '.'),
        _mm_and_si128(first, decimal_equal(texts, '-')),
        decimal_sizes(low, high),
    };
    return (DecimalTexts){_mm256_and_si256(digits.low, is_digit.low),
                          _mm256_and_si256(digits.high, is_digit.high)};
}

// Where the points are, from 0 on; 15, which is the last byte, also where there is none.
static inline __m128i decimal_points(__m128i points)
{
    __m128i none = _mm_cmpeq_epi16(points, _mm_setzero_si128());
    __m128i last = _mm_and_si128(none, _mm_set1_epi16((short)0x8000));
    __m128i wide = _mm_cvtepu16_epi32(_mm_or_si128(points, last));
    // The position of the only bit is the exponent as a float.
    __m128i exponents = _mm_srli_epi32(_mm_castps_si128(_mm_cvtepi32_ps(wide)), 23);
    return _mm_sub_epi32(exponents, _mm_set1_epi32(127));
}

// Digits up to the point, where there is one, move to its place.
static inline __m256i decimal_close(__m256i digits, __m256i until)
{
    const __m256i lanes = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    __m256i stay = _mm256_cmpgt_epi8(lanes, until);
    return _mm256_blendv_epi8(_mm256_slli_si256(digits, 1), digits, stay);
}

static inline __m256i decimal_fours(__m256i digits)
{
    __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
}

// The digits as numbers without their points, all of which are before `until`.
static inline __m256i decimal_numbers(DecimalTexts digits, __m128i until)
{
    const __m256i first = _mm256_setr_epi32(0, 0, 0, 0, 0x04040404, 0x04040404, 0x04040404,
                                            0x04040404); // bytes of the first and second number
    const __m256i third = _mm256_add_epi8(first, _mm256_set1_epi8(8));
    __m256i both = _mm256_broadcastsi128_si256(until);
    __m256i low = decimal_close(digits.low, _mm256_shuffle_epi8(both, first));
    __m256i high = decimal_close(digits.high, _mm256_shuffle_epi8(both, third));
    __m256i packed = _mm256_packus_epi32(decimal_fours(low), decimal_fours(high));
    __m256i eights = _mm256_madd_epi16(packed, _mm256_set1_epi32(0x00012710));
    __m256i numbers = _mm256_add_epi64(_mm256_mul_epu32(eights, _mm256_set1_epi64x(100000000)),
                                       _mm256_srli_epi64(eights, 32));
    return _mm256_permute4x64_epi64(numbers, 0xd8); // the second and third one change places
}

static inline void decimal_values(DecimalTexts digits, const DecimalWords *words, double *ret_reals,
                                  int64_t *ret_integers)
{
    // By where the point is.
    static const double divisors[] = {1e15, 1e14, 1e13, 1e12, 1e11, 1e10, 1e9, 1e8,
                                      1e7,  1e6,  1e5,  1e4,  1e3,  1e2,  1e1, 1e0};
    const __m128i zero = _mm_setzero_si128();
    __m128i points = decimal_points(words->points);
    __m128i none = _mm_cvtepi16_epi32(_mm_cmpeq_epi16(words->points, zero));
    __m256i numbers = decimal_numbers(digits, _mm_or_si128(points, none));
    // They are less than 2^52: the bits of a double between that and twice as much.
    const __m256i great = _mm256_castpd_si256(_mm256_set1_pd(0x1p52));
    __m256d wholes = _mm256_castsi256_pd(_mm256_or_si256(numbers, great));
    wholes = _mm256_sub_pd(wholes, _mm256_set1_pd(0x1p52));
    __m256d reals = _mm256_div_pd(wholes, _mm256_i32gather_pd(divisors, points, 8));
    __m256i plus = _mm256_cvtepi16_epi64(_mm_cmpeq_epi16(words->minus, zero));
    __m256i minus = _mm256_xor_si256(plus, _mm256_set1_epi64x(-1));
    __m256d signs = _mm256_and_pd(_mm256_castsi256_pd(minus), _mm256_set1_pd(-0.0));
    _mm256_storeu_pd(ret_reals, _mm256_xor_pd(reals, signs));
    numbers = _mm256_sub_epi64(_mm256_xor_si256(numbers, minus), minus);
    _mm256_storeu_si256((__m256i *)ret_integers, numbers);
}
