#include "archive/entry_name.h"

#include "base/clean.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

static bool entry_refuse(const char *name, const char *why, Error *err)
{
    scoped_arena arena = arena_open();
    return error_set(err, ERROR_INPUT, "the name '%s' in an archive is refused: %s",
                     clean_text_short(arena, name, 200), why);
}

static bool entry_has_control(const char *name)
{
    for (const char *at = name; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            return true;
    }
    return false;
}

bool entry_name_check(const char *name, Error *err)
{
    size_t size = strlen(name);
    if (size == 0)
        return entry_refuse(name, "it is empty", err);
    if (size > ENTRY_LONGEST_NAME)
        return entry_refuse(name, "it is longer than 1024 bytes", err);
    if (name[0] == '/')
        return entry_refuse(name, "it is absolute", err);
    if (utf8_valid_prefix(name, size) != size)
        return entry_refuse(name, "it is not valid UTF-8", err);
    if (entry_has_control(name) || strchr(name, '\\'))
        return entry_refuse(name, "it contains a control character or a backslash", err);

    int depth = 0;
    for (const char *piece = name;; depth++) {
        size_t length = strcspn(piece, "/");
        if (length == 0 || (length == 1 && piece[0] == '.'))
            return entry_refuse(name, "it has an empty piece or a single dot", err);
        if (length == 2 && piece[0] == '.' && piece[1] == '.')
            return entry_refuse(name, "it leaves its folder by '..'", err);
        if (length > ENTRY_LONGEST_PIECE)
            return entry_refuse(name, "a piece of it is longer than 255 bytes", err);
        if (piece[length] == '\0')
            break;
        piece += length + 1;
    }
    return depth < ENTRY_DEEPEST || entry_refuse(name, "it is deeper than 32 folders", err);
}

bool entry_name_normalize(const char *raw, Arena *arena, const char **ret_name, Error *err)
{
    while (text_starts(raw, "./"))
        raw += 2;
    size_t size = strlen(raw);
    while (size > 1 && raw[size - 1] == '/')
        size--;
    const char *name = arena_text_sized(arena, raw, size);
    if (text_empty(name) || text_equal(name, ".")) {
        *ret_name = "";
        return true;
    }
    if (!entry_name_check(name, err))
        return false;
    *ret_name = name;
    return true;
}
