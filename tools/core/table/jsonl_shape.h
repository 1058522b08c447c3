// jsonl_shape: which keys the objects of a JSON Lines file have, as one tree, and which of them are
// columns.
//
// A column is a path: `a`, `a.b` inside of an object, `a[0]` inside of a list. The tree is made
// from the file's first lines and from the paths that were asked for, and then never changes:
//
// - a value that is neither object nor list is a column; so is a key that has nothing but null
// - objects are gone into
// - lists are gone into if all of them at that path have the same number of items, of which there
//   are JSONL_MOST_ITEMS at most: a vector; other lists are one column, their JSON its text
// - an object or list that was asked for by its path is one column, its JSON its text
//
// Columns stand in the order in which their keys first came, those asked for that did not come
// behind them.

#ifndef TABLE_JSONL_SHAPE_H
#define TABLE_JSONL_SHAPE_H

#include "base/text.h"
#include "doc/value.h"

#define JSONL_MOST_ITEMS ((size_t)4096)
#define JSONL_NOTHING    UINT32_MAX // no such node, or no column
#define JSONL_ROOT       0U

typedef struct JsonlNode {
    const char *key; // escapes resolved; NULL for the item of a list
    size_t key_size;
    uint32_t parent;
    uint32_t first; // child
    uint32_t last;
    uint32_t next;   // sibling
    uint32_t index;  // of an item
    uint32_t column; // or JSONL_NOTHING
    bool raw;        // its objects and lists are cells as they stand
    bool kept;       // it, or what is below it, is a column
    bool partial;    // a list only some of whose items were asked for

    // What was there in the first lines.
    bool scalar; // a value that is neither object nor list nor null
    bool nulls;
    bool objects;
    bool wanted;       // asked for
    bool wanted_below; // what is below it is
    size_t lists;
    size_t least_items;
    size_t most_items;
    Place place; // of the key where it came first
} JsonlNode;

typedef struct JsonlShape {
    Arena *arena;
    LIST(JsonlNode) nodes; // the first one is the row's object
    uint32_t *slots;       // nodes by parent and key or index; JSONL_NOTHING is free
    size_t room;
    LIST(uint32_t) columns; // their nodes
    size_t objects;         // that were added,
    size_t values;          // and what they had at paths that are columns or became part of one
} JsonlShape;

// So many columns may be as empty as they like. Of more, a line must have one in a hundred: else
// the keys are data, and a row of cells for each of them would be without end.
#define JSONL_MOST_SPARSE ((size_t)256)
#define JSONL_LEAST_SHARE 100

JsonlShape *jsonl_shape_new(Arena *arena);

// Adds what an object of the file has. Texts of the value are copied.
void jsonl_shape_add(JsonlShape *shape, const Value *object);

// Decides on the columns, `wanted` (which may be NULL) among them.
void jsonl_shape_settle(JsonlShape *shape, const TextList *wanted);

// Whether the keys are data.
bool jsonl_shape_is_sparse(const JsonlShape *shape);

// The child of a node; JSONL_NOTHING if there is none. The item of a list has no key.
uint32_t jsonl_shape_child(const JsonlShape *shape, uint32_t parent, const char *key, size_t size);
uint32_t jsonl_shape_item(const JsonlShape *shape, uint32_t parent, uint32_t index);

// The path of a node as it names a column.
const char *jsonl_shape_path(const JsonlShape *shape, uint32_t node, Arena *arena);

#endif
