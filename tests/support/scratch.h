// scratch: a file for what can only be read from a file. One a program, in $TMPDIR, gone at its
// end.

#ifndef SUPPORT_SCRATCH_H
#define SUPPORT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char scratch_path[4096];

static inline void scratch_remove(void)
{
    unlink(scratch_path);
}

// Writes the bytes and returns the file's path, which ends in `.yml`.
static inline const char *scratch_write(const void *bytes, size_t size)
{
    if (!*scratch_path) {
        const char *folder = getenv("TMPDIR");
        snprintf(scratch_path, sizeof scratch_path, "%s/sluice-XXXXXX.yml",
                 folder ? folder : "/tmp");
        int fd = mkstemps(scratch_path, 4);
        if (fd < 0)
            abort();
        close(fd);
        atexit(scratch_remove);
    }
    FILE *file = fopen(scratch_path, "we");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
    return scratch_path;
}

#endif
