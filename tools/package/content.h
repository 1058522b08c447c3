// content: everything that a package says about itself, before it is written as documents.

#ifndef PACKAGE_CONTENT_H
#define PACKAGE_CONTENT_H

#include "gate_result.h"
#include "layer.h"
#include "package_files.h"

typedef struct Annotation {
    const char *key;
    const char *value;
} Annotation;

typedef struct Content {
    const char *name;
    const char *tag;
    const char *description; // NULL for none, as the texts below
    const char *license;
    const char *revision; // git commit
    int64_t time;         // seconds since 1970: what the package says it was made
    const char *tool_version;
    PackageFileList model;
    PackageFileList code;
    PackageFileList docs;
    PackageFileList data; // only its digests are packaged
    const Value *metrics; // NULL for none
    GateResult gate;
    LIST(Annotation) annotations; // the user's own
    LIST(Layer) layers;
} Content;

// Names of our own annotations.
#define PACKAGE_GATE_ANNOTATION    "sluice.package.gate"    // "pass" or "none"
#define PACKAGE_METRICS_ANNOTATION "sluice.package.metrics" // a JSON map
#define PACKAGE_TITLE_ANNOTATION   "org.opencontainers.image.title"
#define PACKAGE_TAG_ANNOTATION     "org.opencontainers.image.version"

#endif
