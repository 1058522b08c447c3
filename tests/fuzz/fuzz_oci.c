// Whatever an index or a manifest says, what is accepted has digests that can be file names.

#include "fuzz.h"
#include "oci_read.h"

#include <string.h>

static void check_descriptor(const OciDescriptor *descriptor)
{
    fuzz_demand(oci_is_digest(descriptor->digest) && strlen(descriptor->digest) == 71);
    fuzz_demand(descriptor->media_type && descriptor->size >= 0);
}

static void check_refusal(const Error *err)
{
    fuzz_demand(err->kind == ERROR_INPUT && *err->message && !strchr(err->message, '\n'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *bytes = arena_text_sized(arena, (const char *)data, size);
    OciDescriptor descriptor;
    OciManifest manifest;
    Error err = ERROR_EMPTY;
    if (oci_parse_index("fuzz", bytes, size, arena, &descriptor, &err))
        check_descriptor(&descriptor);
    else
        check_refusal(&err);
    if (!oci_parse_manifest("fuzz", bytes, size, arena, &manifest, &err)) {
        check_refusal(&err);
        return 0;
    }
    check_descriptor(&manifest.config);
    fuzz_demand(manifest.layers.count > 0 && manifest.layers.count <= OCI_MOST_LAYERS);
    for (size_t i = 0; i < manifest.layers.count; i++)
        check_descriptor(&manifest.layers.items[i]);
    for (size_t i = 0; manifest.annotations && i < manifest.annotations->count; i++)
        fuzz_demand(oci_annotation(manifest.annotations, manifest.annotations->keys[i].text));
    return 0;
}
