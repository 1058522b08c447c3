// The digests that DVC gives files and folders. A folder's is that of the JSON text which Python
// makes of the list of its files (dvc-data, hashfile/tree.py).

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "digest/digest.h"
#include "digest/dvc.h"

#include <stdlib.h>
#include <string.h>

#define DVC_DEEPEST 64

typedef struct DvcFile {
    const char *path; // below the folder
    const char *digest;
} DvcFile;

typedef struct DvcFolder {
    const DvcRecord *record;
    Arena *arena;
    LIST(DvcFile) files;
} DvcFolder;

static bool digest_one(const DvcRecord *record, const char *path, Arena *arena,
                       const char **ret_digest, Error *err)
{
    return record->as_text ? digest_file_as_text("data", path, arena, ret_digest, err)
                           : digest_file(DIGEST_MD5, "data", path, arena, ret_digest, err);
}

// The files of `folder` and of those in it; `below` is its path in the whole, "" for itself.
static bool folder_collect(DvcFolder *whole, const char *folder, const char *below, int depth,
                           Error *err)
{
    const char *const *names = NULL;
    size_t count = 0;
    if (depth == DVC_DEEPEST)
        return error_set(err, ERROR_INPUT, "'%s' is nested deeper than %d folders", folder,
                         DVC_DEEPEST);
    if (!folder_list(whole->arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(whole->arena, folder, names[i]);
        const char *relative = arena_format(whole->arena, "%s%s", below, names[i]);
        if (text_equal(names[i], ".git") || text_equal(names[i], ".dvc"))
            continue;
        if (file_is_folder(path)) {
            if (!folder_collect(whole, path, arena_format(whole->arena, "%s/", relative), depth + 1,
                                err))
                return false;
            continue;
        }
        DvcFile *file = list_push(whole->arena, &whole->files);
        file->path = relative;
        if (!digest_one(whole->record, path, whole->arena, &file->digest, err))
            return false;
    }
    return true;
}

// In the order of characters, which in UTF-8 is that of bytes.
static int compare_files(const void *a, const void *b)
{
    const DvcFile *left = a;
    const DvcFile *right = b;
    return strcmp(left->path, right->path);
}

// As Python's json.dumps() writes a text: all but printable ASCII is escaped, by UTF-16 units.
static void put_python_text(Buf *out, const char *text)
{
    static const char *const short_names[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r",
        ['\t'] = "\\t", ['\b'] = "\\b",  ['\f'] = "\\f"};
    size_t size = strlen(text);
    buf_add_char(out, '"');
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        at += utf8_next(text + at, size - at, &character);
        if (character < 128 && short_names[character])
            buf_add(out, short_names[character]);
        else if (character >= ' ' && character <= '~')
            buf_add_char(out, (char)character);
        else if (character < 0x10000)
            buf_format(out, "\\u%04x", (unsigned)character);
        else
            buf_format(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (character >> 10)),
                       (unsigned)(0xdc00 + (character & 0x3ff)));
    }
    buf_add_char(out, '"');
}

// Whether rules of DVC's may leave files out, in the folder or in those it lies in.
static bool folder_has_rules(const char *folder, Arena *arena)
{
    for (const char *here = folder;; here = path_folder(arena, here)) {
        scoped_buf rules = BUF_EMPTY;
        Error err = ERROR_EMPTY;
        const char *path = path_join(arena, here, ".dvcignore");
        if (file_exists(path)) {
            if (!file_read("rules", path, &rules, &err))
                return true;
            for (const char *at = buf_text(&rules); *at; at += strcspn(at, "\n")) {
                at += strspn(at, " \t\r\n");
                if (*at && *at != '#')
                    return true;
            }
        }
        if (text_equal(here, "/") || text_equal(here, "."))
            return false;
    }
}

bool dvc_digest(const DvcRecord *record, Arena *arena, const char **ret_digest, Error *err)
{
    DvcFolder whole = {.record = record, .arena = arena};
    if (!record->folder)
        return digest_one(record, record->path, arena, ret_digest, err);
    if (folder_has_rules(record->path, arena) || !folder_collect(&whole, record->path, "", 0, err))
        return false;
    if (whole.files.count)
        qsort(whole.files.items, whole.files.count, sizeof *whole.files.items, compare_files);
    scoped_buf text = BUF_EMPTY;
    buf_add(&text, "[");
    for (size_t i = 0; i < whole.files.count; i++) {
        buf_format(&text, "%s{\"md5\": \"%s\", \"relpath\": ", i ? ", " : "",
                   whole.files.items[i].digest);
        put_python_text(&text, whole.files.items[i].path);
        buf_add(&text, "}");
    }
    buf_add(&text, "]");
    *ret_digest =
        arena_format(arena, "%s.dir", digest_bytes(DIGEST_MD5, buf_text(&text), text.size, arena));
    return true;
}
