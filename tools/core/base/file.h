// file: reading whole files below a ceiling, writing files that appear at once or not at all,
// paths.

#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

#include <stdio.h>

static inline void file_close_scoped(FILE **file)
{
    if (*file)
        fclose(*file);
}
#define scoped_file CLEANUP(file_close_scoped) FILE *

void fd_close(int fd);
static inline void fd_close_scoped(int *fd)
{
    fd_close(*fd);
}
// Fills those of the three standard descriptors which the caller of the program closed, so that no
// file is opened in their place and written to; using them stays an error.
void fd_reserve_standard(void);

// A file descriptor; -1 is none.
#define scoped_fd CLEANUP(fd_close_scoped) int

// The largest file that is read whole: schemas, policies, reports, cases.
#define FILE_LARGEST ((size_t)64 << 20)

// Reads `path`, or standard input if it is "-", into an empty buffer. `what` names its role in
// messages ("schema", "policy"). Folders and files larger than `buf->limit` are errors.
bool file_read(const char *what, const char *path, Buf *buf, Error *err) MUST_USE;

// Writes `path` by way of a temporary file beside it and a rename; missing folders are made. When
// the run ends early the temporary file is removed. A symbolic link is replaced, and what it led to
// (the cache of a data tool, say) stays as it was. Devices, pipes and /dev/stdout are written to.
bool file_write(const char *path, const void *bytes, size_t size, Error *err) MUST_USE;

// Writes a file that must not be there yet. Where something has its name already, be it a link that
// leads nowhere, that stays as it is and *ret_made is false. Missing folders are made. A file that
// could not be written to its end is removed.
bool file_create(const char *path, const void *bytes, size_t size, bool *ret_made, Error *err)
    MUST_USE;

// Appends in one write(); for files which others append to as well ($GITHUB_OUTPUT).
bool file_append(const char *path, const void *bytes, size_t size, Error *err) MUST_USE;

bool file_exists(const char *path);
bool file_is_folder(const char *path);
// The bytes of a file on a disk; -1 for what is none.
int64_t file_size(const char *path);
// A pipe, a socket or a device: its bytes come once.
bool file_is_stream(const char *path);

// As root, gives the open file at `path` to the owner of the folder it lies in: an image that works
// as root in somebody's checkout must leave nothing there which they cannot remove. Files and
// folders made by this module are given so. Where that is not allowed they stay ours.
void file_leave_to_owner(int fd, const char *path);

// Makes a folder and its parents; not an error if it is there.
bool folder_make(const char *path, Error *err) MUST_USE;

// Takes the folder for this process alone until the descriptor is closed. False without an error in
// `err` if another process has it.
bool folder_lock(const char *path, int *ret_fd, Error *err) MUST_USE;

// Makes an empty folder of our own under $TMPDIR (or /tmp), to be removed by folder_remove().
bool folder_make_temporary(Arena *arena, const char **ret_path, Error *err) MUST_USE;

// Opens an empty file without a name in $TMPDIR (or /tmp), which is gone when it is closed. errno says
// why that failed.
bool file_open_nameless(int *ret_fd) MUST_USE;

// $TMPDIR, or /tmp.
const char *folder_temporary(void);

// Removes a folder with its contents, not following symbolic links; errors are ignored.
void folder_remove(const char *path);

// From now on the folder is removed if the run ends early; until it is spared, with the same
// pointer, which must stay valid so long.
void folder_doom(const char *path);
void folder_spare(const char *path);

// The names in a folder without `.` and `..`, sorted by their bytes.
bool folder_list(Arena *arena, const char *path, const char *const **ret_names, size_t *ret_count,
                 Error *err) MUST_USE;

// Paths as texts: nothing here looks at the disk, except path_absolute() at the working folder.
char *path_join(Arena *arena, const char *folder, const char *path); // an absolute path stays
char *path_folder(Arena *arena, const char *path);                   // "." if there is none
const char *path_name(const char *path);                             // what follows the last slash
char *path_absolute(Arena *arena, const char *path);                 // without `.`, `..`, `//`
// `path` as seen from `root`; the absolute path if it is not below it.
char *path_relative(Arena *arena, const char *root, const char *path);

#endif
