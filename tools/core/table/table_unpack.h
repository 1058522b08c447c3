// table_unpack: the bytes of a compressed file, unpacked as they are asked for.
//
// Memory is bounded whatever the file unpacks to: two buffers, and zstd's window of 128 MiB at
// most. Several gzip members or zstd frames, one behind the other, are one text.

#ifndef TABLE_TABLE_UNPACK_H
#define TABLE_TABLE_UNPACK_H

#include "base/error.h"

typedef struct TableUnpack TableUnpack;

// Reads at most `size` bytes of the compressed file; 0 at its end.
typedef bool UnpackSource(void *context, char *bytes, size_t size, size_t *ret_size, Error *err);

typedef struct UnpackPlan {
    const char *path; // for messages
    UnpackSource *source;
    void *context;
} UnpackPlan;

// How the file is compressed by its first bytes, four at least unless it is shorter; NULL for none.
const char *table_unpack_name(const char *bytes, size_t size);

// `name` as table_unpack_name() gave it.
TableUnpack *table_unpack_open(const char *name, const UnpackPlan *plan);

// Unpacks `size` bytes, fewer only where the text ends, which `ret_ended` then says. ERROR_INPUT
// for a file that is damaged or ends too early.
bool table_unpack_read(TableUnpack *unpack, char *bytes, size_t size, size_t *ret_size,
                       bool *ret_ended, Error *err) MUST_USE;

void table_unpack_close(TableUnpack *unpack);
SCOPED_CLOSE(TableUnpack *, table_unpack_close)

#endif
