#include "pattern/pattern.h"

#include "base/fatal.h"
#include "pattern/plain_pattern.h"

#include <assert.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct Pattern {
    const PlainPattern *plain; // NULL: it is not
    pcre2_code *code;
    pcre2_match_data *matches;
    pcre2_match_context *limits;
};

// PCRE2 asks for memory when it compiles and, since 10.41, when a match needs a larger stack than
// all before it: the arena holds at most twice PATTERN_MOST_HEAP of those.
static void *pattern_allocate(size_t size, void *arena)
{
    return arena_alloc(arena, size);
}

static void pattern_free(void *memory, void *arena)
{
    (void)memory; // it goes with the arena
    (void)arena;
}

static bool pattern_refuse(Error *err, Place place, const char *text, int reason, size_t offset)
{
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(reason, message, sizeof message);
    if (!place.file)
        return error_set(err, ERROR_CONFIG, "pattern '%s' is not valid at position %zu: %s", text,
                         offset + 1, (const char *)message);
    return error_at(err, ERROR_CONFIG, place, "pattern '%s' is not valid at position %zu: %s", text,
                    offset + 1, (const char *)message);
}

// What matching writes to.
static void pattern_prepare(Pattern *pattern, pcre2_general_context *memory)
{
    pattern->matches = pcre2_match_data_create(PATTERN_MOST_GROUPS, memory);
    pattern->limits = pcre2_match_context_create(memory);
    pcre2_set_match_limit(pattern->limits, PATTERN_MOST_STEPS);
    pcre2_set_depth_limit(pattern->limits, PATTERN_MOST_STEPS);
    pcre2_set_heap_limit(pattern->limits, (uint32_t)(PATTERN_MOST_HEAP >> 10));
}

bool pattern_new(const char *text, PatternExtent extent, Place place, Arena *arena,
                 const Pattern **ret_pattern, Error *err)
{
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    if (extent == PATTERN_WHOLE)
        options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY;
    pcre2_general_context *memory =
        pcre2_general_context_create(pattern_allocate, pattern_free, arena);
    pcre2_compile_context *rules = pcre2_compile_context_create(memory);
    Pattern *pattern = arena_new(arena, Pattern);
    int reason = 0;
    PCRE2_SIZE offset = 0;
    pattern->code = pcre2_compile((PCRE2_SPTR)text, strlen(text), options, &reason, &offset, rules);
    if (!pattern->code)
        return pattern_refuse(err, place, text, reason, offset);
    pattern_prepare(pattern, memory);
    PlainPattern *plain = arena_new(arena, PlainPattern);
    pattern->plain = plain_pattern_read(text, extent, plain) ? plain : NULL;
    *ret_pattern = pattern;
    return true;
}

const Pattern *pattern_again(const Pattern *pattern, Arena *arena)
{
    Pattern *again = arena_new(arena, Pattern);
    again->code = pattern->code; // matching does not write to it
    again->plain = pattern->plain;
    pattern_prepare(again, pcre2_general_context_create(pattern_allocate, pattern_free, arena));
    return again;
}

PatternResult pattern_match(const Pattern *pattern, const char *bytes, size_t size)
{
    const PlainPattern *plain = pattern->plain;
    if (plain && !(plain->dollar && size && bytes[size - 1] == '\n'))
        return plain_pattern_match(plain, bytes, size) ? PATTERN_MATCH : PATTERN_NO_MATCH;
    return pattern_find(pattern, bytes, size, 0, NULL, 0);
}

PatternResult pattern_find(const Pattern *pattern, const char *bytes, size_t size, size_t start,
                           PatternGroup *groups, size_t count)
{
    assert(count <= PATTERN_MOST_GROUPS);
    PCRE2_SPTR subject = (PCRE2_SPTR)(bytes ? bytes : "");
    int found =
        pcre2_match(pattern->code, subject, size, start, 0, pattern->matches, pattern->limits);
    if (found == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO_MATCH;
    if (found == PCRE2_ERROR_NOMEMORY)
        fatal_out_of_memory();
    if (found < 0)
        return PATTERN_TOO_HARD;
    // 0: there are more groups than places for them, and all places are filled.
    size_t filled = found == 0 ? PATTERN_MOST_GROUPS : (size_t)found;
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(pattern->matches);
    for (size_t i = 0; i < count; i++) {
        bool matched = i < filled && offsets[2 * i] != PCRE2_UNSET;
        groups[i] =
            matched ? (PatternGroup){offsets[2 * i], offsets[2 * i + 1], true} : (PatternGroup){0};
    }
    return PATTERN_MATCH;
}
