#include "doc/value_tree.h"

#include "base/clean.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

ValueMark value_tree_mark(const ValueTree *tree)
{
    return (ValueMark){.values = tree->values.count, .keys = tree->keys.count};
}

void value_tree_add(ValueTree *tree, Value value)
{
    *list_push(tree->scratch, &tree->values) = value;
}

void value_tree_add_key(ValueTree *tree, Value key)
{
    *list_push(tree->scratch, &tree->keys) = key;
}

// The `count` values of a stack from `first` on, together and for good.
static const Value *value_tree_keep(ValueTree *tree, const Value *stack, size_t first, size_t count)
{
    if (count == 0)
        return NULL;
    Value *kept = arena_array(tree->arena, Value, count);
    memcpy(kept, stack + first, count * sizeof *kept);
    return kept;
}

void value_tree_end_list(ValueTree *tree, ValueMark mark, Value *list)
{
    list->kind = VALUE_LIST;
    list->count = tree->values.count - mark.values;
    list->items = value_tree_keep(tree, tree->values.items, mark.values, list->count);
    tree->values.count = mark.values;
}

// By contents, then by their order in the file.
static int value_tree_compare(const void *a, const void *b)
{
    const Value *left = *(const Value *const *)a;
    const Value *right = *(const Value *const *)b;
    size_t shared = MIN(left->size, right->size);
    int order = shared ? memcmp(left->text, right->text, shared) : 0;
    if (order == 0)
        order = (left->size > right->size) - (left->size < right->size);
    return order ? order : (left > right) - (left < right);
}

// The first key of the map which an earlier one equals; NULL if all differ. Sorted, because a map
// from outside may have a million keys.
static const Value *value_tree_repeated(const Value *map, const Value **ret_earlier)
{
    scoped_arena arena = arena_open();
    const Value **sorted = arena_array(arena, const Value *, map->count);
    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->keys[i];
    qsort(sorted, map->count, sizeof *sorted, value_tree_compare);
    const Value *repeated = NULL;
    for (size_t i = 1; i < map->count; i++) {
        const Value *key = sorted[i];
        bool same = key->size == sorted[i - 1]->size &&
                    memcmp(key->text, sorted[i - 1]->text, key->size) == 0;
        if (same && (!repeated || key < repeated)) {
            repeated = key;
            *ret_earlier = sorted[i - 1];
        }
    }
    return repeated;
}

bool value_tree_end_map(ValueTree *tree, ValueMark mark, Value *map, Error *err)
{
    value_tree_end_list(tree, mark, map);
    map->kind = VALUE_MAP;
    map->keys = value_tree_keep(tree, tree->keys.items, mark.keys, map->count);
    tree->keys.count = mark.keys;
    const Value *earlier = NULL;
    const Value *repeated = map->count > 1 ? value_tree_repeated(map, &earlier) : NULL;
    if (!repeated)
        return true;
    scoped_arena arena = arena_open();
    return error_at(err, ERROR_CONFIG, value_place(repeated, PLACE_SCHEMA),
                    "key '%s' stands here again, it was set on line %" PRId64
                    " before: remove one of them",
                    clean_text_short(arena, repeated->text, 80), earlier->line);
}

bool value_is_huge_integer(const Value *value)
{
    if (value->kind != VALUE_REAL || !value->raw)
        return false;
    const char *digits = value->raw + (*value->raw == '-');
    return *digits >= '1' && *digits <= '9' && digits[strspn(digits, "0123456789")] == '\0';
}
