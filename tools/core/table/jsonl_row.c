#include "table/jsonl_row.h"

#include "base/fatal.h"
#include "doc/json_scan.h"

#include <stdlib.h>

// Where a line is read, key by key.
typedef struct Walk {
    JsonlReader *reader;
    size_t at;
    uint32_t object; // the object or list that is open
    bool is_map;
    bool behind;        // a value of it
    uint32_t last;      // the child whose value was read last, if the shape has it
    uint32_t next_item; // of a list
    uint32_t keys[JSONL_LINK_KEYS];
    uint32_t key_count;
    bool varies; // something was passed over that is no key
} Walk;

static void *reader_array(size_t count, size_t size)
{
    void *memory = calloc(MAX(count, (size_t)1), size);
    if (!memory)
        fatal_out_of_memory();
    return memory;
}

JsonlReader *jsonl_reader_open(const JsonlShape *shape)
{
    JsonlReader *reader = reader_array(1, sizeof *reader);
    size_t nodes = shape->nodes.count;
    reader->shape = shape;
    reader->arena = arena_open();
    reader->links = reader_array(nodes, sizeof *reader->links);
    reader->keys = reader_array(nodes, sizeof *reader->keys);
    reader->filled = reader_array(shape->columns.count, sizeof *reader->filled);
    return reader;
}

void jsonl_reader_close(JsonlReader *reader)
{
    jsonl_text_release(&reader->text);
    arena_close(reader->arena);
    free(reader->masks);
    free(reader->links);
    free(reader->keys);
    free(reader->filled);
    free(reader);
}

void jsonl_reader_begin(JsonlReader *reader, const Kernel *kernel, const char *bytes, size_t size,
                        char *texts)
{
    if (JSON_MASKS(size) > reader->mask_room) {
        free(reader->masks);
        reader->mask_room = JSON_MASKS(size);
        reader->masks = reader_array(reader->mask_room, sizeof *reader->masks);
    }
    kernel->json(bytes, size, reader->masks);
    reader->text.bytes = bytes;
    reader->text.masks = reader->masks;
    reader->text.texts = texts;
    reader->text.texts_used = 0;
}

static const JsonlNode *reader_node(const JsonlReader *reader, uint32_t node)
{
    return &reader->shape->nodes.items[node];
}

static JsonlTarget reader_target(const JsonlReader *reader, uint32_t node)
{
    if (node == JSONL_NOTHING)
        return (JsonlTarget){.node = JSONL_NOTHING, .column = JSONL_NOTHING};
    return (JsonlTarget){node, reader_node(reader, node)->column, reader_node(reader, node)->raw};
}

// Remembers the bytes from `start` on, behind the value of `source`, as what leads to `target`.
static void reader_learn(JsonlReader *reader, uint32_t source, size_t start, const Walk *walk,
                         JsonlTarget target)
{
    size_t size = walk->at - start;
    if (size > JSONL_LINK_BYTES || walk->varies || walk->key_count > JSONL_LINK_KEYS)
        return;
    JsonlLinks *links = &reader->links[source];
    if (!links->items)
        links->items = arena_array(reader->arena, JsonlLink, JSONL_LINKS);
    JsonlLink link = {.size = (uint32_t)size, .target = target, .key_count = walk->key_count};
    memcpy(link.bytes, reader->text.bytes + start, size);
    memcpy(link.keys, walk->keys, sizeof link.keys);
    for (size_t i = 0; i < 2; i++) {
        size_t part = size > 8 * i ? MIN(size - 8 * i, (size_t)8) : 0;
        link.masks[i] = part ? ~(uint64_t)0 >> (64 - 8 * part) : 0;
        memcpy(&link.words[i], link.bytes + 8 * i, part);
    }
    // The new one comes first: it is what the lines look like now.
    links->count = MIN(links->count + 1, (uint32_t)JSONL_LINKS);
    memmove(links->items + 1, links->items, (links->count - 1) * sizeof link);
    links->items[0] = link;
}

static inline bool link_fits(const JsonlLink *link, const char *bytes)
{
    uint64_t words[2];
    memcpy(words, bytes, sizeof words);
    if ((((words[0] ^ link->words[0]) & link->masks[0]) |
         ((words[1] ^ link->words[1]) & link->masks[1])))
        return false;
    return link->size <= 16 || memcmp(link->bytes + 16, bytes + 16, link->size - 16) == 0;
}

