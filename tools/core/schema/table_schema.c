#include "schema/table_schema.h"

#include "base/file.h"
#include "doc/json.h"
#include "doc/yaml.h"
#include "schema/check_load.h"
#include "schema/field_load.h"
#include "schema/schema_package.h"
#include "schema/suite.h"

#include <string.h>

static const struct {
    const char *name;
    FieldsMatch match;
} matches[] = {
    {"exact", MATCH_EXACT},       {"equal", MATCH_EQUAL},     {"subset", MATCH_SUBSET},
    {"superset", MATCH_SUPERSET}, {"partial", MATCH_PARTIAL},
};

static bool schema_read_match(const Value *document, TableSchema *schema, Error *err)
{
    const Value *value = value_get(document, "fieldsMatch");
    if (!value)
        return true;
    // The standard's text has a list of one, its examples have a text.
    if (value->kind == VALUE_LIST && value->count == 1)
        value = &value->items[0];
    schema->match_place = value_place(value, PLACE_SCHEMA);
    for (size_t i = 0; value->kind == VALUE_TEXT && i < array_count(matches); i++) {
        if (text_equal(value->text, matches[i].name)) {
            schema->match = matches[i].match;
            return true;
        }
    }
    return value_refuse(err, value, "key 'fieldsMatch'",
                        "'exact', 'equal', 'subset', 'superset' or 'partial'");
}

size_t table_schema_field(const TableSchema *schema, const char *name)
{
    for (size_t i = 0; schema && i < schema->fields.count; i++) {
        if (text_equal(schema->fields.items[i].name, name))
            return i;
    }
    return SIZE_MAX;
}

bool schema_find_field(const TableSchema *schema, const Value *name, size_t *ret_field, Error *err)
{
    if (name->kind != VALUE_TEXT)
        return value_refuse(err, name, "a key's field", "a text");
    *ret_field = table_schema_field(schema, name->text);
    if (*ret_field != SIZE_MAX)
        return true;
    return error_at(err, ERROR_CONFIG, value_place(name, PLACE_SCHEMA),
                    "key names the field '%s', which is not in 'fields'", name->text);
}

// A name, or a list of names.
static bool schema_read_key(const Value *value, const char *name, TableSchema *schema, Arena *arena,
                            Error *err)
{
    TableKey key = {.name = name, .place = value_place(value, PLACE_SCHEMA)};
    bool list = value->kind == VALUE_LIST;
    for (size_t i = 0; i < (list ? value->count : 1); i++) {
        size_t field = 0;
        if (!schema_find_field(schema, list ? &value->items[i] : value, &field, err))
            return false;
        *list_push(arena, &key.fields) = field;
    }
    if (key.fields.count == 0)
        return value_refuse(err, value, name, "one field at least");
    *list_push(arena, &schema->keys) = key;
    return true;
}

static bool schema_read_keys(const Value *document, TableSchema *schema, Arena *arena, Error *err)
{
    const Value *primary = value_get(document, "primaryKey");
    const Value *unique = NULL;
    if (primary && !schema_read_key(primary, "primaryKey", schema, arena, err))
        return false;
    if (!value_read_list(document, "uniqueKeys", &unique, err))
        return false;
    for (size_t i = 0; unique && i < unique->count; i++) {
        if (!schema_read_key(&unique->items[i], "uniqueKeys", schema, arena, err))
            return false;
    }
    return true;
}

static bool schema_read_fields(const Value *document, const TextList *missing, TableSchema *schema,
                               Arena *arena, Error *err)
{
    const Value *fields = NULL;
    if (!value_read_list(document, "fields", &fields, err))
        return false;
    if (!fields || fields->count == 0)
        return error_at(err, ERROR_CONFIG, value_place(document, PLACE_SCHEMA),
                        "schema '%s' has no 'fields', wanted a list of columns", schema->path);
    schema->match_place = value_place(value_key(document, "fields"), PLACE_SCHEMA);
    for (size_t i = 0; i < fields->count; i++) {
        Field field;
        if (!field_load(&fields->items[i], missing, arena, &field, err))
            return false;
        if (table_schema_field(schema, field.name) != SIZE_MAX)
            return error_at(err, ERROR_CONFIG, field.place, "field '%s' is there twice",
                            field.name);
        *list_push(arena, &schema->fields) = field;
    }
    return true;
}

