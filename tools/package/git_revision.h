// git_revision: the commit that is checked out, read from the repository's own files.

#ifndef PACKAGE_GIT_REVISION_H
#define PACKAGE_GIT_REVISION_H

#include "base/arena.h"

// The commit of the working tree that `folder` is in, as hexadecimal digits; NULL if there is none
// or it cannot be told. Says nothing about changes that are not committed.
const char *git_revision(const char *folder, Arena *arena);

#endif
