// The keywords of a JSON Schema: what each is told, and what it judges.

#include "schema/json_schema_tree.h"

#include "base/text.h"

#define TEXTS   (1U << VALUE_TEXT)
#define LISTS   (1U << VALUE_LIST)
#define MAPS    (1U << VALUE_MAP)
#define NUMBERS (1U << VALUE_INT | 1U << VALUE_REAL)

const SchemaWord schema_words[] = {
    {"type", WORD_TYPES, 0, word_type, {NULL}},
    {"enum", WORD_LIST, 0, word_enum, {NULL}},
    {"const", WORD_ANY, 0, word_const, {NULL}},
    {"multipleOf", WORD_NUMBER, NUMBERS, word_multiple, {NULL}},
    {"minimum", WORD_NUMBER, NUMBERS, word_bound, {NULL}},
    {"maximum", WORD_NUMBER, NUMBERS, word_bound, {NULL}},
    {"exclusiveMinimum", WORD_NUMBER, NUMBERS, word_bound, {NULL}},
    {"exclusiveMaximum", WORD_NUMBER, NUMBERS, word_bound, {NULL}},
    {"minLength", WORD_COUNT, TEXTS, word_size, {NULL}},
    {"maxLength", WORD_COUNT, TEXTS, word_size, {NULL}},
    {"pattern", WORD_PATTERN, TEXTS, word_pattern, {NULL}},
    {"minItems", WORD_COUNT, LISTS, word_size, {NULL}},
    {"maxItems", WORD_COUNT, LISTS, word_size, {NULL}},
    {"uniqueItems", WORD_BOOL, LISTS, word_unique, {NULL}},
    {"prefixItems", WORD_SCHEMAS, LISTS, word_first_items, {NULL}},
    {"items", WORD_ITEMS, LISTS, word_items, {"prefixItems"}},
    {"additionalItems", WORD_SCHEMA, LISTS, word_more_items, {"items"}},
    {"contains", WORD_SCHEMA, LISTS, word_contains, {"minContains", "maxContains"}},
    {"minContains", WORD_COUNT, LISTS, NULL, {NULL}},
    {"maxContains", WORD_COUNT, LISTS, NULL, {NULL}},
    {"minProperties", WORD_COUNT, MAPS, word_size, {NULL}},
    {"maxProperties", WORD_COUNT, MAPS, word_size, {NULL}},
    {"required", WORD_TEXTS, MAPS, word_required, {NULL}},
    {"properties", WORD_SCHEMA_MAP, MAPS, word_properties, {NULL}},
    {"patternProperties", WORD_PATTERN_MAP, MAPS, word_pattern_properties, {NULL}},
    {"additionalProperties",
     WORD_SCHEMA,
     MAPS,
     word_more_properties,
     {"properties", "patternProperties"}},
    {"propertyNames", WORD_SCHEMA, MAPS, word_names, {NULL}},
    {"dependentRequired", WORD_DEPENDENCIES, MAPS, word_dependent, {NULL}},
    {"dependentSchemas", WORD_DEPENDENCIES, MAPS, word_dependent, {NULL}},
    {"dependencies", WORD_DEPENDENCIES, MAPS, word_dependent, {NULL}},
    {"allOf", WORD_SCHEMAS, 0, word_all, {NULL}},
    {"anyOf", WORD_SCHEMAS, 0, word_any, {NULL}},
    {"oneOf", WORD_SCHEMAS, 0, word_one, {NULL}},
    {"not", WORD_SCHEMA, 0, word_not, {NULL}},
    {"if", WORD_SCHEMA, 0, word_if, {"then", "else"}},
    {"then", WORD_SCHEMA, 0, NULL, {NULL}},
    {"else", WORD_SCHEMA, 0, NULL, {NULL}},
    {"$ref", WORD_REFERENCE, 0, word_reference, {NULL}},
    {"$defs", WORD_SCHEMA_MAP, 0, NULL, {NULL}},
    {"definitions", WORD_SCHEMA_MAP, 0, NULL, {NULL}},
    {"unevaluatedItems", WORD_REFUSED, 0, NULL, {NULL}},
    {"unevaluatedProperties", WORD_REFUSED, 0, NULL, {NULL}},
    {"$dynamicRef", WORD_REFUSED, 0, NULL, {NULL}},
    {"$recursiveRef", WORD_REFUSED, 0, NULL, {NULL}},
    {"divisibleBy", WORD_REFUSED, 0, NULL, {NULL}},
    {"disallow", WORD_REFUSED, 0, NULL, {NULL}},
    {"extends", WORD_REFUSED, 0, NULL, {NULL}},
    {.name = "$schema"},
    {.name = "$id"},
    {.name = "id"},
    {.name = "$anchor"},
    {.name = "$dynamicAnchor"},
    {.name = "$recursiveAnchor"},
    {.name = "$vocabulary"},
    {.name = "$comment"},
    {.name = "title"},
    {.name = "description"},
    {.name = "default"},
    {.name = "example"},
    {.name = "examples"},
    {.name = "deprecated"},
    {.name = "readOnly"},
    {.name = "writeOnly"},
    {.name = "format"},
    {.name = "contentEncoding"},
    {.name = "contentMediaType"},
    {.name = "contentSchema"},
};

const size_t schema_word_count = array_count(schema_words);

const SchemaWord *schema_word_find(const char *name)
{
    for (size_t i = 0; i < schema_word_count; i++) {
        if (text_equal(schema_words[i].name, name))
            return &schema_words[i];
    }
    return NULL;
}

unsigned schema_type_kinds(const char *name)
{
    static const struct {
        const char *name;
        unsigned kinds;
    } types[] = {
        {"null", 1U << VALUE_NULL}, {"boolean", 1U << VALUE_BOOL}, {"object", MAPS},
        {"array", LISTS},           {"number", NUMBERS},           {"string", TEXTS},
        {"integer", TYPE_INTEGER},
    };
    for (size_t i = 0; i < array_count(types); i++) {
        if (text_equal(types[i].name, name))
            return types[i].kinds;
    }
    return 0;
}
