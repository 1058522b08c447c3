// table_input: the bytes of one file, held in a window that moves over it.

#ifndef TABLE_TABLE_INPUT_H
#define TABLE_TABLE_INPUT_H

#include "base/error.h"

typedef struct TableInput {
    const char *path;
    int fd;
    char *bytes; // followed by a zero byte
    size_t size;
    size_t room;
    size_t at;      // what is in front of it was used
    int64_t offset; // of bytes[0] in the file
    bool last;      // the file ends with these bytes
} TableInput;

// Opens the file and reads its first bytes. Names what is not text.
bool table_input_open(TableInput *input, const char *path, Error *err) MUST_USE;

// Drops what was used and reads on, at least one byte unless the file ends. The window grows when
// nothing was used; ERROR_INPUT if that takes it past the longest row.
bool table_input_more(TableInput *input, Error *err) MUST_USE;

// Closes the file; keeps the memory for the next one.
void table_input_end(TableInput *input);
void table_input_close(TableInput *input);

#endif
