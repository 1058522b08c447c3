#include "table/jsonl_shape.h"

#include "base/buf.h"
#include "stats/hash.h"

#include <stdlib.h>
#include <string.h>

// An item is found by its index in the place of a key.
static uint64_t shape_hash(const JsonlNode *node)
{
    const void *key = node->key ? (const void *)node->key : &node->index;
    return hash_mix(hash_text(key, node->key ? node->key_size : sizeof node->index) + node->parent);
}

// The slot of an equal node, or the free one where it belongs.
static size_t shape_slot(const JsonlShape *shape, const JsonlNode *wanted)
{
    for (size_t at = shape_hash(wanted) & (shape->room - 1);; at = (at + 1) & (shape->room - 1)) {
        if (shape->slots[at] == JSONL_NOTHING)
            return at;
        const JsonlNode *node = &shape->nodes.items[shape->slots[at]];
        if (node->parent == wanted->parent && !node->key == !wanted->key &&
            node->index == wanted->index && node->key_size == wanted->key_size &&
            (!node->key || memcmp(node->key, wanted->key, node->key_size) == 0))
            return at;
    }
}

static void shape_make_room(JsonlShape *shape)
{
    if (shape->nodes.count * 2 < shape->room)
        return;
    shape->room = MAX(shape->room * 4, (size_t)64);
    shape->slots = arena_array(shape->arena, uint32_t, shape->room);
    memset(shape->slots, 0xff, shape->room * sizeof *shape->slots);
    for (uint32_t i = 0; i < shape->nodes.count; i++)
        shape->slots[shape_slot(shape, &shape->nodes.items[i])] = i;
}

static uint32_t shape_add_node(JsonlShape *shape, JsonlNode node)
{
    uint32_t position = (uint32_t)shape->nodes.count;
    node.first = node.last = node.next = node.column = JSONL_NOTHING;
    node.least_items = SIZE_MAX;
    shape_make_room(shape);
    shape->slots[shape_slot(shape, &node)] = position;
    *list_push(shape->arena, &shape->nodes) = node;
    if (position == JSONL_ROOT)
        return position;
    JsonlNode *above = &shape->nodes.items[node.parent];
    if (above->first == JSONL_NOTHING)
        above->first = position;
    else
        shape->nodes.items[above->last].next = position;
    above->last = position;
    return position;
}

JsonlShape *jsonl_shape_new(Arena *arena)
{
    JsonlShape *shape = arena_new(arena, JsonlShape);
    shape->arena = arena;
    shape_add_node(shape, (JsonlNode){.parent = JSONL_NOTHING});
    return shape;
}

uint32_t jsonl_shape_child(const JsonlShape *shape, uint32_t parent, const char *key, size_t size)
{
    return shape
        ->slots[shape_slot(shape, &(JsonlNode){.key = key, .key_size = size, .parent = parent})];
}

uint32_t jsonl_shape_item(const JsonlShape *shape, uint32_t parent, uint32_t index)
{
    return shape->slots[shape_slot(shape, &(JsonlNode){.parent = parent, .index = index})];
}

static void shape_see(JsonlShape *shape, uint32_t position, const Value *value);

static void shape_see_object(JsonlShape *shape, uint32_t position, const Value *object)
{
    for (size_t i = 0; i < object->count; i++) {
        const Value *key = &object->keys[i];
        uint32_t child = jsonl_shape_child(shape, position, key->text, key->size);
        if (child == JSONL_NOTHING) {
            JsonlNode node = {.parent = position,
                              .key = arena_text_sized(shape->arena, key->text, key->size),
                              .key_size = key->size,
                              .place = value_place(key, PLACE_DATA)};
            child = shape_add_node(shape, node);
        }
        shape_see(shape, child, &object->items[i]);
    }
}

static void shape_see_list(JsonlShape *shape, uint32_t position, const Value *list)
{
    JsonlNode *node = &shape->nodes.items[position];
    bool vector =
        list->count <= JSONL_MOST_ITEMS && (node->lists == 0 || node->most_items == list->count);
    node->lists++;
    node->least_items = MIN(node->least_items, list->count);
    node->most_items = MAX(node->most_items, list->count);
    // What is no vector becomes one cell: its items do not matter.
    if (!vector)
        return;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t child = jsonl_shape_item(shape, position, (uint32_t)i);
        if (child == JSONL_NOTHING) {
            JsonlNode item = {.parent = position,
                              .index = (uint32_t)i,
                              .place = value_place(&list->items[i], PLACE_DATA)};
            child = shape_add_node(shape, item);
        }
        shape_see(shape, child, &list->items[i]);
    }
}

static void shape_see(JsonlShape *shape, uint32_t position, const Value *value)
{
    JsonlNode *node = &shape->nodes.items[position];
    shape->values += value->kind != VALUE_MAP;
    node->nulls |= value->kind == VALUE_NULL;
    node->objects |= value->kind == VALUE_MAP;
    node->scalar |=
        value->kind != VALUE_NULL && value->kind != VALUE_MAP && value->kind != VALUE_LIST;
    if (value->kind == VALUE_MAP)
        shape_see_object(shape, position, value);
    else if (value->kind == VALUE_LIST)
        shape_see_list(shape, position, value);
}

void jsonl_shape_add(JsonlShape *shape, const Value *object)
{
    shape->objects++;
    shape_see(shape, JSONL_ROOT, object);
}

