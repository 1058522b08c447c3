#include "schema/schema_package.h"

#include "base/file.h"

#include <string.h>

// The text of a key of a map; NULL if there is none.
static const char *member_text(const Value *map, const char *key)
{
    const Value *value = value_get(map, key);
    return value && value->kind == VALUE_TEXT ? value->text : NULL;
}

// Whether one of the resource's files is `data`, by the ends of their paths.
static bool resource_has_file(const Value *resource, const char *data)
{
    const Value *path = value_get(resource, "path");
    size_t parts = path && path->kind == VALUE_LIST ? path->count : 1;
    for (size_t i = 0; path && data && i < parts; i++) {
        const Value *part = path->kind == VALUE_LIST ? &path->items[i] : path;
        if (part->kind != VALUE_TEXT || !text_ends(data, part->text))
            continue;
        size_t before = strlen(data) - part->size;
        if (before == 0 || data[before - 1] == '/')
            return true;
    }
    return false;
}

static bool resource_schema(const Value *resource, const Value **ret_schema, Error *err)
{
    const Value *schema = value_get(resource, "schema");
    if (!schema || schema->kind != VALUE_MAP)
        return value_refuse(err, resource, "a resource", "a map with a 'schema' in it");
    *ret_schema = schema;
    return true;
}

bool package_find_schema(const Value *document, const char *data, const Value **ret_schema,
                         Error *err)
{
    const Value *resources = value_get(document, "resources");
    *ret_schema = document;
    if (document->kind != VALUE_MAP)
        return value_refuse(err, document, "a schema", "a map with 'fields'");
    if (!resources || value_get(document, "fields"))
        return true;
    if (resources->kind != VALUE_LIST || resources->count == 0)
        return value_refuse(err, resources, "key 'resources'", "a list of one resource at least");
    for (size_t i = 0; i < resources->count; i++) {
        if (resources->count == 1 || resource_has_file(&resources->items[i], data))
            return resource_schema(&resources->items[i], ret_schema, err);
    }
    return error_at(err, ERROR_CONFIG, value_place(resources, PLACE_SCHEMA),
                    "none of the package's %zu resources has the path '%s'", resources->count,
                    data ? data : "-");
}

// Paths in a package stay below it, as its standard says.
static bool path_is_safe(const char *path)
{
    return *path != '/' && !text_equal(path, "..") && !text_starts(path, "../") &&
           !strstr(path, "/../") && !text_ends(path, "/..");
}

static bool key_find_file(const Value *name, const Value *package, ForeignKey *key, Arena *arena,
                          Error *err)
{
    const char *path = NULL;
    const Value *resources = value_get(package, "resources");
    Place place = value_place(name, PLACE_SCHEMA);
    for (size_t i = 0; resources && resources->kind == VALUE_LIST && i < resources->count; i++) {
        const Value *resource = &resources->items[i];
        const char *own = member_text(resource, "name");
        if (own && text_equal(own, name->text))
            path = member_text(resource, "path");
    }
    // Without a package the name is that of a file.
    if (!path && !resources)
        path = name->text;
    if (!path)
        return error_at(err, ERROR_CONFIG, place,
                        "foreign key names the resource '%s', which the package does not have, or "
                        "not in one file",
                        name->text);
    if (!path_is_safe(path))
        return error_at(err, ERROR_CONFIG, place,
                        "foreign key leads to '%s', wanted a path below the schema's folder", path);
    key->resource = arena_text(arena, name->text);
    key->path = path_join(arena, path_folder(arena, name->file), path);
    if (!file_exists(key->path))
        return error_at(err, ERROR_CONFIG, place, "foreign key names '%s', but there is no '%s'",
                        name->text, key->path);
    return true;
}

// A text, or a list of texts, as a list; one of each is the same.
static size_t names_count(const Value *names)
{
    return names && names->kind == VALUE_LIST ? names->count : 1;
}

static const Value *names_item(const Value *names, size_t position)
{
    return names->kind == VALUE_LIST ? &names->items[position] : names;
}

static bool read_foreign_key(const Value *map, const Value *package, TableSchema *schema,
                             Arena *arena, Error *err)
{
    static const char *const known[] = {"fields", "reference"};
    static const char *const in_reference[] = {"resource", "fields"};
    const Value *fields = value_get(map, "fields");
    const Value *reference = value_get(map, "reference");
    const Value *resource = value_get(reference, "resource");
    const Value *others = value_get(reference, "fields");
    ForeignKey key = {.place = value_place(map, PLACE_SCHEMA)};
    if (map->kind != VALUE_MAP || !fields || !others)
        return value_refuse(err, map, "a foreign key",
                            "a map with 'fields' and a 'reference' with 'fields'");
    if (!value_check_keys(map, "a foreign key", known, array_count(known), err) ||
        !value_check_keys(reference, "a reference", in_reference, array_count(in_reference), err))
        return false;
    if (names_count(fields) != names_count(others) || names_count(fields) == 0)
        return value_refuse(err, others, "a reference", "as many fields as the key has");
    for (size_t i = 0; i < names_count(fields); i++) {
        const Value *name = names_item(others, i);
        size_t field = 0;
        if (!schema_find_field(schema, names_item(fields, i), &field, err))
            return false;
        if (name->kind != VALUE_TEXT)
            return value_refuse(err, name, "a field of a reference", "a text");
        *list_push(arena, &key.fields) = field;
        *list_push(arena, &key.names) = name->text;
    }
    if (resource && resource->kind != VALUE_TEXT)
        return value_refuse(err, resource, "key 'resource'", "a text");
    if (resource && *resource->text && !key_find_file(resource, package, &key, arena, err))
        return false;
    *list_push(arena, &schema->foreign_keys) = key;
    return true;
}

bool schema_read_foreign_keys(const Value *document, const Value *package, TableSchema *schema,
                              Arena *arena, Error *err)
{
    const Value *keys = NULL;
    if (!value_read_list(document, "foreignKeys", &keys, err))
        return false;
    for (size_t i = 0; keys && i < keys->count; i++) {
        if (!read_foreign_key(&keys->items[i], package, schema, arena, err))
            return false;
    }
    return true;
}
