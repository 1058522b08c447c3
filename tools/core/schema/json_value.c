#include "schema/json_value.h"

#include "stats/hash.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t json_value_hash(const Value *value)
{
    double number = 0;
    uint64_t hash = value->count + (uint64_t)value->kind * HASH_PI;
    if (value_to_real(value, &number))
        return hash_real(number + 0.0); // -0 and 0 are one value
    if (value->kind == VALUE_TEXT)
        return hash_text(value->text, value->size);
    if (value->kind == VALUE_BOOL)
        return hash_mix(hash + value->boolean);
    for (size_t i = 0; i < value->count; i++) {
        uint64_t item = json_value_hash(&value->items[i]);
        // The order of a list's items counts, that of a map's members does not.
        if (value->kind == VALUE_MAP)
            hash += hash_mix(item + json_value_hash(&value->keys[i]));
        else
            hash = hash_mix(hash + item);
    }
    return hash_mix(hash);
}

bool json_value_repeats(const Value *list)
{
    scoped_arena arena = arena_open();
    size_t room = 4;
    while (room < list->count * 2)
        room *= 2;
    size_t *slots = arena_array(arena, size_t, room);
    for (size_t i = 0; i < list->count; i++) {
        size_t at = json_value_hash(&list->items[i]) & (room - 1);
        for (; slots[at]; at = (at + 1) & (room - 1)) {
            if (value_equal(&list->items[slots[at] - 1], &list->items[i]))
                return true;
        }
        slots[at] = i + 1;
    }
    return false;
}

// A decimal number: its digits without zeros at either end, times 10 to the `exponent`.
typedef struct Decimal {
    const char *digits; // with a point among them
    size_t size;
    size_t behind; // zeros that are not written
    int64_t exponent;
} Decimal;

static Decimal decimal_of(const char *raw)
{
    Decimal decimal = {.digits = raw};
    bool point = false;
    size_t last = 0;
    int64_t after = 0; // digits behind the last one that is not 0
    size_t at = 0;
    for (; raw[at] && raw[at] != 'e' && raw[at] != 'E'; at++) {
        if (raw[at] == '.') {
            point = true;
            continue;
        }
        decimal.exponent -= point;
        after++;
        if (raw[at] >= '1' && raw[at] <= '9') {
            last = at + 1;
            after = 0;
        }
    }
    decimal.size = last;
    decimal.exponent += after + (raw[at] ? strtol(raw + at + 1, NULL, 10) : 0);
    return decimal;
}

// Exponents of JSON's numbers that a double holds lie far below.
#define LARGEST_EXPONENT 1000

// Beyond so many digits a unit is compared as a double.
#define UNIT_DIGITS 18

static uint64_t decimal_rest(Decimal decimal, uint64_t unit)
{
    unsigned __int128 rest = 0;
    for (size_t i = 0; i < decimal.size; i++) {
        if (decimal.digits[i] >= '0' && decimal.digits[i] <= '9')
            rest = (rest * 10 + (unsigned)(decimal.digits[i] - '0')) % unit;
    }
    for (size_t i = 0; i < decimal.behind; i++)
        rest = rest * 10 % unit;
    return (uint64_t)rest;
}

// The digits of a number; an integer may be written otherwise, as 0x10 in YAML.
static const char *number_digits(const Value *value, char ret_text[static 24])
{
    if (value->kind != VALUE_INT)
        return value->raw;
    snprintf(ret_text, 24, "%lld", (long long)value->integer);
    return ret_text;
}

bool json_value_is_multiple(const Value *value, const Value *unit)
{
    char texts[2][24];
    double number = 0;
    double step = 0;
    if (!value_to_real(value, &number) || !value_to_real(unit, &step) || !isfinite(number))
        return false;
    if (number == 0) // whatever its exponent, which may be beyond every integer
        return true;
    Decimal whole = decimal_of(number_digits(value, texts[0]));
    Decimal part = decimal_of(number_digits(unit, texts[1]));
    int64_t behind = whole.exponent - part.exponent;
    if (part.size > UNIT_DIGITS || llabs(behind) > LARGEST_EXPONENT)
        return fmod(number, step) == 0;
    if (behind < 0) // it ends in a smaller digit than all multiples of the unit
        return false;
    whole.behind = (size_t)behind;
    return decimal_rest(whole, decimal_rest(part, UINT64_MAX)) == 0;
}
