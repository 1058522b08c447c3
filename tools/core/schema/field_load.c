#include "schema/field_load.h"

#include <string.h>

bool field_check_keys(const Value *map, const char *const *known, size_t count, Error *err)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *key = map->keys[i].text;
        bool is_known = false;
        for (size_t k = 0; k < count; k++)
            is_known = is_known || text_equal(key, known[k]);
        const char *nearest = is_known ? NULL : text_nearest(key, known, count);
        if (nearest)
            return error_at(err, ERROR_CONFIG, value_place(&map->keys[i], PLACE_SCHEMA),
                            "key '%s' is not known, did you mean '%s'?", key, nearest);
    }
    return true;
}

bool field_value_text(const Value *value, Arena *arena, Cell *ret_text, Error *err)
{
    const char *text = value->raw;
    switch (value->kind) {
    case VALUE_TEXT:
        *ret_text = (Cell){value->text, value->size};
        return true;
    case VALUE_BOOL:
        text = value->boolean ? "true" : "false";
        break;
    case VALUE_INT:
        text = arena_format(arena, "%lld", (long long)value->integer);
        break;
    case VALUE_REAL:
        break;
    default:
        return value_refuse(err, value, "a value", "a text, a number or a truth value");
    }
    *ret_text = (Cell){text, strlen(text)};
    return true;
}

bool field_load_texts(const Value *list, const char *key, Arena *arena, TextList *texts, Error *err)
{
    if (list->kind != VALUE_LIST)
        return value_refuse(err, list, key, "a list of texts");
    for (size_t i = 0; i < list->count; i++) {
        const Value *item = &list->items[i];
        const Value *labelled = value_get(item, "value");
        item = labelled ? labelled : item;
        Cell text = {0};
        if (!field_value_text(item, arena, &text, err))
            return false;
        *list_push(arena, texts) = arena_text_sized(arena, text.bytes, text.size);
    }
    return true;
}

