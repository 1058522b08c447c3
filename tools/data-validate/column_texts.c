#include "column_texts.h"

#include <inttypes.h>
#include <math.h>

#define TOP_TEXTS ((size_t)3)

const char *column_number_text(FieldType type, double number, Arena *arena)
{
    if (isnan(number))
        return "";
    const char *moment = field_moment_text(type, number, arena);
    return moment ? moment : arena_format(arena, "%.6g", number);
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