bool jsonl_shape_is_sparse(const JsonlShape *shape)
{
    size_t columns = shape->columns.count;
    return columns > JSONL_MOST_SPARSE &&
           shape->values < shape->objects * columns / JSONL_LEAST_SHARE;
}

static bool shape_is_vector(const JsonlNode *node)
{
    return node->least_items == node->most_items && node->most_items > 0 &&
           node->most_items <= JSONL_MOST_ITEMS;
}

static void shape_add_column(JsonlShape *shape, uint32_t position)
{
    shape->nodes.items[position].column = (uint32_t)shape->columns.count;
    *list_push(shape->arena, &shape->columns) = position;
}

// The node and what is below it, in their order.
static void shape_settle_node(JsonlShape *shape, uint32_t position)
{
    JsonlNode *node = &shape->nodes.items[position];
    bool loose = node->lists && !shape_is_vector(node);
    bool empty = node->nulls && !node->objects && !node->lists;
    node->kept = true;
    node->partial = loose && node->wanted_below;
    node->raw = (loose || node->wanted) && !node->wanted_below;
    if (node->raw || node->scalar || empty || node->wanted)
        shape_add_column(shape, position);
    for (uint32_t child = node->first; child != JSONL_NOTHING && !node->raw;
         child = shape->nodes.items[child].next) {
        const JsonlNode *below = &shape->nodes.items[child];
        if (below->key || !loose || below->wanted || below->wanted_below)
            shape_settle_node(shape, child);
    }
}

static void shape_add_path(const JsonlShape *shape, uint32_t position, Buf *path)
{
    const JsonlNode *node = &shape->nodes.items[position];
    if (position == JSONL_ROOT)
        return;
    shape_add_path(shape, node->parent, path);
    if (!node->key)
        buf_format(path, "[%u]", node->index);
    else
        buf_format(path, "%s%s", node->parent == JSONL_ROOT ? "" : ".", node->key);
}

const char *jsonl_shape_path(const JsonlShape *shape, uint32_t node, Arena *arena)
{
    scoped_buf path = BUF_EMPTY;
    shape_add_path(shape, node, &path);
    return buf_keep(&path, arena);
}

// The size of the index in brackets at the start of a path; 0 if there is none.
static size_t path_item(const char *path, uint32_t *ret_index)
{
    char *end = NULL;
    if (path[0] != '[' || path[1] < '0' || path[1] > '9')
        return 0;
    unsigned long index = strtoul(path + 1, &end, 10);
    *ret_index = (uint32_t)index;
    return *end == ']' && index < JSONL_MOST_ITEMS ? (size_t)(end + 1 - path) : 0;
}

static const char *path_skip_dot(const char *path)
{
    return path + (path[0] == '.' && path[1]);
}

// The node at a path; keys that contain dots are preferred to paths.
static uint32_t shape_find(const JsonlShape *shape, uint32_t position, const char *path)
{
    uint32_t index = 0;
    size_t size = path_item(path, &index);
    if (!*path)
        return position;
    uint32_t child = size ? jsonl_shape_item(shape, position, index) : JSONL_NOTHING;
    if (child != JSONL_NOTHING)
        return shape_find(shape, child, path_skip_dot(path + size));
    for (size = strlen(path); size > 0; size--) {
        if (path[size] && path[size] != '.' && path[size] != '[')
            continue;
        child = jsonl_shape_child(shape, position, path, size);
        uint32_t found = child == JSONL_NOTHING
                             ? JSONL_NOTHING
                             : shape_find(shape, child, path_skip_dot(path + size));
        if (found != JSONL_NOTHING)
            return found;
    }
    return JSONL_NOTHING;
}

// The same, made where it is not there.
static uint32_t shape_make(JsonlShape *shape, const char *path)
{
    uint32_t position = JSONL_ROOT;
    while (*path) {
        JsonlNode node = {.parent = position};
        size_t size = path_item(path, &node.index);
        bool item = size > 0;
        size = item ? size : 1 + strcspn(path + 1, ".[");
        node.key = item ? NULL : arena_text_sized(shape->arena, path, size);
        node.key_size = item ? 0 : size;
        uint32_t child = shape->slots[shape_slot(shape, &node)];
        position = child == JSONL_NOTHING ? shape_add_node(shape, node) : child;
        path = path_skip_dot(path + size);
    }
    return position;
}

static void shape_want(JsonlShape *shape, const char *path)
{
    if (!*path)
        return;
    uint32_t found = shape_find(shape, JSONL_ROOT, path);
    if (found == JSONL_NOTHING)
        found = shape_make(shape, path);
    JsonlNode *nodes = shape->nodes.items;
    nodes[found].wanted = true;
    for (uint32_t above = nodes[found].parent; above != JSONL_NOTHING; above = nodes[above].parent)
        nodes[above].wanted_below = true;
}

void jsonl_shape_settle(JsonlShape *shape, const TextList *wanted)
{
    for (size_t i = 0; wanted && i < wanted->count; i++)
        shape_want(shape, wanted->items[i]);
    shape->nodes.items[JSONL_ROOT].kept = true;
    for (uint32_t child = shape->nodes.items[JSONL_ROOT].first; child != JSONL_NOTHING;
         child = shape->nodes.items[child].next)
        shape_settle_node(shape, child);
}
