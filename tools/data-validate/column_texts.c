#include "column_texts.h"

#include <inttypes.h>
#include <math.h>

#define TOP_TEXTS ((size_t)3)

const char *column_number_text(FieldType type, double number, Arena *arena)
{
    char text[SCALAR_DATE_SIZE];
    if (isnan(number))
        return "";
    if (type == FIELD_DATE)
        return arena_text(arena, scalar_date_text(number, text));
    if (type == FIELD_DATETIME)
        return arena_text(arena, scalar_date_text(number / 86400, text));
    return arena_format(arena, "%.6g", number);
}

const char *column_top_texts(const ColumnProfile *column, Arena *arena)
{
    CategoryList list = categories_list(&column->texts, arena);
    TextList top = {0};
    for (size_t i = 0; i < MIN(list.count, TOP_TEXTS); i++)
        *list_push(arena, &top) =
            arena_format(arena, "%s (%" PRId64 ")", list.items[i].text, list.items[i].count);
    return text_join(arena, &top, ", ");
}
