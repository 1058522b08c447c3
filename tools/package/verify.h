// verify: whether a package is whole, what it was asked to be, gated and signed.

#ifndef PACKAGE_VERIFY_H
#define PACKAGE_VERIFY_H

#include "cli/tool.h"
#include "layout.h"

// Opens the package of the operand and checks every byte of it; what is wrong becomes findings.
// *ret_valid is false if index or manifest could not be trusted, and then *ret_manifest is not set.
bool verify_open(Run *run, Layout **ret_layout, LayoutManifest *ret_manifest, bool *ret_valid,
                 Error *err) MUST_USE;

#endif
