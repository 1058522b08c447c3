// package: the options of the tool and its verbs.

#ifndef PACKAGE_PACKAGE_H
#define PACKAGE_PACKAGE_H

#include "cli/tool.h"
#include "crypto/key.h"

typedef struct PackageOptions {
    TextList model; // operands: model files and folders, or the package for the other verbs
    const char *name;
    const char *tag;
    const char *kind;
    TextList code;
    TextList docs;
    TextList data;
    const char *metrics;
    const char *gate;
    bool allow_ungated;
    const char *description;
    const char *license;
    TextList annotations;
    const char *signing_key;        // PEM
    const char *signing_passphrase; // NULL if the key has none
    const char *public_key;
    const char *digest;
    const char *registry;
    bool add_to_registry;
    const char *select;
    const char *alias;
    const char *record;
    bool json;
} PackageOptions;

VerbFunction package_build;
VerbFunction package_keygen;
VerbFunction package_sign;
VerbFunction package_verify;
VerbFunction package_show;
VerbFunction package_unpack;
VerbFunction package_register;
VerbFunction package_promote;
VerbFunction package_rollback;
VerbFunction package_list;

// The one operand of verbs that work on a package.
bool package_operand(const Run *run, const char **ret_path, Error *err) MUST_USE;

// Reads the private key from the options and registers passphrase and key as secrets.
bool package_load_key(Run *run, Key **ret_key, Error *err) MUST_USE;

#endif
