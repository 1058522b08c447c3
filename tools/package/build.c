// The verb build: files and facts into a package, signed and registered if asked for.

#include "build.h"

#include "base/clean.h"
#include "base/time.h"
#include "catalogue.h"
#include "crypto/hashing.h"
#include "doc/json.h"
#include "doc/json_writer.h"
#include "git_revision.h"
#include "package.h"
#include "registry/registry.h"
#include "signature.h"

#include <stdlib.h>
#include <string.h>

// Builds are equal unless told their time: 1970 if nobody says otherwise.
static bool build_time(int64_t *ret_time, Error *err)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    *ret_time = 0;
    if (text_empty(epoch))
        return true;
    if (text_to_int(epoch, ret_time) && *ret_time >= 0 && *ret_time <= BUILD_LATEST_TIME)
        return true;
    return error_set(err, ERROR_USAGE,
                     "$SOURCE_DATE_EPOCH is '%.40s', wanted seconds since 1970 as a number", epoch);
}

static bool build_read_annotations(const PackageOptions *given, Arena *arena, Content *content,
                                   Error *err)
{
    for (size_t i = 0; i < given->annotations.count; i++) {
        const char *text = given->annotations.items[i];
        const char *equals = strchr(text, '=');
        if (!equals || equals == text)
            return error_set(err, ERROR_USAGE, "annotation '%s' must be KEY=VALUE", text);
        const char *key = arena_text_sized(arena, text, (size_t)(equals - text));
        if (text_starts(key, "org.opencontainers.") || text_starts(key, "sluice."))
            return error_set(err, ERROR_USAGE,
                             "annotation '%s' is written by the tool itself; choose another key",
                             key);
        for (size_t k = 0; k < content->annotations.count; k++) {
            if (text_equal(content->annotations.items[k].key, key))
                return error_set(err, ERROR_USAGE, "annotation '%s' is given twice", key);
        }
        *list_push(arena, &content->annotations) = (Annotation){.key = key, .value = equals + 1};
    }
    return true;
}

// Data keeps the name by which the project knows it, if it is in the project.
static bool build_reference_data(const Run *run, PackageFileList *data, Error *err)
{
    const PackageOptions *given = run->options;
    for (size_t i = 0; i < given->data.count; i++) {
        const char *path = given->data.items[i];
        PackageFile file = {.path = path, .name = path_relative(run->arena, run->root, path)};
        if (file.name[0] == '/')
            file.name = path_name(file.name);
        if (!hash_file(HASH_SHA256, "data", path, run->arena, &file.digest, &file.size, err))
            return false;
        *list_push(run->arena, data) = file;
    }
    return package_files_sort(data, err);
}

static bool build_collect(const Run *run, Content *content, Error *err)
{
    const PackageOptions *given = run->options;
    const struct {
        PackageFileList *files;
        const TextList *paths;
        const char *prefix;
    } parts[] = {
        {&content->model, &given->model, BUILD_MODEL_FOLDER},
        {&content->code, &given->code, "code"},
        {&content->docs, &given->docs, "docs"},
    };
    for (size_t i = 0; i < array_count(parts); i++) {
        if (!package_files_add(parts[i].files, parts[i].paths, parts[i].prefix, run->arena, err) ||
            !package_files_sort(parts[i].files, err))
            return false;
    }
    return build_reference_data(run, &content->data, err);
}

static bool build_read_metrics(const Run *run, Content *content, const char **ret_digest,
                               Error *err)
{
    const char *path = ((const PackageOptions *)run->options)->metrics;
    if (!path)
        return true;
    int64_t size = 0;
    if (!json_load("metrics", path, (JsonOptions){0}, run->arena, &content->metrics, err) ||
        !hash_file(HASH_SHA256, "metrics", path, run->arena, ret_digest, &size, err))
        return false;
    return content->metrics->kind == VALUE_MAP ||
           value_refuse(err, content->metrics, "the metrics", "a map of names to numbers");
}

bool build_gather(Run *run, Content *content, Error *err)
{
    const PackageOptions *given = run->options;
    if (given->model.count == 0)
        return error_set(err, ERROR_USAGE,
                         "no model was given: wanted at least one file or folder");
    if (!given->name)
        return error_set(err, ERROR_USAGE, "the model has no name: wanted --name NAME");
    if (!registry_check_name("a model", given->name, err) ||
        !registry_check_name("a tag", given->tag, err))
        return false;
    *content = (Content){.name = given->name,
                         .tag = given->tag,
                         .description = given->description,
                         .license = given->license,
                         .tool_version = run->report->version,
                         .revision = git_revision(run->root, run->arena)};
    const char *metrics_digest = NULL;
    if (!build_time(&content->time, err) ||
        !build_read_annotations(given, run->arena, content, err) ||
        !build_collect(run, content, err) ||
        !build_read_metrics(run, content, &metrics_digest, err))
        return false;
    const GateSubject subject = {
        .model = &content->model, .metrics_digest = metrics_digest, .metrics = content->metrics};
    if (given->allow_ungated && !given->gate) {
        report_find(run->report, report_rule(run->report, "package/ungated"),
                    "'%s' is packaged without a gate result: --allow-ungated", given->name);
        return true;
    }
    return gate_result_judge(run, given->gate, &subject, &content->gate, err);
}

