// kernel_decimal: a short decimal number. The including file defines before:
//
//   decimal_digits(at, size, digits, point, zero)  see kernel_digits_x86.h

#include <string.h>

static const double decimal_powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

static inline void decimal_one(const Cell *cell, size_t i, Decimals ret_decimals)
{
    const char *at = cell->bytes;
    bool negative = *at == '-';
    size_t size = cell->size - negative;
    uint64_t digits = 0;
    unsigned point = 0;
    bool zero = false;
    at += negative;
    ret_decimals.forms[i] = 0;
    if (cell->size == 0 || size - 1 > DECIMAL_DIGITS ||
        !decimal_digits(at, size, &digits, &point, &zero))
        return;
    bool pointed = point < size;
    if (size - pointed > DECIMAL_DIGITS)
        return;
    double real = (double)digits / decimal_powers[pointed ? size - point - 1 : 0];
    // Signs are as good as random: no branch would be guessed.
    uint64_t bits = 0;
    memcpy(&bits, &real, sizeof bits);
    bits |= (uint64_t)negative << 63;
    memcpy(&ret_decimals.reals[i], &bits, sizeof bits);
    ret_decimals.integers[i] = ((int64_t)digits ^ -(int64_t)negative) + negative;
    ret_decimals.forms[i] = (uint8_t)(DECIMAL_READ | pointed * DECIMAL_POINT | zero * DECIMAL_ZERO);
}
