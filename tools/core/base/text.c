#include "base/text.h"

#include "base/buf.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool text_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_equal_any_case(const char *a, const char *b)
{
    return a && b ? strcasecmp(a, b) == 0 : a == b;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t length = strlen(text);
    size_t ending = strlen(suffix);
    return length >= ending && strcmp(text + length - ending, suffix) == 0;
}

bool text_empty(const char *text)
{
    return !text || !*text;
}

bool text_to_int(const char *text, int64_t *ret_number)
{
    const char *digits = text + (*text == '-' || *text == '+');
    if (!*digits || strspn(digits, "0123456789") != strlen(digits))
        return false;
    errno = 0;
    long long number = strtoll(text, NULL, 10);
    if (errno == ERANGE)
        return false;
    *ret_number = number;
    return true;
}

// Whether `text` is [sign] digits [. digits] [e [sign] digits] with a digit before the exponent.
static bool text_is_decimal(const char *text)
{
    const char *at = text + (*text == '-' || *text == '+');
    size_t whole = strspn(at, "0123456789");
    at += whole;
    size_t fraction = 0;
    if (*at == '.') {
        fraction = strspn(at + 1, "0123456789");
        at += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '-' || *at == '+';
        size_t exponent = strspn(at, "0123456789");
        if (exponent == 0)
            return false;
        at += exponent;
    }
    return *at == '\0';
}

bool text_to_real(const char *text, double *ret_number)
{
    // No tool calls setlocale(), so strtod() reads a point and never a comma.
    if (!text_is_decimal(text))
        return false;
    double number = strtod(text, NULL);
    if (!isfinite(number))
        return false;
    *ret_number = number;
    return true;
}

bool text_to_bool(const char *text, bool *ret_value)
{
    static const char *const yes[] = {"true", "True", "TRUE"};
    static const char *const no[] = {"false", "False", "FALSE"};
    for (size_t i = 0; i < array_count(yes); i++) {
        if (text_equal(text, yes[i]) || text_equal(text, no[i])) {
            *ret_value = text_equal(text, yes[i]);
            return true;
        }
    }
    return false;
}

typedef struct TextUnit {
    const char *name;
    double factor;
} TextUnit;

// A number followed by one of the units; the result must fit an int64_t and not be negative.
static bool text_to_quantity(const char *text, const TextUnit *units, size_t count, int64_t *ret)
{
    size_t length = strspn(text, "0123456789.");
    char digits[32];
    if (length == 0 || length >= sizeof digits)
        return false;
    memcpy(digits, text, length);
    digits[length] = '\0';
    double number = 0;
    if (!text_to_real(digits, &number))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal_any_case(text + length, units[i].name))
            continue;
        double value = number * units[i].factor;
        if (value > 9e18)
            return false;
        *ret = (int64_t)llround(value);
        return true;
    }
    return false;
}

bool text_to_size(const char *text, int64_t *ret_bytes)
{
    static const TextUnit units[] = {
        {"", 1},
        {"B", 1},
        {"K", 1024.0},
        {"KB", 1024.0},
        {"KiB", 1024.0},
        {"M", 1048576.0},
        {"MB", 1048576.0},
        {"MiB", 1048576.0},
        {"G", 1073741824},
        {"GB", 1073741824},
        {"GiB", 1073741824},
        {"T", 1099511627776.0},
        {"TB", 1099511627776.0},
        {"TiB", 1099511627776.0},
    };
    return text_to_quantity(text, units, array_count(units), ret_bytes);
}

bool text_to_duration(const char *text, int64_t *ret_ms)
{
    static const TextUnit units[] = {
        {"", 1000},     {"ms", 1},      {"s", 1000},     {"m", 60000},
        {"min", 60000}, {"h", 3600000}, {"d", 86400000},
    };
    return text_to_quantity(text, units, array_count(units), ret_ms);
}

char *text_for_bytes(Arena *arena, int64_t bytes)
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB", "PB"};
    double amount = (double)bytes;
    size_t unit = 0;
    while (amount >= 1024 && unit + 1 < array_count(units)) {
        amount /= 1024;
        unit++;
    }
    return arena_format(arena, amount < 10 && unit ? "%.1f %s" : "%.0f %s", amount, units[unit]);
}

char *text_for_duration(Arena *arena, int64_t ms)
{
    if (ms < 1000)
        return arena_format(arena, "%" PRId64 " ms", ms);
    if (ms < 60000)
        return arena_format(arena, "%.1f s", (double)ms / 1000);
    int64_t seconds = ms / 1000;
    if (seconds < 3600)
        return arena_format(arena, "%" PRId64 " min %" PRId64 " s", seconds / 60, seconds % 60);
    return arena_format(arena, "%" PRId64 " h %" PRId64 " min", seconds / 3600,
                        seconds % 3600 / 60);
}

// Names longer than this are never suggested.
#define TEXT_LONGEST_NAME ((size_t)64)

// Edits (insert, delete, replace, swap of neighbours) from `a` to `b`: Damerau-Levenshtein in its
// optimal string alignment form.
static size_t text_distance(const char *a, const char *b)
{
    size_t rows = strlen(a);
    size_t columns = strlen(b);
    size_t cost[TEXT_LONGEST_NAME + 1][TEXT_LONGEST_NAME + 1];
    for (size_t i = 0; i <= rows; i++)
        cost[i][0] = i;
    for (size_t j = 0; j <= columns; j++)
        cost[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        for (size_t j = 1; j <= columns; j++) {
            bool same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
            size_t best = MIN(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
            best = MIN(best, cost[i - 1][j - 1] + !same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = MIN(best, cost[i - 2][j - 2] + 1);
            cost[i][j] = best;
        }
    }
    return cost[rows][columns];
}

const char *text_nearest(const char *wanted, const char *const *names, size_t count)
{
    size_t length = strlen(wanted);
    if (length == 0 || length > TEXT_LONGEST_NAME)
        return NULL;
    // A third of the letters may be wrong, two at least; more is a guess.
    size_t nearest = MAX((size_t)2, length / 3) + 1;
    const char *name = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) > TEXT_LONGEST_NAME)
            continue;
        size_t distance = text_distance(wanted, names[i]);
        if (distance < nearest && distance < strlen(names[i])) {
            nearest = distance;
            name = names[i];
        }
    }
    return name;
}

char *text_trim(Arena *arena, const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    return arena_text_sized(arena, text, length);
}

void text_split(Arena *arena, const char *text, char separator, TextList *list)
{
    for (const char *from = text; from;) {
        const char *end = strchr(from, separator);
        size_t length = end ? (size_t)(end - from) : strlen(from);
        const char *piece = text_trim(arena, arena_text_sized(arena, from, length));
        if (*piece)
            *list_push(arena, list) = piece;
        from = end ? end + 1 : NULL;
    }
}

char *text_join(Arena *arena, const TextList *list, const char *separator)
{
    scoped_buf joined = BUF_EMPTY;
    for (size_t i = 0; i < list->count; i++)
        buf_format(&joined, "%s%s", i ? separator : "", list->items[i]);
    return buf_keep(&joined, arena);
}
