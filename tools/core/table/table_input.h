// table_input: the bytes of one file from its first to its last; those of a gzip or zstd file
// unpacked.

#ifndef TABLE_TABLE_INPUT_H
#define TABLE_TABLE_INPUT_H

#include "table/batch.h"
#include "table/table_unpack.h"

#include <sys/types.h>
#include <time.h>

// What a file was when it was opened, and so must be when it has been read.
typedef struct InputStamp {
    bool known; // it is a file on a disk
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec written;
} InputStamp;

typedef struct TableInput {
    const char *path; // for messages
    int fd;
    bool pipe;  // who ends it may have died
    bool ended; // there are no further bytes
    InputStamp stamp;
    int64_t taken; // bytes of the file that were read, packed as they are
    // The file's first bytes, which are read to know how it is compressed.
    char first[4];
    size_t first_size;
    size_t first_used;
    TableUnpack *unpack; // NULL for a file that is not
    bool direct;         // further bytes may be read by table_input_read_at()
} TableInput;

// False where the file cannot be opened, and, where it was read to its end, if it is not the file
// any more that it was then (the rule data/changed).
bool table_input_open(TableInput *input, const char *path, Error *err) MUST_USE;

// Reads `size` bytes, fewer only where the file ends, which `ended` then says.
bool table_input_read(TableInput *input, char *bytes, size_t size, size_t *ret_size, Error *err)
    MUST_USE;

// Of a direct file: passes over the next `size` bytes, which somebody else reads. Fewer only where
// the file ends, which `ended` then says.
size_t table_input_pass(TableInput *input, size_t size);

// Reads bytes that were passed over; several threads may at once.
bool table_input_read_at(const TableInput *input, int64_t offset, char *bytes, size_t size,
                         Error *err) MUST_USE;

// False if a direct file, all bytes of which were read, is not what it was (data/changed).
bool table_input_finish(const TableInput *input, Error *err) MUST_USE;

// Refuses what is not text in UTF-8, by the first bytes of a file; `start` is their place.
bool table_input_recognise(const TableInput *input, Cell first, Place start, Error *err) MUST_USE;

void table_input_close(TableInput *input);

#endif
