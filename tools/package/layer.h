// layer: files as one blob of an OCI layout: a tar, as it is or compressed by gzip.

#ifndef PACKAGE_LAYER_H
#define PACKAGE_LAYER_H

#include "package_files.h"

typedef struct Layer {
    const char *media_type;
    const char *digest; // "sha256:…" of the blob
    const char *diff;   // "sha256:…" of the tar
    const char *path;   // where its files begin: "models"
    int64_t size;
} Layer;

typedef struct LayerPlan {
    const char *layout; // folder of the layout, with blobs/sha256
    const PackageFileList *files;
    int64_t time; // of all entries, seconds since 1970
    bool compress;
} LayerPlan;

// Writes the blob and reads it back: every file in it has the digest it had when it was judged, or
// it is an ERROR_INPUT. Sets digest, diff and size of *ret_layer.
bool layer_write(const LayerPlan *plan, Arena *arena, Layer *ret_layer, Error *err) MUST_USE;

#endif
