// tar_writer: a tar whose bytes depend on names, contents and the time given, and on nothing else.
//
// POSIX ustar headers with owner 0:0 and modes 0644, 0755 and 0755 for folders; a PAX header stands
// before entries only whose name or size ustar cannot hold. Neither the locale nor the umask nor
// the disk's times or owners matter. The caller adds entries in the order of their names' bytes.

#ifndef ARCHIVE_TAR_WRITER_H
#define ARCHIVE_TAR_WRITER_H

#include "archive/sink.h"
#include "base/base.h"

typedef struct TarWriter {
    Sink sink;
    int64_t time; // of every entry, seconds since 1970
} TarWriter;

bool tar_add_folder(const TarWriter *tar, const char *name, Error *err) MUST_USE;

bool tar_add_bytes(const TarWriter *tar, const char *name, const void *bytes, size_t size,
                   Error *err) MUST_USE;

// Adds the regular file at `path`, which must have `size` bytes; it is an ERROR_INPUT if it shrinks
// or grows meanwhile.
typedef struct TarFile {
    const char *name;
    const char *path;
    int64_t size;
    bool executable;
} TarFile;
bool tar_add_file(const TarWriter *tar, const TarFile *file, Error *err) MUST_USE;

// The two empty blocks at the end.
bool tar_finish(const TarWriter *tar, Error *err) MUST_USE;

#endif
