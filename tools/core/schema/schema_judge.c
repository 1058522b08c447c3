// The cells of a batch against the rules of their fields.

#include "schema/cell_document.h"
#include "schema/schema_parts.h"

#include <math.h>
#include <string.h>

// The column of a batch that is judged.
typedef struct Judge {
    SchemaCheck *check;
    const FieldCheck *state;
    const Field *field;
    const FieldValues *values;
    const Cell *cells;
    const Batch *batch;
    SchemaFound *found;
    FieldFound *field_found;
} Judge;

static void breach(const Judge *judge, FieldRule rule, size_t row)
{
    Breach *broken = &judge->field_found->breaches[rule];
    broken->count++;
    if (broken->places.count == BREACH_PLACES || judge->state->full[rule])
        return;
    Arena *arena = schema_found_arena(judge->found);
    *list_push(arena, &broken->places) =
        batch_cell_place(judge->batch, row, judge->state->column, arena);
}

// Whether all values keep all bounds of the field, found out in one go. False also where that takes
// a closer look: values that are no numbers, large ones.
static bool keeps_bounds(const Judge *judge)
{
    const Field *field = judge->field;
    double low = -SCALAR_EXACT_INTEGERS;
    double high = SCALAR_EXACT_INTEGERS;
    for (FieldRule rule = RULE_MINIMUM; rule <= RULE_EXCLUSIVE_MAXIMUM; rule++) {
        const double bound = field->bounds[rule].real;
        bool exclusive = rule == RULE_EXCLUSIVE_MINIMUM || rule == RULE_EXCLUSIVE_MAXIMUM;
        if (!field->has_rule[rule])
            continue;
        if (fabs(bound) >= SCALAR_EXACT_INTEGERS)
            return false;
        if (rule == RULE_MINIMUM || rule == RULE_EXCLUSIVE_MINIMUM)
            low = fmax(low, exclusive ? nextafter(bound, INFINITY) : bound);
        else
            high = fmin(high, exclusive ? nextafter(bound, -INFINITY) : bound);
    }
    const FieldValues *values = judge->values;
    size_t out = 0;
    for (size_t row = 0; row < judge->batch->rows; row++)
        out += (values->states[row] <= FIELD_WHOLE) &
               !((values->reals[row] >= low) & (values->reals[row] <= high));
    return out == 0;
}

static void judge_bound(const Judge *judge, FieldRule rule)
{
    const Scalar bound = judge->field->bounds[rule];
    for (size_t row = 0; row < judge->batch->rows; row++) {
        if (!field_state_is_value(judge->values->states[row]))
            continue;
        Scalar scalar = field_scalar(judge->values, row);
        if (!field_keeps_bound(&bound, rule, &scalar))
            breach(judge, rule, row);
    }
}

static bool has_length(const Judge *judge, FieldRule rule, size_t row)
{
    const Field *field = judge->field;
    int64_t length = field_type_has_members(field->type) ? judge->values->integers[row]
                     : judge->batch->ascii               ? (int64_t)judge->cells[row].size
                                                         : cell_characters(&judge->cells[row]);
    return rule == RULE_MIN_LENGTH ? length >= field->lengths[rule]
                                   : length <= field->lengths[rule];
}

// The same for both lengths of all texts of a batch that is ASCII; false for any other.
static bool keeps_lengths(const Judge *judge)
{
    const Field *field = judge->field;
    size_t least = field->has_rule[RULE_MIN_LENGTH] ? (size_t)field->lengths[RULE_MIN_LENGTH] : 0;
    size_t most =
        field->has_rule[RULE_MAX_LENGTH] ? (size_t)field->lengths[RULE_MAX_LENGTH] : SIZE_MAX;
    size_t out = 0;
    if (!judge->batch->ascii || field_type_has_members(field->type))
        return false;
    for (size_t row = 0; row < judge->batch->rows; row++) {
        size_t size = judge->cells[row].size;
        out += (judge->values->states[row] <= FIELD_WHOLE) & ((size < least) | (size > most));
    }
    return out == 0;
}

static bool has_pattern(const Judge *judge, const Cell *cell)
{
    PatternResult result = pattern_match(judge->field->pattern, cell->bytes, cell->size);
    judge->field_found->too_hard += result == PATTERN_TOO_HARD;
    return result == PATTERN_MATCH;
}

