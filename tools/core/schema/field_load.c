#include "schema/field_load.h"

#include "base/buf.h"

#include <math.h>
#include <string.h>

// The formats of strings that Table Schema names.
static const struct {
    const char *name;
    const char *pattern;
} string_formats[] = {
    {"email", "[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+"},
    {"uri", "[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"]+"},
    {"uuid", "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"},
    {"binary", "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"},
};

static const char *const unsupported_types[] = {"object",   "array",    "list",
                                                "duration", "geopoint", "geojson"};

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

// The text of a value that stands for a cell: numbers and truth values as they are written.
static bool field_value_text(const Value *value, Arena *arena, Cell *ret_text, Error *err)
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
    for (size_t i = 0; i < array_count(unsupported_types); i++) {
        if (text_equal(name, unsupported_types[i]))
            return error_at(err, ERROR_CONFIG, field->rule_places[RULE_TYPE],
                            "type '%s' of field '%s' cannot be checked: use 'string' or 'any'",
                            name, field->name);
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

static bool field_load_format(const Value *map, Field *field, Arena *arena, Error *err)
{
    field->format = "default";
    if (!value_read_text(map, "format", &field->format, err))
        return false;
    if (text_equal(field->format, "default"))
        return true;
    Place place = value_place(value_get(map, "format"), PLACE_SCHEMA);
    if (field_is_temporal(field->type)) {
        // Version 0 wrote fmt: in front.
        field->format += text_starts(field->format, "fmt:") ? strlen("fmt:") : 0;
        char letter = calendar_refuse(field->format);
        if (text_equal(field->format, "any") || !strchr(field->format, '%'))
            return error_at(err, ERROR_CONFIG, place,
                            "format '%s' of field '%s' does not say what a %s looks like: write "
                            "one such as '%%d.%%m.%%Y'",
                            field->format, field->name, field_type_name(field->type));
        if (letter)
            return error_at(err, ERROR_CONFIG, place,
                            "format '%s' of field '%s' has %%%c, which "
                            "is not known",
                            field->format, field->name, letter);
        field->wanted[RULE_TYPE] =
            arena_format(arena, "%s like %s", field_type_wanted(field->type), field->format);
        return true;
    }
    for (size_t i = 0; field->type == FIELD_STRING && i < array_count(string_formats); i++) {
        if (!text_equal(field->format, string_formats[i].name))
            continue;
        field->wanted[RULE_TYPE] = arena_format(arena, "a text of format %s", field->format);
        field->rule_places[RULE_TYPE] = place;
        return pattern_new(string_formats[i].pattern, PATTERN_WHOLE, place, arena,
                           &field->format_pattern, err);
    }
    return error_at(err, ERROR_CONFIG, place, "format '%s' of field '%s' is not one of a %s",
                    field->format, field->name, field_type_name(field->type));
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
    return true;
}

static bool field_load_missing(const Value *map, const TextList *missing, Field *field,
                               Arena *arena, Error *err)
{
    const Value *own = value_get(map, "missingValues");
    TextList *texts = arena_new(arena, TextList);
    if (own && !field_load_texts(own, "missingValues", arena, texts, err))
        return false;
    field->missing = own ? texts : missing;
    for (size_t i = 0; i < field->missing->count; i++) {
        const char *text = field->missing->items[i];
        field->longest_missing = MAX(field->longest_missing, strlen(text));
        field->starts_missing[(unsigned char)*text] = true;
    }
    return true;
}

static bool load_flag(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    (void)arena;
    if (value->kind != VALUE_BOOL)
        return value_refuse(err, value, "a constraint", "true or false");
    field->has_rule[rule] = value->boolean;
    field->wanted[rule] = rule == RULE_REQUIRED ? "a value" : "values that are all different";
    return true;
}

static bool load_enum(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    TextList texts = {0};
    if (!field_load_texts(value, "enum", arena, &texts, err))
        return false;
    if (texts.count == 0)
        return value_refuse(err, value, "key 'enum'", "a list with one value at least");
    scoped_buf wanted = BUF_EMPTY;
    buf_add(&wanted, "one of ");
    for (size_t i = 0; i < texts.count; i++) {
        Scalar scalar;
        if (!field_cast(field, texts.items[i], strlen(texts.items[i]), &scalar))
            return error_at(err, ERROR_CONFIG, value_place(&value->items[i], PLACE_SCHEMA),
                            "'%s' in the enum of field '%s' is not a %s", texts.items[i],
                            field->name, field_type_name(field->type));
        field_add_choice(field, texts.items[i], strlen(texts.items[i]), arena);
        if (i < 20)
            buf_format(&wanted, "%s'%s'", i ? ", " : "", texts.items[i]);
    }
    if (texts.count > 20)
        buf_format(&wanted, " and %zu more", texts.count - 20);
    field->wanted[rule] = buf_keep(&wanted, arena);
    return true;
}

static bool load_bound(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    static const char *const words[FIELD_RULES] = {
        [RULE_MINIMUM] = "at least",
        [RULE_MAXIMUM] = "at most",
        [RULE_EXCLUSIVE_MINIMUM] = "more than",
        [RULE_EXCLUSIVE_MAXIMUM] = "less than",
    };
    Cell text = {0};
    if (!field_type_is_ordered(field->type))
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "field '%s' has a bound, but a %s has no order", field->name,
                        field_type_name(field->type));
    if (!field_value_text(value, arena, &text, err))
        return false;
    Scalar *bound = &field->bounds[rule];
    // A bound of integers may be a number with a fraction, and is written the usual way.
    bool numeric = field->type == FIELD_INTEGER || field->type == FIELD_NUMBER;
    bool valid = numeric ? scalar_integer(text.bytes, text.size, bound) ||
                               scalar_number(text.bytes, text.size, bound)
                         : field_cast(field, text.bytes, text.size, bound);
    if (!valid || isnan(bound->real))
        return value_refuse(err, value, "a bound", field_type_name(field->type));
    field->wanted[rule] = arena_format(arena, "%s %s", words[rule], text.bytes);
    return true;
}