static const PackageKind *build_kind(const char *name)
{
    for (size_t i = 0; i < package_kind_count; i++) {
        if (text_equal(package_kinds[i].name, name))
            return &package_kinds[i];
    }
    return &package_kinds[0];
}

static void build_add_document(PackageFileList *files, const char *name, const Buf *text,
                               Arena *arena)
{
    *list_push(arena, files) =
        (PackageFile){.name = name,
                      .path = name,
                      .text = buf_keep(text, arena),
                      .digest = hash_bytes(HASH_SHA256, text->data, text->size, arena),
                      .size = (int64_t)text->size};
}

static void build_documents(const Content *content, PackageFileList *files, Arena *arena)
{
    scoped_buf record = BUF_EMPTY;
    scoped_buf provenance = BUF_EMPTY;
    document_write_record(content, &record);
    document_write_provenance(content, &provenance);
    build_add_document(files, BUILD_RECORD, &record, arena);
    build_add_document(files, "sluice/provenance.json", &provenance, arena);
}

static bool build_layers(const PackageKind *kind, Content *content, const Layout *layout,
                         Error *err)
{
    Arena *arena = layout->arena;
    PackageFileList documents = {0};
    build_documents(content, &documents, arena);
    const struct {
        const PackageFileList *files;
        const char *role; // as ModelPack calls it
        const char *folder;
        bool compress;
    } parts[] = {
        {&content->model, "weight", BUILD_MODEL_FOLDER, !kind->plain_model},
        {&content->code, "code", "code", true},
        {&content->docs, "doc", "docs", true},
        {&documents, "doc", "sluice", true},
    };
    for (size_t i = 0; i < array_count(parts); i++) {
        if (parts[i].files->count == 0)
            continue;
        Layer *layer = list_push(arena, &content->layers);
        layer->path = parts[i].folder;
        layer->media_type = kind->layer_type(parts[i].role, parts[i].compress, arena);
        const LayerPlan plan = {.layout = layout->folder,
                                .files = parts[i].files,
                                .time = content->time,
                                .compress = parts[i].compress};
        if (!layer_write(&plan, arena, layer, err))
            return false;
    }
    return true;
}

// The documents above the layers: config, manifest, index, and the mark of a layout.
static bool build_heads(const PackageKind *kind, const Content *content, const Layout *layout,
                        Error *err)
{
    Arena *arena = layout->arena;
    scoped_buf config_text = BUF_EMPTY;
    scoped_buf manifest_text = BUF_EMPTY;
    scoped_buf index_text = BUF_EMPTY;
    OciDescriptor config = {.media_type = kind->config_type};
    kind->write_config(content, &config_text, arena);
    config.size = (int64_t)config_text.size;
    if (!layout_add_blob(layout, config_text.data, config_text.size, &config.digest, err))
        return false;
    document_write_manifest(kind, content, &config, &manifest_text, arena);
    if (manifest_text.size > OCI_LARGEST_DOCUMENT)
        return error_set(err, ERROR_INPUT,
                         "metrics and annotations are too large: a manifest has at most %zu bytes",
                         OCI_LARGEST_DOCUMENT);
    OciDescriptor manifest = {.size = (int64_t)manifest_text.size};
    if (!layout_add_blob(layout, manifest_text.data, manifest_text.size, &manifest.digest, err))
        return false;
    oci_write_index(&manifest, content->tag, &index_text);
    return file_write(path_join(arena, layout->folder, "index.json"), index_text.data,
                      index_text.size, err) &&
           file_write(path_join(arena, layout->folder, "oci-layout"), OCI_LAYOUT_TEXT,
                      strlen(OCI_LAYOUT_TEXT), err);
}

static const char *build_output(const Run *run)
{
    const PackageOptions *given = run->options;
    return run->output ? run->output : arena_format(run->arena, "%s.oci", given->name);
}

static bool build_write(Run *run, Content *content, Error *err)
{
    const PackageOptions *given = run->options;
    const PackageKind *kind = build_kind(given->kind);
    scoped_key key = NULL;
    if (given->signing_key && !package_load_key(run, &key, err))
        return false;
    scoped_layout layout = NULL;
    if (!layout_create(build_output(run), run->arena, &layout, err) ||
        !build_layers(kind, content, layout, err) || !build_heads(kind, content, layout, err))
        return false;
    // What is read back is what others will read.
    LayoutManifest manifest;
    if (!layout_read(layout, &manifest, err))
        return false;
    if (key && !signature_write(layout, &manifest, key, err))
        return false;
    if (!layout_save(layout, err))
        return false;
    build_describe(run, content, &manifest, key);
    return catalogue_add(run, layout, &manifest, err);
}

bool package_build(Run *run, Error *err)
{
    Content content;
    if (!build_gather(run, &content, err))
        return false;
    if (report_count(run->report, SEVERITY_ERROR) > 0)
        return true; // refused: the findings say why, and nothing was written
    return build_write(run, &content, err);
}
