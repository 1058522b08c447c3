// table_schema: what a table should be: a Table Schema (frictionless, version 1 and what version 2
// adds for files), read from JSON or YAML, also out of a data package.
//
// Every rule knows its line. What cannot be checked is refused, never passed over: a constraint or
// a type that is not known, a key that looks misspelt. Other keys are properties of the user's own.

#ifndef SCHEMA_TABLE_SCHEMA_H
#define SCHEMA_TABLE_SCHEMA_H

#include "doc/value.h"
#include "schema/data_check.h"

// Which columns must be there (version 2). Without the key, columns are found by their names, all
// fields must be there and further columns are told.
typedef enum FieldsMatch {
    MATCH_BY_NAME,
    MATCH_EXACT,    // the fields, in their order, nothing else
    MATCH_EQUAL,    // the fields, in any order, nothing else
    MATCH_SUBSET,   // all fields; further columns are welcome
    MATCH_SUPERSET, // nothing but fields; some may be absent
    MATCH_PARTIAL,  // one field at least
} FieldsMatch;

// Fields whose values together are different in every row.
typedef struct TableKey {
    const char *name; // "primaryKey", "uniqueKeys"
    Place place;
    LIST(size_t) fields; // positions
} TableKey;

// Fields whose values together are those of some row in another table, or in this one.
typedef struct ForeignKey {
    Place place;
    LIST(size_t) fields;  // positions
    TextList names;       // of the other table's columns, one a field
    const char *resource; // its name; NULL for this table
    const char *path;     // its file
} ForeignKey;

typedef struct TableSchema {
    const char *path;
    LIST(Field) fields;
    FieldsMatch match;
    Place match_place; // of `fieldsMatch`, else of `fields`
    LIST(TableKey) keys;
    LIST(ForeignKey) foreign_keys;
    DataChecks checks;
    const Value *drift; // sections of our own, to be read by who judges drift; NULL for none
    const Value *skew;
} TableSchema;

typedef struct TableSchemaPlan {
    const char *path;
    const char *root; // what reported paths are relative to; NULL: as given
    const char *data; // which resource of a package with several is meant; NULL: its only one
} TableSchemaPlan;

bool table_schema_load(const TableSchemaPlan *plan, Arena *arena, const TableSchema **ret_schema,
                       Error *err) MUST_USE;

// The same for a document that was read already; its places are kept.
bool table_schema_read(const Value *document, Arena *arena, const TableSchema **ret_schema,
                       Error *err) MUST_USE;

// The position of the field of that name; SIZE_MAX for none, also where `schema` is NULL.
size_t table_schema_field(const TableSchema *schema, const char *name);

#endif
