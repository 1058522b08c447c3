#include "base/text.h"
#include "registry/registry.h"
#include "registry/sqlite_query.h"

#define VERSION_COLUMNS "number, digest, reference, gate, metrics, created"

static ModelVersion version_read(sqlite3_stmt *query, Arena *arena)
{
    return (ModelVersion){.number = sqlite3_column_int64(query, 0),
                          .digest = query_text(query, 1, arena),
                          .reference = query_text(query, 2, arena),
                          .gate = query_text(query, 3, arena),
                          .metrics = query_text(query, 4, arena),
                          .created = sqlite3_column_int64(query, 5)};
}

bool registry_find(Registry *registry, const char *model, const char *wanted, Arena *arena,
                   ModelVersion *ret_version, Error *err)
{
    int64_t number = 0;
    if (!text_to_int(wanted, &number))
        number = 0;
    // A name can match in one way only: aliases are neither numbers nor "latest" nor digests.
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err,
                    "SELECT " VERSION_COLUMNS " FROM version AS v"
                    " WHERE model = (SELECT id FROM model WHERE name = ?1) AND"
                    " (number = ?2 OR digest = ?3"
                    "  OR number = (SELECT number FROM alias WHERE model = v.model AND alias = ?3)"
                    "  OR (?3 = 'latest' AND"
                    "      number = (SELECT max(number) FROM version WHERE model = v.model)))",
                    "tit", model, number, wanted) ||
        !query_next(registry, query, &row, err))
        return false;
    if (!row)
        return error_set(err, ERROR_INPUT,
                         "registry '%s' has no version '%s' of model '%s': wanted a number, an "
                         "alias, a digest or 'latest'",
                         registry->path, wanted, model);
    *ret_version = version_read(query, arena);
    return true;
}

static bool list_versions(Registry *registry, Model *model, Arena *arena, Error *err)
{
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err,
                    "SELECT " VERSION_COLUMNS " FROM version"
                    " WHERE model = (SELECT id FROM model WHERE name = ?) ORDER BY number",
                    "t", model->name))
        return false;
    while (query_next(registry, query, &row, err)) {
        if (!row)
            return true;
        *list_push(arena, &model->versions) = version_read(query, arena);
    }
    return false;
}

static bool list_aliases(Registry *registry, Model *model, Arena *arena, Error *err)
{
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err,
                    "SELECT alias, number FROM alias"
                    " WHERE model = (SELECT id FROM model WHERE name = ?) ORDER BY alias",
                    "t", model->name))
        return false;
    while (query_next(registry, query, &row, err)) {
        if (!row)
            return true;
        *list_push(arena, &model->aliases) = (ModelAlias){.alias = query_text(query, 0, arena),
                                                          .number = sqlite3_column_int64(query, 1)};
    }
    return false;
}

static bool list_changes(Registry *registry, Model *model, Arena *arena, Error *err)
{
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err,
                    "SELECT action, alias, before, after, time FROM change"
                    " WHERE model = (SELECT id FROM model WHERE name = ?) ORDER BY id",
                    "t", model->name))
        return false;
    while (query_next(registry, query, &row, err)) {
        if (!row)
            return true;
        *list_push(arena, &model->changes) = (ModelChange){.action = query_text(query, 0, arena),
                                                           .alias = query_text(query, 1, arena),
                                                           .from = sqlite3_column_int64(query, 2),
                                                           .to = sqlite3_column_int64(query, 3),
                                                           .time = sqlite3_column_int64(query, 4)};
    }
    return false;
}

static bool list_names(Registry *registry, const char *model, Arena *arena, ModelList *models,
                       Error *err)
{
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err,
                    "SELECT name FROM model WHERE ?1 IS NULL OR name = ?1 ORDER BY name", "t",
                    model))
        return false;
    while (query_next(registry, query, &row, err)) {
        if (!row)
            return true;
        list_push(arena, models)->name = query_text(query, 0, arena);
    }
    return false;
}

bool registry_list(Registry *registry, const char *model, Arena *arena, ModelList *ret_models,
                   Error *err)
{
    ModelList models = {0};
    // One read transaction, so that names, versions and aliases belong together.
    if (!query_run(registry, err, "BEGIN", ""))
        return false;
    scoped_transaction transaction = registry;
    (void)transaction; // ends with the scope
    if (!list_names(registry, model, arena, &models, err))
        return false;
    if (model && models.count == 0)
        return error_set(err, ERROR_INPUT, "registry '%s' has no model '%s'", registry->path,
                         model);
    for (size_t i = 0; i < models.count; i++) {
        Model *one = &models.items[i];
        if (!list_versions(registry, one, arena, err) || !list_aliases(registry, one, arena, err) ||
            !list_changes(registry, one, arena, err))
            return false;
    }
    *ret_models = models;
    return true;
}
