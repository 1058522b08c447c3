#include "schema/schema_check.h"

#include "base/fatal.h"
#include "schema/fingerprints.h"
#include "stats/hash.h"

#include <math.h>
#include <stdlib.h>

typedef struct FieldCheck {
    const Field *field;
    size_t column;
    FieldValue *values; // one a row of the batch
    size_t room;
    int64_t too_hard;
    Fingerprints seen;
    Breach breaches[FIELD_RULES];
} FieldCheck;

typedef struct KeyCheck {
    Fingerprints seen;
    Breach breach;
} KeyCheck;

struct SchemaCheck {
    const TableSchema *schema;
    Arena *arena;
    FieldCheck *fields;
    KeyCheck *keys;
};

SchemaCheck *schema_check_open(const TableSchema *schema, const size_t *columns,
                               size_t unique_memory, Arena *arena)
{
    SchemaCheck *check = arena_new(arena, SchemaCheck);
    check->schema = schema;
    check->arena = arena;
    check->fields = arena_array(arena, FieldCheck, schema->fields.count);
    check->keys = arena_array(arena, KeyCheck, schema->keys.count + 1);
    for (size_t i = 0; i < schema->fields.count; i++) {
        check->fields[i].field = &schema->fields.items[i];
        check->fields[i].column = columns[i];
        check->fields[i].seen.most = unique_memory / FINGERPRINT_BYTES;
    }
    for (size_t i = 0; i < schema->keys.count; i++)
        check->keys[i].seen.most = unique_memory / FINGERPRINT_BYTES;
    return check;
}

void schema_check_close(SchemaCheck *check)
{
    for (size_t i = 0; i < check->schema->fields.count; i++) {
        free(check->fields[i].values);
        fingerprints_release(&check->fields[i].seen);
    }
    for (size_t i = 0; i < check->schema->keys.count; i++)
        fingerprints_release(&check->keys[i].seen);
}

// The cell of a batch that is judged.
typedef struct Judged {
    SchemaCheck *check;
    FieldCheck *field;
    const Batch *batch;
    size_t row;
    const Cell *cell;
    const FieldValue *value;
} Judged;

static void breach(const Judged *judged, FieldRule rule)
{
    Breach *broken = &judged->field->breaches[rule];
    broken->count++;
    if (broken->places.count < BREACH_PLACES)
        *list_push(judged->check->arena, &broken->places) = batch_cell_place(
            judged->batch, judged->row, judged->field->column, judged->check->arena);
}

static int64_t characters(const Cell *cell)
{
    int64_t count = 0;
    for (size_t i = 0; i < cell->size; i++)
        count += ((unsigned char)cell->bytes[i] & 0xc0) != 0x80;
    return count;
}

// NaN is on no side of any bound, so it breaks every bound.
static bool keeps_bound(const Field *field, FieldRule rule, const Scalar *scalar)
{
    if (isnan(scalar->real))
        return false;
    int order = scalar_compare(scalar, &field->bounds[rule]);
    switch (rule) {
    case RULE_MINIMUM:
        return order >= 0;
    case RULE_MAXIMUM:
        return order <= 0;
    case RULE_EXCLUSIVE_MINIMUM:
        return order > 0;
    default:
        return order < 0;
    }
}

static uint64_t value_hash(const Field *field, const Cell *cell, const FieldValue *value)
{
    if (!field_type_is_ordered(field->type) || value->state != FIELD_VALUE)
        return hash_text(cell->bytes, cell->size);
    // 1 and 1.0 are one value.
    double number = value->scalar.real + 0.0;
    return value->scalar.whole ? hash_mix((uint64_t)value->scalar.integer)
           : number == trunc(number) && fabs(number) < 0x1p53 ? hash_mix((uint64_t)(int64_t)number)
                                                              : hash_text(&number, sizeof number);
}

static void judge_unique(const Judged *judged)
{
    FieldCheck *field = judged->field;
    uint64_t hash = value_hash(field->field, judged->cell, judged->value);
    int64_t first =
        fingerprints_add(&field->seen, hash, batch_row_number(judged->batch, judged->row));
    if (first == 0)
        return;
    if (field->breaches[RULE_UNIQUE].count == 0)
        field->breaches[RULE_UNIQUE].first_row = first;
    breach(judged, RULE_UNIQUE);
}

static void judge_pattern(const Judged *judged)
{
    PatternResult result =
        pattern_match(judged->field->field->pattern, judged->cell->bytes, judged->cell->size);
    judged->field->too_hard += result == PATTERN_TOO_HARD;
    if (result != PATTERN_MATCH)
        breach(judged, RULE_PATTERN);
}

