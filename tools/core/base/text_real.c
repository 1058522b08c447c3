// The shortest decimal that reads back as the same double, by R. Giulietti's Schubfach (2020):
// which of the multiples of a power of ten around the number lie where it is the nearest double?

#include "base/decimal_powers.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// digits × 10^exponent
typedef struct Decimal {
    uint64_t digits;
    int exponent;
} Decimal;

// The upper bits of a power times a number, and one more that says whether anything lies below.
static uint64_t multiply_to_odd(DecimalPower power, uint64_t number)
{
    unsigned __int128 low = (unsigned __int128)power.low * number;
    unsigned __int128 high = (unsigned __int128)power.high * number + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

// 10^exponent, its bits rounded up if they are not all.
static DecimalPower power_from_above(int exponent)
{
    DecimalPower power = decimal_powers[exponent - DECIMAL_LEAST_POWER];
    // 5^55 has 128 bits; the table has powers beyond that cut.
    if (exponent > 55) {
        power.low++;
        power.high += power.low == 0;
    }
    return power;
}

// False if the table of powers does not reach that far.
static bool real_shortest(double number, Decimal *ret_decimal)
{
    uint64_t bits = 0;
    memcpy(&bits, &number, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
    uint64_t mantissa = fraction | (uint64_t)1 << 52;
    int binary = (int)(bits >> 52) - 1075;
    bool lopsided = fraction == 0; // the doubles below lie closer together
    // floor(log10(2^binary)), of three quarters of it if lopsided, and floor(log2(10^-exponent)).
    int exponent = (binary * 1262611 - (lopsided ? 524031 : 0)) >> 22;
    if (-exponent < DECIMAL_LEAST_POWER || -exponent > DECIMAL_MOST_POWER)
        return false;
    int shift = binary + ((-exponent * 1741647) >> 19) + 1;
    DecimalPower power = power_from_above(-exponent);
    uint64_t low = multiply_to_odd(power, (4 * mantissa - 2 + lopsided) << shift);
    uint64_t middle = multiply_to_odd(power, (4 * mantissa) << shift);
    uint64_t high = multiply_to_odd(power, (4 * mantissa + 2) << shift);
    // The ends of the interval are read as the number if that is even.
    low += mantissa & 1;
    high -= mantissa & 1;

    uint64_t below = middle / 4;
    uint64_t tens = below / 10;
    bool down = low <= 40 * tens;
    bool up = 40 * tens + 40 <= high;
    if (below >= 10 && down != up) {
        *ret_decimal = (Decimal){tens + up, exponent + 1};
        return true;
    }
    down = low <= 4 * below;
    up = 4 * below + 4 <= high;
    if (down == up) // the nearer one, or the even one
        up = middle > 4 * below + 2 || (middle == 4 * below + 2 && (below & 1));
    *ret_decimal = (Decimal){below + up, exponent};
    return true;
}

// By trial, for the largest and the least numbers.
static Decimal real_tried(double number)
{
    char text[TEXT_REAL_SIZE];
    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, number);
        if (strtod(text, NULL) == number)
            break;
    }
    Decimal decimal = {0};
    const char *at = text;
    bool behind = false;
    for (; *at != 'e'; at++) {
        if (*at == '.') {
            behind = true;
            continue;
        }
        decimal.digits = decimal.digits * 10 + (uint64_t)(*at - '0');
        decimal.exponent -= behind;
    }
    decimal.exponent += (int)strtol(at + 1, NULL, 10);
    return decimal;
}

// Integers have no digits behind the point: most often those in front are the shortest.
static bool real_whole(double number, Decimal *ret_decimal)
{
    if (!(number < 0x1p53) || number != (double)(uint64_t)number)
        return false;
    *ret_decimal = (Decimal){(uint64_t)number, 0};
    return true;
}

typedef struct Digits {
    char text[20]; // without a zero at the end, unless it is all
    int count;
    int first; // the power of ten of the first one
} Digits;

static Digits decimal_digits(Decimal decimal)
{
    Digits digits = {0};
    char reversed[20];
    while (decimal.digits && decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        decimal.exponent++;
    }
    do {
        reversed[digits.count++] = (char)('0' + decimal.digits % 10);
        decimal.digits /= 10;
    } while (decimal.digits);
    for (int i = 0; i < digits.count; i++)
        digits.text[i] = reversed[digits.count - 1 - i];
    digits.first = decimal.exponent + digits.count - 1;
    return digits;
}

static char *write_digits(char *at, const char *digits, int count)
{
    memcpy(at, digits, (size_t)MAX(count, 0));
    return at + MAX(count, 0);
}

static char *write_zeros(char *at, int count)
{
    memset(at, '0', (size_t)MAX(count, 0));
    return at + MAX(count, 0);
}

// As %g does it: with an exponent where the digits are far from the point; but integers of up to
// 15 digits have them all.
static char *write_decimal(char *at, Decimal decimal)
{
    Digits digits = decimal_digits(decimal);
    int whole = digits.first + 1; // digits in front of the point
    if (digits.first < -4 || (whole > digits.count && digits.first >= 15)) {
        at = write_digits(at, digits.text, 1);
        if (digits.count > 1)
            *at++ = '.';
        at = write_digits(at, digits.text + 1, digits.count - 1);
        return at + sprintf(at, "e%c%02d", digits.first < 0 ? '-' : '+', abs(digits.first));
    }
    at = whole > 0 ? write_digits(at, digits.text, MIN(whole, digits.count)) : write_zeros(at, 1);
    at = write_zeros(at, whole - digits.count);
    if (whole >= digits.count)
        return at;
    *at++ = '.';
    at = write_zeros(at, -whole);
    return write_digits(at, digits.text + MAX(whole, 0), digits.count - MAX(whole, 0));
}

const char *text_from_real(double number, char ret_text[static TEXT_REAL_SIZE])
{
    Decimal decimal = {0};
    double size = fabs(number);
    char *at = ret_text;
    if (!isfinite(number)) {
        const char *name = isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        snprintf(ret_text, TEXT_REAL_SIZE, "%s", name);
        return ret_text;
    }
    if (!real_whole(size, &decimal) && !real_shortest(size, &decimal))
        decimal = real_tried(size);
    if (signbit(number))
        *at++ = '-';
    *write_decimal(at, decimal) = '\0';
    return ret_text;
}
