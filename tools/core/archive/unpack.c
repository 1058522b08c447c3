#include "archive/unpack.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Unpack {
    const char *folder;
    int root;
    int file; // the one being written; -1 if there is none
} Unpack;

static bool unpack_fail(const Unpack *unpack, const char *name, Error *err)
{
    return error_set(err, ERROR_OUTPUT, "cannot unpack '%s' into '%s': %s", name, unpack->folder,
                     strerror(errno));
}

// The folder `length` bytes of `name` stand for, made where it is missing; -1 with errno.
static int unpack_enter(const Unpack *unpack, const char *name, size_t length)
{
    scoped_arena arena = arena_open();
    scoped_fd at = dup(unpack->root);
    for (const char *piece = name; at >= 0 && piece < name + length;) {
        size_t size = strcspn(piece, "/");
        size = MIN(size, (size_t)(name + length - piece));
        const char *folder = arena_text_sized(arena, piece, size);
        if (mkdirat(at, folder, 0777) != 0 && errno != EEXIST)
            return -1;
        int below = openat(at, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (below < 0)
            return -1;
        fd_close(at);
        at = below;
        piece += size + 1;
    }
    int entered = at;
    at = -1;
    return entered;
}

static bool unpack_folder(void *to, const char *name, Error *err)
{
    const Unpack *unpack = to;
    scoped_fd folder = unpack_enter(unpack, name, strlen(name));
    return folder >= 0 || unpack_fail(unpack, name, err);
}

static bool unpack_file(void *to, const char *name, bool executable, Error *err)
{
    Unpack *unpack = to;
    const char *slash = strrchr(name, '/');
    scoped_fd folder = unpack_enter(unpack, name, slash ? (size_t)(slash - name) : 0);
    if (folder < 0)
        return unpack_fail(unpack, name, err);
    unpack->file =
        openat(folder, slash ? slash + 1 : name,
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, executable ? 0777 : 0666);
    return unpack->file >= 0 || unpack_fail(unpack, name, err);
}

static bool unpack_bytes(void *to, const void *bytes, size_t size, Error *err)
{
    const Unpack *unpack = to;
    const char *from = bytes;
    while (size) {
        ssize_t written = write(unpack->file, from, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return unpack_fail(unpack, "a file", err);
        from += written;
        size -= (size_t)written;
    }
    return true;
}

static bool unpack_file_end(void *to, Error *err)
{
    Unpack *unpack = to;
    int closed = close(unpack->file);
    unpack->file = -1;
    return closed == 0 || unpack_fail(unpack, "a file", err);
}

bool unpack_tar(const TarSource *source, const TarLimits *limits, const char *folder, Error *err)
{
    scoped_fd root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return error_set(err, ERROR_OUTPUT, "cannot open folder '%s': %s", folder, strerror(errno));
    Unpack unpack = {.folder = folder, .root = root, .file = -1};
    const TarVisitor visitor = {.folder = unpack_folder,
                                .file = unpack_file,
                                .bytes = unpack_bytes,
                                .file_end = unpack_file_end,
                                .to = &unpack};
    bool done = tar_walk(source, limits, &visitor, err);
    fd_close(unpack.file);
    return done;
}
