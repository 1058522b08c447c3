// Values of formats that tell numbers from texts, held to the kinds of their field's type.

#include "schema/field.h"

// The kinds of CellKind that a value may be; 0 for all.
static const uint8_t type_kinds[FIELD_TYPES] = {
    [FIELD_STRING] = CELL_TEXT,    [FIELD_INTEGER] = CELL_NUMBER,
    [FIELD_NUMBER] = CELL_NUMBER,  [FIELD_BOOLEAN] = CELL_TRUTH,
    [FIELD_DATE] = CELL_TEXT,      [FIELD_TIME] = CELL_TEXT,
    [FIELD_DATETIME] = CELL_TEXT,  [FIELD_YEAR] = CELL_TEXT | CELL_NUMBER,
    [FIELD_YEARMONTH] = CELL_TEXT, [FIELD_DURATION] = CELL_TEXT,
    [FIELD_OBJECT] = CELL_OBJECT,  [FIELD_ARRAY] = CELL_LIST,
    [FIELD_LIST] = CELL_TEXT,      [FIELD_GEOPOINT] = CELL_TEXT | CELL_LIST | CELL_OBJECT,
    [FIELD_GEOJSON] = CELL_OBJECT,
};

static bool field_has_text(const TextList *texts, const char *wanted)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (text_equal(texts->items[i], wanted))
            return true;
    }
    return false;
}

// What is written in a way of its own can only be written as a text, or a number.
static unsigned field_kinds(const Field *field)
{
    bool number = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
    bool own_words = field->type == FIELD_BOOLEAN && !field_has_text(&field->trues, "true");
    unsigned more = number && !field_is_plain(field) ? CELL_TEXT
                    : own_words                      ? CELL_TEXT | CELL_NUMBER
                                                     : 0;
    return type_kinds[field->type] | more;
}

void field_hold_to_kinds(const Field *field, const uint8_t *kinds, size_t rows, FieldValues *values)
{
    unsigned taken = field_kinds(field);
    for (size_t row = 0; row < rows; row++) {
        if (kinds[row] == CELL_NOTHING)
            values->states[row] = FIELD_MISSING;
        else if (taken && !(kinds[row] & taken) && field_state_is_value(values->states[row]))
            values->states[row] = FIELD_MISFIT;
    }
}
