// documents: the JSON documents of a package: pure functions of its content, the same bytes for the
// same content.

#ifndef PACKAGE_DOCUMENTS_H
#define PACKAGE_DOCUMENTS_H

#include "content.h"
#include "oci_read.h"

// `sluice/package.json` (sluice.package/1): files, data, metrics, gate result, commit.
void document_write_record(const Content *content, Buf *out);

// `sluice/provenance.json`: an in-toto statement about the model's files with SLSA provenance v1.
void document_write_provenance(const Content *content, Buf *out);

// What kind of OCI artifact a package is.
typedef struct PackageKind {
    const char *name;
    const char *artifact_type; // NULL for none
    const char *config_type;
    bool plain_model; // the model's layer is not compressed
    // The media type of a layer with this role, with and without compression.
    const char *(*layer_type)(const char *role, bool compressed, Arena *arena);
    void (*write_config)(const Content *content, Buf *out, Arena *arena);
} PackageKind;

extern const PackageKind package_kinds[];
extern const size_t package_kind_count;

void document_write_manifest(const PackageKind *kind, const Content *content,
                             const OciDescriptor *config, Buf *out, Arena *arena);

#endif
