#include "schema/scalar.h"

#include "schema/scalar_iso.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SECONDS_A_DAY 86400
#define NANOSECONDS   1000000000 // of a second, the finest that is read

// A moment as people write it.
typedef struct Civil {
    int64_t year;
    int64_t month;
    int64_t day;
    int64_t day_of_year; // 0: not given
    int64_t hour;
    int64_t minute;
    int64_t second;
    double fraction;
    int64_t offset; // seconds east of UTC
    bool afternoon;
    bool half_days;
    bool has_date;
    bool has_time;
} Civil;

typedef struct Reader {
    const char *at;
    const char *end;
} Reader;

// Exactly `width` digits.
static bool read_digits(Reader *reader, size_t width, int64_t *ret_number)
{
    if ((size_t)(reader->end - reader->at) < width)
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < width; i++) {
        unsigned digit = (unsigned char)reader->at[i] - '0';
        if (digit > 9)
            return false;
        number = number * 10 + digit;
    }
    reader->at += width;
    *ret_number = number;
    return true;
}

// One digit at least and `width` at most.
static bool read_number(Reader *reader, size_t width, int64_t *ret_number)
{
    size_t digits = 0;
    while (digits < width && reader->at + digits < reader->end &&
           (unsigned char)(reader->at[digits] - '0') < 10)
        digits++;
    return digits > 0 && read_digits(reader, digits, ret_number);
}

static bool read_byte(Reader *reader, char byte)
{
    if (reader->at == reader->end || *reader->at != byte)
        return false;
    reader->at++;
    return true;
}

static bool read_fraction(Reader *reader, double *ret_fraction)
{
    int64_t digits = 0;
    int64_t unit = 1;
    for (; reader->at < reader->end && (unsigned char)(*reader->at - '0') < 10; reader->at++) {
        if (unit == NANOSECONDS)
            return false;
        digits = digits * 10 + (*reader->at - '0');
        unit *= 10;
    }
    *ret_fraction = (double)digits / (double)unit;
    return unit > 1;
}

// `Z`, `+05:30` or `+0530`.
static bool read_offset(Reader *reader, int64_t *ret_offset)
{
    if (read_byte(reader, 'Z')) {
        *ret_offset = 0;
        return true;
    }
    int64_t hours = 0;
    int64_t minutes = 0;
    bool west = reader->at < reader->end && *reader->at == '-';
    if (!read_byte(reader, west ? '-' : '+') || !read_digits(reader, 2, &hours))
        return false;
    read_byte(reader, ':');
    if (!read_digits(reader, 2, &minutes) || hours > 14 || minutes > 59)
        return false;
    *ret_offset = (hours * 60 + minutes) * (west ? -60 : 60);
    return true;
}

// One of a list of names, or its first three letters.
static bool read_name(Reader *reader, const char *const *names, size_t count, bool whole,
                      int64_t *ret_position)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = whole ? strlen(names[i]) : 3;
        if ((size_t)(reader->end - reader->at) >= length &&
            strncasecmp(reader->at, names[i], length) == 0) {
            reader->at += length;
            *ret_position = (int64_t)i + 1;
            return true;
        }
    }
    return false;
}

static bool read_month(Reader *reader, bool whole, int64_t *ret_month)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    return read_name(reader, months, array_count(months), whole, ret_month);
}

static bool read_weekday(Reader *reader, bool whole)
{
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    int64_t day = 0;
    return read_name(reader, days, array_count(days), whole, &day);
}

// The names of time zones that mean the same everywhere.
static bool read_zone(Reader *reader)
{
    static const char *const zones[] = {"UTC", "GMT"};
    int64_t zone = 0;
    return read_name(reader, zones, array_count(zones), true, &zone);
}

static bool read_half_day(Reader *reader, Civil *civil)
{
    if (reader->end - reader->at < 2)
        return false;
    bool morning = strncasecmp(reader->at, "AM", 2) == 0;
    civil->afternoon = strncasecmp(reader->at, "PM", 2) == 0;
    civil->half_days = true;
    reader->at += 2;
    return morning || civil->afternoon;
}

// What one letter behind a % stands for; false if the text does not go on like that.
static bool read_part(Reader *reader, char letter, Civil *civil)
{
    int64_t weekday = 0;
    switch (letter) {
    case 'Y':
        civil->has_date = true;
        return read_digits(reader, 4, &civil->year);
    case 'y': // POSIX: 69 … 99 are of the last century
        civil->has_date = true;
        if (!read_digits(reader, 2, &civil->year))
            return false;
        civil->year += civil->year >= 69 ? 1900 : 2000;
        return true;
    case 'm':
        return read_number(reader, 2, &civil->month);
    case 'd':
        return read_number(reader, 2, &civil->day);
    case 'j':
        return read_number(reader, 3, &civil->day_of_year) && civil->day_of_year > 0;
    case 'b':
    case 'B':
        return read_month(reader, letter == 'B', &civil->month);
    case 'a':
    case 'A':
        return read_weekday(reader, letter == 'A');
    case 'w': // from Sunday on
        return reader->at < reader->end && *reader->at <= '6' && read_number(reader, 1, &weekday);
    case 'H':
    case 'I':
        civil->has_time = true;
        return read_number(reader, 2, &civil->hour) &&
               (letter == 'H' || (civil->hour >= 1 && civil->hour <= 12));
    case 'M':
        return read_number(reader, 2, &civil->minute);
    case 'S':
        return read_number(reader, 2, &civil->second);
    case 'f':
        return read_fraction(reader, &civil->fraction);
    case 'p':
        return read_half_day(reader, civil);
    case 'z':
        return read_offset(reader, &civil->offset);
    case 'Z':
        return read_zone(reader);
    default:
        return read_byte(reader, letter);
    }
}

