// The tables that foreign keys refer to.

#include "schema/schema_parts.h"

#include "base/file.h"

#include <string.h>

// One foreign key while its table is read.
typedef struct Reference {
    const ForeignKey *key;
    const Field *const *fields; // one a column of the key
    const size_t *columns;
    FieldValues *values;
    const Kernel *kernel;
    Fingerprints *known;
} Reference;

static void reference_add_batch(const Reference *reference, const Batch *batch)
{
    size_t count = reference->key->fields.count;
    for (size_t i = 0; i < count; i++) {
        field_values_reserve(&reference->values[i], batch->stride);
        field_cast_column(reference->fields[i], reference->kernel,
                          batch_column(batch, reference->columns[i]), batch->rows,
                          &reference->values[i]);
        if (batch->kinds)
            field_hold_to_kinds(reference->fields[i], batch_kinds(batch, reference->columns[i]),
                                batch->rows, &reference->values[i]);
    }
    for (size_t row = 0; row < batch->rows; row++) {
        uint64_t hash = 0;
        bool missing = false;
        for (size_t i = 0; i < count; i++) {
            const FieldValues *values = &reference->values[i];
            missing |= values->states[row] == FIELD_MISSING;
            hash = key_hash(hash, field_value_hash(reference->fields[i],
                                                   batch_cell(batch, row, reference->columns[i]),
                                                   values, row));
        }
        if (!missing)
            fingerprints_add(reference->known, hash, batch_row_number(batch, row));
    }
}

static bool reference_find_columns(const ForeignKey *key, const Table *table, size_t *columns,
                                   Error *err)
{
    for (size_t i = 0; i < key->names.count; i++) {
        const TextList *names = table_names(table);
        const char *name = key->names.items[i];
        if (table_find(table, name, &columns[i]))
            continue;
        const char *nearest = text_nearest(name, names->items, names->count);
        return error_at(err, ERROR_CONFIG, key->place,
                        "foreign key refers to column '%s', which '%s' does not have%s%s%s", name,
                        key->resource ? key->resource : "this table",
                        nearest ? ", did you mean '" : "", nearest ? nearest : "",
                        nearest ? "'?" : "");
    }
    return true;
}

static bool reference_read(const SchemaCheck *check, size_t position, const TablePlan *plan,
                           Error *err)
{
    const ForeignKey *key = &check->schema->foreign_keys.items[position];
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    size_t *columns = arena_array(arena, size_t, key->fields.count);
    const Field **fields = arena_array(arena, const Field *, key->fields.count);
    for (size_t i = 0; i < key->fields.count; i++)
        fields[i] = &check->schema->fields.items[key->fields.items[i]];
    // The place of what is wrong outlives this.
    if (!table_open(plan, check->arena, &table, err) ||
        !reference_find_columns(key, table, columns, err))
        return false;
    Reference reference = {.key = key,
                           .fields = fields,
                           .columns = columns,
                           .values = arena_array(arena, FieldValues, key->fields.count),
                           .kernel = check->kernel,
                           .known = &check->foreign[position].known};
    const Batch *batch = NULL;
    while (table_next(table, &batch))
        reference_add_batch(&reference, batch);
    for (size_t i = 0; i < key->fields.count; i++)
        field_values_release(&reference.values[i]);
    if (!table_finish(table, err))
        return false;
    if (reference.known->full)
        return error_set(err, ERROR_INPUT,
                         "'%s' has more different keys than fit in memory: raise "
                         "'--unique-memory'",
                         key->resource ? key->path : "this table");
    return true;
}

bool schema_check_refer(SchemaCheck *check, const TablePlan *table, Error *err)
{
    for (size_t i = 0; i < check->schema->foreign_keys.count; i++) {
        const ForeignKey *key = &check->schema->foreign_keys.items[i];
        TablePlan plan = *table;
        plan.wanted = &key->names;
        for (size_t k = 0; !key->path && k < table->path_count; k++) {
            if (text_equal(table->paths[k], "-") || file_is_stream(table->paths[k]))
                return error_at(err, ERROR_CONFIG, key->place,
                                "foreign key refers to the same table, but '%s' cannot be read "
                                "twice: give a file",
                                table->paths[k]);
        }
        if (key->path) {
            plan.paths = &key->path;
            plan.path_count = 1;
            plan.dialect = (TableDialect){0};
            plan.format = NULL;
        }
        if (!reference_read(check, i, &plan, err))
            return error_wrap(err, "foreign key");
    }
    return true;
}