// What is wrong first is told in front of the value.
static void judge_json_schema(const Judge *judge, size_t row)
{
    scoped_arena arena = arena_open();
    const Cell *cell = &judge->cells[row];
    Breach *broken = &judge->field_found->breaches[RULE_JSON_SCHEMA];
    const Value *value = cell_json(cell->bytes, cell->size, false, arena);
    JsonFault fault = {0};
    if (!value ||
        json_schema_judge(judge->field->json_schema, value, arena, &fault) == JSON_SCHEMA_KEPT)
        return;
    size_t places = broken->places.count;
    breach(judge, RULE_JSON_SCHEMA, row);
    if (broken->places.count > places)
        json_fault_add(&broken->places.items[places], &fault, schema_found_arena(judge->found));
}

static bool is_choice(const Judge *judge, size_t row)
{
    Scalar scalar = {0};
    if (judge->field->type == FIELD_STRING)
        return field_has_choice(judge->field, &judge->cells[row]);
    if (field_type_has_number(judge->field->type))
        scalar = field_scalar(judge->values, row);
    return field_is_choice(judge->field, &judge->cells[row], &scalar);
}

ValuePrint field_value_print(const Field *field, const Cell *cell, const FieldValues *values,
                             size_t row)
{
    if (!field_type_has_number(field->type) || !field_state_is_value(values->states[row]))
        return print_cell(cell);
    // 1 and 1.0 are one value.
    uint64_t proof = (uint64_t)values->integers[row];
    if (values->states[row] == FIELD_WHOLE)
        return (ValuePrint){hash_mix(proof), proof};
    double number = values->reals[row] + 0.0;
    if (number == trunc(number) && fabs(number) < SCALAR_EXACT_INTEGERS) {
        proof = (uint64_t)(int64_t)number;
        return (ValuePrint){hash_mix(proof), proof};
    }
    memcpy(&proof, &number, sizeof proof);
    return (ValuePrint){hash_real(number), proof};
}

uint64_t field_value_hash(const Field *field, const Cell *cell, const FieldValues *values,
                          size_t row)
{
    return field_value_print(field, cell, values, row).hash;
}

static SeenValue seen_value(const Judge *judge, size_t row, ValuePrint print)
{
    return (SeenValue){.print = print,
                       .row = batch_row_number(judge->batch, row),
                       .bytes = batch_row_bytes(judge->batch, row),
                       .frame = judge->found->frames.count - 1};
}

// A rule that is asked of one value after the other.
static void judge_values(const Judge *judge, FieldRule rule)
{
    for (size_t row = 0; row < judge->batch->rows; row++) {
        const Cell *cell = &judge->cells[row];
        bool kept = true;
        if (!field_state_is_value(judge->values->states[row]))
            continue;
        if (rule == RULE_JSON_SCHEMA)
            judge_json_schema(judge, row);
        else if (rule == RULE_ENUM)
            kept = is_choice(judge, row);
        else if (rule == RULE_PATTERN)
            kept = has_pattern(judge, cell);
        else if (rule == RULE_UNIQUE)
            seen_values_add(
                &judge->field_found->seen,
                seen_value(judge, row, field_value_print(judge->field, cell, judge->values, row)));
        else
            kept = has_length(judge, rule, row);
        if (!kept)
            breach(judge, rule, row);
    }
}

static void judge_states(const Judge *judge)
{
    bool required = judge->field->has_rule[RULE_REQUIRED];
    size_t misfits = 0;
    size_t missing = 0;
    for (size_t row = 0; row < judge->batch->rows; row++) {
        misfits += judge->values->states[row] == FIELD_MISFIT;
        missing += judge->values->states[row] == FIELD_MISSING;
    }
    if (misfits == 0 && (missing == 0 || !required))
        return;
    for (size_t row = 0; row < judge->batch->rows; row++) {
        uint8_t state = judge->values->states[row];
        if (state == FIELD_MISFIT)
            breach(judge, RULE_TYPE, row);
        else if (state == FIELD_MISSING && required)
            breach(judge, RULE_REQUIRED, row);
    }
}

static bool has_rules(const Field *field, FieldRule first, FieldRule last)
{
    bool has = false;
    for (FieldRule rule = first; rule <= last; rule++)
        has |= field->has_rule[rule];
    return has;
}

