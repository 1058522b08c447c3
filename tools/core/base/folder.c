#include "base/fatal.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void file_leave_to_owner(int fd, const char *path)
{
    if (geteuid() != 0)
        return;
    scoped_arena arena = arena_open();
    struct stat about;
    if (stat(path_folder(arena, path), &about) != 0 || about.st_uid == 0)
        return;
    if (fchown(fd, about.st_uid, about.st_gid) != 0)
        log_debug("'%s' stays with root: %s", path, strerror(errno));
}

// mkdir() by the name, chown by the descriptor: the name may lead elsewhere by then.
static bool folder_make_one(const char *path)
{
    if (mkdir(path, 0777) != 0)
        return false;
    scoped_fd fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
        file_leave_to_owner(fd, path);
    return true;
}

bool folder_make(const char *path, Error *err)
{
    scoped_arena arena = arena_open();
    char *partial = arena_text(arena, path);
    for (char *at = partial + 1; *partial && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        folder_make_one(partial); // what fails here fails below, with its reason
        *at = '/';
    }
    int reason = folder_make_one(path) ? 0 : errno;
    if (reason == 0 || file_is_folder(path))
        return true;
    return error_set(err, ERROR_OUTPUT, "cannot make folder '%s': %s", path,
                     reason == EEXIST ? "a file has its name" : strerror(reason));
}

bool folder_lock(const char *path, int *ret_fd, Error *err)
{
    scoped_fd fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_set(err, ERROR_INPUT, "cannot open the folder '%s': %s", path,
                         strerror(errno));
    // A file system without locks is no reason to refuse the work.
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    *ret_fd = fd;
    fd = -1;
    return true;
}

const char *folder_temporary(void)
{
    const char *folder = getenv("TMPDIR");
    return text_empty(folder) ? "/tmp" : folder;
}

bool file_open_nameless(int *ret_fd)
{
    scoped_arena arena = arena_open();
    char *path = arena_format(arena, "%s/sluice.XXXXXX", folder_temporary());
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return false;
    unlink(path);
    *ret_fd = fd;
    return true;
}

bool folder_make_temporary(Arena *arena, const char **ret_path, Error *err)
{
    char *path = arena_format(arena, "%s/sluice.XXXXXX", folder_temporary());
    if (!mkdtemp(path))
        return error_set(err, ERROR_OUTPUT, "cannot make temporary folder '%s': %s", path,
                         strerror(errno));
    *ret_path = path;
    return true;
}

static void folder_close_dir(DIR **dir)
{
    if (*dir)
        closedir(*dir);
}

// Removes what is in the folder behind `fd`, which it closes.
static void folder_empty(int fd)
{
    CLEANUP(folder_close_dir) DIR *dir = fdopendir(fd);
    if (!dir) {
        fd_close(fd);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (text_equal(entry->d_name, ".") || text_equal(entry->d_name, ".."))
            continue;
        int below =
            openat(dirfd(dir), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (below >= 0)
            folder_empty(below);
        unlinkat(dirfd(dir), entry->d_name, below >= 0 ? AT_REMOVEDIR : 0);
    }
}

void folder_remove(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    folder_empty(fd);
    rmdir(path);
}

// Reading folders takes memory, which a signal handler must not: the signal may have come in the
// middle of malloc(). A child does it; one that waits for malloc() for ever is ended by its alarm.
static void folder_remove_hook(void *path)
{
    pid_t child = _Fork();
    if (child == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(SIGALRM, SIG_DFL);
        alarm(5);
        folder_remove(path);
        _exit(0);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

void folder_doom(const char *path)
{
    fatal_add(folder_remove_hook, (void *)(uintptr_t)path);
}

void folder_spare(const char *path)
{
    fatal_remove(folder_remove_hook, (void *)(uintptr_t)path);
}

static int folder_compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool folder_list(Arena *arena, const char *path, const char *const **ret_names, size_t *ret_count,
                 Error *err)
{
    CLEANUP(folder_close_dir) DIR *dir = opendir(path);
    if (!dir)
        return error_set(err, ERROR_INPUT, "cannot open folder '%s': %s", path, strerror(errno));
    TextList names = {0};
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (!text_equal(entry->d_name, ".") && !text_equal(entry->d_name, ".."))
            *list_push(arena, &names) = arena_text(arena, entry->d_name);
    }
    if (names.count)
        qsort(names.items, names.count, sizeof names.items[0], folder_compare);
    *ret_names = names.items;
    *ret_count = names.count;
    return true;
}
