#include "base/file.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *path_join(Arena *arena, const char *folder, const char *path)
{
    if (*path == '/' || text_empty(folder) || text_equal(folder, "."))
        return arena_text(arena, path);
    return arena_format(arena, "%s%s%s", folder, text_ends(folder, "/") ? "" : "/", path);
}

char *path_folder(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return arena_text(arena, ".");
    if (slash == path)
        return arena_text(arena, "/");
    return arena_text_sized(arena, path, (size_t)(slash - path));
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_absolute(Arena *arena, const char *path)
{
    const char *whole = path;
    if (*path != '/') {
        char *here = getcwd(NULL, 0);
        whole = path_join(arena, here ? here : "/", path);
        free(here);
    }
    TextList kept = {0};
    for (const char *part = whole; *part; part += strspn(part, "/")) {
        const char *name = arena_text_sized(arena, part, strcspn(part, "/"));
        if (text_equal(name, ".."))
            kept.count -= kept.count > 0;
        else if (*name && !text_equal(name, "."))
            *list_push(arena, &kept) = name;
        part += strlen(name);
    }
    return arena_format(arena, "/%s", text_join(arena, &kept, "/"));
}

char *path_relative(Arena *arena, const char *root, const char *path)
{
    const char *base = path_absolute(arena, root);
    const char *whole = path_absolute(arena, path);
    size_t length = strlen(base);
    if (text_equal(base, "/"))
        return arena_text(arena, whole[1] ? whole + 1 : ".");
    if (strncmp(base, whole, length) != 0 || (whole[length] != '/' && whole[length] != '\0'))
        return arena_text(arena, whole);
    return arena_text(arena, whole[length] ? whole + length + 1 : ".");
}