static void judge_value(const Judged *judged)
{
    const Field *field = judged->field->field;
    const Scalar *scalar = &judged->value->scalar;
    if (field->has_rule[RULE_ENUM] && !field_is_choice(field, judged->cell, scalar))
        breach(judged, RULE_ENUM);
    for (FieldRule rule = RULE_MINIMUM; rule <= RULE_EXCLUSIVE_MAXIMUM; rule++) {
        if (field->has_rule[rule] && !keeps_bound(field, rule, scalar))
            breach(judged, rule);
    }
    if (field->has_rule[RULE_MIN_LENGTH] &&
        characters(judged->cell) < field->lengths[RULE_MIN_LENGTH])
        breach(judged, RULE_MIN_LENGTH);
    if (field->has_rule[RULE_MAX_LENGTH] &&
        characters(judged->cell) > field->lengths[RULE_MAX_LENGTH])
        breach(judged, RULE_MAX_LENGTH);
    if (field->has_rule[RULE_PATTERN])
        judge_pattern(judged);
    if (field->has_rule[RULE_UNIQUE])
        judge_unique(judged);
}

static void judge_column(SchemaCheck *check, FieldCheck *field, const Batch *batch)
{
    const Cell *cells = batch_column(batch, field->column);
    if (field->room < batch->rows) {
        free(field->values);
        field->values = calloc(batch->stride, sizeof *field->values);
        if (!field->values)
            fatal_out_of_memory();
        field->room = batch->stride;
    }
    field_cast_column(field->field, cells, batch->rows, field->values);
    bool has_rules = false;
    for (FieldRule rule = RULE_UNIQUE; rule < FIELD_RULES; rule++)
        has_rules = has_rules || field->field->has_rule[rule];
    for (size_t row = 0; row < batch->rows; row++) {
        FieldState state = field->values[row].state;
        if (state == FIELD_VALUE && !has_rules)
            continue;
        Judged judged = {check, field, batch, row, &cells[row], &field->values[row]};
        if (state == FIELD_VALUE)
            judge_value(&judged);
        else if (state == FIELD_MISFIT)
            breach(&judged, RULE_TYPE);
        else if (field->field->has_rule[RULE_REQUIRED])
            breach(&judged, RULE_REQUIRED);
    }
}

// A row whose key was there before, or that has none.
static void judge_key(SchemaCheck *check, const TableKey *key, KeyCheck *state, const Batch *batch)
{
    for (size_t i = 0; i < key->fields.count; i++) {
        if (check->fields[key->fields.items[i]].column == SIZE_MAX)
            return; // the missing column is told already
    }
    bool primary = text_equal(key->name, "primaryKey");
    for (size_t row = 0; row < batch->rows; row++) {
        uint64_t hash = 0;
        size_t missing = 0;
        for (size_t i = 0; i < key->fields.count; i++) {
            const FieldCheck *field = &check->fields[key->fields.items[i]];
            missing += field->values[row].state == FIELD_MISSING;
            hash = hash_mix(hash + value_hash(field->field, batch_cell(batch, row, field->column),
                                              &field->values[row]));
        }
        // Nothing equals nothing, except in a primary key, where nothing may be missing.
        int64_t first = 0;
        if (missing == 0)
            first = fingerprints_add(&state->seen, hash, batch_row_number(batch, row));
        if (first == 0 && !(missing && primary))
            continue;
        Breach *broken = &state->breach;
        if (broken->count == 0)
            broken->first_row = first;
        broken->count++;
        if (broken->places.count < BREACH_PLACES)
            *list_push(check->arena, &broken->places) = batch_cell_place(
                batch, row, check->fields[key->fields.items[0]].column, check->arena);
    }
}

void schema_check_batch(SchemaCheck *check, const Batch *batch)
{
    for (size_t i = 0; i < check->schema->fields.count; i++) {
        if (check->fields[i].column != SIZE_MAX)
            judge_column(check, &check->fields[i], batch);
    }
    for (size_t i = 0; i < check->schema->keys.count; i++)
        judge_key(check, &check->schema->keys.items[i], &check->keys[i], batch);
}

const FieldValue *schema_check_values(const SchemaCheck *check, size_t field)
{
    return check->fields[field].values;
}

const Breach *schema_check_breach(const SchemaCheck *check, size_t field, FieldRule rule)
{
    return &check->fields[field].breaches[rule];
}

const Breach *schema_check_key_breach(const SchemaCheck *check, size_t key)
{
    return &check->keys[key].breach;
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
