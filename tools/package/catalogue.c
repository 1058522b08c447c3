// The verbs register, promote and rollback.

#include "catalogue.h"

#include "base/time.h"
#include "content.h"
#include "doc/json_writer.h"
#include "package.h"
#include "registry/registry.h"
#include "verify.h"

#include <inttypes.h>

// What `deploy-notify --package-record` reads.
static bool catalogue_write_record(const Run *run, const Layout *layout,
                                   const LayoutManifest *manifest, int64_t number, Error *err)
{
    const PackageOptions *given = run->options;
    if (!given->record)
        return true;
    scoped_buf text = BUF_EMPTY;
    JsonWriter json = json_writer(&text);
    json_open_map(&json);
    json_put_text(&json, "schema", "sluice.package-record/1");
    json_put_text(&json, "name", manifest->name);
    json_put_text(&json, "version",
                  number ? arena_format(run->arena, "%" PRId64, number) : manifest->tag);
    json_put_text(&json, "digest", manifest->descriptor.digest);
    json_put_text(&json, "path", path_absolute(run->arena, layout->path));
    json_close_map(&json);
    json_finish(&json);
    return file_write(given->record, text.data, text.size, err);
}

static bool catalogue_register(Run *run, const Layout *layout, const LayoutManifest *manifest,
                               int64_t *ret_number, Error *err)
{
    const PackageOptions *given = run->options;
    const Value *annotations = manifest->manifest.annotations;
    const ModelVersion version = {
        .digest = manifest->descriptor.digest,
        .reference = path_relative(run->arena, run->root, layout->path),
        .gate = oci_annotation(annotations, PACKAGE_GATE_ANNOTATION),
        .metrics = oci_annotation(annotations, PACKAGE_METRICS_ANNOTATION),
        .created = time_now(),
    };
    scoped_registry registry = NULL;
    if (!registry_open(given->registry, REGISTRY_CREATE, &registry, err) ||
        !registry_add(registry, manifest->name, &version, ret_number, err))
        return false;
    const Promotion staging = {.model = manifest->name,
                               .alias = "staging",
                               .number = *ret_number,
                               .time = version.created};
    int64_t before = 0;
    if (!registry_promote(registry, &staging, &before, err))
        return false;
    const char *number = arena_format(run->arena, "%" PRId64, *ret_number);
    report_add_check(run->report,
                     (Check){.name = arena_format(run->arena, "'%s' is version %s in the registry",
                                                  manifest->name, number),
                             .verdict = VERDICT_PASS,
                             .value = manifest->descriptor.digest});
    run_set_output(run, "version", number);
    run_set_output(run, "reference", arena_format(run->arena, "%s@%s", manifest->name, number));
    return true;
}

bool catalogue_add(Run *run, const Layout *layout, const LayoutManifest *manifest, Error *err)
{
    const PackageOptions *given = run->options;
    int64_t number = 0;
    if (given->add_to_registry && !catalogue_register(run, layout, manifest, &number, err))
        return false;
    return catalogue_write_record(run, layout, manifest, number, err);
}

// Registers what verifies: whole, of a passed gate, and signed if a key was given.
bool package_register(Run *run, Error *err)
{
    scoped_layout layout = NULL;
    LayoutManifest manifest;
    bool valid = false;
    if (!verify_open(run, &layout, &manifest, &valid, err))
        return false;
    int64_t number = 0;
    if (!valid || report_count(run->report, SEVERITY_ERROR) > 0)
        return true;
    return catalogue_register(run, layout, &manifest, &number, err) &&
           catalogue_write_record(run, layout, &manifest, number, err);
}

static bool catalogue_need_name(const Run *run, Error *err)
{
    const PackageOptions *given = run->options;
    return given->name || error_set(err, ERROR_USAGE, "no model was named: wanted --name NAME");
}

static void catalogue_tell(Run *run, const char *alias, int64_t from, int64_t to)
{
    const PackageOptions *given = run->options;
    const char *before = from ? arena_format(run->arena, "version %" PRId64, from) : "no version";
    const char *number = arena_format(run->arena, "%" PRId64, to);
    if (run->live) {
        report_add_check(run->report,
                         (Check){.name = arena_format(run->arena, "'%s' of '%s' is version %s",
                                                      alias, given->name, number),
                                 .verdict = VERDICT_PASS,
                                 .message = arena_format(run->arena, "it was %s before", before)});
        run_set_output(run, "version", number);
        run_set_output(run, "reference", arena_format(run->arena, "%s@%s", given->name, number));
        return;
    }
    report_find(run->report, report_rule(run->report, "package/rehearsed"),
                "'%s' of '%s' would move from %s to version %s; nothing was changed (--live does "
                "it)",
                alias, given->name, before, number);
}

// The version that has the alias now; 0 for none.
static bool catalogue_current(Registry *registry, const Run *run, const char *alias,
                              int64_t *ret_number, Error *err)
{
    const PackageOptions *given = run->options;
    ModelList models = {0};
    if (!registry_list(registry, given->name, run->arena, &models, err))
        return false;
    *ret_number = 0;
    const Model *model = &models.items[0];
    for (size_t i = 0; i < model->aliases.count; i++) {
        if (text_equal(model->aliases.items[i].alias, alias))
            *ret_number = model->aliases.items[i].number;
    }
    return true;
}

static bool catalogue_refuse_ungated(Run *run, const ModelVersion *version)
{
    const PackageOptions *given = run->options;
    if (text_equal(version->gate, "pass") || given->allow_ungated)
        return false;
    report_find(run->report, report_rule(run->report, "package/gate-missing"),
                "version %" PRId64 " of '%s' was packaged without a gate result and is not "
                "promoted",
                version->number, given->name);
    return true;
}

bool package_promote(Run *run, Error *err)
{
    const PackageOptions *given = run->options;
    scoped_registry registry = NULL;
    ModelVersion version;
    int64_t before = 0;
    if (!catalogue_need_name(run, err) ||
        !registry_open(given->registry, run->live ? REGISTRY_CHANGE : REGISTRY_READ, &registry,
                       err) ||
        !registry_find(registry, given->name, given->select, run->arena, &version, err) ||
        !catalogue_current(registry, run, given->alias, &before, err))
        return false;
    if (catalogue_refuse_ungated(run, &version))
        return true;
    const Promotion promotion = {
        .model = given->name, .alias = given->alias, .number = version.number, .time = time_now()};
    if (run->live && !registry_promote(registry, &promotion, &before, err))
        return false;
    catalogue_tell(run, given->alias, before, version.number);
    run_set_output(run, "digest", version.digest);
    return true;
}

bool package_rollback(Run *run, Error *err)
{
    const PackageOptions *given = run->options;
    scoped_registry registry = NULL;
    if (!catalogue_need_name(run, err) ||
        !registry_open(given->registry, run->live ? REGISTRY_CHANGE : REGISTRY_READ, &registry,
                       err))
        return false;
    const Promotion back = {.model = given->name, .alias = given->alias, .time = time_now()};
    int64_t from = 0;
    int64_t to = 0;
    bool done = run->live ? registry_rollback(registry, &back, &from, &to, err)
                          : registry_preview_rollback(registry, &back, &from, &to, err);
    if (!done)
        return false;
    catalogue_tell(run, given->alias, from, to);
    return true;
}
