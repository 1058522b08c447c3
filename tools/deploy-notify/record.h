// record: what became of a deployment, as a file (`sluice.deployment/1`) for those who come later.

#ifndef DEPLOY_NOTIFY_RECORD_H
#define DEPLOY_NOTIFY_RECORD_H

#include "deployment.h"

// Written whole or not at all. `finished` is in seconds since 1970.
bool record_write(const char *path, const Deployment *deployment, const char *delivery,
                  int64_t finished, Error *err) MUST_USE;

// What a package was called: version, digest and path, from the JSON file that 'package' wrote.
// Members that are not there leave the release as it is.
bool record_read_package(const char *path, Arena *arena, Release *release, Error *err) MUST_USE;

#endif
