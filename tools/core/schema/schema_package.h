// schema_package: a schema among the resources of a data package, and what its keys refer to.

#ifndef SCHEMA_SCHEMA_PACKAGE_H
#define SCHEMA_SCHEMA_PACKAGE_H

#include "schema/table_schema.h"

// The schema itself, or that of a package's resource: of its only one, or of the one that has the
// file `data`.
bool package_find_schema(const Value *document, const char *data, const Value **ret_schema,
                         Error *err) MUST_USE;

// The `foreignKeys` of `document`; names of resources are looked up in `package`, else they are
// files beside the schema.
bool schema_read_foreign_keys(const Value *document, const Value *package, TableSchema *schema,
                              Arena *arena, Error *err) MUST_USE;

// The field that a key names.
bool schema_find_field(const TableSchema *schema, const Value *name, size_t *ret_field, Error *err)
    MUST_USE;

#endif
