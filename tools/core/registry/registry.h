// registry: which models there are, their numbered versions, and which version an alias such as
// `production` names. One SQLite file, for one machine or a shared disk.
//
// A version is a package's digest: the same digest registered twice is the same version. Every
// change is one transaction that waits for others; the file keeps a rollback journal, because the
// write-ahead log of SQLite does not work over network file systems. Texts that come back live in
// the arena given.

#ifndef REGISTRY_REGISTRY_H
#define REGISTRY_REGISTRY_H

#include "base/arena.h"
#include "base/error.h"

typedef struct Registry Registry;

typedef enum RegistryMode {
    REGISTRY_READ,   // the file must be there
    REGISTRY_CHANGE, // the same, and it may be written
    REGISTRY_CREATE, // the file and its folder are made where missing
} RegistryMode;

typedef struct ModelVersion {
    int64_t number;        // from 1
    const char *digest;    // "sha256:…"
    const char *reference; // where the package was when it was registered
    const char *gate;      // its gate's verdict: "pass", or "none" for what was let through
    const char *metrics;   // JSON map; NULL for none
    int64_t created;       // seconds since 1970
} ModelVersion;

typedef struct ModelAlias {
    const char *alias;
    int64_t number;
} ModelAlias;

typedef struct ModelChange {
    const char *action; // "register", "promote", "rollback"
    const char *alias;  // NULL for "register"
    int64_t from;       // version number; 0 for none
    int64_t to;
    int64_t time;
} ModelChange;

typedef struct Model {
    const char *name;
    LIST(ModelVersion) versions; // by number
    LIST(ModelAlias) aliases;    // by name
    LIST(ModelChange) changes;   // oldest first
} Model;
typedef LIST(Model) ModelList;

// How long a change waits for another process.
#define REGISTRY_WAIT_MS 15000

// The longest name of a model or an alias: letters, digits, `.`, `_`, `-` and, in models, `/`.
#define REGISTRY_LONGEST_NAME 128

bool registry_open(const char *path, RegistryMode mode, Registry **ret_registry, Error *err)
    MUST_USE;
void registry_close(Registry *registry);
SCOPED_CLOSE(Registry *, registry_close)
#define scoped_registry CLEANUP(registry_close_scoped) Registry *

bool registry_check_name(const char *what, const char *name, Error *err) MUST_USE;

// Adds a version and returns its number; a digest that the model has already keeps its number and
// everything that was said about it. `version->number` is ignored.
bool registry_add(Registry *registry, const char *model, const ModelVersion *version,
                  int64_t *ret_number, Error *err) MUST_USE;

// The version that `wanted` names: a number, an alias, "latest" or a digest.
bool registry_find(Registry *registry, const char *model, const char *wanted, Arena *arena,
                   ModelVersion *ret_version, Error *err) MUST_USE;

// Which alias of which model to move, to which version, and when (seconds since 1970).
typedef struct Promotion {
    const char *model;
    const char *alias;
    int64_t number;
    int64_t time;
} Promotion;

// Points the alias at the version and remembers the one before (0 for none). Promoting the version
// that has the alias already changes nothing.
bool registry_promote(Registry *registry, const Promotion *promotion, int64_t *ret_before,
                      Error *err) MUST_USE;

// Takes the last promotion of the alias back; once more goes back one promotion further.
// `promotion->number` is ignored.
bool registry_rollback(Registry *registry, const Promotion *promotion, int64_t *ret_from,
                       int64_t *ret_to, Error *err) MUST_USE;

// What registry_rollback() would do now; changes nothing.
bool registry_preview_rollback(Registry *registry, const Promotion *promotion, int64_t *ret_from,
                               int64_t *ret_to, Error *err) MUST_USE;

// All models, or one; in the order of their names.
bool registry_list(Registry *registry, const char *model, Arena *arena, ModelList *ret_models,
                   Error *err) MUST_USE;

#endif
