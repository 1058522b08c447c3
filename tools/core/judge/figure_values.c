#include "judge/figure_values.h"

#include "base/text.h"
#include "schema/field_load.h"

#include <math.h>
#include <string.h>

static bool stands_for_nothing(const TextList *missing, const Category *category)
{
    for (size_t i = 0; missing && i < missing->count; i++) {
        if (strlen(missing->items[i]) == category->whole &&
            memcmp(missing->items[i], category->text, category->size) == 0)
            return true;
    }
    return false;
}

FigureValues figure_values(const FigureTask *task, Arena *arena)
{
    const ColumnProfile *column = task->column;
    FigureValues values = {0};
    if (field_type_is_ordered(column->type)) {
        SpreadBins bins = spread_bins(&column->spread, arena);
        values.exact = spread_exact(&column->spread);
        for (size_t i = 0; i < bins.count; i++) {
            const SpreadBin *bin = &bins.items[i];
            const char *text = figure_text(column, bin->low, arena);
            *list_push(arena, &values.items) =
                (FigureValue){text, strlen(text), bin->low, bin->high, bin->count};
            values.count += bin->count;
        }
        return values;
    }
    CategoryList list = categories_list(&column->texts, arena);
    values.exact = categories_exact(&column->texts);
    values.count = column->texts.count;
    for (size_t i = 0; i < list.count; i++) {
        const Category *category = &list.items[i];
        if (stands_for_nothing(task->missing, category))
            values.count -= category->count;
        else
            *list_push(arena, &values.items) = (FigureValue){
                .text = category->text, .size = category->size, .count = category->count};
    }
    return values;
}

const char *figure_text(const ColumnProfile *column, double number, Arena *arena)
{
    char text[TEXT_REAL_SIZE];
    const char *moment = field_moment_text(column->type, number, arena);
    if (moment)
        return moment;
    // What was computed has digits that mean nothing.
    if (number == trunc(number))
        return arena_text(arena, text_from_real(number, text));
    return arena_format(arena, "%.10g", number);
}

bool figure_number(const ColumnProfile *column, const char *text, double *ret_number)
{
    size_t size = strlen(text);
    Scalar scalar = {0};
    bool read = scalar_number(text, size, &scalar);
    if (column->type == FIELD_DATE)
        read = read || scalar_any_date(text, size, &scalar);
    else if (column->type == FIELD_DATETIME)
        read = read || scalar_any_datetime(text, size, &scalar);
    else if (column->type == FIELD_TIME)
        read = read || scalar_any_time(text, size, &scalar);
    else if (column->type == FIELD_DURATION)
        read = read || scalar_duration(text, size, &scalar);
    if (read)
        *ret_number = scalar.real;
    return read;
}

const FigureWanted *figure_wanted_values(const ColumnProfile *column, const Value *list,
                                         Arena *arena)
{
    FigureWanted *all = arena_array(arena, FigureWanted, list->count + 1);
    const bool ordered = field_type_is_ordered(column->type);
    for (size_t i = 0; i < list->count; i++) {
        const Value *value = &list->items[i];
        FigureWanted *wanted = &all[i];
        Error err = ERROR_EMPTY;
        wanted->truth = value->kind == VALUE_BOOL;
        wanted->possible = value->kind != VALUE_NULL &&
                           field_value_text(value, arena, &wanted->text, &err) &&
                           (!ordered || figure_number(column, wanted->text.bytes, &wanted->number));
    }
    return all;
}

bool figure_value_is(const ColumnProfile *column, const FigureValue *value,
                     const FigureWanted *wanted)
{
    if (!wanted->possible)
        return false;
    if (field_type_is_ordered(column->type))
        return wanted->number == value->low;
    // Programs write truth values with a capital.
    if (wanted->truth)
        return text_equal_any_case(wanted->text.bytes, value->text);
    return wanted->text.size == value->size &&
           memcmp(wanted->text.bytes, value->text, value->size) == 0;
}
