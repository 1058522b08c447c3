// Dates and times in any of the usual ways to write them.

#include "schema/scalar.h"
#include "table/batch.h"

// Longer texts are none.
#define LONGEST_MOMENT ((size_t)64)

// The first one that reads the text decides.
static const char *const date_formats[] = {
    "%Y-%m-%d", "%Y/%m/%d",     "%Y.%m.%d",     "%Y%m%d",      "%m/%d/%Y",  "%d/%m/%Y",  "%m-%d-%Y",
    "%d-%m-%Y", "%d.%m.%Y",     "%d %b %Y",     "%d %B %Y",    "%b %d, %Y", "%B %d, %Y", "%b %d %Y",
    "%B %d %Y", "%d-%b-%Y",     "%d-%B-%Y",     "%Y-%b-%d",    "%m/%d/%y",  "%d/%m/%y",  "%d.%m.%y",
    "%d-%b-%y", "%a, %d %b %Y", "%A, %d %B %Y", "%a %d %b %Y", "%Y-%j",
};

static const char *const time_formats[] = {
    "%H:%M:%S",    "%H:%M",       "%H:%M:%S.%f",    "%I:%M %p",       "%I:%M%p",
    "%I:%M:%S %p", "%I %p",       "%I%p",           "%H:%M:%S%z",     "%H:%M%z",
    "%H:%M:%S %z", "%H:%M:%S %Z", "%H:%M:%S.%f%z",  "%H:%M:%S.%f %z", "%H:%M:%S.%f %Z",
    "%H:%M %z",    "%H:%M %Z",    "%I:%M:%S.%f %p",
};

static bool any_of(const char *const *formats, size_t count, Cell text, Scalar *ret_scalar)
{
    for (size_t i = 0; i < count && text.size <= LONGEST_MOMENT; i++) {
        if (scalar_date(formats[i], text.bytes, text.size, ret_scalar))
            return true;
    }
    return false;
}

bool scalar_any_date(const char *bytes, size_t size, Scalar *ret_scalar)
{
    return any_of(date_formats, array_count(date_formats), (Cell){bytes, size}, ret_scalar);
}

bool scalar_any_time(const char *bytes, size_t size, Scalar *ret_scalar)
{
    return any_of(time_formats, array_count(time_formats), (Cell){bytes, size}, ret_scalar);
}

// Every way to write a date has three digits at least.
static bool has_digits(const char *bytes, size_t size)
{
    size_t digits = 0;
    for (size_t i = 0; i < size && digits < 3; i++)
        digits += (unsigned char)(bytes[i] - '0') < 10;
    return digits == 3;
}

bool scalar_any_datetime(const char *bytes, size_t size, Scalar *ret_scalar)
{
    Scalar day;
    Scalar hour;
    if (scalar_datetime(bytes, size, ret_scalar))
        return true;
    if (size > LONGEST_MOMENT || !has_digits(bytes, size))
        return false;
    for (size_t at = 1; at + 1 < size && size <= LONGEST_MOMENT; at++) {
        if ((bytes[at] != ' ' && bytes[at] != 'T') || !scalar_any_date(bytes, at, &day) ||
            !scalar_any_time(bytes + at + 1, size - at - 1, &hour))
            continue;
        int64_t seconds = day.integer * 86400;
        *ret_scalar = (Scalar){(double)seconds + hour.real, seconds + hour.integer, hour.whole};
        return true;
    }
    if (!scalar_any_date(bytes, size, &day))
        return false;
    *ret_scalar = (Scalar){day.real * 86400, day.integer * 86400, true};
    return true;
}
