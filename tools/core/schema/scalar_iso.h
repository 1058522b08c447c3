// scalar_iso: `2026-01-31` and `12:00:00`, eight bytes of them at once.

#ifndef SCHEMA_SCALAR_ISO_H
#define SCHEMA_SCALAR_ISO_H

#include "base/base.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is the lowest");

// Eight bytes which are digits where `pattern` has a zero, and the same as in it elsewhere; `other`
// has all bits set there. In the result every digit of tens has become a number of two digits.
static inline bool iso_pairs(const char *bytes, const char *pattern, uint64_t other,
                             uint64_t *ret_pairs)
{
    uint64_t text = 0;
    uint64_t wanted = 0;
    memcpy(&text, bytes, sizeof text);
    memcpy(&wanted, pattern, sizeof wanted);
    uint64_t digits = text ^ wanted;
    // What is more than nine carries into the upper bit of its byte.
    uint64_t beyond = (digits | (digits + 0x7676767676767676U)) & 0x8080808080808080U;
    *ret_pairs = digits * 10 + (digits >> 8);
    return !(beyond | (digits & other));
}

static inline unsigned iso_pair(uint64_t pairs, unsigned at)
{
    return pairs >> 8 * at & 0xff;
}

// The first ten bytes as days since 1970-01-01.
static inline bool iso_days(const char *bytes, int64_t *ret_days)
{
    static const unsigned short before[2][14] = {
        {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
        {0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
    };
    uint64_t pairs = 0;
    bool read = iso_pairs(bytes, "0000-00-", 0xff0000ff00000000U, &pairs);
    unsigned tens = (unsigned char)bytes[8] - (unsigned)'0';
    unsigned ones = (unsigned char)bytes[9] - (unsigned)'0';
    unsigned month = iso_pair(pairs, 5);
    unsigned day = tens * 10 + ones;
    if (!read || tens > 9 || ones > 9 || month - 1 > 11)
        return false;
    unsigned year = iso_pair(pairs, 0) * 100 + iso_pair(pairs, 2);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day - 1 >= (unsigned)(before[leap][month + 1] - before[leap][month]))
        return false;
    // Years that are over, counted from 400 years before the first: the calendar repeats then.
    unsigned over = year + 399;
    unsigned days = over * 365 + over / 4 - over / 100 + over / 400 + before[leap][month] + day - 1;
    *ret_days = (int64_t)days - 719162 - 146097;
    return true;
}

// The first eight bytes as seconds since midnight.
static inline bool iso_seconds(const char *bytes, int64_t *ret_seconds)
{
    uint64_t pairs = 0;
    bool read = iso_pairs(bytes, "00:00:00", 0x0000ff0000ff0000U, &pairs);
    unsigned hour = iso_pair(pairs, 0);
    unsigned minute = iso_pair(pairs, 3);
    unsigned second = iso_pair(pairs, 6);
    *ret_seconds = hour * 3600 + minute * 60 + second;
    return read && hour <= 23 && minute <= 59 && second <= 59;
}

#endif
