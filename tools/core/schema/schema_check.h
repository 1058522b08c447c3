// schema_check: rows against a Table Schema: what breaks which rule, how often and where first.

#ifndef SCHEMA_SCHEMA_CHECK_H
#define SCHEMA_SCHEMA_CHECK_H

#include "schema/table_schema.h"

// Each breach keeps this many places; it counts on.
#define BREACH_PLACES 100

typedef struct Breach {
    int64_t count;
    int64_t first_row; // RULE_UNIQUE and keys: where the first repeated value was before
    LIST(Place) places;
} Breach;

typedef struct SchemaCheck SchemaCheck;

// The memory that uniqueness of one column or key may take, unless told otherwise: 1 GiB.
#define SCHEMA_UNIQUE_MEMORY ((size_t)1 << 30)

// `columns[i]` is where the schema's field i stands in the table, SIZE_MAX for nowhere.
SchemaCheck *schema_check_open(const TableSchema *schema, const size_t *columns,
                               size_t unique_memory, Arena *arena);

// Judges the rows of a batch.
void schema_check_batch(SchemaCheck *check, const Batch *batch);

// The batch's cells of field i as values, until the next batch; NULL for a field without column.
const FieldValue *schema_check_values(const SchemaCheck *check, size_t field);

const Breach *schema_check_breach(const SchemaCheck *check, size_t field, FieldRule rule);
const Breach *schema_check_key_breach(const SchemaCheck *check, size_t key);

// True if there were more values than uniqueness can be judged for.
bool schema_check_overflowed(const SchemaCheck *check, size_t field);
bool schema_check_key_overflowed(const SchemaCheck *check, size_t key);

// Patterns that took too many steps, counted as breaches of RULE_PATTERN.
int64_t schema_check_too_hard(const SchemaCheck *check, size_t field);

void schema_check_close(SchemaCheck *check);
SCOPED_CLOSE(SchemaCheck *, schema_check_close)
#define scoped_schema_check CLEANUP(schema_check_close_scoped) SchemaCheck *

#endif
