#include "cli/lfs_attributes.h"

#include "base/file.h"
#include "base/text.h"

#include <fnmatch.h>
#include <string.h>

// Longer files of attributes are not read.
#define LFS_LARGEST ((size_t)1 << 20)

static bool lfs_matches(const char *pattern, const char *path, Arena *arena)
{
    const bool anywhere = text_starts(pattern, "**/");
    const char *rest = anywhere ? pattern + 3 : pattern;
    if (!strchr(rest, '/'))
        return fnmatch(rest, path_name(path), 0) == 0;
    if (*rest == '/')
        rest++;
    // Without FNM_PATHNAME a star goes through folders, as `**` does.
    const int flags = strstr(rest, "**") ? 0 : FNM_PATHNAME;
    if (fnmatch(rest, path, flags) == 0)
        return true;
    return anywhere && fnmatch(arena_format(arena, "*/%s", rest), path, 0) == 0;
}

bool lfs_attributes_say(const char *attributes, const char *path, bool before)
{
    scoped_arena arena = arena_open();
    TextList lines = {0};
    bool kept = before;
    text_split(arena, attributes, '\n', &lines);
    for (size_t i = 0; i < lines.count; i++) {
        TextList words = {0};
        char *line = arena_text(arena, lines.items[i]);
        for (char *at = line; *at; at++)
            *at = *at == '\t' || *at == '\r' ? ' ' : *at;
        text_split(arena, line, ' ', &words);
        if (!words.count || *line == '#' || !lfs_matches(words.items[0], path, arena))
            continue;
        for (size_t w = 1; w < words.count; w++) {
            const char *word = words.items[w];
            const bool other = text_equal(word, "-filter") || text_equal(word, "!filter");
            if (other || text_starts(word, "filter="))
                kept = text_equal(word, "filter=lfs");
        }
    }
    return kept;
}

// The folders from the checkout's own down to the file's: the inner ones have the last word.
bool lfs_keeps(const char *top, const char *file, Arena *arena)
{
    bool kept = false;
    for (const char *rest = file; rest;) {
        Error err = ERROR_EMPTY;
        scoped_buf text = BUF_LIMITED(LFS_LARGEST);
        const char *folder = arena_text_sized(arena, file, (size_t)(rest - file));
        const char *attributes = path_join(arena, path_join(arena, top, folder), ".gitattributes");
        if (file_exists(attributes) && file_read("attributes of git", attributes, &text, &err))
            kept = lfs_attributes_say(buf_text(&text), rest, kept);
        const char *slash = strchr(rest, '/');
        rest = slash ? slash + 1 : NULL;
    }
    return kept;
}
