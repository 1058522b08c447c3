#include "archive/gzip_writer.h"

#include "base/fatal.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

struct GzipWriter {
    struct archive *archive;
    Sink sink;
    Error reason; // why the sink failed
};

static la_ssize_t gzip_writer_put(struct archive *archive, void *to, const void *bytes, size_t size)
{
    GzipWriter *gzip = to;
    if (gzip->sink.write(gzip->sink.to, bytes, size, &gzip->reason))
        return (la_ssize_t)size;
    archive_set_error(archive, -1, "%s", gzip->reason.message);
    return -1;
}

static bool gzip_writer_fail(const GzipWriter *gzip, Error *err)
{
    if (gzip->reason.kind != ERROR_NONE) {
        *err = gzip->reason;
        return false;
    }
    const char *reason = archive_error_string(gzip->archive);
    return error_set(err, ERROR_SYSTEM, "cannot compress: %s", reason ? reason : "no reason given");
}

// One entry without a name or a size: the stream itself.
static bool gzip_writer_begin(GzipWriter *gzip)
{
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        fatal_out_of_memory();
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_pathname(entry, "stream");
    bool begun = archive_write_header(gzip->archive, entry) == ARCHIVE_OK;
    archive_entry_free(entry);
    return begun;
}

bool gzip_writer_open(Sink sink, GzipWriter **ret_gzip, Error *err)
{
    scoped_gzip_writer gzip = calloc(1, sizeof *gzip);
    if (!gzip)
        fatal_out_of_memory();
    gzip->sink = sink;
    gzip->archive = archive_write_new();
    if (!gzip->archive)
        fatal_out_of_memory();
    // Without `!timestamp` the header would hold the time of day.
    struct archive *out = gzip->archive;
    if (archive_write_set_format_raw(out) != ARCHIVE_OK ||
        archive_write_add_filter_gzip(out) != ARCHIVE_OK ||
        archive_write_set_options(out, "gzip:!timestamp,gzip:compression-level=6") != ARCHIVE_OK ||
        archive_write_set_bytes_in_last_block(out, 1) != ARCHIVE_OK ||
        archive_write_open(out, gzip, NULL, gzip_writer_put, NULL) != ARCHIVE_OK ||
        !gzip_writer_begin(gzip))
        return gzip_writer_fail(gzip, err);
    *ret_gzip = take(gzip);
    return true;
}

bool gzip_writer_add(GzipWriter *gzip, const void *bytes, size_t size, Error *err)
{
    const char *from = bytes;
    while (size) {
        la_ssize_t written = archive_write_data(gzip->archive, from, size);
        if (written <= 0)
            return gzip_writer_fail(gzip, err);
        from += written;
        size -= (size_t)written;
    }
    return true;
}

bool gzip_writer_finish(GzipWriter *gzip, Error *err)
{
    return archive_write_close(gzip->archive) == ARCHIVE_OK || gzip_writer_fail(gzip, err);
}

void gzip_writer_close(GzipWriter *gzip)
{
    archive_write_free(gzip->archive);
    free(gzip);
}
