#include "base/file.h"

#include "base/fatal.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fd_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

void fd_reserve_standard(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        // open() takes the lowest number that is free: this one.
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd)
            return;
    }
}

static bool file_read_open(const char *what, const char *path, int fd, Buf *buf, Error *err)
{
    char chunk[65536];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERROR_INPUT, "cannot read %s '%s': %s", what, path,
                             strerror(errno));
        if (got == 0)
            return true;
        buf_append(buf, chunk, (size_t)got);
        if (buf->full)
            return error_set(err, ERROR_INPUT, "%s '%s' is too large: at most %zu bytes are read",
                             what, path, buf->limit);
    }
}

bool file_read(const char *what, const char *path, Buf *buf, Error *err)
{
    if (text_equal(path, "-"))
        return file_read_open(what, "standard input", STDIN_FILENO, buf, err);
    scoped_fd fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, ERROR_INPUT, "cannot open %s '%s': %s", what, path, strerror(errno));
    struct stat about;
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode))
        return error_set(err, ERROR_INPUT, "%s '%s' is a folder, wanted a file", what, path);
    return file_read_open(what, path, fd, buf, err);
}

static bool file_write_all(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static void file_unlink_hook(void *path)
{
    unlink(path);
}

// Fills the temporary file and gives it the mode that the umask asks for.
static bool file_fill(int fd, const char *path, const void *bytes, size_t size)
{
    file_leave_to_owner(fd, path);
    mode_t mask = umask(0);
    umask(mask);
    return file_write_all(fd, bytes, size) && fchmod(fd, 0666 & ~mask) == 0;
}

bool file_write(const char *path, const void *bytes, size_t size, Error *err)
{
    scoped_arena arena = arena_open();
    if (!folder_make(path_folder(arena, path), err))
        return error_wrap(err, "cannot write '%s'", path);
    // Devices and pipes are written, not replaced; so is /dev/stdout where it leads to a file.
    struct stat about;
    if (text_starts(path, "/dev/") || text_starts(path, "/proc/") ||
        (stat(path, &about) == 0 && !S_ISREG(about.st_mode)))
        return file_append(path, bytes, size, err);

    char *temporary = arena_format(arena, "%s.XXXXXX", path);
    scoped_fd fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    fatal_add(file_unlink_hook, temporary);
    bool written = file_fill(fd, path, bytes, size) && rename(temporary, path) == 0;
    int reason = errno;
    if (!written)
        unlink(temporary);
    fatal_remove(file_unlink_hook, temporary);
    if (!written)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(reason));
    return true;
}

bool file_create(const char *path, const void *bytes, size_t size, bool *ret_made, Error *err)
{
    scoped_arena arena = arena_open();
    if (!folder_make(path_folder(arena, path), err))
        return error_wrap(err, "cannot write '%s'", path);
    scoped_fd fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST) {
        *ret_made = false;
        return true;
    }
    if (fd < 0)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    char *doomed = arena_text(arena, path);
    fatal_add(file_unlink_hook, doomed);
    file_leave_to_owner(fd, path);
    const bool written = file_write_all(fd, bytes, size);
    const int reason = errno;
    if (!written)
        unlink(path);
    fatal_remove(file_unlink_hook, doomed);
    if (!written)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(reason));
    *ret_made = true;
    return true;
}

bool file_append(const char *path, const void *bytes, size_t size, Error *err)
{
    scoped_fd fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0 || !file_write_all(fd, bytes, size))
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    return true;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

int64_t file_size(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) ? about.st_size : -1;
}

bool file_is_stream(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}
