#include "base/clean.h"
#include "base/text.h"
#include "case_judge.h"
#include "doc/json_writer.h"

#include <math.h>
#include <string.h>

#define CASE_SHOWN ((size_t)120)

// Two values on their way down, and where they are.
typedef struct Matching {
    const CaseExpectation *expect;
    Arena *arena;
    const char *difference;
    const Value *at;
} Matching;

static const char *match_show(const Value *value, Arena *arena)
{
    if (!value)
        return "missing";
    scoped_buf text = BUF_EMPTY;
    JsonWriter writer = json_writer_compact(&text);
    json_value(&writer, value);
    return clean_text_short(arena, buf_text(&text), CASE_SHOWN);
}

static bool match_differ(Matching *matching, const char *path, const Value *wanted,
                         const Value *got)
{
    matching->at = wanted;
    matching->difference =
        arena_format(matching->arena, "%s is %s, wanted %s", *path ? path : "the reply",
                     match_show(got, matching->arena), match_show(wanted, matching->arena));
    return false;
}

static bool match_numbers(const CaseExpectation *expect, const Value *wanted, const Value *got)
{
    double a = 0;
    double b = 0;
    if (!value_to_real(wanted, &a) || !value_to_real(got, &b))
        return false;
    // Integers beyond 2^53 keep their last digits.
    if (wanted->kind == VALUE_INT && got->kind == VALUE_INT && wanted->integer == got->integer)
        return true;
    double room = expect->tolerance + expect->relative * fabs(a);
    return room > 0 ? fabs(a - b) <= room : value_equal(wanted, got);
}

// Down as deep as the strict reader lets documents go.
static bool match_values(Matching *matching, const char *path, const Value *wanted,
                         const Value *got)
{
    Arena *arena = matching->arena;
    if (!got)
        return match_differ(matching, path, wanted, got);
    if (wanted->kind == VALUE_MAP) {
        if (got->kind != VALUE_MAP)
            return match_differ(matching, path, wanted, got);
        for (size_t i = 0; i < wanted->count; i++) {
            const char *key = wanted->keys[i].text;
            const char *below = arena_format(arena, "%s%s%s", path, *path ? "." : "", key);
            if (!match_values(matching, below, &wanted->items[i], value_get(got, key)))
                return false;
        }
        return true;
    }
    if (wanted->kind == VALUE_LIST) {
        if (got->kind != VALUE_LIST || got->count != wanted->count)
            return match_differ(matching, path, wanted, got);
        for (size_t i = 0; i < wanted->count; i++) {
            const char *below = arena_format(arena, "%s[%zu]", path, i);
            if (!match_values(matching, below, &wanted->items[i], &got->items[i]))
                return false;
        }
        return true;
    }
    bool is_number = wanted->kind == VALUE_INT || wanted->kind == VALUE_REAL;
    bool equal =
        is_number ? match_numbers(matching->expect, wanted, got) : value_equal(wanted, got);
    return equal || match_differ(matching, path, wanted, got);
}

bool case_match(const Value *wanted, const Value *got, const CaseExpectation *expect, Arena *arena,
                const char **ret_difference, const Value **ret_at)
{
    Matching matching = {.expect = expect, .arena = arena};
    if (match_values(&matching, "", wanted, got))
        return true;
    *ret_difference = matching.difference;
    *ret_at = matching.at;
    return false;
}
