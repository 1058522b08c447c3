// sink: where an archive's bytes go while it is written.

#ifndef ARCHIVE_SINK_H
#define ARCHIVE_SINK_H

#include "base/error.h"

typedef struct Sink {
    bool (*write)(void *to, const void *bytes, size_t size, Error *err);
    void *to;
} Sink;

#endif
