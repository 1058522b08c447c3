// Durations of ISO 8601, as XML Schema spells them: `P1Y2M10DT2H30M`, `-PT0.5S`, `P3W`.

#include "schema/scalar.h"

#include <string.h>

// A month counts as the mean one of the Gregorian calendar, 365.2425 / 12 days.
#define SECONDS_A_MONTH (30.436875 * 86400)

typedef struct DurationUnit {
    char letter;
    bool of_time; // behind the T
    double seconds;
} DurationUnit;

// In the order in which they may follow each other.
static const DurationUnit units[] = {
    {'Y', false, 12 * SECONDS_A_MONTH},
    {'M', false, SECONDS_A_MONTH},
    {'W', false, 7 * 86400.0},
    {'D', false, 86400},
    {'H', true, 3600},
    {'M', true, 60},
    {'S', true, 1},
};

// Digits with a point among them, up to a letter.
static bool read_amount(const char *bytes, size_t size, size_t *at, double *ret_amount)
{
    size_t start = *at;
    Scalar amount;
    while (*at < size && ((bytes[*at] >= '0' && bytes[*at] <= '9') || bytes[*at] == '.'))
        ++*at;
    if (*at == start || bytes[start] == '.' || bytes[*at - 1] == '.' ||
        !scalar_number(bytes + start, *at - start, &amount))
        return false;
    *ret_amount = amount.real;
    return true;
}

// The unit of that letter behind the `next`-th; array_count(units) for none.
static size_t find_unit(char letter, bool of_time, size_t next)
{
    while (next < array_count(units) &&
           (units[next].letter != letter || units[next].of_time != of_time))
        next++;
    return next;
}

bool scalar_duration(const char *bytes, size_t size, Scalar *ret_scalar)
{
    bool negative = size && bytes[0] == '-';
    size_t at = negative;
    if (at == size || bytes[at++] != 'P' || at == size)
        return false;
    double seconds = 0;
    bool of_time = false;
    bool fraction = false; // only the last amount may have one
    for (size_t next = 0; at < size; next++) {
        double amount = 0;
        if (bytes[at] == 'T' && !of_time) {
            of_time = true;
            at++;
        }
        size_t start = at;
        if (fraction || !read_amount(bytes, size, &at, &amount) || at == size)
            return false;
        fraction = memchr(bytes + start, '.', at - start) != NULL;
        next = find_unit(bytes[at++], of_time, next);
        if (next == array_count(units))
            return false;
        seconds += amount * units[next].seconds;
    }
    *ret_scalar = (Scalar){.real = negative ? -seconds : seconds};
    return true;
}