char calendar_refuse(const char *format)
{
    for (const char *at = format; (at = strchr(at, '%')); at += 2) {
        if (at[1] == '\0')
            return '%';
        if (!strchr("YymdjbBaAwHIMSfpzZFTDR%", at[1]))
            return at[1];
    }
    return '\0';
}

static bool is_leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

// Days since 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, days_from_civil).
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static bool civil_exists(const Civil *civil)
{
    return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 &&
           civil->day <= days_in_month(civil->year, civil->month) && civil->hour <= 23 &&
           civil->minute <= 59 && civil->second <= 59 &&
           civil->day_of_year <= 365 + is_leap_year(civil->year);
}

// The civil moment as a position on the line that its parts span.
static Scalar civil_scalar(const Civil *civil)
{
    int64_t days = civil->day_of_year ? days_from_civil(civil->year, 1, 1) + civil->day_of_year - 1
                                      : days_from_civil(civil->year, civil->month, civil->day);
    if (!civil->has_time)
        return (Scalar){(double)days, days, true};
    int64_t hour = civil->half_days ? civil->hour % 12 + 12 * civil->afternoon : civil->hour;
    int64_t seconds = hour * 3600 + civil->minute * 60 + civil->second - civil->offset;
    if (civil->has_date)
        seconds += days * SECONDS_A_DAY;
    bool whole = civil->fraction == 0;
    return (Scalar){(double)seconds + civil->fraction, seconds, whole};
}

static bool civil_finish(const Civil *civil, Scalar *ret_scalar)
{
    if (!civil_exists(civil))
        return false;
    *ret_scalar = civil_scalar(civil);
    return true;
}

bool scalar_iso_date(const char *bytes, size_t size, Scalar *ret_scalar)
{
    int64_t days = 0;
    if (size != 10 || !iso_days(bytes, &days))
        return false;
    *ret_scalar = (Scalar){(double)days, days, true};
    return true;
}

bool scalar_iso_time(const char *bytes, size_t size, Scalar *ret_scalar)
{
    int64_t seconds = 0;
    if (size != 8 || !iso_seconds(bytes, &seconds))
        return false;
    *ret_scalar = (Scalar){(double)seconds, seconds, true};
    return true;
}

// A day and a time of 19 bytes, with `between` between them.
static inline bool iso_moment(const char *bytes, char between, int64_t *ret_seconds)
{
    int64_t days = 0;
    int64_t seconds = 0;
    if (bytes[10] != between || !iso_days(bytes, &days) || !iso_seconds(bytes + 11, &seconds))
        return false;
    *ret_seconds = days * SECONDS_A_DAY + seconds;
    return true;
}

// What a letter is short for; NULL for one that stands for itself.
static const char *part_format(char letter)
{
    static const struct {
        char letter;
        const char *format;
    } parts[] = {{'F', "%Y-%m-%d"}, {'T', "%H:%M:%S"}, {'D', "%m/%d/%y"}, {'R', "%H:%M"}};
    for (size_t i = 0; i < array_count(parts); i++) {
        if (parts[i].letter == letter)
            return parts[i].format;
    }
    return NULL;
}

static bool read_format(Reader *reader, const char *format, Civil *civil)
{
    for (const char *at = format; *at; at++) {
        bool part = *at == '%' && at[1];
        at += part;
        const char *parts = part ? part_format(*at) : NULL;
        bool read = false;
        if (parts)
            read = read_format(reader, parts, civil);
        else
            read = part && *at != '%' ? read_part(reader, *at, civil) : read_byte(reader, *at);
        if (!read)
            return false;
    }
    return true;
}

bool scalar_date(const char *format, const char *bytes, size_t size, Scalar *ret_scalar)
{
    Reader reader = {bytes, bytes + size};
    Civil civil = {.year = 1970, .month = 1, .day = 1};
    return read_format(&reader, format, &civil) && reader.at == reader.end &&
           civil_finish(&civil, ret_scalar);
}

bool scalar_datetime(const char *bytes, size_t size, Scalar *ret_scalar)
{
    int64_t seconds = 0;
    double fraction = 0;
    int64_t offset = 0;
    if (size < 19 || !iso_moment(bytes, 'T', &seconds))
        return false;
    bool in_utc = size == 20 && bytes[19] == 'Z';
    Reader reader = {bytes + 19 + in_utc, bytes + size};
    if (read_byte(&reader, '.') && !read_fraction(&reader, &fraction))
        return false;
    if (reader.at < reader.end && !read_offset(&reader, &offset))
        return false;
    seconds -= offset;
    *ret_scalar = (Scalar){(double)seconds + fraction, seconds, fraction == 0};
    return reader.at == reader.end;
}

bool scalar_spaced_datetime(const char *bytes, size_t size, Scalar *ret_scalar)
{
    int64_t seconds = 0;
    if (size != 19 || !iso_moment(bytes, ' ', &seconds))
        return false;
    *ret_scalar = (Scalar){(double)seconds, seconds, true};
    return true;
}

const char *scalar_date_text(double days, char ret_text[static SCALAR_DATE_SIZE])
{
    // H. Hinnant, civil_from_days.
    int64_t shifted = (int64_t)fmax(-1e9, fmin(1e9, floor(days))) + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_index = (5 * day_of_year + 2) / 153;
    int64_t month = month_index + (month_index < 10 ? 3 : -9);
    int64_t day = day_of_year - (153 * month_index + 2) / 5 + 1;
    snprintf(ret_text, SCALAR_DATE_SIZE, "%04d-%02d-%02d",
             (int)(year_of_era + era * 400 + (month <= 2)), (int)(unsigned char)month,
             (int)(unsigned char)day);
    return ret_text;
}
