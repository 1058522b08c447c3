#include "init_files.h"

#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// As the user finds it: seen from the working folder where it is below that.
static const char *init_file_path(const Survey *survey, const InitFile *file)
{
    const char *whole = path_join(survey->arena, survey->repository, file->path);
    return path_relative(survey->arena, ".", whole);
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

// Removes a file that was written, and the folders that were made for it.
static void init_file_undo(const Survey *survey, const InitFile *file, size_t folders)
{
    const char *path = init_file_path(survey, file);
    unlink(path);
    for (; folders; folders--) {
        path = path_folder(survey->arena, path);
        rmdir(path);
    }
}

// How many of the folders above a file are not there.
static size_t init_file_folders(const Survey *survey, const char *path)
{
    size_t missing = 0;
    for (const char *folder = path_folder(survey->arena, path); !file_exists(folder);
         folder = path_folder(survey->arena, folder))
        missing++;
    return missing;
}

bool init_files_write(const Survey *survey, InitFileList *files, Error *err)
{
    size_t at = 0;
    bool good = true;
    bool *const made = arena_array(survey->arena, bool, MAX(files->count, (size_t)1));
    size_t *const folders = arena_array(survey->arena, size_t, MAX(files->count, (size_t)1));
    for (; good && at < files->count; at++) {
        InitFile *file = &files->items[at];
        const char *path = init_file_path(survey, file);
        if (!file->text || file->kept)
            continue;
        folders[at] = init_file_folders(survey, path);
        good = init_file_is_inside(survey, path, err) &&
               file_create(path, file->text, strlen(file->text), &made[at], err);
        file->kept = good && !made[at]; // somebody was quicker
    }
    for (size_t i = 0; !good && i < at; i++) {
        if (made[i])
            init_file_undo(survey, &files->items[i], folders[i]);
    }
    return good;
}
