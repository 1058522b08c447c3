// value_tree: lists and maps from the values in them, for the readers of documents.
//
// Values wait on a stack until their list or map ends and takes them; its items are then copied
// together. A reader remembers where its list begins by value_tree_mark().

#ifndef DOC_VALUE_TREE_H
#define DOC_VALUE_TREE_H

#include "doc/value.h"

typedef struct ValueTree {
    Arena *arena;   // where the document lives
    Arena *scratch; // where the stacks live while it is read
    LIST(Value) values;
    LIST(Value) keys;
} ValueTree;

typedef struct ValueMark {
    size_t values;
    size_t keys;
} ValueMark;

ValueMark value_tree_mark(const ValueTree *tree);

void value_tree_add(ValueTree *tree, Value value);
void value_tree_add_key(ValueTree *tree, Value key);

// Gives the list or map everything that was added since the mark. A key that is there twice is an
// ERROR_CONFIG at its second place.
void value_tree_end_list(ValueTree *tree, ValueMark mark, Value *list);
bool value_tree_end_map(ValueTree *tree, ValueMark mark, Value *map, Error *err) MUST_USE;

// Whether a number is an integer that no int64_t holds, so that only its digits tell it all.
bool value_is_huge_integer(const Value *value);

#endif
