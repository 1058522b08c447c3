// gzip_writer: bytes compressed on their way to a sink (libarchive underneath).
//
// The header carries neither name nor time and the level is fixed, so that the same bytes give the
// same gzip with the same zlib; the digest of what went in holds for every version of it.

#ifndef ARCHIVE_GZIP_WRITER_H
#define ARCHIVE_GZIP_WRITER_H

#include "archive/sink.h"
#include "base/base.h"

typedef struct GzipWriter GzipWriter;

bool gzip_writer_open(Sink sink, GzipWriter **ret_gzip, Error *err) MUST_USE;
bool gzip_writer_add(GzipWriter *gzip, const void *bytes, size_t size, Error *err) MUST_USE;

// Writes what is left; only then the sink has everything.
bool gzip_writer_finish(GzipWriter *gzip, Error *err) MUST_USE;

void gzip_writer_close(GzipWriter *gzip);
SCOPED_CLOSE(GzipWriter *, gzip_writer_close)
#define scoped_gzip_writer CLEANUP(gzip_writer_close_scoped) GzipWriter *

#endif
