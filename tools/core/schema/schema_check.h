// schema_check: rows against a Table Schema: what breaks which rule, how often and where first.
//
// Batches may be judged by several workers at once. What is found in the batches of a slot waits
// until the slot is folded, in the order of the rows: only then breaches are counted. Which values were
// there before is known at the end.

#ifndef SCHEMA_SCHEMA_CHECK_H
#define SCHEMA_SCHEMA_CHECK_H

#include "schema/breach.h"
#include "schema/table_schema.h"
#include "table/table.h"

typedef struct SchemaCheck SchemaCheck;

// The memory that uniqueness of one column or key may take, unless told otherwise: 1 GiB. Beyond it a
// temporary file is taken.
#define SCHEMA_UNIQUE_MEMORY ((size_t)1 << 30)

typedef struct SchemaPlan {
    const TableSchema *schema;
    const size_t *columns; // where the schema's field i stands in the table, SIZE_MAX for nowhere
    size_t unique_memory;
    const Kernel *kernel;
    size_t workers;
    size_t slots;
} SchemaPlan;

SchemaCheck *schema_check_open(const SchemaPlan *plan, Arena *arena);

// Reads the tables that foreign keys refer to; `table` is the one that will be judged. Errors are
// ERROR_INPUT for files that cannot be read (standard input cannot be read twice) or have more keys
// than `unique_memory` holds, and ERROR_CONFIG for columns they do not have.
bool schema_check_refer(SchemaCheck *check, const TablePlan *table, Error *err) MUST_USE;

// Judges the rows of a batch, which must stay until the slot is folded.
void schema_check_batch(SchemaCheck *check, size_t worker, size_t slot, const Batch *batch);

// The worker's batch's cells of field i as values, until its next batch; NULL for a field without
// column. The caller may use them as it likes.
FieldValues *schema_check_values(SchemaCheck *check, size_t worker, size_t field);

// Takes over what was found in the slot's batches, and empties it.
void schema_check_fold(SchemaCheck *check, size_t slot);

// What can only be said when all slots were folded: which values come more than once. ERROR_OUTPUT if
// they do not fit in memory and could not be written to a temporary file.
bool schema_check_finish(SchemaCheck *check, Error *err) MUST_USE;

const Breach *schema_check_breach(const SchemaCheck *check, size_t field, FieldRule rule);
const Breach *schema_check_key_breach(const SchemaCheck *check, size_t key);
const Breach *schema_check_foreign_breach(const SchemaCheck *check, size_t foreign_key);

// Patterns that took too many steps, counted as breaches of RULE_PATTERN.
int64_t schema_check_too_hard(const SchemaCheck *check, size_t field);

void schema_check_close(SchemaCheck *check);
SCOPED_CLOSE(SchemaCheck *, schema_check_close)
#define scoped_schema_check CLEANUP(schema_check_close_scoped) SchemaCheck *

#endif
