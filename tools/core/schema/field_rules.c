// The constraints of a field, and whether any value can keep all of them.

#include "base/buf.h"
#include "doc/json_writer.h"
#include "schema/field_load.h"

#include <math.h>
#include <string.h>

static bool load_flag(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    (void)arena;
    if (value->kind != VALUE_BOOL)
        return value_refuse(err, value, "a constraint", "true or false");
    field->has_rule[rule] = value->boolean;
    field->wanted[rule] = rule == RULE_REQUIRED ? "a value" : "values that are all different";
    return true;
}

// The values of an enum as cells would have them: objects and arrays as JSON.
static bool load_choices(const Value *list, const Field *field, Arena *arena, TextList *texts,
                         Error *err)
{
    if (!field_type_is_json(field->type) || list->kind != VALUE_LIST)
        return field_load_texts(list, "enum", arena, texts, err);
    for (size_t i = 0; i < list->count; i++) {
        const Value *item = &list->items[i];
        scoped_buf json = BUF_EMPTY;
        JsonWriter writer = json_writer_compact(&json);
        if (item->kind != VALUE_TEXT)
            json_value(&writer, item);
        *list_push(arena, texts) = item->kind == VALUE_TEXT ? item->text : buf_keep(&json, arena);
    }
    return true;
}

static bool load_enum(const Value *value, FieldRule rule, Field *field, Arena *arena, Error *err)
{
    TextList texts = {0};
    if (!load_choices(value, field, arena, &texts, err))
        return false;
    if (texts.count == 0)
        return value_refuse(err, value, "key 'enum'", "a list with one value at least");
    scoped_buf wanted = BUF_EMPTY;
    buf_add(&wanted, "one of ");
    for (size_t i = 0; i < texts.count; i++) {
        Scalar scalar;
        if (!field_cast(field, texts.items[i], strlen(texts.items[i]), &scalar))
            return error_at(err, ERROR_CONFIG, value_place(&value->items[i], PLACE_SCHEMA),
                            "'%s' in the enum of field '%s' is not %s", texts.items[i], field->name,
                            field_type_wanted(field->type));
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
    field->wanted[rule] = arena_format(
        arena, "%s %lld %s", rule == RULE_MIN_LENGTH ? "at least" : "at most",
        (long long)value->integer, field_type_has_members(field->type) ? "members" : "characters");
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

static bool load_json_schema(const Value *value, FieldRule rule, Field *field, Arena *arena,
                             Error *err)
{
    if (!field_type_is_json(field->type))
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "field '%s' has a 'jsonSchema', but a %s is not JSON: objects and arrays "
                        "are",
                        field->name, field_type_name(field->type));
    field->wanted[rule] = "JSON that keeps its schema";
    return json_schema_load(value, arena, &field->json_schema, err);
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
    [RULE_JSON_SCHEMA] = {"jsonSchema", load_json_schema},
};

// The levels of a category (version 2) are an enum, where the constraints have none.
static bool field_load_categories(const Value *map, Field *field, Arena *arena, Error *err)
{
    const Value *levels = value_get(map, "categories");
    if (!levels || field->has_rule[RULE_ENUM])
        return true;
    field->has_rule[RULE_ENUM] = true;
    field->rule_places[RULE_ENUM] = value_place(value_key(map, "categories"), PLACE_SCHEMA);
    return load_enum(levels, RULE_ENUM, field, arena, err);
}

static bool refuse_pair(const Field *field, FieldRule lower, FieldRule upper, Error *err)
{
    return error_at(err, ERROR_CONFIG, field->rule_places[upper],
                    "field '%s' wants %s and %s: no value is both", field->name,
                    field->wanted[lower], field->wanted[upper]);
}

// No integer lies between, although there are numbers.
static bool leaves_no_integer(const Field *field, FieldRule lower, FieldRule upper)
{
    double low = field->bounds[lower].real;
    double high = field->bounds[upper].real;
    low = lower == RULE_EXCLUSIVE_MINIMUM ? floor(low) + 1 : ceil(low);
    high = upper == RULE_EXCLUSIVE_MAXIMUM ? ceil(high) - 1 : floor(high);
    return field->type == FIELD_INTEGER && fabs(low) < 0x1p53 && low > high;
}

static bool field_check_bounds(const Field *field, Error *err)
{
    static const FieldRule lowers[] = {RULE_MINIMUM, RULE_EXCLUSIVE_MINIMUM};
    static const FieldRule uppers[] = {RULE_MAXIMUM, RULE_EXCLUSIVE_MAXIMUM};
    for (size_t i = 0; i < array_count(lowers); i++) {
        for (size_t k = 0; k < array_count(uppers); k++) {
            if (!field->has_rule[lowers[i]] || !field->has_rule[uppers[k]])
                continue;
            int order = scalar_compare(&field->bounds[lowers[i]], &field->bounds[uppers[k]]);
            if (order > 0 || (order == 0 && i + k > 0) ||
                leaves_no_integer(field, lowers[i], uppers[k]))
                return refuse_pair(field, lowers[i], uppers[k], err);
        }
    }
    if (field->has_rule[RULE_MIN_LENGTH] && field->has_rule[RULE_MAX_LENGTH] &&
        field->lengths[RULE_MIN_LENGTH] > field->lengths[RULE_MAX_LENGTH])
        return refuse_pair(field, RULE_MIN_LENGTH, RULE_MAX_LENGTH, err);
    return true;
}

static bool choice_keeps_rule(const Field *field, FieldRule rule, const FieldChoice *choice)
{
    const Cell cell = {.bytes = choice->text, .size = choice->size};
    const int64_t length =
        field_type_has_members(field->type) ? choice->scalar.integer : cell_characters(&cell);
    if (!field->has_rule[rule])
        return true;
    if (rule == RULE_PATTERN)
        return pattern_match(field->pattern, choice->text, choice->size) != PATTERN_NO_MATCH;
    if (rule == RULE_MIN_LENGTH)
        return length >= field->lengths[rule];
    if (rule == RULE_MAX_LENGTH)
        return length <= field->lengths[rule];
    return field_keeps_bound(&field->bounds[rule], rule, &choice->scalar);
}

// A value of the enum that another constraint forbids.
static bool field_check_choices(const Field *field, Error *err)
{
    for (size_t i = 0; i < field->choices.count; i++) {
        const FieldChoice *choice = &field->choices.items[i];
        for (FieldRule rule = RULE_MINIMUM; rule <= RULE_PATTERN; rule++) {
            if (!choice_keeps_rule(field, rule, choice))
                return error_at(err, ERROR_CONFIG, field->rule_places[rule],
                                "field '%s' allows '%s' and wants %s", field->name, choice->text,
                                field->wanted[rule]);
        }
    }
    return true;
}

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

bool field_load_rules(const Value *map, Field *field, Arena *arena, Error *err)
{
    return field_load_constraints(map, field, arena, err) &&
           field_load_categories(map, field, arena, err) && field_check_bounds(field, err) &&
           field_check_choices(field, err);
}
