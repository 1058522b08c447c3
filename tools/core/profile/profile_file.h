// profile_file: profiles as files to commit (`sluice.profile/1`): the same profile, the same bytes.

#ifndef PROFILE_PROFILE_FILE_H
#define PROFILE_PROFILE_FILE_H

#include "base/buf.h"
#include "profile/profile.h"

#define PROFILE_VERSION 1

// Files up to this size are never too large to be read again: a value takes two bytes at least.
#define PROFILE_SURELY_READ ((size_t)15000000)

// Settles the profile and appends it.
void profile_write(Profile *profile, Buf *out);

// Reads a profile. Broken ones, and those of a newer version with the version needed, are
// ERROR_CONFIG. Unknown keys are passed over.
bool profile_load(const char *path, Arena *arena, Profile **ret_profile, Error *err) MUST_USE;

// The same for bytes; `name` is the file's for messages.
bool profile_read(const char *name, const char *bytes, size_t size, Arena *arena,
                  Profile **ret_profile, Error *err) MUST_USE;

#endif
