#include "documents.h"

#include "base/time.h"
#include "doc/json_writer.h"

// Media types: of OCI's image-spec 1.1, and of the CNCF ModelPack specification 0.0.7.

static const char *image_layer_type(const char *role, bool compressed, Arena *arena)
{
    (void)role;
    return arena_format(arena, "application/vnd.oci.image.layer.v1.tar%s",
                        compressed ? "+gzip" : "");
}

static const char *modelpack_layer_type(const char *role, bool compressed, Arena *arena)
{
    return arena_format(arena, "application/vnd.cncf.model.%s.v1.tar%s", role,
                        compressed ? "+gzip" : "");
}

static void document_diffs(JsonWriter *json, const char *key, const Content *content)
{
    json_put_text(json, "type", "layers");
    json_key(json, key);
    json_open_list(json);
    for (size_t i = 0; i < content->layers.count; i++)
        json_text(json, content->layers.items[i].diff);
    json_close_list(json);
}

// An image that holds files only; it names a platform because readers insist on one.
static void image_write_config(const Content *content, Buf *out, Arena *arena)
{
    JsonWriter json = json_writer_compact(out);
    json_open_map(&json);
    json_put_text(&json, "created", time_text(arena, content->time));
    json_put_text(&json, "architecture", "amd64");
    json_put_text(&json, "os", "linux");
    json_key(&json, "config");
    json_open_map(&json);
    json_close_map(&json);
    json_key(&json, "rootfs");
    json_open_map(&json);
    document_diffs(&json, "diff_ids", content);
    json_close_map(&json);
    json_key(&json, "history");
    json_open_list(&json);
    for (size_t i = 0; i < content->layers.count; i++) {
        json_open_map(&json);
        json_put_text(&json, "created", time_text(arena, content->time));
        json_put_text(&json, "created_by",
                      arena_format(arena, "sluice-package: /%s", content->layers.items[i].path));
        json_close_map(&json);
    }
    json_close_list(&json);
    json_close_map(&json);
}

static void modelpack_write_config(const Content *content, Buf *out, Arena *arena)
{
    JsonWriter json = json_writer_compact(out);
    json_open_map(&json);
    json_key(&json, "descriptor");
    json_open_map(&json);
    json_put_text(&json, "createdAt", time_text(arena, content->time));
    json_put_text(&json, "name", content->name);
    json_put_text(&json, "version", content->tag);
    if (content->description)
        json_put_text(&json, "description", content->description);
    if (content->revision)
        json_put_text(&json, "revision", content->revision);
    if (content->license) {
        json_key(&json, "licenses");
        json_open_list(&json);
        json_text(&json, content->license);
        json_close_list(&json);
    }
    json_close_map(&json);
    json_key(&json, "config");
    json_open_map(&json);
    json_close_map(&json);
    json_key(&json, "modelfs");
    json_open_map(&json);
    document_diffs(&json, "diffIds", content);
    json_close_map(&json);
    json_close_map(&json);
}

const PackageKind package_kinds[] = {
    {
        .name = "image",
        .config_type = "application/vnd.oci.image.config.v1+json",
        .layer_type = image_layer_type,
        .write_config = image_write_config,
    },
    {
        .name = "modelpack",
        .artifact_type = "application/vnd.cncf.model.manifest.v1+json",
        .config_type = "application/vnd.cncf.model.config.v1+json",
        .plain_model = true,
        .layer_type = modelpack_layer_type,
        .write_config = modelpack_write_config,
    },
};

const size_t package_kind_count = array_count(package_kinds);

static void manifest_descriptor(JsonWriter *json, const OciDescriptor *descriptor)
{
    json_put_text(json, "mediaType", descriptor->media_type);
    json_put_text(json, "digest", descriptor->digest);
    json_put_int(json, "size", descriptor->size);
}

static void manifest_layers(JsonWriter *json, const Content *content)
{
    json_key(json, "layers");
    json_open_list(json);
    for (size_t i = 0; i < content->layers.count; i++) {
        const Layer *layer = &content->layers.items[i];
        json_open_map(json);
        manifest_descriptor(json, &(OciDescriptor){.media_type = layer->media_type,
                                                   .digest = layer->digest,
                                                   .size = layer->size});
        json_key(json, "annotations");
        json_open_map(json);
        json_put_text(json, "org.cncf.model.filepath", layer->path);
        json_close_map(json);
        json_close_map(json);
    }
    json_close_list(json);
}

static void manifest_annotation(JsonWriter *json, const char *key, const char *value)
{
    if (value)
        json_put_text(json, key, value);
}

static void manifest_annotations(JsonWriter *json, const Content *content, Arena *arena)
{
    scoped_buf metrics = BUF_EMPTY;
    if (content->metrics) {
        JsonWriter compact = json_writer_compact(&metrics);
        json_value(&compact, content->metrics);
    }
    json_key(json, "annotations");
    json_open_map(json);
    manifest_annotation(json, PACKAGE_TITLE_ANNOTATION, content->name);
    manifest_annotation(json, PACKAGE_TAG_ANNOTATION, content->tag);
    manifest_annotation(json, "org.opencontainers.image.created", time_text(arena, content->time));
    manifest_annotation(json, "org.opencontainers.image.description", content->description);
    manifest_annotation(json, "org.opencontainers.image.licenses", content->license);
    manifest_annotation(json, "org.opencontainers.image.revision", content->revision);
    manifest_annotation(json, PACKAGE_GATE_ANNOTATION, content->gate.passed ? "pass" : "none");
    manifest_annotation(json, PACKAGE_METRICS_ANNOTATION,
                        content->metrics ? buf_text(&metrics) : NULL);
    for (size_t i = 0; i < content->annotations.count; i++)
        json_put_text(json, content->annotations.items[i].key, content->annotations.items[i].value);
    json_close_map(json);
}

void document_write_manifest(const PackageKind *kind, const Content *content,
                             const OciDescriptor *config, Buf *out, Arena *arena)
{
    JsonWriter json = json_writer_compact(out);
    json_open_map(&json);
    json_put_int(&json, "schemaVersion", 2);
    json_put_text(&json, "mediaType", OCI_MANIFEST_TYPE);
    if (kind->artifact_type)
        json_put_text(&json, "artifactType", kind->artifact_type);
    json_key(&json, "config");
    json_open_map(&json);
    manifest_descriptor(&json, config);
    json_close_map(&json);
    manifest_layers(&json, content);
    manifest_annotations(&json, content, arena);
    json_close_map(&json);
}
