// package_files: the files that go into a package: names inside, paths outside, sizes, digests.

#ifndef PACKAGE_PACKAGE_FILES_H
#define PACKAGE_PACKAGE_FILES_H

#include "base/error.h"
#include "base/text.h"

// The most files of a package, and the deepest folder that is looked into.
#define PACKAGE_MOST_FILES     100000
#define PACKAGE_DEEPEST_FOLDER 32

typedef struct PackageFile {
    const char *name;   // "models/model.json"
    const char *path;   // on the disk; its name if `text` is the content
    const char *text;   // made by ourselves
    const char *digest; // sha256 in hexadecimal digits
    int64_t size;
    bool executable;
} PackageFile;

typedef LIST(PackageFile) PackageFileList;

// Adds each path below the folder `prefix` of the package: a file by its name, a folder by what is
// in it (without `.git` and `__pycache__`). Symbolic links inside of folders are errors, so is
// everything that is neither file nor folder.
bool package_files_add(PackageFileList *files, const TextList *paths, const char *prefix,
                       Arena *arena, Error *err) MUST_USE;

// Brings the files into the order of their names' bytes; two of one name are an ERROR_INPUT.
bool package_files_sort(PackageFileList *files, Error *err) MUST_USE;

#endif