static bool load_length(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    if (value->kind != VALUE_INT || value->integer < 0)
        return value_refuse(err, value, "a length", "an integer of 0 or more");
    field->lengths[rule] = value->integer;
    field->wanted[rule] =
        arena_format(arena, "%s %lld characters", rule == RULE_MIN_LENGTH ? "at least" : "at most",
                     (long long)value->integer);
    return true;
}

static bool load_pattern(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    if (value->kind != VALUE_TEXT)
        return value_refuse(err, value, "key 'pattern'", "a text");
    field->wanted[rule] = arena_format(arena, "what matches %s", value->text);
    // Table Schema borrows the patterns of XML Schema, which match from the first to the last byte.
    return pattern_new(value->text, PATTERN_WHOLE, value_place(value, PLACE_SCHEMA), arena,
                       &field->pattern, err);
}

static const struct {
    const char *name;
    bool (*load)(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err);
} constraints[FIELD_RULES] = {
    [RULE_REQUIRED] = {"required", load_flag},
    [RULE_UNIQUE] = {"unique", load_flag},
    [RULE_ENUM] = {"enum", load_enum},
    [RULE_MINIMUM] = {"minimum", load_bound},
    [RULE_MAXIMUM] = {"maximum", load_bound},
    [RULE_EXCLUSIVE_MINIMUM] = {"exclusiveMinimum", load_bound},
    [RULE_EXCLUSIVE_MAXIMUM] = {"exclusiveMaximum", load_bound},
    [RULE_MIN_LENGTH] = {"minLength", load_length},
    [RULE_MAX_LENGTH] = {"maxLength", load_length},
    [RULE_PATTERN] = {"pattern", load_pattern},
};

static bool field_load_constraints(const Value *map, Field *field, Arena *arena, Error *err)
{
    const Value *rules = NULL;
    if (!value_read_map(map, "constraints", &rules, err))
        return false;
    const char *names[FIELD_RULES];
    size_t count = 0;
    for (FieldRule rule = 0; rule < FIELD_RULES; rule++) {
        if (constraints[rule].name)
            names[count++] = constraints[rule].name;
    }
    if (rules && !value_check_keys(rules, "constraints", names, count, err))
        return false;
    for (FieldRule rule = 0; rules && rule < FIELD_RULES; rule++) {
        const Value *value =
            constraints[rule].name ? value_get(rules, constraints[rule].name) : NULL;
        if (!value)
            continue;
        field->has_rule[rule] = true;
        field->rule_places[rule] =
            value_place(value_key(rules, constraints[rule].name), PLACE_SCHEMA);
        if (!constraints[rule].load(value, rule, field, arena, err))
            return false;
    }
    return true;
}

bool field_load(const Value *map, const TextList *missing, Arena *arena, Field *ret_field,
                Error *err)
{
    static const char *const known[] = {
        "name",        "type",        "format",     "title",
        "description", "constraints", "trueValues", "falseValues",
        "decimalChar", "groupChar",   "bareNumber", "missingValues",
        "rdfType",     "example",     "categories", "categoriesOrdered",
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
        !field_load_missing(map, missing, &field, arena, err) ||
        !field_load_constraints(map, &field, arena, err))
        return false;
    *ret_field = field;
    return true;
}
