#include "infer.h"

#include "base/utf8.h"
#include "doc/json_writer.h"

// A set of texts is a domain if it is small and its texts repeat; a key needs more rows than a few.
#define ENUM_MOST_TEXTS    30
#define ENUM_LEAST_REPEATS 5
#define UNIQUE_LEAST_ROWS  100

static bool texts_are_a_domain(const ColumnProfile *column, const CategoryList *list)
{
    if (column->type != FIELD_STRING || !categories_exact(&column->texts) || list->count == 0 ||
        list->count > ENUM_MOST_TEXTS ||
        column->texts.count < (int64_t)list->count * ENUM_LEAST_REPEATS)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const Category *category = &list->items[i];
        if (category->whole != category->size ||
            utf8_valid_prefix(category->text, category->size) != category->size)
            return false;
    }
    return true;
}

static bool column_is_a_key(const ColumnProfile *column)
{
    bool measured = column->type == FIELD_NUMBER;
    return !measured && column->distinct_exact && column->missing == 0 &&
           column->rows >= UNIQUE_LEAST_ROWS && column->distinct == column->rows;
}

static void infer_constraints(JsonWriter *json, const ColumnProfile *column, Arena *arena)
{
    CategoryList list = categories_list(&column->texts, arena);
    bool domain = texts_are_a_domain(column, &list);
    bool required = column->missing == 0 && column->rows > 0;
    bool key = column_is_a_key(column);
    if (!domain && !required && !key)
        return;
    json_key(json, "constraints");
    json_open_flat_map(json);
    if (required)
        json_put_bool(json, "required", true);
    if (key)
        json_put_bool(json, "unique", true);
    if (domain) {
        json_key(json, "enum");
        json_open_flat_list(json);
        for (size_t i = 0; i < list.count; i++)
            json_text_sized(json, list.items[i].text, list.items[i].size);
        json_close_list(json);
    }
    json_close_map(json);
}

void infer_schema(const Profile *profile, const TextList *missing, char decimal, Buf *out)
{
    scoped_arena arena = arena_open();
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "$schema", "https://datapackage.org/profiles/1.0/tableschema.json");
    json_key(&json, "missingValues");
    json_open_flat_list(&json);
    for (size_t i = 0; i < missing->count; i++)
        json_text(&json, missing->items[i]);
    json_close_list(&json);
    json_key(&json, "fields");
    json_open_list(&json);
    for (size_t i = 0; i < profile->columns.count; i++) {
        const ColumnProfile *column = &profile->columns.items[i];
        json_open_map(&json);
        json_put_text(&json, "name", column->name);
        json_put_text(&json, "type", field_type_name(column->type));
        if (!text_equal(column->format, "default"))
            json_put_text(&json, "format", column->format);
        if (column->type == FIELD_NUMBER && decimal != '.')
            json_put_text(&json, "decimalChar", (const char[]){decimal, '\0'});
        infer_constraints(&json, column, arena);
        json_close_map(&json);
    }
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
}
