// oci_read: index and manifest of an OCI image layout, read strictly: what a package of ours says.

#ifndef PACKAGE_OCI_READ_H
#define PACKAGE_OCI_READ_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "doc/value.h"

#define OCI_MANIFEST_TYPE "application/vnd.oci.image.manifest.v1+json"
#define OCI_INDEX_TYPE    "application/vnd.oci.image.index.v1+json"
#define OCI_REF_NAME      "org.opencontainers.image.ref.name"
#define OCI_LAYOUT_TEXT   "{\"imageLayoutVersion\":\"1.0.0\"}"

// Index and manifest are read below this size; the most layers of a package.
#define OCI_LARGEST_DOCUMENT ((size_t)4 << 20)
#define OCI_MOST_LAYERS      1000

typedef struct OciDescriptor {
    const char *media_type;
    const char *digest; // "sha256:…", checked to be one
    int64_t size;
    const Value *annotations; // a map of texts; NULL for none
} OciDescriptor;

typedef struct OciManifest {
    OciDescriptor config;
    LIST(OciDescriptor) layers;
    const Value *annotations; // NULL for none
} OciManifest;

// "sha256:" and 64 hexadecimal digits.
bool oci_is_digest(const char *text);

// The one manifest that an index of ours names. `name` as in json_parse(). ERROR_INPUT for what is
// no such index.
bool oci_parse_index(const char *name, const char *bytes, size_t size, Arena *arena,
                     OciDescriptor *ret_manifest, Error *err) MUST_USE;

bool oci_parse_manifest(const char *name, const char *bytes, size_t size, Arena *arena,
                        OciManifest *ret_manifest, Error *err) MUST_USE;

// The text of an annotation; NULL if there is none.
const char *oci_annotation(const Value *annotations, const char *key);

// The index of a package: a function of its manifest, so that every byte of it can be checked.
void oci_write_index(const OciDescriptor *manifest, const char *tag, Buf *out);

#endif
