// Days and times of day by the calendar: every day there ever is, and none that there is not.

#include "schema/scalar.h"
#include "unit.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// What scalar_iso_date() reads, or LONG_MIN.
static long read_day(int year, int month, int day)
{
    char text[64];
    Scalar scalar = {0};
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (!scalar_iso_date(text, strlen(text), &scalar))
        return LONG_MIN;
    assert_true(scalar.whole);
    return (long)scalar.integer;
}

static void check_days(void **state)
{
    (void)state;
    // The C library knows the calendar too; of it only the first day is asked.
    struct tm first = {.tm_year = -1900, .tm_mday = 1};
    long next = (long)(timegm(&first) / 86400);
    long days = 0;
    for (int year = 0; year <= 9999; year++) {
        for (int month = 0; month <= 13; month++) {
            for (int day = 0; day <= 32; day++) {
                long read = read_day(year, month, day);
                if (read == LONG_MIN)
                    continue;
                if (read != next)
                    fail_msg("%d-%d-%d is %ld, wanted %ld", year, month, day, read, next);
                next++;
                days++;
            }
        }
    }
    assert_int_equal(days, 25L * 146097);
    assert_int_equal(read_day(2000, 2, 29), 11016);
}

static void check_seconds(void **state)
{
    (void)state;
    int64_t next = 0;
    for (int i = 0; i < 1000000; i++) {
        char text[16];
        Scalar scalar = {0};
        snprintf(text, sizeof text, "%02d:%02d:%02d", i / 10000, i / 100 % 100, i % 100);
        bool exists = i / 10000 < 24 && i / 100 % 100 < 60 && i % 100 < 60;
        assert_int_equal(scalar_iso_time(text, 8, &scalar), exists);
        if (exists)
            assert_int_equal(scalar.integer, next++);
    }
    assert_int_equal(next, 86400);
}

static const struct {
    const char *name;
    const char *text;
    bool read;
    double seconds;
} moments[] = {
    {"in UTC", "2024-02-29T23:59:59Z", true, 1709251199},
    {"without a zone", "2024-02-29T23:59:59", true, 1709251199},
    {"east of it", "2024-03-01T05:29:59+05:30", true, 1709251199},
    {"west of it", "2024-02-29T15:59:59-0800", true, 1709251199},
    {"a tenth of a second is the nearest double", "1970-01-01T00:00:00.1Z", true, 0.1},
    {"as are nine digits of it", "1970-01-01T00:00:00.123456789Z", true, 0.123456789},
    {"ten digits are more than is read", "1970-01-01T00:00:00.1234567890Z", false, 0},
    {"a point without digits", "1970-01-01T00:00:00.Z", false, 0},
    {"a blank in the middle", "1970-01-01 00:00:00Z", false, 0},
    {"the last second of a day is its 59th", "2016-12-31T23:59:60Z", false, 0},
    {"no hour 24", "2016-12-31T24:00:00Z", false, 0},
    {"something behind the zone", "1970-01-01T00:00:00Zx", false, 0},
    {"two zones", "1970-01-01T00:00:00ZZ", false, 0},
    {"a minus is no digit", "1970-01--1T00:00:00Z", false, 0},
    {"a colon behind nine is no digit", "1970-01-0:T00:00:00Z", false, 0},
    {"bytes beyond ASCII are no digits",
     "197\xb0"
     "-01-01T00:00:00Z",
     false, 0},
    {"a byte that would carry",
     "1970-01-01T00:\377"
     "0:00Z",
     false, 0},
    {"only a day", "1970-01-01", false, 0},
};

static void check_moment(void **state)
{
    const typeof(moments[0]) *row = *state;
    Scalar scalar = {0};
    assert_int_equal(scalar_datetime(row->text, strlen(row->text), &scalar), row->read);
    if (row->read)
        assert_true(scalar.real == row->seconds);
}

// Every byte in every position of a moment, beside what stands there.
static void check_bytes(void **state)
{
    (void)state;
    static const char good[] = "2024-11-21T12:34:56";
    for (size_t at = 0; at < 19; at++) {
        for (int byte = 0; byte < 256; byte++) {
            char text[20];
            Scalar scalar = {0};
            memcpy(text, good, sizeof text);
            text[at] = (char)byte;
            bool digit = byte >= '0' && byte <= '9';
            bool wants_digit = good[at] >= '0' && good[at] <= '9';
            bool read = scalar_datetime(text, 19, &scalar);
            if (wants_digit != digit && byte != good[at])
                assert_false(read);
            if (byte == good[at])
                assert_true(read);
        }
    }
}

int main(void)
{
    const struct CMUnitTest all[] = {
        {"every day of ten thousand years, and no other", check_days, NULL, NULL, NULL},
        {"every second of a day, and no other", check_seconds, NULL, NULL, NULL},
        {"a digit is a digit and nothing else is", check_bytes, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests(all, NULL, NULL) +
           unit_run_table("moment", moments, check_moment);
}
