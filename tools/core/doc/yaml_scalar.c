#include "doc/yaml_scalar.h"

#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool scalar_is_null(const char *text)
{
    static const char *const names[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; i < array_count(names); i++) {
        if (text_equal(text, names[i]))
            return true;
    }
    return false;
}

// `.inf` with an optional sign, `.nan`, both also with one or all capitals.
static bool scalar_to_special(const char *text, double *ret_number)
{
    static const struct {
        const char *name;
        double number;
    } names[] = {
        {".inf", INFINITY}, {".Inf", INFINITY}, {".INF", INFINITY},
        {".nan", NAN},      {".NaN", NAN},      {".NAN", NAN},
    };
    const char *name = text + (*text == '-' || *text == '+');
    for (size_t i = 0; i < array_count(names); i++) {
        if (!text_equal(name, names[i].name) || (name > text && isnan(names[i].number)))
            continue;
        *ret_number = *text == '-' ? -names[i].number : names[i].number;
        return true;
    }
    return false;
}

// `0o17` and `0x1f`, which have no sign; what no int64_t holds is a real.
static bool scalar_to_based(const char *text, Value *value)
{
    static const struct {
        const char *prefix;
        const char *digits;
        int base;
    } bases[] = {
        {"0o", "01234567", 8},
        {"0x", "0123456789abcdefABCDEF", 16},
    };
    for (size_t i = 0; i < array_count(bases); i++) {
        const char *digits = text + 2;
        if (!text_starts(text, bases[i].prefix) || !*digits ||
            digits[strspn(digits, bases[i].digits)])
            continue;
        errno = 0;
        value->kind = VALUE_INT;
        value->integer = strtoll(digits, NULL, bases[i].base);
        if (errno != ERANGE)
            return true;
        value->kind = VALUE_REAL;
        value->real = 0;
        for (const char *at = digits; *at; at++) {
            int digit = isdigit((unsigned char)*at) ? *at - '0' : tolower(*at) - 'a' + 10;
            value->real = value->real * bases[i].base + digit;
        }
        return true;
    }
    return false;
}

// Whether what overflowed text_to_real() is a number at all: digits enough, and nothing else.
static bool scalar_is_overflow(const char *text)
{
    bool looks_decimal = strspn(text, "+-.0123456789eE") == strlen(text);
    if (!looks_decimal || !strpbrk(text, "0123456789"))
        return false;
    char *end = NULL;
    double number = strtod(text, &end);
    return *end == '\0' && isinf(number);
}

bool scalar_type_plain(Value *value, const char *text, size_t size)
{
    value->raw = text;
    if (strlen(text) != size) {
        value->kind = VALUE_TEXT;
    } else if (scalar_is_null(text)) {
        value->kind = VALUE_NULL;
    } else if (text_to_bool(text, &value->boolean)) {
        value->kind = VALUE_BOOL;
    } else if (text_to_int(text, &value->integer)) {
        value->kind = VALUE_INT;
    } else if (text_to_real(text, &value->real) || scalar_to_special(text, &value->real)) {
        value->kind = VALUE_REAL;
    } else if (!scalar_to_based(text, value)) {
        if (scalar_is_overflow(text))
            return false;
        value->kind = VALUE_TEXT;
    }
    if (value->kind == VALUE_TEXT) {
        value->text = text;
        value->size = size;
    }
    return value->kind != VALUE_REAL || !isinf(value->real) || strchr(text, '.');
}
