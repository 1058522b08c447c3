// build: what the parts of the verb build share.

#ifndef PACKAGE_BUILD_H
#define PACKAGE_BUILD_H

#include "cli/tool.h"
#include "crypto/key.h"
#include "documents.h"
#include "layout.h"

#define BUILD_MODEL_FOLDER "models" // where KServe and others look for a model in an image
#define BUILD_RECORD       "sluice/package.json"

// 9999-12-31: what RFC 3339 can write.
#define BUILD_LATEST_TIME 253402300799LL

// Reads everything that the package is made of, and judges the gate's result.
bool build_gather(Run *run, Content *content, Error *err) MUST_USE;

// Files, digest and sizes for the report; `key` is NULL if the package is not signed.
void build_describe(Run *run, const Content *content, const LayoutManifest *manifest,
                    const Key *key);

#endif
