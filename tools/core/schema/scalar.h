// scalar: what the text of a cell says as a number, a date, a truth value.
//
// Texts are given by their bytes and size and need no zero byte behind them. Readers accept the
// whole text or nothing.

#ifndef SCHEMA_SCALAR_H
#define SCHEMA_SCALAR_H

#include "base/base.h"

typedef struct Scalar {
    double real;     // the value, or its position on the line of time
    int64_t integer; // the same without rounding, if `whole`
    bool whole;
} Scalar;

// [+-] digits; beyond an int64_t the result is not `whole`.
bool scalar_integer(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// A decimal number with an optional exponent, correctly rounded; NaN, INF and -INF as Table Schema
// spells them. What overflows a double is no number.
bool scalar_number(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// Less than 0, 0 or more than 0; numbers that are not numbers are not compared: ask before.
static inline int scalar_compare(const Scalar *a, const Scalar *b)
{
    if (a->whole && b->whole)
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    return a->real < b->real ? -1 : a->real > b->real;
}

// Below it doubles tell integers apart, so that they can be compared as doubles.
#define SCALAR_EXACT_INTEGERS 0x1p53

// Texts longer than this are no numbers.
#define SCALAR_LONGEST_NUMBER ((size_t)400)

// Dates are days since 1970-01-01, a year with a month the day with which it begins, times seconds
// since midnight, both together seconds since 1970 in UTC: all checked against the calendar.
//
// The formats know %Y %m %d %H %M %S %f %y %b %B %j %p %I %z %Z %a %A %w %% as strptime() does:
// where it takes numbers without their leading zeros, so does this; names are English, days of the
// week are read and not compared. %F %T %D %R stand for %Y-%m-%d, %H:%M:%S, %m/%d/%y and %H:%M.
// `calendar_refuse` is the first letter behind a % in `format` that is none of them, or 0.
bool scalar_date(const char *format, const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;
char calendar_refuse(const char *format);

// The formats %Y-%m-%d, %H:%M:%S and %Y-%m-%d %H:%M:%S, read at once.
bool scalar_iso_date(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;
bool scalar_iso_time(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;
bool scalar_spaced_datetime(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// 2026-01-31T12:00:00, with a fraction and an offset or Z if there is one.
bool scalar_datetime(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// Any of the usual ways to write a date, a time or both: `2026-01-31`, `31.01.2026`, `1/31/2026`,
// `31 Jan 2026`, `20260131`, and with a time behind it. Between slashes and dashes the month stands
// in front of the day if it can.
bool scalar_any_date(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;
bool scalar_any_time(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;
bool scalar_any_datetime(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// `P1Y2M10DT2H30M` in seconds; a month counts as the mean one, 365.2425 / 12 days.
bool scalar_duration(const char *bytes, size_t size, Scalar *ret_scalar) MUST_USE;

// Days since 1970-01-01 as a date's text: `2026-01-31`. Needs 32 bytes.
#define SCALAR_DATE_SIZE 32
const char *scalar_date_text(double days, char ret_text[static SCALAR_DATE_SIZE]);

#endif
