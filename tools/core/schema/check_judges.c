// Rows judged one by one: missing values, intervals, sets, lengths, patterns, types, several
// columns.

#include "schema/cell_document.h"
#include "schema/check_parts.h"

#include <math.h>
#include <string.h>

static void rows_keep(const CheckRows *rows, size_t row, bool kept)
{
    rows->outcomes[row] = kept != rows->bound->check->negative ? ROW_KEPT : ROW_BROKEN;
}

void judge_missing(const CheckRows *rows)
{
    rows_each(rows, row) rows_keep(rows, row, rows->values[0]->states[row] != FIELD_MISSING);
}

static bool in_interval(const BoundCheck *bound, const Scalar *scalar)
{
    const DataCheck *check = bound->check;
    int low = check->low.text ? scalar_compare(scalar, &bound->low) : 1;
    int high = check->high.text ? scalar_compare(scalar, &bound->high) : -1;
    return !isnan(scalar->real) && (check->low.open ? low > 0 : low >= 0) &&
           (check->high.open ? high < 0 : high <= 0);
}

void judge_interval(const CheckRows *rows)
{
    const FieldValues *values = rows->values[0];
    const DataCheck *check = rows->bound->check;
    bool closed = !check->low.open && !check->high.open;
    double low = check->low.text ? rows->bound->low.real : -INFINITY;
    double high = check->high.text ? rows->bound->high.real : INFINITY;
    rows_each(rows, row)
    {
        double real = values->reals[row];
        Scalar scalar = field_scalar(values, row);
        bool quick = closed && fabs(real) < SCALAR_EXACT_INTEGERS;
        bool inside = quick ? real >= low && real <= high : in_interval(rows->bound, &scalar);
        rows_keep(rows, row, field_state_is_value(values->states[row]) && inside);
    }
}

// Behind the greatest value of another file.
void judge_after(const CheckRows *rows)
{
    const FieldValues *values = rows->values[0];
    rows_each(rows, row)
    {
        Scalar scalar = field_scalar(values, row);
        rows_keep(rows, row,
                  field_state_is_value(values->states[row]) && !isnan(scalar.real) &&
                      scalar_compare(&scalar, &rows->bound->low) > 0);
    }
}

void judge_finite(const CheckRows *rows)
{
    const FieldValues *values = rows->values[0];
    rows_each(rows, row) rows_keep(
        rows, row, !field_state_is_value(values->states[row]) || isfinite(values->reals[row]));
}

void judge_set(const CheckRows *rows)
{
    const Field *set = &rows->bound->set;
    const FieldValues *values = rows->values[0];
    bool ordered = field_type_is_ordered(set->type);
    rows_each(rows, row)
    {
        Scalar scalar = {0};
        bool known = !ordered || field_state_is_value(values->states[row]);
        if (ordered)
            scalar = field_scalar(values, row);
        const Cell *cell = &rows->cells[0][row];
        bool chosen = set->type == FIELD_STRING ? field_has_choice(set, cell)
                                                : field_is_choice(set, cell, &scalar);
        rows_keep(rows, row, known && chosen);
    }
}

void judge_length(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        const Cell *cell = &rows->cells[0][row];
        int64_t length = rows->batch->ascii ? (int64_t)cell->size : cell_characters(cell);
        Scalar scalar = {(double)length, length, true};
        rows_keep(rows, row, in_interval(rows->bound, &scalar));
    }
}

// A pattern that takes too many steps is neither matched nor not: the row is broken.
static bool any_pattern(const CheckRows *rows, const Cell *cell, bool *ret_hard)
{
    bool all = rows->bound->check->wants_all;
    for (size_t i = 0; i < rows->patterns->count; i++) {
        PatternResult result = pattern_match(rows->patterns->items[i], cell->bytes, cell->size);
        *ret_hard |= result == PATTERN_TOO_HARD;
        if ((result == PATTERN_MATCH) != all)
            return !all;
    }
    return all;
}

void judge_patterns(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        bool hard = false;
        rows_keep(rows, row, any_pattern(rows, &rows->cells[0][row], &hard));
        rows->found->too_hard += hard;
        if (hard)
            rows->outcomes[row] = ROW_BROKEN;
    }
}

