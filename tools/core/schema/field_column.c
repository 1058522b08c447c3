// A column's cells as values, by a loop for each kind of type.

#include "base/fatal.h"
#include "schema/field.h"

#include <stdlib.h>
#include <string.h>

int64_t cell_characters(const Cell *cell)
{
    int64_t count = 0;
    for (size_t i = 0; i < cell->size; i++)
        count += ((unsigned char)cell->bytes[i] & 0xc0) != 0x80;
    return count;
}

void field_values_reserve(FieldValues *values, size_t rows)
{
    if (rows <= values->room)
        return;
    field_values_release(values);
    values->states = calloc(rows, sizeof *values->states);
    values->reals = calloc(rows, sizeof *values->reals);
    values->integers = calloc(rows, sizeof *values->integers);
    if (!values->states || !values->reals || !values->integers)
        fatal_out_of_memory();
    values->room = rows;
}

void field_values_release(FieldValues *values)
{
    free(values->states);
    free(values->reals);
    free(values->integers);
    *values = (FieldValues){0};
}

// One cell, by the type's own rules.
static void cast_one(const Field *field, const Cell *cell, FieldValues *values, size_t row)
{
    Scalar scalar = {0};
    if (field_is_missing(field, cell)) {
        values->states[row] = FIELD_MISSING;
        return;
    }
    if (!field_cast(field, cell->bytes, cell->size, &scalar)) {
        values->states[row] = FIELD_MISFIT;
        return;
    }
    values->states[row] = scalar.whole ? FIELD_WHOLE : FIELD_VALUE;
    values->reals[row] = scalar.real;
    values->integers[row] = scalar.integer;
}

static void cast_each(const Field *field, const Cell *cells, size_t rows, FieldValues *values)
{
    for (size_t row = 0; row < rows; row++)
        cast_one(field, &cells[row], values, row);
}

// No text but the empty one stands for nothing, if that does.
static bool field_has_plain_missing(const Field *field)
{
    return field->missing_sizes <= 1;
}

static void cast_texts(const Field *field, const Cell *cells, size_t rows, FieldValues *values)
{
    const uint8_t empty = field->missing_sizes & 1 ? FIELD_MISSING : FIELD_VALUE;
    if (field_has_plain_missing(field)) {
        for (size_t row = 0; row < rows; row++)
            values->states[row] = cells[row].size ? FIELD_VALUE : empty;
        return;
    }
    for (size_t row = 0; row < rows; row++)
        values->states[row] = field_is_missing(field, &cells[row]) ? FIELD_MISSING : FIELD_VALUE;
}

// Short numbers by the kernel, and one by one what is longer, missing, or no number.
static void cast_numbers(const Field *field, const Kernel *kernel, const Cell *cells, size_t rows,
                         FieldValues *values)
{
    const bool integers = field->type == FIELD_INTEGER;
    const uint8_t looked_at = integers ? DECIMAL_READ | DECIMAL_POINT : DECIMAL_READ;
    const uint8_t state = integers ? FIELD_WHOLE : FIELD_VALUE;
    size_t others = 0;
    kernel->decimals(cells, rows, (Decimals){values->reals, values->integers, values->states});
    for (size_t row = 0; row < rows; row++)
        others += (values->states[row] & looked_at) != DECIMAL_READ;
    // An empty cell is no number, so that all are values.
    if (others == 0 && field_has_plain_missing(field)) {
        memset(values->states, state, rows);
        return;
    }
    for (size_t row = 0; row < rows; row++) {
        bool fits = (values->states[row] & looked_at) == DECIMAL_READ;
        if (!fits || field_is_missing(field, &cells[row]))
            cast_one(field, &cells[row], values, row);
        else
            values->states[row] = state;
    }
}

void field_cast_column(const Field *field, const Kernel *kernel, const Cell *cells, size_t rows,
                       FieldValues *values)
{
    bool number = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
    bool text = field->type == FIELD_STRING || field->type == FIELD_ANY;
    if (number && field_is_plain(field))
        cast_numbers(field, kernel, cells, rows, values);
    else if (text && !field->format_pattern)
        cast_texts(field, cells, rows, values);
    else
        cast_each(field, cells, rows, values);
}
