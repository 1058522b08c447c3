// field_load: one entry of a Table Schema's `fields`.

#ifndef SCHEMA_FIELD_LOAD_H
#define SCHEMA_FIELD_LOAD_H

#include "doc/value.h"
#include "schema/field.h"

// `missing` is what stands for nothing unless the field says otherwise.
bool field_load(const Value *map, const TextList *missing, Arena *arena, Field *ret_field,
                Error *err) MUST_USE;

// Which texts stand for nothing.
void field_set_missing(Field *field, const TextList *missing);

// The texts of a list; `missing` of version 2 may have {value, label} among them.
bool field_load_texts(const Value *list, const char *key, Arena *arena, TextList *texts, Error *err)
    MUST_USE;

// The text of a value that stands for a cell: numbers and truth values as they are written.
bool field_value_text(const Value *value, Arena *arena, Cell *ret_text, Error *err) MUST_USE;

// The `constraints` and `categories` of a field whose type is known. Rules that no value keeps
// together are refused.
bool field_load_rules(const Value *map, Field *field, Arena *arena, Error *err) MUST_USE;

// Keys that are not known but look like one that is are errors; others are the user's own.
bool field_check_keys(const Value *map, const char *const *known, size_t count, Error *err)
    MUST_USE;

// Reads a list of numbers that grow; false for any other value.
bool edges_load(const Value *list, Arena *arena, Edges *ret_edges) MUST_USE;

#endif