void judge_types(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        const Cell *cell = &rows->cells[0][row];
        bool kept = false;
        for (size_t i = 0; i < rows->bound->check->types.count && !kept; i++) {
            Scalar scalar = {0};
            kept = field_cast(&rows->types[i], cell->bytes, cell->size, &scalar);
        }
        rows_keep(rows, row, kept);
    }
}

static const Value *row_json(const CheckRows *rows, size_t row, Arena *arena)
{
    const Cell *cell = &rows->cells[0][row];
    return cell_json(cell->bytes, cell->size, true, arena);
}

void judge_json(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        scoped_arena arena = arena_open();
        rows_keep(rows, row, row_json(rows, row, arena) != NULL);
    }
}

// JSON that keeps a JSON Schema.
void judge_json_schema(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        scoped_arena arena = arena_open();
        const Value *value = row_json(rows, row, arena);
        JsonVerdict verdict =
            value ? json_schema_judge(rows->schema, value, arena, NULL) : JSON_SCHEMA_BROKEN;
        rows->found->too_hard += verdict == JSON_SCHEMA_TOO_HARD;
        rows_keep(rows, row, verdict == JSON_SCHEMA_KEPT);
    }
}

void check_tell_json(const CheckRows *rows, size_t row, Place *place, Arena *arena)
{
    scoped_arena scratch = arena_open();
    const Value *value = row_json(rows, row, scratch);
    JsonFault fault = {.message = "it is no JSON"};
    if (value)
        json_schema_judge(rows->schema, value, scratch, &fault);
    json_fault_add(place, &fault, arena);
}

// The first column's value is greater, or also equal unless `strictly`.
void judge_greater(const CheckRows *rows)
{
    const FieldValues *a = rows->values[0];
    const FieldValues *b = rows->values[1];
    rows_each(rows, row)
    {
        bool known = field_state_is_value(a->states[row]) && field_state_is_value(b->states[row]);
        Scalar first = field_scalar(a, row);
        Scalar second = field_scalar(b, row);
        known = known && !isnan(first.real) && !isnan(second.real);
        int order = known ? scalar_compare(&first, &second) : -1;
        rows_keep(rows, row, rows->bound->check->strictly ? order > 0 : order >= 0);
    }
}

static bool same_text(const CheckRows *rows, size_t a, size_t b, size_t row)
{
    const Cell *first = &rows->cells[a][row];
    const Cell *second = &rows->cells[b][row];
    bool missing = rows->values[a]->states[row] == FIELD_MISSING;
    if (missing != (rows->values[b]->states[row] == FIELD_MISSING))
        return false;
    return missing ||
           (first->size == second->size && memcmp(first->bytes, second->bytes, first->size) == 0);
}

// What is missing equals nothing.
void judge_equal(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        bool kept = rows->values[0]->states[row] != FIELD_MISSING;
        for (size_t i = 1; i < rows->bound->columns; i++)
            kept = kept && same_text(rows, 0, i, row);
        rows_keep(rows, row, kept);
    }
}

void judge_different(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        bool kept = true;
        for (size_t i = 1; i < rows->bound->columns; i++) {
            for (size_t k = 0; k < i; k++)
                kept = kept && !same_text(rows, k, i, row);
        }
        rows_keep(rows, row, kept);
    }
}

uint64_t check_row_hash(const CheckRows *rows, size_t row)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < rows->bound->columns; i++) {
        const Cell *cell = &rows->cells[i][row];
        if (i != rows->bound->label)
            hash = key_hash(hash, hash_padded_text(cell->bytes, cell->size));
    }
    return hash;
}

ValuePrint check_row_print(const CheckRows *rows, size_t row)
{
    ValuePrint print = {0};
    for (size_t i = 0; i < rows->bound->columns; i++) {
        if (i != rows->bound->label)
            print = print_join(print, print_cell(&rows->cells[i][row]));
    }
    return print;
}

// The values together are among those that are known.
void judge_tuples(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        uint64_t hash = check_row_hash(rows, row);
        rows_keep(rows, row, fingerprints_has(&rows->bound->known, hash));
    }
}

void judge_sum(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        double sum = 0;
        bool known = true;
        for (size_t i = 0; i < rows->bound->columns; i++) {
            uint8_t state = rows->values[i]->states[row];
            known = known && state != FIELD_MISFIT;
            sum += field_state_is_value(state) ? rows->values[i]->reals[row] : 0;
        }
        rows_keep(rows, row, known && sum == rows->bound->check->number);
    }
}