static bool field_load_type(const Value *map, Field *field, Error *err)
{
    const char *name = "string";
    if (!value_read_text(map, "type", &name, err))
        return false;
    const Value *value = value_get(map, "type");
    field->rule_places[RULE_TYPE] = value ? value_place(value, PLACE_SCHEMA) : field->place;
    field->has_rule[RULE_TYPE] = true;
    if (field_type_find(name, &field->type)) {
        field->wanted[RULE_TYPE] = field_type_wanted(field->type);
        return true;
    }
    const char *names[FIELD_TYPES];
    for (FieldType type = 0; type < FIELD_TYPES; type++)
        names[type] = field_type_name(type);
    const char *nearest = text_nearest(name, names, FIELD_TYPES);
    return error_at(err, ERROR_CONFIG, field->rule_places[RULE_TYPE],
                    "type '%s' of field '%s' is not known%s%s%s", name, field->name,
                    nearest ? ", did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static bool field_is_temporal(FieldType type)
{
    return type == FIELD_DATE || type == FIELD_TIME || type == FIELD_DATETIME;
}

// The format of a date or a time: `any`, or what strptime() reads.
static bool field_load_calendar(Place place, Field *field, Arena *arena, Error *err)
{
    // Version 0 wrote fmt: in front.
    field->format += text_starts(field->format, "fmt:") ? strlen("fmt:") : 0;
    char letter = calendar_refuse(field->format);
    if (text_equal(field->format, "any"))
        return true;
    if (!strchr(field->format, '%'))
        return error_at(err, ERROR_CONFIG, place,
                        "format '%s' of field '%s' does not say what a %s looks like: write "
                        "one such as '%%d.%%m.%%Y', or 'any'",
                        field->format, field->name, field_type_name(field->type));
    if (letter)
        return error_at(err, ERROR_CONFIG, place,
                        "format '%s' of field '%s' has %%%c, which is not known", field->format,
                        field->name, letter);
    field->wanted[RULE_TYPE] =
        arena_format(arena, "%s like %s", field_type_wanted(field->type), field->format);
    return true;
}

// The formats of other types that Table Schema names; of strings those with a pattern.
static const struct {
    FieldType type;
    const char *name;
    const char *pattern;
} formats[] = {
    {FIELD_STRING, "email", "[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+"},
    {FIELD_STRING, "uri", "[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"]+"},
    {FIELD_STRING, "uuid", "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"},
    {FIELD_STRING, "binary", "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"},
    {FIELD_GEOPOINT, "array", NULL},
    {FIELD_GEOPOINT, "object", NULL},
    {FIELD_GEOJSON, "topojson", NULL},
};

static bool field_load_format(const Value *map, Field *field, Arena *arena, Error *err)
{
    const char *names[array_count(formats)];
    size_t count = 0;
    field->format = "default";
    if (!value_read_text(map, "format", &field->format, err))
        return false;
    if (text_equal(field->format, "default"))
        return true;
    Place place = value_place(value_get(map, "format"), PLACE_SCHEMA);
    if (field_is_temporal(field->type))
        return field_load_calendar(place, field, arena, err);
    for (size_t i = 0; i < array_count(formats); i++) {
        if (field->type != formats[i].type)
            continue;
        names[count++] = formats[i].name;
        if (!text_equal(field->format, formats[i].name))
            continue;
        field->wanted[RULE_TYPE] =
            arena_format(arena, "%s of format %s", field_type_wanted(field->type), field->format);
        field->rule_places[RULE_TYPE] = place;
        return !formats[i].pattern || pattern_new(formats[i].pattern, PATTERN_WHOLE, place, arena,
                                                  &field->format_pattern, err);
    }
    const char *nearest = text_nearest(field->format, names, count);
    return error_at(err, ERROR_CONFIG, place, "format '%s' of field '%s' is not one of a %s%s%s%s",
                    field->format, field->name, field_type_name(field->type),
                    nearest ? ", did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

// What a list's items are, and what stands between them.
static bool field_load_items(const Value *map, Field *field, Arena *arena, Error *err)
{
    static const FieldType types[] = {FIELD_STRING,   FIELD_INTEGER, FIELD_NUMBER, FIELD_BOOLEAN,
                                      FIELD_DATETIME, FIELD_DATE,    FIELD_TIME};
    const char *name = "string";
    field->separator = ",";
    if (field->type != FIELD_LIST)
        return true;
    if (!value_read_text(map, "delimiter", &field->separator, err) ||
        !value_read_text(map, "itemType", &name, err))
        return false;
    if (text_empty(field->separator))
        return value_refuse(err, value_get(map, "delimiter"), "key 'delimiter'",
                            "a text of one character at least");
    Field *item = arena_new(arena, Field);
    *item = *field;
    for (size_t i = 0; i < array_count(types); i++) {
        item->type = types[i];
        if (text_equal(name, field_type_name(types[i]))) {
            item->format = "default";
            field->item = item;
            field->wanted[RULE_TYPE] =
                arena_format(arena, "a list whose items are each %s", field_type_wanted(types[i]));
            return true;
        }
    }
    return value_refuse(err, value_get(map, "itemType"), "key 'itemType'",
                        "'string', 'integer', 'number', 'boolean', 'datetime', 'date' or 'time'");
}

static bool field_load_booleans(const Value *map, Field *field, Arena *arena, Error *err)
{
    static const char *const yes[] = {"true", "True", "TRUE", "1"};
    static const char *const no[] = {"false", "False", "FALSE", "0"};
    const Value *trues = value_get(map, "trueValues");
    const Value *falses = value_get(map, "falseValues");
    for (size_t i = 0; i < array_count(yes); i++) {
        if (!trues)
            *list_push(arena, &field->trues) = yes[i];
        if (!falses)
            *list_push(arena, &field->falses) = no[i];
    }
    return (!trues || field_load_texts(trues, "trueValues", arena, &field->trues, err)) &&
           (!falses || field_load_texts(falses, "falseValues", arena, &field->falses, err));
}

static bool field_load_marks(const Value *map, Field *field, Error *err)
{
    const char *decimal = ".";
    field->bare = true;
    if (!value_read_text(map, "decimalChar", &decimal, err) ||
        !value_read_text(map, "groupChar", &field->group, err) ||
        !value_read_bool(map, "bareNumber", &field->bare, err))
        return false;
    if (strlen(decimal) != 1)
        return value_refuse(err, value_get(map, "decimalChar"), "key 'decimalChar'",
                            "a text of one byte");
    field->decimal = *decimal;
    if (text_empty(field->group))
        field->group = NULL;
    if (field->type == FIELD_NUMBER && field->group && strchr(field->group, *decimal))
        return value_refuse(err, value_get(map, "groupChar"), "key 'groupChar'",
                            "another text than the decimal mark");
    return true;
}

static bool field_load_missing(const Value *map, const TextList *missing, Field *field,
                               Arena *arena, Error *err)
{
    const Value *own = value_get(map, "missingValues");
    TextList *texts = arena_new(arena, TextList);
    if (own && !field_load_texts(own, "missingValues", arena, texts, err))
        return false;
    field_set_missing(field, own ? texts : missing);
    return true;
}

void field_set_missing(Field *field, const TextList *missing)
{
    field->missing = missing;
    for (size_t i = 0; i < field->missing->count; i++) {
        const char *text = field->missing->items[i];
        field->missing_sizes |= (uint64_t)1 << MIN(strlen(text), FIELD_SIZES);
        field->starts_missing[(unsigned char)*text] = true;
    }
}

static bool field_load_environments(const Value *map, Field *field, Arena *arena, Error *err)
{
    const Value *texts = value_get(map, "environments");
    return !texts || field_load_texts(texts, "environments", arena, &field->environments, err);
}

bool edges_load(const Value *list, Arena *arena, Edges *ret_edges)
{
    if (list->kind != VALUE_LIST || list->count > EDGES_MOST)
        return false;
    double *at = arena_array(arena, double, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        if (!value_to_real(&list->items[i], &at[i]))
            return false;
    }
    *ret_edges = (Edges){at, list->count};
    return edges_valid(at, list->count);
}

// The edges between which a profile counts the column's numbers.
static bool field_load_edges(const Value *map, Field *field, Arena *arena, Error *err)
{
    const Value *edges = value_get(map, "edges");
    if (edges && !field_type_has_edges(field->type))
        return value_refuse(err, edges, "key 'edges'", "a field of type integer, number or year");
    return !edges || edges_load(edges, arena, &field->edges) ||
           value_refuse(err, edges, "key 'edges'", "a list of two numbers or more that grow");
}

bool field_load(const Value *map, const TextList *missing, Arena *arena, Field *ret_field,
                Error *err)
{
    static const char *const known[] = {
        "name",        "type",        "format",       "title",
        "description", "constraints", "trueValues",   "falseValues",
        "decimalChar", "groupChar",   "bareNumber",   "missingValues",
        "rdfType",     "example",     "categories",   "categoriesOrdered",
        "itemType",    "delimiter",   "environments", "examples",
        "unit",        "label",       "edges",
    };
    if (map->kind != VALUE_MAP)
        return value_refuse(err, map, "a field", "a map with 'name' and 'type'");
    Field field = {.place = value_place(map, PLACE_SCHEMA)};
    if (!field_check_keys(map, known, array_count(known), err) ||
        !value_read_text(map, "name", &field.name, err))
        return false;
    if (text_empty(field.name))
        return error_at(err, ERROR_CONFIG, field.place, "a field has no 'name'");
    if (!field_load_type(map, &field, err) || !field_load_format(map, &field, arena, err) ||
        !field_load_booleans(map, &field, arena, err) || !field_load_marks(map, &field, err) ||
        !field_load_items(map, &field, arena, err) ||
        !field_load_missing(map, missing, &field, arena, err) ||
        !field_load_environments(map, &field, arena, err) ||
        !field_load_edges(map, &field, arena, err) || !field_load_rules(map, &field, arena, err))
        return false;
    *ret_field = field;
    return true;
}
