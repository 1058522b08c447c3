// catalogue: packages and the model registry.

#ifndef PACKAGE_CATALOGUE_H
#define PACKAGE_CATALOGUE_H

#include "cli/tool.h"
#include "layout.h"

// After a build: registers the package if that was asked for, and writes the record for those who
// deploy it.
bool catalogue_add(Run *run, const Layout *layout, const LayoutManifest *manifest, Error *err)
    MUST_USE;

#endif
