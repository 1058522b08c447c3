#include "archive/tar_writer.h"
#include "base/fatal.h"
#include "base/file.h"
#include "base/text.h"
#include "layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool layout_put(void *to, const void *bytes, size_t size, Error *err)
{
    FILE *out = to;
    if (size && fwrite(bytes, size, 1, out) != 1)
        return error_set(err, ERROR_OUTPUT, "cannot write a package: %s", strerror(errno));
    return true;
}

// Adds what is in the folder, in the order of names; `name` is "" for the layout itself.
static bool layout_tar_folder(const Layout *layout, const TarWriter *tar, const char *name,
                              Error *err)
{
    Arena *arena = layout->arena;
    const char *folder = *name ? path_join(arena, layout->folder, name) : layout->folder;
    const char *const *names = NULL;
    size_t count = 0;
    if (!folder_list(arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *below = *name ? path_join(arena, name, names[i]) : names[i];
        TarFile file = {.name = below, .path = path_join(arena, layout->folder, below)};
        struct stat about;
        if (lstat(file.path, &about) != 0)
            return error_set(err, ERROR_INPUT, "cannot read '%s': %s", file.path, strerror(errno));
        file.size = about.st_size;
        if (S_ISDIR(about.st_mode)
                ? !tar_add_folder(tar, below, err) || !layout_tar_folder(layout, tar, below, err)
                : !tar_add_file(tar, &file, err))
            return false;
    }
    return true;
}

// Takes over `fd`.
static bool layout_write_tar(const Layout *layout, int fd, Error *err)
{
    scoped_file out = fdopen(fd, "w");
    if (!out) {
        fd_close(fd);
        return error_set(err, ERROR_SYSTEM, "cannot write '%s': %s", layout->path, strerror(errno));
    }
    mode_t mask = umask(0);
    umask(mask);
    const TarWriter tar = {.sink = {.write = layout_put, .to = out}};
    if (!layout_tar_folder(layout, &tar, "", err) || !tar_finish(&tar, err))
        return false;
    if (fchmod(fd, 0666 & ~mask) != 0 || fclose(take(out)) != 0)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", layout->path, strerror(errno));
    return true;
}

static void layout_unlink_hook(void *path)
{
    unlink(path);
}

static bool layout_save_tar(const Layout *layout, Error *err)
{
    char *temporary = arena_format(layout->arena, "%s.new-XXXXXX", layout->path);
    if (file_is_folder(layout->path))
        return error_set(err, ERROR_OUTPUT, "'%s' is a folder, wanted a file", layout->path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_set(err, ERROR_OUTPUT, "cannot make a file beside '%s': %s", layout->path,
                         strerror(errno));
    fatal_add(layout_unlink_hook, temporary);
    bool written = layout_write_tar(layout, fd, err);
    if (written && rename(temporary, layout->path) != 0)
        written =
            error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", layout->path, strerror(errno));
    if (!written)
        unlink(temporary);
    fatal_remove(layout_unlink_hook, temporary);
    return written;
}

void layout_share_folder(const char *folder)
{
    mode_t mask = umask(0);
    umask(mask);
    chmod(folder, 0777 & ~mask);
}

static bool layout_save_folder(Layout *layout, Error *err)
{
    const char *path = layout->path;
    const char *old = NULL;
    if (file_exists(path)) {
        if (!file_exists(path_join(layout->arena, path, "oci-layout")))
            return error_set(err, ERROR_OUTPUT,
                             "'%s' is there and is no package: it is not replaced", path);
        old = arena_format(layout->arena, "%s.old", layout->folder);
        if (rename(path, old) != 0)
            return error_set(err, ERROR_OUTPUT, "cannot replace '%s': %s", path, strerror(errno));
    }
    layout_share_folder(layout->folder);
    if (rename(layout->folder, path) != 0) {
        error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
        if (old && rename(old, path) != 0)
            error_wrap(err, "the package before is now '%s'", old);
        return false;
    }
    folder_spare(layout->temporary);
    layout->folder = path;
    layout->temporary = NULL;
    if (old)
        folder_remove(old);
    return true;
}

bool layout_save(Layout *layout, Error *err)
{
    return text_ends(layout->path, ".tar") ? layout_save_tar(layout, err)
                                           : layout_save_folder(layout, err);
}
