#include "pattern/plain_pattern.h"

#include <string.h>

// Counts in braces are at most so large; longer ones are not plain.
#define MOST_COUNT ((size_t)10000)

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_printable(char byte)
{
    return byte >= ' ' && byte <= '~';
}

static void step_add(PlainStep *step, char first, char last)
{
    for (int byte = first; byte <= last; byte++)
        step->set[byte >> 6] |= (uint64_t)1 << (byte & 63);
}

static bool step_has(const PlainStep *step, unsigned char byte)
{
    return byte < 128 && step->set[byte >> 6] >> (byte & 63) & 1;
}

// What stands behind a backslash, in a set or out of it.
static bool read_escape(const char **at, PlainStep *step)
{
    char byte = **at;
    if (byte == 'd') {
        step_add(step, '0', '9');
    } else if (byte == 'w') {
        step_add(step, '0', '9');
        step_add(step, 'A', 'Z');
        step_add(step, 'a', 'z');
        step_add(step, '_', '_');
    } else if (is_printable(byte) && byte != ' ' && !is_digit(byte) && !is_letter(byte)) {
        step_add(step, byte, byte);
    } else {
        return false;
    }
    ++*at;
    return true;
}

// One or several characters of a set; a range is from letter to letter, or digit to digit.
static bool read_member(const char **at, PlainStep *step)
{
    char first = **at;
    if (first == '\\') {
        ++*at;
        // \d-z and the like are told apart by nobody.
        return read_escape(at, step) && (**at != '-' || (*at)[1] == ']');
    }
    if (!is_printable(first) || first == '[')
        return false;
    ++*at;
    char last = **at == '-' && (*at)[1] != ']' ? (*at)[1] : first;
    if (last != first || (**at == '-' && (*at)[1] != ']')) {
        bool digits = is_digit(first) && is_digit(last);
        bool letters = is_letter(first) && is_letter(last) && (first & 0x20) == (last & 0x20);
        if ((!digits && !letters) || last < first)
            return false;
        *at += 2;
    }
    step_add(step, first, last);
    return true;
}

static bool read_set(const char **at, PlainStep *step)
{
    if (**at == '^' || **at == ']')
        return false;
    while (**at != ']') {
        if (!read_member(at, step))
            return false;
    }
    ++*at;
    return true;
}

static bool read_count(const char **at, size_t *ret_count)
{
    size_t count = 0;
    if (!is_digit(**at))
        return false;
    for (; is_digit(**at) && count <= MOST_COUNT; ++*at)
        count = count * 10 + (size_t)(**at - '0');
    *ret_count = count;
    return count <= MOST_COUNT;
}

// {n}, {n,} or {n,m}; anything else in braces means itself, and is not plain.
static bool read_braces(const char **at, PlainStep *step)
{
    if (!read_count(at, &step->least))
        return false;
    step->most = step->least;
    if (**at == ',') {
        ++*at;
        step->most = SIZE_MAX;
        if (**at != '}' && !read_count(at, &step->most))
            return false;
    }
    return *(*at)++ == '}' && step->least <= step->most;
}

static bool read_times(const char **at, PlainStep *step)
{
    char byte = **at;
    step->least = byte == '*' || byte == '?' ? 0 : 1;
    step->most = byte == '*' || byte == '+' ? SIZE_MAX : 1;
    if (byte != '*' && byte != '+' && byte != '?' && byte != '{')
        return true;
    ++*at;
    if (byte == '{' && !read_braces(at, step))
        return false;
    // As few as possible, or no way back: one of those behind a count.
    return **at != '?' && **at != '+' && **at != '*' && **at != '{';
}

static bool read_step(const char **at, PlainStep *step)
{
    char byte = *(*at)++;
    if (byte == '[')
        return read_set(at, step) && read_times(at, step);
    if (byte == '\\')
        return read_escape(at, step) && read_times(at, step);
    if (!is_printable(byte) || strchr("^$.|()?*+{}]", byte))
        return false;
    step_add(step, byte, byte);
    return read_times(at, step);
}

// Whether each step takes all that it can in any case: none of the characters that follow it may be
// its own.
static bool has_one_way(const PlainPattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const PlainStep *step = &pattern->steps[i];
        bool open = step->least != step->most;
        for (size_t k = i + 1; k < pattern->count && open; k++) {
            const PlainStep *next = &pattern->steps[k];
            if ((step->set[0] & next->set[0]) || (step->set[1] & next->set[1]))
                return false;
            open = next->least == 0;
        }
    }
    return true;
}

bool plain_pattern_read(const char *text, PatternExtent extent, PlainPattern *ret_pattern)
{
    PlainPattern pattern = {0};
    const char *at = text;
    bool start = *at == '^';
    at += start;
    while (*at && *at != '$') {
        if (pattern.count == PLAIN_MOST_STEPS || !read_step(&at, &pattern.steps[pattern.count++]))
            return false;
    }
    bool end = *at == '$';
    if (at[end] || !has_one_way(&pattern) || (extent == PATTERN_ANYWHERE && (!start || !end)))
        return false;
    pattern.dollar = extent == PATTERN_ANYWHERE;
    *ret_pattern = pattern;
    return true;
}

bool plain_pattern_match(const PlainPattern *pattern, const char *bytes, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        const PlainStep *step = &pattern->steps[i];
        size_t end = step->most < size - at ? at + step->most : size;
        size_t start = at;
        while (at < end && step_has(step, (unsigned char)bytes[at]))
            at++;
        if (at - start < step->least)
            return false;
    }
    return at == size;
}
