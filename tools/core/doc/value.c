#include "doc/value.h"

#include "base/text.h"
#include "doc/value_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *value_kind_name(ValueKind kind)
{
    static const char *const names[] = {
        [VALUE_NULL] = "null",     [VALUE_BOOL] = "true or false", [VALUE_INT] = "an integer",
        [VALUE_REAL] = "a number", [VALUE_TEXT] = "a text",        [VALUE_LIST] = "a list",
        [VALUE_MAP] = "a map",
    };
    return names[kind];
}

static bool value_is_key(const Value *key, const char *text, size_t size)
{
    return key->size == size && memcmp(key->text, text, size) == 0;
}

// Where `map` has the key that is the first `size` bytes of `key`; its count if nowhere.
static size_t value_find(const Value *map, const char *key, size_t size)
{
    size_t i = 0;
    while (i < map->count && !value_is_key(&map->keys[i], key, size))
        i++;
    return i;
}

static const Value *value_get_sized(const Value *map, const char *key, size_t size)
{
    if (!map || map->kind != VALUE_MAP)
        return NULL;
    size_t at = value_find(map, key, size);
    return at < map->count ? &map->items[at] : NULL;
}

const Value *value_get(const Value *map, const char *key)
{
    return value_get_sized(map, key, strlen(key));
}

const Value *value_key(const Value *map, const char *key)
{
    const Value *value = value_get(map, key);
    return value ? &map->keys[value - map->items] : NULL;
}

const Value *value_path(const Value *map, const char *path)
{
    // The longest key first: what contains dots is preferred.
    for (size_t size = strlen(path); size != SIZE_MAX; size--) {
        bool whole = path[size] == '\0';
        if (!whole && path[size] != '.')
            continue;
        const Value *found = value_get_sized(map, path, size);
        if (found && !whole)
            found = value_path(found, path + size + 1);
        if (found)
            return found;
    }
    return NULL;
}

bool value_to_real(const Value *value, double *ret_number)
{
    if (!value || (value->kind != VALUE_INT && value->kind != VALUE_REAL))
        return false;
    *ret_number = value->kind == VALUE_INT ? (double)value->integer : value->real;
    return true;
}

Place value_place(const Value *value, PlaceKind kind)
{
    return (Place){
        .kind = kind,
        .file = value->file,
        .line = value->line,
        .column = value->column,
        .has_byte = true,
        .byte = value->byte,
    };
}

// Whether an integer and a real are the same number; the cast is exact below 2^63.
static bool value_same_number(int64_t integer, double real)
{
    return real >= -0x1p63 && real < 0x1p63 && (double)integer == real && (int64_t)real == integer;
}

static bool value_equal_numbers(const Value *a, const Value *b)
{
    if (a->kind == VALUE_INT && b->kind == VALUE_INT)
        return a->integer == b->integer;
    if (a->kind == VALUE_INT)
        return value_same_number(a->integer, b->real);
    if (b->kind == VALUE_INT)
        return value_same_number(b->integer, a->real);
    if (value_is_huge_integer(a) && value_is_huge_integer(b))
        return text_equal(a->raw, b->raw);
    return a->real == b->real || (isnan(a->real) && isnan(b->real));
}

static bool value_equal_lists(const Value *a, const Value *b)
{
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++)
        equal = value_equal(&a->items[i], &b->items[i]);
    return equal;
}

// Up to so many members are looked for one after the other.
#define MOST_SOUGHT 64

typedef struct Member {
    const Value *key;
    const Value *item;
} Member;

static int compare_members(const void *a, const void *b)
{
    const Value *one = ((const Member *)a)->key;
    const Value *other = ((const Member *)b)->key;
    const int order = memcmp(one->text, other->text, MIN(one->size, other->size));
    return order ? order : (one->size > other->size) - (one->size < other->size);
}

static const Member *value_members(const Value *map, Arena *arena)
{
    Member *members = arena_array(arena, Member, map->count);
    for (size_t i = 0; i < map->count; i++)
        members[i] = (Member){&map->keys[i], &map->items[i]};
    qsort(members, map->count, sizeof *members, compare_members);
    return members;
}

// Of maps with equally many members.
static bool value_equal_sorted(const Value *a, const Value *b)
{
    scoped_arena arena = arena_open();
    const Member *members = value_members(a, arena);
    const Member *others = value_members(b, arena);
    bool equal = true;
    for (size_t i = 0; equal && i < a->count; i++)
        equal = compare_members(&members[i], &others[i]) == 0 &&
                value_equal(members[i].item, others[i].item);
    return equal;
}

static bool value_equal_maps(const Value *a, const Value *b)
{
    bool equal = a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++) {
        const Value *key = &a->keys[i];
        // Most maps have their keys in one order: then nothing needs to be looked for.
        const bool here = value_is_key(&b->keys[i], key->text, key->size);
        if (!here && a->count > MOST_SOUGHT)
            return value_equal_sorted(a, b);
        const Value *other = here ? &b->items[i] : value_get_sized(b, key->text, key->size);
        equal = other && value_equal(&a->items[i], other);
    }
    return equal;
}

bool value_equal(const Value *a, const Value *b)
{
    double number = 0;
    if (value_to_real(a, &number) && value_to_real(b, &number))
        return value_equal_numbers(a, b);
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_BOOL:
        return a->boolean == b->boolean;
    case VALUE_TEXT:
        return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
    case VALUE_LIST:
        return value_equal_lists(a, b);
    case VALUE_MAP:
        return value_equal_maps(a, b);
    default:
        return true;
    }
}
