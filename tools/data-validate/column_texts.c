#include "column_texts.h"

#include <inttypes.h>
#include <math.h>

#define TOP_TEXTS ((size_t)3)

const char *column_number_text(FieldType type, double number, Arena *arena)
{
    if (isnan(number))
        return "";
    const char *moment = field_moment_text(type, number, arena);
    if (moment)
        return moment;
    bool large = fabs(number) >= 1e6 && fabs(number) < 1e15;
    return arena_format(arena, large ? "%.0f" : "%.6g", number);
}

const char *column_top_texts(const ColumnProfile *column, Arena *arena)
{
    const int64_t error = column->frequent.error;
    const bool exact = categories_exact(&column->texts);
    CategoryList list =
        exact ? categories_list(&column->texts, arena) : frequent_list(&column->frequent, arena);
    const bool once = exact && list.count && list.items[0].count == 1;
    TextList top = {0};
    if (!exact && list.count == 0)
        return arena_format(arena, "(none more often than %" PRId64 ")", error);
    for (size_t i = 0; i < MIN(list.count, TOP_TEXTS); i++) {
        const Category *text = &list.items[i];
        const char *most = exact ? "" : arena_format(arena, " to %" PRId64, text->count + error);
        *list_push(arena, &top) =
            once ? text->text
                 : arena_format(arena, "%s (%" PRId64 "%s)", text->text, text->count, most);
    }
    const char *texts = text_join(arena, &top, ", ");
    return once ? arena_format(arena, "%s (each once)", texts) : texts;
}
