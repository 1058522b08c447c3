#include "doc/value_match.h"

#include "base/clean.h"
#include "base/text.h"
#include "doc/json_writer.h"

#include <math.h>
#include <string.h>

// How much of a value a message shows, in characters.
#define MATCH_SHOWN ((size_t)120)

// What two values carry on their way down.
typedef struct Matching {
    ValueTolerance tolerance;
    Arena *arena;
    ValueDifference difference;
} Matching;

static const char *match_show(const Value *value, Arena *arena)
{
    if (!value)
        return "missing";
    scoped_buf text = BUF_EMPTY;
    JsonWriter writer = json_writer_compact(&text);
    json_value(&writer, value);
    return clean_text_short(arena, buf_text(&text), MATCH_SHOWN);
}

static bool match_differ(Matching *matching, const char *path, const Value *wanted,
                         const Value *got)
{
    Arena *arena = matching->arena;
    const char *message = arena_format(arena, "%s is %s, wanted %s", *path ? path : "the document",
                                       match_show(got, arena), match_show(wanted, arena));
    matching->difference = (ValueDifference){message, wanted};
    return false;
}

static bool match_scalars(ValueTolerance allowed, const Value *wanted, const Value *got)
{
    double a = 0;
    double b = 0;
    // Equal as they stand: without a tolerance, integers beyond 2^53 keep their last digits.
    if (value_equal(wanted, got))
        return true;
    if (!value_to_real(wanted, &a) || !value_to_real(got, &b))
        return false;
    const double room = allowed.tolerance + allowed.relative * fabs(a);
    return room > 0 && fabs(a - b) <= room;
}

// As deep as the strict readers let documents be.
static bool match_values(Matching *matching, const char *path, const Value *wanted,
                         const Value *got)
{
    Arena *arena = matching->arena;
    if (!got)
        return match_differ(matching, path, wanted, got);
    if (wanted->kind != VALUE_MAP && wanted->kind != VALUE_LIST)
        return match_scalars(matching->tolerance, wanted, got) ||
               match_differ(matching, path, wanted, got);
    const bool is_map = wanted->kind == VALUE_MAP;
    if (got->kind != wanted->kind || (!is_map && got->count != wanted->count))
        return match_differ(matching, path, wanted, got);
    for (size_t i = 0; i < wanted->count; i++) {
        const char *below =
            is_map ? arena_format(arena, "%s%s%s", path, *path ? "." : "", wanted->keys[i].text)
                   : arena_format(arena, "%s[%zu]", path, i);
        const Value *other = is_map ? value_get(got, wanted->keys[i].text) : &got->items[i];
        if (!match_values(matching, below, &wanted->items[i], other))
            return false;
    }
    return true;
}

bool value_match(const Value *wanted, const Value *got, ValueTolerance tolerance, Arena *arena,
                 ValueDifference *ret_difference)
{
    Matching matching = {.tolerance = tolerance, .arena = arena};
    if (match_values(&matching, "", wanted, got))
        return true;
    *ret_difference = matching.difference;
    return false;
}

// `[12]` at the start of `path`: the number, and the bytes it takes; 0 if it is none.
static size_t path_read_index(const char *path, size_t *ret_index)
{
    size_t digits = strspn(path + 1, "0123456789");
    if (digits == 0 || digits > 9 || path[digits + 1] != ']')
        return 0;
    size_t index = 0;
    for (size_t i = 1; i <= digits; i++)
        index = index * 10 + (size_t)(path[i] - '0');
    *ret_index = index;
    return digits + 2;
}

// One step down: the bytes of `path` it takes; 0 if they are no step.
static size_t path_step(const char *path, const Value **value)
{
    size_t index = 0;
    if (path[0] == '[') {
        size_t taken = path_read_index(path, &index);
        const bool inside = (*value)->kind == VALUE_LIST && index < (*value)->count;
        *value = inside ? &(*value)->items[index] : NULL;
        return taken;
    }
    scoped_arena arena = arena_open();
    size_t taken = strcspn(path, ".[");
    *value = value_get(*value, arena_text_sized(arena, path, taken));
    return taken;
}

const Value *value_find(const Value *root, const char *path)
{
    const Value *value = root;
    const Value *whole = value_get(root, path);
    if (whole)
        return whole;
    while (value && *path) {
        size_t taken = path_step(path, &value);
        if (taken == 0)
            return NULL;
        path += taken;
        // A dot stands between two names only.
        if (path[0] == '.' && path[1] && !strchr(".[", path[1]))
            path++;
        else if (path[0] && path[0] != '[')
            return NULL;
    }
    return value;
}
