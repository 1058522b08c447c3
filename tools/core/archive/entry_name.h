// entry_name: which names a file may have inside an archive of ours, or of others that we unpack.
//
// A name is relative, valid UTF-8, with pieces between single slashes that are neither empty nor
// `.` nor `..`, and without control characters and backslashes: what one system calls a name and
// another a path is refused.

#ifndef ARCHIVE_ENTRY_NAME_H
#define ARCHIVE_ENTRY_NAME_H

#include "base/arena.h"
#include "base/error.h"

#define ENTRY_LONGEST_NAME  1024
#define ENTRY_LONGEST_PIECE 255
#define ENTRY_DEEPEST       32

// ERROR_INPUT for a name that is not as above.
bool entry_name_check(const char *name, Error *err) MUST_USE;

// The name that foreign archives mean: without a leading `./` and slashes at the end; "" for the
// root itself. Checked as above.
bool entry_name_normalize(const char *raw, Arena *arena, const char **ret_name, Error *err)
    MUST_USE;

#endif
