// git_index: which files a checkout has committed or is about to, as git's index lists them. Read
// without git, which is not in the image and refuses checkouts of other users.

#ifndef CLI_GIT_INDEX_H
#define CLI_GIT_INDEX_H

#include "base/arena.h"

// Larger ones are not read.
#define GIT_INDEX_LARGEST ((size_t)64 << 20)

typedef struct GitIndex {
    const char *top;          // the checkout's folder
    const char *const *files; // regular ones, relative to `top`, sorted by their bytes
    size_t count;
} GitIndex;

// The index of the checkout that `folder` lies in; NULL if it is in none, or if the index cannot be
// read to its end: then nobody knows what is in it.
const GitIndex *git_index_find(const char *folder, Arena *arena);

// The same from the bytes of an index of version 2 to 4, with object names of 20 or 32 bytes. False
// for what is none, and for one whose entries stand in another file.
bool git_index_parse(const char *bytes, size_t size, Arena *arena, GitIndex *ret_index) MUST_USE;

// Whether the file, relative to the checkout's folder, is in the index as a regular file.
bool git_index_has(const GitIndex *index, const char *file);

#endif
