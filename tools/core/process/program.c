#include "process/program.h"

#include "base/file.h"

#include <limits.h>
#include <unistd.h>

char *program_of_tool(const char *tool, Arena *arena)
{
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self);
    char *name = arena_format(arena, "sluice-%s", tool);
    if (length <= 0 || length == (ssize_t)sizeof self)
        return name;
    const char *folder = path_folder(arena, arena_text_sized(arena, self, (size_t)length));
    char *beside = path_join(arena, folder, name);
    return file_exists(beside) ? beside : name;
}
