#include "schema/schema_check.h"

#include "base/fatal.h"
#include "schema/schema_parts.h"

#include <stdlib.h>
#include <string.h>

// A worker's fields, with patterns of its own.
static void schema_open_worker(SchemaCheck *check, SchemaWorker *worker)
{
    size_t count = check->schema->fields.count;
    worker->arena = arena_open();
    worker->fields = arena_array(worker->arena, Field, count);
    worker->values = arena_array(worker->arena, FieldValues, count);
    for (size_t i = 0; i < count; i++) {
        worker->fields[i] = field_again(&check->schema->fields.items[i], worker->arena);
    }
}

static void schema_open_fields(SchemaCheck *check, const SchemaPlan *plan)
{
    size_t count = plan->schema->fields.count;
    check->fields = arena_array(check->arena, FieldCheck, count);
    check->keys = arena_array(check->arena, KeyCheck, plan->schema->keys.count);
    for (size_t i = 0; i < count; i++) {
        check->fields[i].column = plan->columns[i];
        check->fields[i].seen.most = plan->unique_memory / FINGERPRINT_BYTES;
        check->wants_frames |= plan->schema->fields.items[i].has_rule[RULE_UNIQUE];
    }
    for (size_t i = 0; i < plan->schema->keys.count; i++)
        check->keys[i].seen.most = plan->unique_memory / FINGERPRINT_BYTES;
    check->wants_frames |= plan->schema->keys.count > 0;
}

SchemaCheck *schema_check_open(const SchemaPlan *plan, Arena *arena)
{
    SchemaCheck *check = arena_new(arena, SchemaCheck);
    check->schema = plan->schema;
    check->kernel = plan->kernel;
    check->arena = arena;
    check->worker_count = plan->workers;
    check->slot_count = plan->slots;
    schema_open_fields(check, plan);
    check->foreign = arena_array(arena, ForeignCheck, plan->schema->foreign_keys.count);
    for (size_t i = 0; i < plan->schema->foreign_keys.count; i++)
        check->foreign[i].known.most = plan->unique_memory / FINGERPRINT_BYTES;
    check->workers = arena_array(arena, SchemaWorker, plan->workers);
    for (size_t i = 0; i < plan->workers; i++)
        schema_open_worker(check, &check->workers[i]);
    check->slots = arena_array(arena, SchemaFound, plan->slots);
    for (size_t i = 0; i < plan->slots; i++) {
        check->slots[i].fields = arena_array(arena, FieldFound, plan->schema->fields.count);
        check->slots[i].keys = arena_array(arena, SeenValues, plan->schema->keys.count);
        check->slots[i].foreign = arena_array(arena, Breach, plan->schema->foreign_keys.count);
    }
    return check;
}

Arena *schema_found_arena(SchemaFound *found)
{
    if (!found->arena)
        found->arena = arena_open();
    return found->arena;
}

void seen_values_add(SeenValues *values, SeenValue value)
{
    if (values->count == values->room) {
        values->room = MAX(values->room * 2, (size_t)256);
        values->items = reallocarray(values->items, values->room, sizeof *values->items);
        if (!values->items)
            fatal_out_of_memory();
    }
    values->items[values->count++] = value;
}

// Keeps a place that lies in a slot's memory.
void breach_keep(Breach *breach, Place place, Arena *arena)
{
    if (breach->places.count == BREACH_PLACES)
        return;
    place.value = arena_text(arena, place.value);
    *list_push(arena, &breach->places) = place;
}

void breach_take(Breach *breach, Breach *found, Arena *arena)
{
    breach->count += found->count;
    for (size_t i = 0; i < found->places.count; i++)
        breach_keep(breach, found->places.items[i], arena);
    *found = (Breach){0};
}

static void fold_breach(SchemaCheck *check, Breach *breach, atomic_bool *full, Breach *found)
{
    breach_take(breach, found, check->arena);
    *full = breach->places.count == BREACH_PLACES;
}

// Counts the value as a breach; `first` is the row in which it was before, 0 if it is missing.
static void fold_repeated(const SchemaCheck *check, Breach *breach, const SeenValue *value,
                          const SchemaFound *found, size_t column, int64_t first)
{
    if (breach->count == 0)
        breach->first_row = first;
    breach->count++;
    if (breach->places.count == BREACH_PLACES)
        return;
    scoped_arena arena = arena_open();
    Place place = batch_place_in(&found->frames.items[value->frame], value->bytes, column, arena);
    place.row = value->row;
    breach_keep(breach, place, check->arena);
}

