// lfs_attributes: which files of a checkout are kept by Git LFS, as its .gitattributes say.

#ifndef CLI_LFS_ATTRIBUTES_H
#define CLI_LFS_ATTRIBUTES_H

#include "base/arena.h"

// Whether `file`, relative to the checkout's folder `top`, has the attribute `filter=lfs`: the
// repository then has a pointer in its place. Patterns are those of git, but for quoted ones.
bool lfs_keeps(const char *top, const char *file, Arena *arena);

// Whether the lines of a .gitattributes say so of a path relative to its folder; `before` is what
// those of outer folders said.
bool lfs_attributes_say(const char *attributes, const char *path, bool before);

#endif
