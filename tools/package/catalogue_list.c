// The verb list: the registry for people, and as JSON.

#include "base/time.h"
#include "doc/json.h"
#include "doc/json_writer.h"
#include "package.h"
#include "registry/registry.h"

#include <inttypes.h>
#include <string.h>

static void list_metrics(JsonWriter *json, const char *text, Arena *arena)
{
    const Value *metrics = NULL;
    Error err = ERROR_EMPTY;
    json_key(json, "metrics");
    if (text && json_parse("registry", text, strlen(text), (JsonOptions){0}, arena, &metrics, &err))
        json_value(json, metrics);
    else
        json_null(json);
}

static void list_versions(JsonWriter *json, const Model *model, Arena *arena)
{
    json_key(json, "versions");
    json_open_list(json);
    for (size_t i = 0; i < model->versions.count; i++) {
        const ModelVersion *version = &model->versions.items[i];
        json_open_map(json);
        json_put_int(json, "version", version->number);
        json_put_text(json, "digest", version->digest);
        json_put_text(json, "package", version->reference);
        json_put_text(json, "gate", version->gate);
        json_put_text(json, "registered", time_text(arena, version->created));
        list_metrics(json, version->metrics, arena);
        json_close_map(json);
    }
    json_close_list(json);
}

static void list_changes(JsonWriter *json, const Model *model, Arena *arena)
{
    json_key(json, "history");
    json_open_list(json);
    for (size_t i = 0; i < model->changes.count; i++) {
        const ModelChange *change = &model->changes.items[i];
        json_open_flat_map(json);
        json_put_text(json, "action", change->action);
        json_put_text(json, "alias", change->alias);
        json_put_int(json, "from", change->from);
        json_put_int(json, "to", change->to);
        json_put_text(json, "at", time_text(arena, change->time));
        json_close_map(json);
    }
    json_close_list(json);
}

static void list_write_json(const ModelList *models, Buf *out, Arena *arena)
{
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "schema", "sluice.models/1");
    json_key(&json, "models");
    json_open_list(&json);
    for (size_t i = 0; i < models->count; i++) {
        const Model *model = &models->items[i];
        json_open_map(&json);
        json_put_text(&json, "name", model->name);
        json_key(&json, "aliases");
        json_open_flat_map(&json);
        for (size_t a = 0; a < model->aliases.count; a++)
            json_put_int(&json, model->aliases.items[a].alias, model->aliases.items[a].number);
        json_close_map(&json);
        list_versions(&json, model, arena);
        list_changes(&json, model, arena);
        json_close_map(&json);
    }
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
}

// "staging, production" for one version.
static const char *list_aliases(const Model *model, int64_t number, Arena *arena)
{
    TextList names = {0};
    for (size_t i = 0; i < model->aliases.count; i++) {
        if (model->aliases.items[i].number == number)
            *list_push(arena, &names) = model->aliases.items[i].alias;
    }
    return names.count ? text_join(arena, &names, ", ") : "";
}

// One line a version, newest first.
static void list_write_text(const ModelList *models, Buf *out, Arena *arena)
{
    for (size_t i = 0; i < models->count; i++) {
        const Model *model = &models->items[i];
        for (size_t v = model->versions.count; v-- > 0;) {
            const ModelVersion *version = &model->versions.items[v];
            const char *aliases = list_aliases(model, version->number, arena);
            buf_format(out, "%s@%" PRId64 "  %s  %s  gate %s%s%s\n", model->name, version->number,
                       version->digest, time_text(arena, version->created), version->gate,
                       *aliases ? "  " : "", aliases);
        }
    }
}

bool package_list(Run *run, Error *err)
{
    const PackageOptions *given = run->options;
    scoped_registry registry = NULL;
    ModelList models = {0};
    if (!registry_open(given->registry, REGISTRY_READ, &registry, err) ||
        !registry_list(registry, given->name, run->arena, &models, err))
        return false;
    if (given->json)
        list_write_json(&models, run->printed, run->arena);
    else
        list_write_text(&models, run->printed, run->arena);
    return true;
}
