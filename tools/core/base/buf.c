#include "base/buf.h"

#include "base/fatal.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Room for `more` bytes and the closing zero; false if that passes the ceiling.
static bool buf_reserve(Buf *buf, size_t more)
{
    if (buf->full || more > buf->limit - buf->size) {
        buf->full = true;
        return false;
    }
    size_t needed = buf->size + more + 1;
    if (needed <= buf->room)
        return true;
    size_t room = MAX(needed, buf->room * 2);
    char *data = realloc(buf->data, room);
    if (!data)
        fatal_out_of_memory();
    buf->data = data;
    buf->room = room;
    return true;
}

void buf_append(Buf *buf, const void *bytes, size_t size)
{
    if (!buf_reserve(buf, size))
        return;
    if (size)
        memcpy(buf->data + buf->size, bytes, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}

void buf_add(Buf *buf, const char *text)
{
    buf_append(buf, text, strlen(text));
}

void buf_add_char(Buf *buf, char byte)
{
    buf_append(buf, &byte, 1);
}

void buf_format(Buf *buf, const char *format, ...)
{
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    assert(length >= 0);
    va_end(args);
    if (buf_reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->size, (size_t)length + 1, format, again);
        buf->size += (size_t)length;
    }
    va_end(again);
}

const char *buf_text(const Buf *buf)
{
    return buf->data ? buf->data : "";
}

char *buf_keep(const Buf *buf, Arena *arena)
{
    return arena_text_sized(arena, buf_text(buf), buf->size);
}

void buf_cut(Buf *buf, size_t size)
{
    if (size >= buf->size)
        return;
    buf->size = size;
    buf->data[size] = '\0';
}

void buf_clear(Buf *buf)
{
    buf_cut(buf, 0);
    buf->full = false;
}

void buf_release(Buf *buf)
{
    free(buf->data);
    *buf = BUF_LIMITED(buf->limit);
}
