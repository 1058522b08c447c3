#include "init_files.h"

#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *init_file_path(const Survey *survey, const InitFile *file)
{
    return path_join(survey->arena, survey->repository, file->path);
}

void init_files_look(const Survey *survey, InitFileList *files)
{
    struct stat about;
    for (size_t i = 0; i < files->count; i++) {
        InitFile *file = &files->items[i];
        if (file->text && lstat(init_file_path(survey, file), &about) == 0)
            file->kept = true;
    }
}

// A folder of the repository may be a link to somewhere else, where nothing of ours belongs.
static bool init_file_is_inside(const Survey *survey, const char *path, Error *err)
{
    char root[PATH_MAX];
    char real[PATH_MAX];
    const char *folder = path_folder(survey->arena, path);
    while (!file_exists(folder) && !text_equal(folder, "/"))
        folder = path_folder(survey->arena, folder);
    if (!realpath(survey->repository, root) || !realpath(folder, real))
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': its folder cannot be resolved",
                         path);
    const size_t size = strlen(root);
    if (text_equal(root, "/") ||
        (strncmp(root, real, size) == 0 && (!real[size] || real[size] == '/')))
        return true;
    return error_set(err, ERROR_OUTPUT,
                     "cannot write '%s': a link leads to '%s', outside of the repository '%s'",
                     path, real, root);
}

bool init_files_write(const Survey *survey, InitFileList *files, Error *err)
{
    size_t at = 0;
    bool good = true;
    bool *const made = arena_array(survey->arena, bool, MAX(files->count, (size_t)1));
    for (; good && at < files->count; at++) {
        InitFile *file = &files->items[at];
        const char *path = init_file_path(survey, file);
        if (!file->text || file->kept)
            continue;
        good = init_file_is_inside(survey, path, err) &&
               file_create(path, file->text, strlen(file->text), &made[at], err);
        file->kept = good && !made[at]; // somebody was quicker
    }
    for (size_t i = 0; !good && i < at; i++) {
        if (made[i])
            unlink(init_file_path(survey, &files->items[i]));
    }
    return good;
}
