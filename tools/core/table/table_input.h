// table_input: the bytes of one file from its first to its last; those of a gzip or zstd file
// unpacked.

#ifndef TABLE_TABLE_INPUT_H
#define TABLE_TABLE_INPUT_H

#include "table/batch.h"
#include "table/table_unpack.h"

typedef struct TableInput {
    const char *path; // for messages
    int fd;
    bool ended; // there are no further bytes
    // The file's first bytes, which are read to know how it is compressed.
    char first[4];
    size_t first_size;
    size_t first_used;
    TableUnpack *unpack; // NULL for a file that is not
} TableInput;

bool table_input_open(TableInput *input, const char *path, Error *err) MUST_USE;

// Reads `size` bytes, fewer only where the file ends, which `ended` then says.
bool table_input_read(TableInput *input, char *bytes, size_t size, size_t *ret_size, Error *err)
    MUST_USE;

// Refuses what is not text in UTF-8, by the first bytes of a file; `start` is their place.
bool table_input_recognise(const TableInput *input, Cell first, Place start, Error *err) MUST_USE;

void table_input_close(TableInput *input);

#endif
