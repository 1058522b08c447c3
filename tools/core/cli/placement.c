#include "cli/placement.h"

#include "base/file.h"
#include "base/utf8.h"
#include "cli/git_index.h"
#include "cli/lfs_attributes.h"
#include "render/view.h"

#include <string.h>
#include <sys/stat.h>

// Columns of larger files are not counted in characters.
#define PLACEMENT_LARGEST ((size_t)16 << 20)

// A zero byte among so many first bytes makes a file binary, as git sees it.
#define PLACEMENT_BINARY ((size_t)8000)

typedef struct PlacedFile {
    const char *name; // relative to the root
    bool elsewhere;
    bool was_read;
    Buf bytes;    // none if it could not be read
    int64_t line; // the line that starts at `offset`: most places follow one another
    size_t offset;
} PlacedFile;

typedef struct Placement {
    Arena *arena;
    const char *root;
    const GitIndex *index; // NULL if there is none to ask
    LIST(PlacedFile) files;
} Placement;

// Whether DVC keeps the file, or a folder that it lies in: `data.dvc` beside `data`.
static bool placement_is_of_dvc(const Placement *placement, const char *file)
{
    for (const char *at = file; !text_equal(at, "."); at = path_folder(placement->arena, at)) {
        const char *pointer = arena_format(placement->arena, "%s.dvc", at);
        if (file_exists(path_join(placement->arena, placement->root, pointer)))
            return true;
    }
    return false;
}

static bool placement_is_binary(const char *path)
{
    char head[PLACEMENT_BINARY];
    scoped_file file = fopen(path, "re");
    const size_t size = file ? fread(head, 1, sizeof head, file) : 0;
    return memchr(head, '\0', size) != NULL;
}

static bool placement_is_elsewhere(const Placement *placement, const char *file)
{
    Arena *arena = placement->arena;
    const char *path = path_join(arena, placement->root, file);
    struct stat about;
    const bool there = lstat(path, &about) == 0;
    if ((there && !S_ISREG(about.st_mode)) || placement_is_of_dvc(placement, file) ||
        (there && placement_is_binary(path)))
        return true;
    if (!placement->index)
        return false;
    const char *tracked = path_relative(arena, placement->index->top, path);
    return !git_index_has(placement->index, tracked) ||
           lfs_keeps(placement->index->top, tracked, arena);
}

static PlacedFile *placement_file(Placement *placement, const char *name)
{
    for (size_t i = placement->files.count; i-- > 0;) {
        if (text_equal(placement->files.items[i].name, name))
            return &placement->files.items[i];
    }
    PlacedFile *file = list_push(placement->arena, &placement->files);
    *file = (PlacedFile){.name = name,
                         .elsewhere = placement_is_elsewhere(placement, name),
                         .bytes = BUF_LIMITED(PLACEMENT_LARGEST),
                         .line = 1};
    return file;
}

static void placement_read(const Placement *placement, PlacedFile *file)
{
    Error err = ERROR_EMPTY;
    if (file->was_read)
        return;
    file->was_read = true;
    if (!file_read("file", path_join(placement->arena, placement->root, file->name), &file->bytes,
                   &err))
        buf_release(&file->bytes);
}

// The start of a line; false if the file has no such line or is not known.
static bool placement_find_line(PlacedFile *file, int64_t line)
{
    if (line < file->line) {
        file->line = 1;
        file->offset = 0;
    }
    const char *bytes = buf_text(&file->bytes);
    for (; file->line < line; file->line++) {
        const char *end = memchr(bytes + file->offset, '\n', file->bytes.size - file->offset);
        if (!end)
            return false;
        file->offset = (size_t)(end - bytes) + 1;
    }
    return true;
}

static void placement_count(const Placement *placement, PlacedFile *file, Place *place)
{
    place->character = place->column == 1;
    if (place->column <= 1 || place->line <= 0)
        return;
    placement_read(placement, file);
    const size_t before = (size_t)place->column - 1;
    if (!placement_find_line(file, place->line) || before > file->bytes.size - file->offset)
        return;
    scoped_arena arena = arena_open();
    const char *start = buf_text(&file->bytes) + file->offset;
    if (memchr(start, '\n', before))
        return;
    place->character = 1 + (int64_t)utf8_utf16_length(arena_text_sized(arena, start, before));
}

void placement_mark(Report *report, const char *root)
{
    scoped_arena arena = arena_open();
    Placement placement = {.arena = arena, .root = root};
    bool asked = false;
    for (size_t i = 0; i < report->findings.count; i++) {
        Finding *finding = &report->findings.items[i];
        for (size_t p = 0; p < finding->places.count; p++) {
            Place *place = &finding->places.items[p];
            if (!place_is_inside(place))
                continue;
            if (!asked)
                placement.index = git_index_find(root, arena);
            asked = true;
            PlacedFile *file = placement_file(&placement, place->file);
            place->elsewhere = file->elsewhere;
            if (!place->elsewhere && !place->character)
                placement_count(&placement, file, place);
        }
    }
    for (size_t i = 0; i < placement.files.count; i++)
        buf_release(&placement.files.items[i].bytes);
}
