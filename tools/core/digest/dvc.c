#include "digest/dvc.h"

#include "base/file.h"
#include "base/text.h"
#include "doc/yaml.h"

#include <string.h>

#define DVC_FOLDER ".dir"

// What is looked for, and in which file.
typedef struct DvcSearch {
    const char *path;   // absolute
    const char *file;   // the one that is read
    const char *folder; // paths in it are relative to it
    Arena *arena;
} DvcSearch;

// Whether `path` is `whole` or lies in it.
static bool path_lies_in(const char *path, const char *whole)
{
    size_t size = strlen(whole);
    return text_starts(path, whole) && (path[size] == '/' || path[size] == '\0');
}

// One output: {md5, path, hash}. Those without an MD5 are kept by other means.
static bool dvc_read_output(const DvcSearch *search, const Value *output, DvcRecord *record,
                            Error *err)
{
    const char *path = NULL;
    const char *digest = NULL;
    const char *hash = NULL;
    if (output->kind != VALUE_MAP)
        return value_refuse(err, output, "an output", "a map with 'path' and 'md5'");
    if (!value_read_text(output, "path", &path, err) ||
        !value_read_text(output, "md5", &digest, err) ||
        !value_read_text(output, "hash", &hash, err))
        return false;
    if (!path || !digest)
        return true;
    const char *whole =
        path_absolute(search->arena, path_join(search->arena, search->folder, path));
    if (!path_lies_in(search->path, whole))
        return true;
    *record = (DvcRecord){.path = whole,
                          .digest = digest,
                          .folder = text_ends(digest, DVC_FOLDER),
                          .as_text = !text_equal(hash, "md5"),
                          .file = search->file,
                          .place = value_place(value_get(output, "md5"), PLACE_SCHEMA)};
    return true;
}

static bool dvc_read_outputs(const DvcSearch *search, const Value *owner, DvcRecord *record,
                             Error *err)
{
    const Value *outputs = NULL;
    if (owner->kind != VALUE_MAP)
        return value_refuse(err, owner, "what DVC keeps", "a map with 'outs'");
    const Value *given = value_get(owner, "outs");
    if (given && given->kind == VALUE_NULL)
        return true;
    if (!value_read_list(owner, "outs", &outputs, err))
        return false;
    for (size_t i = 0; outputs && i < outputs->count && !record->path; i++) {
        if (!dvc_read_output(search, &outputs->items[i], record, err))
            return false;
    }
    return true;
}

// `data.csv.dvc`, whose outputs may lie in another folder.
static bool dvc_read_pointer(DvcSearch search, const Value *document, DvcRecord *record, Error *err)
{
    const char *folder = NULL;
    if (document->kind == VALUE_MAP && !value_read_text(document, "wdir", &folder, err))
        return false;
    if (folder)
        search.folder = path_join(search.arena, search.folder, folder);
    return dvc_read_outputs(&search, document, record, err);
}

static bool dvc_read_lock(const DvcSearch *search, const Value *document, DvcRecord *record,
                          Error *err)
{
    const Value *stages = NULL;
    if (!value_read_map(document, "stages", &stages, err))
        return false;
    for (size_t i = 0; stages && i < stages->count && !record->path; i++) {
        if (!dvc_read_outputs(search, &stages->items[i], record, err))
            return false;
    }
    return true;
}

static bool dvc_read(const char *path, const char *file, DvcRecord *record, Arena *arena,
                     Error *err)
{
    const Value *document = NULL;
    DvcSearch search = {path, file, path_folder(arena, file), arena};
    if (!file_exists(file) || file_is_folder(file))
        return true;
    if (!yaml_load("DVC's file", file, arena, &document, err))
        return false;
    return text_ends(file, ".dvc") ? dvc_read_pointer(search, document, record, err)
                                   : dvc_read_lock(&search, document, record, err);
}

static bool is_root(const char *folder, Arena *arena)
{
    return text_equal(folder, "/") || file_exists(path_join(arena, folder, ".git")) ||
           file_is_folder(path_join(arena, folder, ".dvc"));
}

bool dvc_find(const char *path, Arena *arena, DvcRecord *ret_record, Error *err)
{
    const char *absolute = path_absolute(arena, path);
    const char *here = absolute;
    *ret_record = (DvcRecord){0};
    while (!ret_record->path) {
        const char *folder = path_folder(arena, here);
        if (!dvc_read(absolute, arena_format(arena, "%s.dvc", here), ret_record, arena, err) ||
            (!ret_record->path &&
             !dvc_read(absolute, path_join(arena, folder, "dvc.lock"), ret_record, arena, err)))
            return false;
        if (is_root(folder, arena) || text_equal(folder, here))
            break;
        here = folder;
    }
    return true;
}