static void fold_unique(const SchemaCheck *check, FieldCheck *field, FieldFound *seen,
                        const SchemaFound *found)
{
    for (size_t i = 0; i < seen->seen.count; i++) {
        const SeenValue *value = &seen->seen.items[i];
        int64_t first = fingerprints_add(&field->seen, value->hash, value->row);
        if (first)
            fold_repeated(check, &field->breaches[RULE_UNIQUE], value, found, field->column, first);
    }
    seen->seen.count = 0;
}

// A row whose key was there before, or that has none. Nothing equals nothing, except in a primary
// key, where nothing may be missing.
static void fold_key(const SchemaCheck *check, size_t position, SchemaFound *found)
{
    const TableKey *key = &check->schema->keys.items[position];
    KeyCheck *state = &check->keys[position];
    bool primary = text_equal(key->name, "primaryKey");
    for (size_t i = 0; i < found->keys[position].count; i++) {
        const SeenValue *value = &found->keys[position].items[i];
        int64_t first = 0;
        if (!value->missing)
            first = fingerprints_add(&state->seen, value->hash, value->row);
        if (first || (value->missing && primary))
            fold_repeated(check, &state->breach, value, found,
                          check->fields[key->fields.items[0]].column, first);
    }
    found->keys[position].count = 0;
}

void schema_check_fold(SchemaCheck *check, size_t slot)
{
    SchemaFound *found = &check->slots[slot];
    for (size_t i = 0; i < check->schema->fields.count; i++) {
        FieldCheck *field = &check->fields[i];
        FieldFound *field_found = &found->fields[i];
        for (FieldRule rule = 0; rule < FIELD_RULES; rule++) {
            if (field_found->breaches[rule].count)
                fold_breach(check, &field->breaches[rule], &field->full[rule],
                            &field_found->breaches[rule]);
        }
        field->too_hard += field_found->too_hard;
        field_found->too_hard = 0;
        fold_unique(check, field, field_found, found);
    }
    for (size_t i = 0; i < check->schema->keys.count; i++)
        fold_key(check, i, found);
    for (size_t i = 0; i < check->schema->foreign_keys.count; i++) {
        ForeignCheck *foreign = &check->foreign[i];
        fold_breach(check, &foreign->breach, &foreign->full, &found->foreign[i]);
    }
    if (found->arena)
        arena_close(take(found->arena));
    if (found->frame_arena)
        arena_close(take(found->frame_arena));
    memset(&found->frames, 0, sizeof found->frames);
}

FieldValues *schema_check_values(SchemaCheck *check, size_t worker, size_t field)
{
    return &check->workers[worker].values[field];
}

const Breach *schema_check_breach(const SchemaCheck *check, size_t field, FieldRule rule)
{
    return &check->fields[field].breaches[rule];
}

const Breach *schema_check_key_breach(const SchemaCheck *check, size_t key)
{
    return &check->keys[key].breach;
}

const Breach *schema_check_foreign_breach(const SchemaCheck *check, size_t foreign_key)
{
    return &check->foreign[foreign_key].breach;
}

bool schema_check_overflowed(const SchemaCheck *check, size_t field)
{
    return check->fields[field].seen.full;
}

bool schema_check_key_overflowed(const SchemaCheck *check, size_t key)
{
    return check->keys[key].seen.full;
}

int64_t schema_check_too_hard(const SchemaCheck *check, size_t field)
{
    return check->fields[field].too_hard;
}

static void schema_close_slot(const SchemaCheck *check, SchemaFound *found)
{
    for (size_t i = 0; i < check->schema->fields.count; i++)
        free(found->fields[i].seen.items);
    for (size_t i = 0; i < check->schema->keys.count; i++)
        free(found->keys[i].items);
    if (found->arena)
        arena_close(found->arena);
    if (found->frame_arena)
        arena_close(found->frame_arena);
}

void schema_check_close(SchemaCheck *check)
{
    for (size_t i = 0; i < check->slot_count; i++)
        schema_close_slot(check, &check->slots[i]);
    for (size_t i = 0; i < check->schema->fields.count; i++) {
        fingerprints_release(&check->fields[i].seen);
        for (size_t k = 0; k < check->worker_count; k++)
            field_values_release(&check->workers[k].values[i]);
    }
    for (size_t i = 0; i < check->schema->keys.count; i++)
        fingerprints_release(&check->keys[i].seen);
    for (size_t i = 0; i < check->schema->foreign_keys.count; i++)
        fingerprints_release(&check->foreign[i].known);
    for (size_t i = 0; i < check->worker_count; i++)
        arena_close(check->workers[i].arena);
}
