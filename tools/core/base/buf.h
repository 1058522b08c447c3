// buf: bytes that grow at the end, always closed by a zero byte.
//
// Every buffer has a ceiling: bytes beyond `limit` are dropped and `full` becomes true, which
// whoever feeds it from outside must ask for. Declare it with `scoped_buf`.

#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/base.h"

typedef struct Buf {
    char *data; // NULL while nothing was appended: use buf_text() for a text
    size_t size;
    size_t room;
    size_t limit;
    bool full;
} Buf;

// What a buffer may grow to unless told otherwise: 256 MiB.
#define BUF_LIMIT ((size_t)256 << 20)

#define BUF_EMPTY          ((Buf){.limit = BUF_LIMIT})
#define BUF_LIMITED(bytes) ((Buf){.limit = (bytes)})

void buf_append(Buf *buf, const void *bytes, size_t size);
void buf_add(Buf *buf, const char *text);
void buf_add_char(Buf *buf, char byte);
void buf_format(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

// The contents as a text: "" while the buffer is empty.
const char *buf_text(const Buf *buf);

// A copy of the contents that lives as long as the arena.
char *buf_keep(const Buf *buf, Arena *arena);

// Empties the buffer and keeps its memory.
void buf_clear(Buf *buf);

// Drops what is behind the first `size` bytes.
void buf_cut(Buf *buf, size_t size);

void buf_release(Buf *buf);
#define scoped_buf CLEANUP(buf_release) Buf

#endif