static inline const JsonlLink *reader_follow(const JsonlReader *reader, uint32_t source, size_t at)
{
    const JsonlLinks *links = &reader->links[source];
    for (uint32_t i = 0; i < links->count; i++) {
        if (link_fits(&links->items[i], reader->text.bytes + at))
            return &links->items[i];
    }
    return NULL;
}

// Takes note of a key; false if the row had it before.
static inline bool reader_has_new_key(JsonlReader *reader, uint32_t node)
{
    bool is_new = reader->keys[node] != reader->row;
    reader->keys[node] = reader->row;
    return is_new;
}

// How many objects and lists are open around a child of `object`.
static size_t walk_depth(const Walk *walk)
{
    size_t depth = 1;
    for (uint32_t at = walk->object; at != JSONL_ROOT; at = reader_node(walk->reader, at)->parent)
        depth++;
    return depth;
}

static void walk_enter(Walk *walk, uint32_t object)
{
    walk->object = object;
    walk->is_map = walk->reader->text.bytes[walk->at++] == '{';
    walk->behind = false;
    walk->last = JSONL_NOTHING;
    walk->next_item = 0;
}

// Goes on behind the value of `node`.
static void walk_leave(Walk *walk, uint32_t node)
{
    const JsonlNode *left = reader_node(walk->reader, node);
    walk->object = left->parent;
    walk->is_map = left->key != NULL;
    walk->behind = true;
    walk->last = node;
    walk->next_item = left->index + 1;
}

// The child with that key: most often the one behind the last.
static uint32_t walk_find(const Walk *walk, const Cell *key)
{
    const JsonlShape *shape = walk->reader->shape;
    uint32_t likely = walk->last == JSONL_NOTHING ? shape->nodes.items[walk->object].first
                                                  : shape->nodes.items[walk->last].next;
    if (likely != JSONL_NOTHING) {
        const JsonlNode *node = &shape->nodes.items[likely];
        if (node->key && node->key_size == key->size &&
            memcmp(node->key, key->bytes, key->size) == 0)
            return likely;
    }
    return jsonl_shape_child(shape, walk->object, key->bytes, key->size);
}

// Reads a key with its colon. False if there is none, or the row had it before.
static bool walk_key(Walk *walk, uint32_t *ret_node, Cell *ret_key)
{
    JsonlReader *reader = walk->reader;
    JsonlText *text = &reader->text;
    if (text->bytes[walk->at] != '"' || !jsonl_text_read(text, walk->at + 1, ret_key, &walk->at))
        return false;
    walk->at = jsonl_text_blanks(text, walk->at);
    if (text->bytes[walk->at] != ':')
        return false;
    walk->at = jsonl_text_blanks(text, walk->at + 1);
    *ret_node = walk_find(walk, ret_key);
    if (*ret_node == JSONL_NOTHING) {
        jsonl_text_add_key(text, (JsonlKey){walk->object, *ret_key});
        return true;
    }
    if (walk->key_count < JSONL_LINK_KEYS)
        walk->keys[walk->key_count] = *ret_node;
    walk->key_count++;
    return reader_has_new_key(reader, *ret_node);
}

// Passes over a value that no column has.
static bool walk_pass(Walk *walk, uint32_t node, const Cell *key)
{
    JsonlReader *reader = walk->reader;
    size_t start = walk->at;
    bool null = reader->text.bytes[start] == 'n';
    walk->behind = true;
    walk->last = node == JSONL_NOTHING ? walk->last : node;
    if (!jsonl_text_skip(&reader->text, walk_depth(walk), &walk->at))
        return false;
    // A key without a value is the same in every row.
    walk->varies |= !null || node == JSONL_NOTHING;
    if (!null && !reader_node(reader, walk->object)->partial)
        *list_push(reader->arena, &reader->late) = (JsonlNote){start, node, walk->object, *key};
    return true;
}

typedef enum WalkStep {
    WALK_ON,
    WALK_VALUE, // the value of a column
    WALK_END,   // of the line
    WALK_INVALID,
} WalkStep;

// At a closing, if there is one that fits: moves behind it.
static WalkStep walk_close(Walk *walk)
{
    const JsonlText *text = &walk->reader->text;
    walk->at++;
    if (walk->object != JSONL_ROOT) {
        walk_leave(walk, walk->object);
        return WALK_ON;
    }
    walk->at = jsonl_text_blanks(text, walk->at);
    return text->bytes[walk->at++] == '\n' ? WALK_END : WALK_INVALID;
}

