#include "oci_read.h"

#include "base/clean.h"
#include "base/text.h"
#include "crypto/hashing.h"
#include "doc/json.h"
#include "doc/json_writer.h"

#include <string.h>

bool oci_is_digest(const char *text)
{
    return text && text_starts(text, "sha256:") && crypto_is_hex(text + strlen("sha256:"), 64);
}

// What a package says wrongly is its fault, not that of the configuration.
static bool oci_parse(const char *name, const char *bytes, size_t size, Arena *arena,
                      const Value **ret_root, Error *err)
{
    if (json_parse(name, bytes, size, (JsonOptions){0}, arena, ret_root, err) &&
        ((*ret_root)->kind == VALUE_MAP || value_refuse(err, *ret_root, "the document", "a map")))
        return true;
    err->kind = ERROR_INPUT;
    return false;
}

static bool oci_read_annotations(const Value *map, const Value **ret, Error *err)
{
    const Value *annotations = NULL;
    if (!value_read_map(map, "annotations", &annotations, err))
        return false;
    for (size_t i = 0; annotations && i < annotations->count; i++) {
        if (annotations->items[i].kind != VALUE_TEXT)
            return value_refuse(err, &annotations->items[i], "an annotation", "a text");
    }
    *ret = annotations;
    return true;
}

static bool oci_read_descriptor(const Value *map, OciDescriptor *ret_descriptor, Error *err)
{
    OciDescriptor descriptor = {.size = -1};
    if (!map || map->kind != VALUE_MAP)
        return error_set(err, ERROR_INPUT, "a descriptor is missing or no map");
    if (!value_read_text(map, "mediaType", &descriptor.media_type, err) ||
        !value_read_text(map, "digest", &descriptor.digest, err) ||
        !value_read_int(map, "size", &descriptor.size, err) ||
        !oci_read_annotations(map, &descriptor.annotations, err))
        return false;
    if (!descriptor.media_type || !oci_is_digest(descriptor.digest) || descriptor.size < 0)
        return error_at(err, ERROR_INPUT, value_place(map, PLACE_SCHEMA),
                        "a descriptor needs a media type, a size and a digest of the form "
                        "'sha256:' and 64 hexadecimal digits");
    *ret_descriptor = descriptor;
    return true;
}

static bool oci_check_type(const Value *root, const char *wanted, Error *err)
{
    const char *type = NULL;
    int64_t version = 0;
    if (!value_read_text(root, "mediaType", &type, err) ||
        !value_read_int(root, "schemaVersion", &version, err))
        return false;
    if (version != 2 || !text_equal(type, wanted)) {
        scoped_arena arena = arena_open();
        return error_set(err, ERROR_INPUT, "media type '%s' was found, wanted '%s', version 2",
                         type ? clean_text_short(arena, type, 100) : "", wanted);
    }
    return true;
}

static bool oci_read_index(const Value *root, OciDescriptor *ret_manifest, Error *err)
{
    const Value *manifests = NULL;
    if (!oci_check_type(root, OCI_INDEX_TYPE, err) ||
        !value_read_list(root, "manifests", &manifests, err))
        return false;
    if (!manifests || manifests->count != 1)
        return error_set(err, ERROR_INPUT, "%zu manifests were found, wanted one",
                         manifests ? manifests->count : 0);
    return oci_read_descriptor(&manifests->items[0], ret_manifest, err);
}

static bool oci_read_manifest(const Value *root, Arena *arena, OciManifest *ret_manifest,
                              Error *err)
{
    OciManifest manifest = {0};
    const Value *layers = NULL;
    if (!oci_check_type(root, OCI_MANIFEST_TYPE, err) ||
        !oci_read_descriptor(value_get(root, "config"), &manifest.config, err) ||
        !value_read_list(root, "layers", &layers, err) ||
        !oci_read_annotations(root, &manifest.annotations, err))
        return false;
    if (!layers || layers->count == 0 || layers->count > OCI_MOST_LAYERS)
        return error_set(err, ERROR_INPUT, "%zu layers were found, wanted 1 to %d",
                         layers ? layers->count : 0, OCI_MOST_LAYERS);
    for (size_t i = 0; i < layers->count; i++) {
        if (!oci_read_descriptor(&layers->items[i], list_push(arena, &manifest.layers), err))
            return false;
    }
    *ret_manifest = manifest;
    return true;
}

bool oci_parse_index(const char *name, const char *bytes, size_t size, Arena *arena,
                     OciDescriptor *ret_manifest, Error *err)
{
    const Value *root = NULL;
    if (oci_parse(name, bytes, size, arena, &root, err) && oci_read_index(root, ret_manifest, err))
        return true;
    err->kind = ERROR_INPUT;
    return error_wrap(err, "'%s' is no index of a package", name);
}

bool oci_parse_manifest(const char *name, const char *bytes, size_t size, Arena *arena,
                        OciManifest *ret_manifest, Error *err)
{
    const Value *root = NULL;
    if (oci_parse(name, bytes, size, arena, &root, err) &&
        oci_read_manifest(root, arena, ret_manifest, err))
        return true;
    err->kind = ERROR_INPUT;
    return error_wrap(err, "'%s' is no manifest of a package", name);
}

const char *oci_annotation(const Value *annotations, const char *key)
{
    const Value *value = value_get(annotations, key);
    return value ? value->text : NULL;
}

void oci_write_index(const OciDescriptor *manifest, const char *tag, Buf *out)
{
    JsonWriter json = json_writer_compact(out);
    json_open_map(&json);
    json_put_int(&json, "schemaVersion", 2);
    json_put_text(&json, "mediaType", OCI_INDEX_TYPE);
    json_key(&json, "manifests");
    json_open_list(&json);
    json_open_map(&json);
    json_put_text(&json, "mediaType", OCI_MANIFEST_TYPE);
    json_put_text(&json, "digest", manifest->digest);
    json_put_int(&json, "size", manifest->size);
    json_key(&json, "annotations");
    json_open_map(&json);
    json_put_text(&json, OCI_REF_NAME, tag);
    json_close_map(&json);
    json_close_map(&json);
    json_close_list(&json);
    json_close_map(&json);
}
