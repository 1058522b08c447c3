#include "doc/value.h"

#include "base/clean.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

// How much of a text from the document a message quotes, in characters.
#define VALUE_QUOTED ((size_t)80)

// The value as messages show it: "the text 'abc'", "the integer 5", "a list".
static const char *value_describe(Arena *arena, const Value *value)
{
    switch (value->kind) {
    case VALUE_BOOL:
        return value->boolean ? "true" : "false";
    case VALUE_INT:
    case VALUE_REAL:
        return arena_format(arena, "the number %s",
                            clean_text_short(arena, value->raw, VALUE_QUOTED));
    case VALUE_TEXT:
        return arena_format(arena, "the text '%s'",
                            clean_text_short(arena, value->text, VALUE_QUOTED));
    default:
        return value_kind_name(value->kind);
    }
}

bool value_refuse(Error *err, const Value *value, const char *what, const char *wanted)
{
    scoped_arena arena = arena_open();
    return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA), "%s is %s, wanted %s",
                    clean_text_short(arena, what, VALUE_QUOTED), value_describe(arena, value),
                    wanted);
}

static bool value_refuse_key(Error *err, const Value *value, const char *key, const char *wanted)
{
    scoped_arena arena = arena_open();
    return value_refuse(err, value, arena_format(arena, "key '%s'", key), wanted);
}

// The member at `key`, NULL if there is none; false if it is of another kind.
static bool value_read(const Value *map, const char *key, ValueKind kind, const Value **ret,
                       Error *err)
{
    const Value *value = value_get(map, key);
    if (value && value->kind != kind)
        return value_refuse_key(err, value, key, value_kind_name(kind));
    *ret = value;
    return true;
}

bool value_read_text(const Value *map, const char *key, const char **ret, Error *err)
{
    const Value *value = value_get(map, key);
    if (!value)
        return true;
    if (value->kind != VALUE_TEXT && value->raw && value->kind != VALUE_NULL)
        return value_refuse_key(err, value, key, "a text: put it in quotes");
    if (value->kind != VALUE_TEXT)
        return value_refuse_key(err, value, key, value_kind_name(VALUE_TEXT));
    if (strlen(value->text) != value->size)
        return value_refuse_key(err, value, key, "a text without zero bytes");
    *ret = value->text;
    return true;
}

bool value_read_bool(const Value *map, const char *key, bool *ret, Error *err)
{
    const Value *value = NULL;
    if (!value_read(map, key, VALUE_BOOL, &value, err))
        return false;
    if (value)
        *ret = value->boolean;
    return true;
}

bool value_read_int(const Value *map, const char *key, int64_t *ret, Error *err)
{
    const Value *value = NULL;
    if (!value_read(map, key, VALUE_INT, &value, err))
        return false;
    if (value)
        *ret = value->integer;
    return true;
}

bool value_read_real(const Value *map, const char *key, double *ret, Error *err)
{
    const Value *value = value_get(map, key);
    double number = 0;
    if (!value)
        return true;
    if (!value_to_real(value, &number) || isnan(number))
        return value_refuse_key(err, value, key, value_kind_name(VALUE_REAL));
    *ret = number;
    return true;
}

bool value_read_list(const Value *map, const char *key, const Value **ret, Error *err)
{
    const Value *value = NULL;
    if (!value_read(map, key, VALUE_LIST, &value, err))
        return false;
    if (value)
        *ret = value;
    return true;
}

bool value_read_map(const Value *map, const char *key, const Value **ret, Error *err)
{
    const Value *value = NULL;
    if (!value_read(map, key, VALUE_MAP, &value, err))
        return false;
    if (value)
        *ret = value;
    return true;
}

// What could have been meant: "did you mean 'a'?", else all there are: "wanted one of 'a', 'b'".
static const char *value_advice(Arena *arena, const char *key, const char *const *known,
                                size_t count)
{
    const char *nearest = text_nearest(key, known, count);
    if (nearest)
        return arena_format(arena, "did you mean '%s'?", nearest);
    if (count == 0)
        return "wanted none";
    TextList names = {0};
    for (size_t i = 0; i < count; i++)
        *list_push(arena, &names) = known[i];
    return arena_format(arena, "wanted %s'%s'", count > 1 ? "one of " : "",
                        text_join(arena, &names, "', '"));
}

static bool value_is_known(const Value *key, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(known[i]) == key->size && memcmp(known[i], key->text, key->size) == 0)
            return true;
    }
    return false;
}

bool value_check_keys(const Value *map, const char *what, const char *const *known, size_t count,
                      Error *err)
{
    if (map->kind != VALUE_MAP)
        return value_refuse(err, map, what, value_kind_name(VALUE_MAP));
    scoped_arena arena = arena_open();
    for (size_t i = 0; i < map->count; i++) {
        const Value *key = &map->keys[i];
        if (value_is_known(key, known, count))
            continue;
        return error_at(err, ERROR_CONFIG, value_place(key, PLACE_SCHEMA),
                        "unknown key '%s' in %s, %s",
                        clean_text_short(arena, key->text, VALUE_QUOTED),
                        clean_text_short(arena, what, VALUE_QUOTED),
                        value_advice(arena, key->text, known, count));
    }
    return true;
}