// At the value of a child.
static WalkStep walk_value(Walk *walk, uint32_t node, const Cell *key)
{
    JsonlReader *reader = walk->reader;
    const JsonlNode *child = node == JSONL_NOTHING ? NULL : reader_node(reader, node);
    char byte = reader->text.bytes[walk->at];
    bool opens = byte == '{' || byte == '[';
    if (!child || !child->kept)
        return walk_pass(walk, node, key) ? WALK_ON : WALK_INVALID;
    if (opens && !child->raw) {
        if (walk_depth(walk) == JSON_DEEPEST)
            return WALK_INVALID;
        walk_enter(walk, node);
        return WALK_ON;
    }
    if (child->column != JSONL_NOTHING)
        return WALK_VALUE;
    return walk_pass(walk, node, key) ? WALK_ON : WALK_INVALID;
}

static WalkStep walk_step(Walk *walk, uint32_t *ret_node)
{
    const JsonlText *text = &walk->reader->text;
    walk->at = jsonl_text_blanks(text, walk->at);
    char byte = text->bytes[walk->at];
    if (byte == (walk->is_map ? '}' : ']'))
        return walk_close(walk);
    if (walk->behind && byte != ',')
        return WALK_INVALID;
    walk->at = walk->behind ? jsonl_text_blanks(text, walk->at + 1) : walk->at;
    Cell key = {0};
    uint32_t node = JSONL_NOTHING;
    if (!walk->is_map)
        node = jsonl_shape_item(walk->reader->shape, walk->object, walk->next_item++);
    else if (!walk_key(walk, &node, &key))
        return WALK_INVALID;
    *ret_node = node;
    return walk_value(walk, node, &key);
}

// Reads on up to the value of the next column, or to the line's end.
static bool walk_to_value(Walk *walk, JsonlTarget *ret_target)
{
    for (;;) {
        uint32_t node = JSONL_NOTHING;
        switch (walk_step(walk, &node)) {
        case WALK_ON:
            continue;
        case WALK_VALUE:
            *ret_target = reader_target(walk->reader, node);
            return true;
        case WALK_END:
            *ret_target = reader_target(walk->reader, JSONL_NOTHING);
            return true;
        default:
            return false;
        }
    }
}

// From behind the value of `source`, or from the line's start, to the next value.
static bool row_walk(JsonlReader *reader, uint32_t source, size_t *at, JsonlTarget *ret_target)
{
    Walk walk = {.reader = reader, .at = *at};
    if (source == JSONL_ROOT) {
        walk.at = jsonl_text_blanks(&reader->text, walk.at);
        if (reader->text.bytes[walk.at] != '{')
            return false;
        walk_enter(&walk, JSONL_ROOT);
    } else {
        walk_leave(&walk, source);
    }
    if (!walk_to_value(&walk, ret_target))
        return false;
    reader_learn(reader, source, *at, &walk, *ret_target);
    *at = walk.at;
    return true;
}

// From the opening of an object or list, where a plain value was to be expected, to the next value.
static bool row_walk_into(JsonlReader *reader, uint32_t node, size_t *at, JsonlTarget *ret_target)
{
    Walk walk = {.reader = reader, .at = *at};
    walk_enter(&walk, node);
    if (!walk_to_value(&walk, ret_target))
        return false;
    *at = walk.at;
    return true;
}

// Moves to the next column's value, by what was remembered if that fits.
static inline bool row_next(JsonlReader *reader, uint32_t source, size_t *at,
                            JsonlTarget *ret_target)
{
    const JsonlLink *link = reader_follow(reader, source, *at);
    if (__builtin_expect(!link, false))
        return row_walk(reader, source, at, ret_target);
    *at += link->size;
    *ret_target = link->target;
    bool fresh = true;
    for (uint32_t i = 0; i < link->key_count; i++)
        fresh &= reader_has_new_key(reader, link->keys[i]);
    return fresh;
}

static bool row_read_text(JsonlReader *reader, size_t *at, Cell *ret_cell)
{
    size_t start = *at;
    reader->text.zero = false;
    if (!jsonl_text_read(&reader->text, start + 1, ret_cell, at))
        return false;
    if (__builtin_expect(reader->text.zero, false))
        *list_push(reader->arena, &reader->zeros) = (JsonlNote){.at = start};
    return true;
}

