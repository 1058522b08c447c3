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
        Field *field = &worker->fields[i];
        *field = field_again(&check->schema->fields.items[i], worker->arena);
        if (field->json_schema)
            field->json_schema = json_schema_again(field->json_schema, worker->arena);
    }
}

static void schema_open_fields(SchemaCheck *check, const SchemaPlan *plan)
{
    size_t count = plan->schema->fields.count;
    check->fields = arena_array(check->arena, FieldCheck, count);
    check->keys = arena_array(check->arena, KeyCheck, plan->schema->keys.count);
    for (size_t i = 0; i < count; i++) {
        check->fields[i].column = plan->columns[i];
        if (plan->schema->fields.items[i].has_rule[RULE_UNIQUE] && plan->columns[i] != SIZE_MAX)
            check->fields[i].seen = sightings_open(plan->unique_memory, false);
        check->wants_frames |= check->fields[i].seen != NULL;
    }
    for (size_t i = 0; i < plan->schema->keys.count; i++)
        check->keys[i].seen = sightings_open(plan->unique_memory, false);
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

// The batch is moved on to the row, which is behind those before it.
static Place seen_place(const SeenValue *value, Batch *batch, size_t column, Arena *arena)
{
    batch_advance(batch, value->bytes.bytes);
    Place place = batch_place_in(batch, value->bytes, column, arena);
    place.row = value->row;
    return place;
}

// So many values ahead of the one that is added, what it will be compared with is asked for.
#define SEEN_AHEAD 16

void seen_values_fold(SeenValues *values, Sightings *seen, const Batch *frames, size_t column)
{
    size_t frame = SIZE_MAX;
    Batch batch = {0};
    for (size_t i = 0; i < values->count; i++) {
        const SeenValue *value = &values->items[i];
        const Sighting sighting = {value->print.hash, value->print.proof, value->row, value->label};
        if (i + SEEN_AHEAD < values->count)
            sightings_expect(seen, values->items[i + SEEN_AHEAD].print.hash);
        if (!value->missing && !sightings_add(seen, &sighting))
            continue;
        if (frame != value->frame) {
            frame = value->frame;
            batch = frames[frame];
        }
        scoped_arena arena = arena_open();
        Place place = seen_place(value, &batch, column, arena);
        if (value->missing)
            sightings_break(seen, place);
        else
            sightings_keep(seen, place);
    }
    values->count = 0;
}

// Nothing equals nothing, except in a primary key, where nothing may be missing: `missing` stands
// for that from here on.
static void fold_key(const SchemaCheck *check, size_t position, SchemaFound *found)
{
    const TableKey *key = &check->schema->keys.items[position];
    SeenValues *values = &found->keys[position];
    bool primary = text_equal(key->name, "primaryKey");
    size_t kept = 0;
    for (size_t i = 0; i < values->count; i++) {
        if (primary || !values->items[i].missing)
            values->items[kept++] = values->items[i];
    }
    values->count = kept;
    if (kept)
        seen_values_fold(values, check->keys[position].seen, found->frames.items,
                         check->fields[key->fields.items[0]].column);
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
        if (field->seen)
            seen_values_fold(&field_found->seen, field->seen, found->frames.items, field->column);
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

bool schema_check_finish(SchemaCheck *check, Error *err)
{
    int64_t values = 0;
    for (size_t i = 0; i < check->schema->fields.count; i++) {
        FieldCheck *field = &check->fields[i];
        if (field->seen && !sightings_finish(field->seen, check->arena,
                                             &field->breaches[RULE_UNIQUE], &values, err))
            return false;
    }
    for (size_t i = 0; i < check->schema->keys.count; i++) {
        KeyCheck *key = &check->keys[i];
        if (!sightings_finish(key->seen, check->arena, &key->breach, &values, err))
            return false;
    }
    return true;
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
        if (check->fields[i].seen)
            sightings_close(check->fields[i].seen);
        for (size_t k = 0; k < check->worker_count; k++)
            field_values_release(&check->workers[k].values[i]);
    }
    for (size_t i = 0; i < check->schema->keys.count; i++)
        sightings_close(check->keys[i].seen);
    for (size_t i = 0; i < check->schema->foreign_keys.count; i++)
        fingerprints_release(&check->foreign[i].known);
    for (size_t i = 0; i < check->worker_count; i++)
        arena_close(check->workers[i].arena);
}
