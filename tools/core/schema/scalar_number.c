#include "schema/scalar.h"

#include "base/decimal_powers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// Up to here every product and quotient with a power of ten above is rounded once, so correctly
// (Clinger 1990).
#define LARGEST_EXACT ((uint64_t)1 << 53)

static bool is_digit(char byte)
{
    return (unsigned char)(byte - '0') < 10;
}

bool scalar_integer(const char *bytes, size_t size, Scalar *ret_scalar)
{
    size_t at = size > 0 && (bytes[0] == '-' || bytes[0] == '+');
    bool negative = at && bytes[0] == '-';
    if (at == size)
        return false;
    uint64_t number = 0;
    bool fits = true;
    for (; at < size && is_digit(bytes[at]); at++) {
        uint64_t digit = (uint64_t)(bytes[at] - '0');
        fits = fits && number <= (UINT64_MAX - digit) / 10;
        number = number * 10 + digit;
    }
    if (at < size)
        return false;
    fits = fits && number <= (uint64_t)INT64_MAX + negative;
    if (!fits)
        return scalar_number(bytes, size, ret_scalar);
    int64_t integer = negative ? (int64_t)(0 - number) : (int64_t)number;
    *ret_scalar = (Scalar){(double)integer, integer, true};
    return true;
}

// What a text of digits, a point and an exponent consists of.
typedef struct Decimal {
    uint64_t digits; // the first 19 that count
    int64_t exponent;
    bool negative;
    bool cut; // there were more digits
} Decimal;

static bool decimal_exponent(const char *bytes, size_t size, size_t at, Decimal *decimal)
{
    bool negative = at < size && bytes[at] == '-';
    at += at < size && (bytes[at] == '-' || bytes[at] == '+');
    if (at == size)
        return false;
    int64_t exponent = 0;
    for (; at < size && is_digit(bytes[at]); at++)
        exponent = MIN(exponent * 10 + (bytes[at] - '0'), 100000);
    decimal->exponent += negative ? -exponent : exponent;
    return at == size;
}

static bool decimal_read(const char *bytes, size_t size, Decimal *ret_decimal)
{
    Decimal decimal = {.negative = size > 0 && bytes[0] == '-'};
    size_t at = size > 0 && (bytes[0] == '-' || bytes[0] == '+');
    size_t read = 0;
    bool point = false;
    for (; at < size; at++) {
        char byte = bytes[at];
        if (byte == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(byte))
            break;
        read++;
        if (decimal.digits < UINT64_MAX / 100) {
            decimal.digits = decimal.digits * 10 + (uint64_t)(byte - '0');
            decimal.exponent -= point;
        } else {
            decimal.cut = decimal.cut || byte != '0';
            decimal.exponent += !point;
        }
    }
    if (read == 0)
        return false;
    if (at < size && bytes[at] != 'e' && bytes[at] != 'E')
        return false;
    if (at < size && !decimal_exponent(bytes, size, at + 1, &decimal))
        return false;
    *ret_decimal = decimal;
    return true;
}

static bool scalar_name(const char *bytes, size_t size, Scalar *ret_scalar)
{
    static const struct {
        const char *name;
        double number;
    } names[] = {
        {"NaN", NAN},
        {"INF", INFINITY},
        {"-INF", -INFINITY},
    };
    for (size_t i = 0; i < array_count(names); i++) {
        if (strlen(names[i].name) == size && memcmp(bytes, names[i].name, size) == 0) {
            *ret_scalar = (Scalar){.real = names[i].number};
            return true;
        }
    }
    return false;
}

// digits × 10^exponent, correctly rounded, by one multiplication to 128 bits (Eisel, Lemire). False
// for the few whose rounding that many bits do not decide, and for what is subnormal or infinite.
static bool decimal_multiply(uint64_t digits, int64_t exponent, double *ret_number)
{
    if (digits == 0 || exponent < DECIMAL_LEAST_POWER || exponent > DECIMAL_MOST_POWER)
        return false;
    const DecimalPower *power = &decimal_powers[exponent - DECIMAL_LEAST_POWER];
    int zeros = __builtin_clzll(digits);
    unsigned __int128 product = (unsigned __int128)(digits << zeros) * power->high;
    uint64_t high = (uint64_t)(product >> 64);
    uint64_t low = (uint64_t)product;
    if ((high & 0x1ff) == 0x1ff) {
        uint64_t more = (uint64_t)((unsigned __int128)(digits << zeros) * power->low >> 64);
        low += more;
        high += low < more;
        if (low == UINT64_MAX)
            return false;
    }
    int upper = (int)(high >> 63);
    uint64_t mantissa = high >> (upper + 9); // 54 bits, the last one for rounding
    // floor(log2(10^exponent)), good for exponents far beyond ours.
    int64_t binary = ((217706 * exponent) >> 16) + 63 + 1023 + upper - zeros;
    bool halfway = low <= 1 && (mantissa & 3) == 1 && mantissa << (upper + 9) == high;
    if (halfway || binary <= 1 || binary >= 2046)
        return false;
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa == (uint64_t)1 << 53) {
        mantissa >>= 1;
        binary++;
    }
    uint64_t bits = (mantissa & (((uint64_t)1 << 52) - 1)) | (uint64_t)binary << 52;
    memcpy(ret_number, &bits, sizeof bits);
    return true;
}

// The magnitude of a decimal. False if it must be asked of strtod().
static bool decimal_number(const Decimal *decimal, double *ret_number)
{
    if (decimal->cut) {
        // Between this many and one more: where both are one double, so is what lies between.
        double more = 0;
        return decimal_multiply(decimal->digits, decimal->exponent, ret_number) &&
               decimal_multiply(decimal->digits + 1, decimal->exponent, &more) &&
               more == *ret_number;
    }
    if (decimal->digits <= LARGEST_EXACT && decimal->exponent >= -22 && decimal->exponent <= 22) {
        double digits = (double)decimal->digits;
        *ret_number = decimal->exponent < 0 ? digits / powers_of_ten[-decimal->exponent]
                                            : digits * powers_of_ten[decimal->exponent];
        return true;
    }
    return decimal_multiply(decimal->digits, decimal->exponent, ret_number);
}

bool scalar_number(const char *bytes, size_t size, Scalar *ret_scalar)
{
    Decimal decimal;
    if (size > SCALAR_LONGEST_NUMBER)
        return false;
    if (!decimal_read(bytes, size, &decimal))
        return scalar_name(bytes, size, ret_scalar);
    double number = 0;
    if (decimal_number(&decimal, &number)) {
        *ret_scalar = (Scalar){.real = decimal.negative ? -number : number};
        return true;
    }
    // No tool calls setlocale(), so strtod() reads a point and never a comma.
    char text[SCALAR_LONGEST_NUMBER + 1];
    memcpy(text, bytes, size);
    text[size] = '\0';
    number = strtod(text, NULL);
    if (!isfinite(number))
        return false;
    *ret_scalar = (Scalar){.real = number};
    return true;
}