// A word, or a whole object or list where those are cells.
static bool row_read_other(JsonlReader *reader, uint32_t node, size_t *at, Cell *ret_cell,
                           CellKind *ret_kind)
{
    const char *bytes = reader->text.bytes + *at;
    size_t start = *at;
    size_t size = jsonl_text_word(bytes);
    *at += size;
    *ret_kind = *bytes == 'n'   ? CELL_NOTHING
                : *bytes == '[' ? CELL_LIST
                : *bytes == '{' ? CELL_OBJECT
                                : CELL_TRUTH;
    if (size == 0) {
        Walk walk = {.reader = reader, .object = reader_node(reader, node)->parent};
        if ((*bytes != '{' && *bytes != '[') ||
            !jsonl_text_skip(&reader->text, walk_depth(&walk), at))
            return false;
        size = *at - start;
    }
    *ret_cell = (Cell){bytes, *ret_kind == CELL_NOTHING ? 0 : size};
    return true;
}

static inline bool row_is_number(char byte)
{
    return byte == '-' || (unsigned char)(byte - '0') < 10;
}

// Reads the value at *at into its column's cell and moves behind it.
static inline bool row_read_value(JsonlReader *reader, JsonlCells cells, JsonlTarget target,
                                  size_t *at)
{
    size_t position = target.column * cells.stride;
    Cell *cell = &cells.cells[position];
    CellKind kind = CELL_NUMBER;
    char byte = reader->text.bytes[*at];
    bool read = true;
    reader->filled[target.column] = reader->row;
    if (byte == '"') {
        kind = CELL_TEXT;
        read = row_read_text(reader, at, cell);
    } else if (row_is_number(byte)) {
        read = jsonl_text_number(&reader->text, *at, cell, at);
    } else {
        read = row_read_other(reader, target.node, at, cell, &kind);
    }
    cells.kinds[position] = (uint8_t)kind;
    return read;
}

// Columns without a value in the row have none.
static void row_fill(const JsonlReader *reader, JsonlCells cells, size_t start)
{
    for (size_t i = 0; i < reader->shape->columns.count; i++) {
        if (reader->filled[i] == reader->row)
            continue;
        cells.cells[i * cells.stride] = (Cell){reader->text.bytes + start, 0};
        cells.kinds[i * cells.stride] = CELL_NOTHING;
    }
}

static void row_begin(JsonlReader *reader)
{
    reader->late.count = 0;
    reader->zeros.count = 0;
    reader->text.key_count = 0;
    reader->text.objects = reader->shape->nodes.count;
    if (++reader->row != 0)
        return;
    // After four thousand million rows their numbers begin anew.
    memset(reader->keys, 0, reader->shape->nodes.count * sizeof *reader->keys);
    memset(reader->filled, 0, reader->shape->columns.count * sizeof *reader->filled);
    reader->row = 1;
}

// Whether the value at *at must be gone into; moves to it if what was remembered leads to a blank.
static inline bool row_opens(const JsonlReader *reader, JsonlTarget target, size_t *at)
{
    char byte = reader->text.bytes[*at];
    if (__builtin_expect(byte == '"' || row_is_number(byte), true))
        return false;
    *at = jsonl_text_blanks(&reader->text, *at);
    byte = reader->text.bytes[*at];
    return (byte == '{' || byte == '[') && !target.raw;
}

bool jsonl_row_read(JsonlReader *reader, JsonlCells cells, size_t *at)
{
    JsonlTarget target = {.node = JSONL_NOTHING};
    size_t here = *at;
    size_t filled = 0;
    row_begin(reader);
    bool read = row_next(reader, JSONL_ROOT, &here, &target);
    while (read && target.node != JSONL_NOTHING) {
        if (row_opens(reader, target, &here)) {
            read = row_walk_into(reader, target.node, &here, &target);
            continue;
        }
        read = row_read_value(reader, cells, target, &here) &&
               row_next(reader, target.node, &here, &target);
        filled++;
    }
    if (!read || (reader->text.key_count && jsonl_text_has_double(&reader->text)))
        return false;
    if (filled < reader->shape->columns.count)
        row_fill(reader, cells, *at);
    *at = here;
    return true;
}
