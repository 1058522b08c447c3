// tar_reader: walks through a tar of others (plain, gzip or zstd) as if it were hostile.
//
// Only regular files and folders are accepted; links, devices, pipes, absolute names, names with
// `..`, names that appear twice or differ in the case of letters only, a file where a folder was,
// and more than the limits are errors. The walk ends at the first of them.

#ifndef ARCHIVE_TAR_READER_H
#define ARCHIVE_TAR_READER_H

#include "base/arena.h"
#include "base/error.h"

typedef struct TarLimits {
    int64_t entries;
    int64_t file_bytes;  // of one file
    int64_t total_bytes; // of all files
    int64_t ratio;       // unpacked bytes for one packed byte, beyond the first 10 MiB
} TarLimits;

// 100,000 entries, 64 GiB, 256 GiB, 200:1.
extern const TarLimits tar_limits;

typedef struct TarSource {
    const char *path;  // a file, or
    const void *bytes; // memory
    size_t size;
    const char *name; // of the archive, for messages
} TarSource;

// What happens with the entries; NULL functions are not called. A false ends the walk with `err`.
typedef struct TarVisitor {
    bool (*folder)(void *to, const char *name, Error *err);
    bool (*file)(void *to, const char *name, bool executable, Error *err);
    bool (*bytes)(void *to, const void *bytes, size_t size, Error *err); // of the last file
    bool (*file_end)(void *to, Error *err);
    void *to;
} TarVisitor;

bool tar_walk(const TarSource *source, const TarLimits *limits, const TarVisitor *visitor,
              Error *err) MUST_USE;

#endif
