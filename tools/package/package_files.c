#include "package_files.h"

#include "archive/entry_name.h"
#include "base/clean.h"
#include "base/file.h"
#include "crypto/hashing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const package_ignored[] = {".git", "__pycache__"};

static bool package_ignores(const char *name)
{
    for (size_t i = 0; i < array_count(package_ignored); i++) {
        if (text_equal(name, package_ignored[i]))
            return true;
    }
    return false;
}

typedef struct Source {
    const char *path;
    const char *name; // in the package
    int depth;
    const struct stat *about;
} Source;

static bool package_add_file(PackageFileList *files, Arena *arena, const Source *source, Error *err)
{
    if (!entry_name_check(source->name, err))
        return false;
    if (files->count == PACKAGE_MOST_FILES)
        return error_set(err, ERROR_INPUT, "more than %d files cannot be packaged at '%s'",
                         PACKAGE_MOST_FILES, source->path);
    PackageFile file = {
        .name = source->name, .path = source->path, .executable = source->about->st_mode & 0111};
    if (!hash_file(HASH_SHA256, "file", file.path, arena, &file.digest, &file.size, err))
        return false;
    *list_push(arena, files) = file;
    return true;
}

static bool package_add(PackageFileList *files, Arena *arena, const Source *source, Error *err);

static bool package_add_folder(PackageFileList *files, Arena *arena, const Source *folder,
                               Error *err)
{
    if (folder->depth > PACKAGE_DEEPEST_FOLDER)
        return error_set(err, ERROR_INPUT, "'%s' is deeper than %d folders", folder->path,
                         PACKAGE_DEEPEST_FOLDER);
    const char *const *names = NULL;
    size_t count = 0;
    if (!folder_list(arena, folder->path, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (package_ignores(names[i]))
            continue;
        struct stat about;
        Source source = {.path = path_join(arena, folder->path, names[i]),
                         .name = path_join(arena, folder->name, names[i]),
                         .depth = folder->depth + 1,
                         .about = &about};
        if (lstat(source.path, &about) != 0)
            return error_set(err, ERROR_INPUT, "cannot read '%s': %s", source.path,
                             strerror(errno));
        if (!package_add(files, arena, &source, err))
            return false;
    }
    return true;
}

static bool package_add(PackageFileList *files, Arena *arena, const Source *source, Error *err)
{
    if (S_ISDIR(source->about->st_mode))
        return package_add_folder(files, arena, source, err);
    if (S_ISREG(source->about->st_mode))
        return package_add_file(files, arena, source, err);
    const char *kind = S_ISLNK(source->about->st_mode) ? "a symbolic link" : "no regular file";
    return error_set(err, ERROR_INPUT, "'%s' is %s, wanted a regular file or a folder",
                     clean_text_short(arena, source->path, 200), kind);
}

bool package_files_add(PackageFileList *files, const TextList *paths, const char *prefix,
                       Arena *arena, Error *err)
{
    for (size_t i = 0; i < paths->count; i++) {
        const char *path = paths->items[i];
        struct stat about;
        // What was named by hand may be a link: it is the user's own word for the file.
        if (stat(path, &about) != 0)
            return error_set(err, ERROR_INPUT, "cannot read '%s': %s", path, strerror(errno));
        const char *absolute = path_absolute(arena, path);
        Source source = {.path = path, .name = prefix, .about = &about};
        if (!S_ISDIR(about.st_mode))
            source.name = path_join(arena, prefix, path_name(absolute));
        size_t before = files->count;
        if (!package_add(files, arena, &source, err))
            return false;
        if (files->count == before)
            return error_set(err, ERROR_INPUT, "folder '%s' is empty, wanted files to package",
                             path);
    }
    return true;
}

static int package_file_compare(const void *a, const void *b)
{
    return strcmp(((const PackageFile *)a)->name, ((const PackageFile *)b)->name);
}

bool package_files_sort(PackageFileList *files, Error *err)
{
    if (files->count)
        qsort(files->items, files->count, sizeof files->items[0], package_file_compare);
    for (size_t i = 1; i < files->count; i++) {
        const PackageFile *one = &files->items[i - 1];
        const PackageFile *two = &files->items[i];
        if (text_equal(one->name, two->name))
            return error_set(err, ERROR_INPUT, "'%s' and '%s' would both be '%s' in the package",
                             one->path, two->path, one->name);
    }
    return true;
}
