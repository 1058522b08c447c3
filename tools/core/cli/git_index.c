#include "cli/git_index.h"

#include "base/file.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

// Of every entry: times, device, inode, mode, owner, group and size; the object's name; flags.
#define GIT_ENTRY_NAME   ((size_t)40)
#define GIT_ENTRY_MODE   ((size_t)24)
#define GIT_HEADER       ((size_t)12)
#define GIT_MODE_KIND    0170000u
#define GIT_MODE_REGULAR 0100000u
#define GIT_FLAG_MORE    0x4000u // two more bytes of flags
#define GIT_FLAG_LENGTH  0x0fffu // the path's length, if it is less than this

typedef struct GitReader {
    const unsigned char *bytes;
    size_t size;
    size_t at;
    uint32_t version;
    size_t name_size; // of an object: 20 or 32
    Arena *arena;
} GitReader;

typedef LIST(const char *) GitFiles;

static uint32_t git_number(const GitReader *reader, size_t at, size_t bytes)
{
    uint32_t number = 0;
    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | reader->bytes[at + i];
    return number;
}

// How much of the path before is dropped: 7 bits a byte, each but the last with one added.
static bool git_read_drop(GitReader *reader, size_t *ret_drop)
{
    size_t drop = 0;
    for (int i = 0; i < 5 && reader->at < reader->size; i++) {
        const unsigned char byte = reader->bytes[reader->at++];
        drop = (i ? drop + 1 : drop) << 7 | (byte & 0x7fu);
        if (!(byte & 0x80u)) {
            *ret_drop = drop;
            return true;
        }
    }
    return false;
}

// The path at the reader; `before` is that of the entry in front, which version 4 builds on.
static bool git_read_path(GitReader *reader, const char *before, const char **ret_path)
{
    size_t drop = strlen(before);
    if (reader->version == 4 && (!git_read_drop(reader, &drop) || drop > strlen(before)))
        return false;
    const char *text = (const char *)reader->bytes + reader->at;
    const char *end = memchr(text, '\0', reader->size - reader->at);
    if (!end)
        return false;
    const size_t kept = strlen(before) - drop;
    *ret_path = arena_format(reader->arena, "%.*s%s", (int)kept, before, text);
    reader->at += (size_t)(end - text) + 1;
    return true;
}

static bool git_read_entry(GitReader *reader, const char **path, GitFiles *files)
{
    const size_t start = reader->at;
    const size_t fixed = GIT_ENTRY_NAME + reader->name_size + 2;
    if (reader->size - start < fixed + 2)
        return false;
    const uint32_t mode = git_number(reader, start + GIT_ENTRY_MODE, 4);
    const uint32_t flags = git_number(reader, start + fixed - 2, 2);
    const bool more = reader->version >= 3 && (flags & GIT_FLAG_MORE);
    reader->at = start + fixed + (more ? 2 : 0);
    if (!git_read_path(reader, *path, path))
        return false;
    // Entries are filled up to 8 bytes; one zero byte is behind the path already.
    if (reader->version < 4)
        reader->at = start + (reader->at - start + 7) / 8 * 8;
    if ((flags & GIT_FLAG_LENGTH) != MIN(strlen(*path), (size_t)GIT_FLAG_LENGTH) ||
        reader->at > reader->size)
        return false;
    if ((mode & GIT_MODE_KIND) == GIT_MODE_REGULAR)
        *list_push(reader->arena, files) = *path;
    return true;
}

// A split index has its entries elsewhere: the extension `link` says so.
static bool git_is_split(const GitReader *reader)
{
    size_t at = reader->at;
    while (reader->size - at > reader->name_size + 8) {
        if (memcmp(reader->bytes + at, "link", 4) == 0)
            return true;
        const size_t size = git_number(reader, at + 4, 4);
        if (size > reader->size - at - 8)
            return false;
        at += 8 + size;
    }
    return false;
}

static bool git_read_index(GitReader *reader, GitFiles *files)
{
    const char *path = "";
    const uint32_t count = git_number(reader, 8, 4);
    reader->at = GIT_HEADER;
    for (uint32_t i = 0; i < count; i++) {
        if (!git_read_entry(reader, &path, files))
            return false;
    }
    return !git_is_split(reader);
}

static int git_compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool git_index_parse(const char *bytes, size_t size, Arena *arena, GitIndex *ret_index)
{
    static const size_t name_sizes[] = {20, 32};
    GitReader reader = {.bytes = (const unsigned char *)bytes, .size = size, .arena = arena};
    if (size < GIT_HEADER || memcmp(bytes, "DIRC", 4) != 0)
        return false;
    reader.version = git_number(&reader, 4, 4);
    if (reader.version < 2 || reader.version > 4)
        return false;
    for (size_t i = 0; i < array_count(name_sizes); i++) {
        GitFiles files = {0};
        reader.name_size = name_sizes[i];
        if (!git_read_index(&reader, &files))
            continue;
        if (files.count)
            qsort(files.items, files.count, sizeof *files.items, git_compare);
        ret_index->files = files.items;
        ret_index->count = files.count;
        return true;
    }
    return false;
}

// What `.git` is: the folder, or a file that says where it is (a linked working tree, a submodule).
static const char *git_index_file(const char *top, Arena *arena)
{
    Error err = ERROR_EMPTY;
    scoped_buf link = BUF_LIMITED(4096);
    const char *git = path_join(arena, top, ".git");
    if (file_is_folder(git))
        return path_join(arena, git, "index");
    if (!file_exists(git) || !file_read("link of git", git, &link, &err) ||
        !text_starts(buf_text(&link), "gitdir: "))
        return NULL;
    const char *folder = text_trim(arena, buf_text(&link) + strlen("gitdir: "));
    return path_join(arena, path_join(arena, top, folder), "index");
}

const GitIndex *git_index_find(const char *folder, Arena *arena)
{
    const char *top = path_absolute(arena, folder);
    const char *file = git_index_file(top, arena);
    while (!file && !text_equal(top, "/")) {
        top = path_folder(arena, top);
        file = git_index_file(top, arena);
    }
    Error err = ERROR_EMPTY;
    scoped_buf bytes = BUF_LIMITED(GIT_INDEX_LARGEST);
    GitIndex *index = arena_new(arena, GitIndex);
    index->top = top;
    if (!file || !file_exists(file) || !file_read("index of git", file, &bytes, &err) ||
        !git_index_parse(buf_text(&bytes), bytes.size, arena, index))
        return NULL;
    return index;
}

bool git_index_has(const GitIndex *index, const char *file)
{
    return index->count &&
           bsearch(&file, index->files, index->count, sizeof *index->files, git_compare);
}