static bool schema_read_checks(const Value *document, const TextList *missing, TableSchema *schema,
                               Arena *arena, Error *err)
{
    const Value *checks = value_get(document, "checks");
    schema->checks.missing = *missing;
    return !checks || checks_load(checks, arena, &schema->checks, err);
}

static bool schema_read(const Value *document, const char *data, Arena *arena,
                        const TableSchema **ret_schema, Error *err)
{
    static const char *const known[] = {
        "fields", "missingValues", "primaryKey",  "uniqueKeys",  "foreignKeys",
        "drift",  "checks",        "skew",        "fieldsMatch", "$schema",
        "name",   "title",         "description",
    };
    TableSchema *schema = arena_new(arena, TableSchema);
    const Value *package = document;
    schema->path = document->file;
    if (suite_is(document)) {
        *ret_schema = schema;
        return suite_read(document, arena, schema, err);
    }
    if (!package_find_schema(package, data, &document, err) ||
        !field_check_keys(document, known, array_count(known), err))
        return false;
    TextList *missing = arena_new(arena, TextList);
    const Value *texts = value_get(document, "missingValues");
    if (texts && !field_load_texts(texts, "missingValues", arena, missing, err))
        return false;
    if (!texts)
        *list_push(arena, missing) = "";
    if (!schema_read_fields(document, missing, schema, arena, err) ||
        !schema_read_match(document, schema, err) ||
        !schema_read_keys(document, schema, arena, err) ||
        !schema_read_foreign_keys(document, package, schema, arena, err) ||
        !schema_read_checks(document, missing, schema, arena, err))
        return false;
    schema->drift = value_get(document, "drift");
    schema->skew = value_get(document, "skew");
    *ret_schema = schema;
    return true;
}

bool table_schema_read(const Value *document, Arena *arena, const TableSchema **ret_schema,
                       Error *err)
{
    return schema_read(document, NULL, arena, ret_schema, err);
}

// Places name the file as reports do.
static void schema_move_places(TableSchema *schema, const char *file)
{
    schema->match_place.file = file;
    for (size_t i = 0; i < schema->keys.count; i++)
        schema->keys.items[i].place.file = file;
    for (size_t i = 0; i < schema->foreign_keys.count; i++)
        schema->foreign_keys.items[i].place.file = file;
    for (size_t i = 0; i < schema->checks.items.count; i++)
        schema->checks.items.items[i].place.file = file;
    for (size_t i = 0; i < schema->fields.count; i++) {
        Field *field = &schema->fields.items[i];
        field->place.file = file;
        for (FieldRule rule = 0; rule < FIELD_RULES; rule++)
            field->rule_places[rule].file = file;
    }
}

bool table_schema_load(const TableSchemaPlan *plan, Arena *arena, const TableSchema **ret_schema,
                       Error *err)
{
    const Value *document = NULL;
    const char *file = plan->root
                           ? path_relative(arena, plan->root, path_absolute(arena, plan->path))
                           : arena_text(arena, plan->path);
    // Python writes infinite bounds of suites as JSON has none.
    const JsonOptions options = {.accept_nan = true};
    bool json = text_ends(plan->path, ".json");
    if (!(json ? json_load("schema", plan->path, options, arena, &document, err)
               : yaml_load("schema", plan->path, arena, &document, err)) ||
        !schema_read(document, plan->data, arena, ret_schema, err)) {
        if (err->has_place)
            err->place.file = file;
        return false;
    }
    // It is ours until it is handed out.
    schema_move_places((TableSchema *)*ret_schema, file);
    return true;
}