static void judge_column(SchemaCheck *check, size_t worker, SchemaFound *found, size_t position,
                         const Batch *batch)
{
    const Field *field = &check->workers[worker].fields[position];
    FieldValues *values = &check->workers[worker].values[position];
    const Cell *cells = batch_column(batch, check->fields[position].column);
    field_values_reserve(values, batch->stride);
    field_cast_column(field, check->kernel, cells, batch->rows, values);
    if (batch->kinds)
        field_hold_to_kinds(field, batch_kinds(batch, check->fields[position].column), batch->rows,
                            values);
    Judge judge = {.check = check,
                   .state = &check->fields[position],
                   .field = field,
                   .values = values,
                   .cells = cells,
                   .batch = batch,
                   .found = found,
                   .field_found = &found->fields[position]};
    judge_states(&judge);
    bool bounds_kept =
        has_rules(field, RULE_MINIMUM, RULE_EXCLUSIVE_MAXIMUM) && keeps_bounds(&judge);
    bool lengths_kept = has_rules(field, RULE_MIN_LENGTH, RULE_MAX_LENGTH) && keeps_lengths(&judge);
    for (FieldRule rule = RULE_UNIQUE; rule < FIELD_RULES; rule++) {
        bool bound = rule >= RULE_MINIMUM && rule <= RULE_EXCLUSIVE_MAXIMUM;
        bool length = rule == RULE_MIN_LENGTH || rule == RULE_MAX_LENGTH;
        if (!field->has_rule[rule] || (bound && bounds_kept) || (length && lengths_kept))
            continue;
        if (bound)
            judge_bound(&judge, rule);
        else
            judge_values(&judge, rule);
    }
}

// The values of a key's fields, row by row.
static void judge_key(SchemaCheck *check, size_t worker, SchemaFound *found, size_t position,
                      const Batch *batch)
{
    const TableKey *key = &check->schema->keys.items[position];
    for (size_t i = 0; i < key->fields.count; i++) {
        if (check->fields[key->fields.items[i]].column == SIZE_MAX)
            return; // the missing column is told already
    }
    Judge judge = {.batch = batch, .found = found};
    for (size_t row = 0; row < batch->rows; row++) {
        ValuePrint print = {0};
        bool missing = false;
        for (size_t i = 0; i < key->fields.count; i++) {
            size_t field = key->fields.items[i];
            const FieldValues *values = &check->workers[worker].values[field];
            const Cell *cell = batch_cell(batch, row, check->fields[field].column);
            missing |= values->states[row] == FIELD_MISSING;
            print = print_join(
                print, field_value_print(&check->schema->fields.items[field], cell, values, row));
        }
        SeenValue value = seen_value(&judge, row, print);
        value.missing = missing;
        seen_values_add(&found->keys[position], value);
    }
}

// Rows whose key no row of the other table has. A key of which a part is missing refers to nothing.
static void judge_foreign_key(SchemaCheck *check, size_t worker, SchemaFound *found,
                              size_t position, const Batch *batch)
{
    const ForeignKey *key = &check->schema->foreign_keys.items[position];
    const ForeignCheck *state = &check->foreign[position];
    Breach *broken = &found->foreign[position];
    for (size_t i = 0; i < key->fields.count; i++) {
        if (check->fields[key->fields.items[i]].column == SIZE_MAX)
            return;
    }
    size_t first = check->fields[key->fields.items[0]].column;
    for (size_t row = 0; row < batch->rows; row++) {
        uint64_t hash = 0;
        bool missing = false;
        for (size_t i = 0; i < key->fields.count; i++) {
            size_t field = key->fields.items[i];
            const FieldValues *values = &check->workers[worker].values[field];
            missing |= values->states[row] == FIELD_MISSING;
            hash =
                key_hash(hash, field_value_hash(&check->schema->fields.items[field],
                                                batch_cell(batch, row, check->fields[field].column),
                                                values, row));
        }
        if (missing || fingerprints_has(&state->known, hash))
            continue;
        broken->count++;
        if (broken->places.count < BREACH_PLACES && !state->full) {
            Arena *arena = schema_found_arena(found);
            *list_push(arena, &broken->places) = batch_cell_place(batch, row, first, arena);
        }
    }
}

void schema_check_batch(SchemaCheck *check, size_t worker, size_t slot, const Batch *batch)
{
    SchemaFound *found = &check->slots[slot];
    if (check->wants_frames) {
        if (!found->frame_arena)
            found->frame_arena = arena_open();
        *list_push(found->frame_arena, &found->frames) = *batch;
    }
    for (size_t i = 0; i < check->schema->fields.count; i++) {
        if (check->fields[i].column != SIZE_MAX)
            judge_column(check, worker, found, i, batch);
    }
    for (size_t i = 0; i < check->schema->keys.count; i++)
        judge_key(check, worker, found, i, batch);
    for (size_t i = 0; i < check->schema->foreign_keys.count; i++)
        judge_foreign_key(check, worker, found, i, batch);
}
