#include "process/capture.h"

#include "base/buf.h"

#include <inttypes.h>
#include <string.h>

static void capture_add_tail(Capture *capture, const char *bytes, size_t size)
{
    if (size > PROCESS_TAIL_SIZE) { // only its end can stay
        capture->total += (int64_t)(size - PROCESS_TAIL_SIZE);
        bytes += size - PROCESS_TAIL_SIZE;
        size = PROCESS_TAIL_SIZE;
    }
    size_t at = (size_t)(capture->total - (int64_t)PROCESS_HEAD_SIZE) % PROCESS_TAIL_SIZE;
    size_t first = MIN(size, PROCESS_TAIL_SIZE - at);
    memcpy(capture->tail + at, bytes, first);
    memcpy(capture->tail, bytes + first, size - first);
    capture->total += (int64_t)size;
}

void capture_add(Capture *capture, const char *bytes, size_t size)
{
    if (capture->total < (int64_t)PROCESS_HEAD_SIZE) {
        size_t first = MIN(size, PROCESS_HEAD_SIZE - (size_t)capture->total);
        memcpy(capture->head + capture->total, bytes, first);
        capture->total += (int64_t)first;
        bytes += first;
        size -= first;
    }
    if (size)
        capture_add_tail(capture, bytes, size);
}

ProcessText capture_text(const Capture *capture, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    size_t total = (size_t)capture->total;
    size_t head = MIN(total, PROCESS_HEAD_SIZE);
    size_t behind = total - head;
    bool cut = behind > PROCESS_TAIL_SIZE;
    buf_append(&text, capture->head, head);
    if (cut)
        buf_format(&text, "\n… %zu bytes left out …\n", behind - PROCESS_TAIL_SIZE);
    size_t oldest = cut ? behind % PROCESS_TAIL_SIZE : 0;
    size_t kept = MIN(behind, PROCESS_TAIL_SIZE);
    buf_append(&text, capture->tail + oldest, kept - oldest);
    buf_append(&text, capture->tail, oldest);
    return (ProcessText){.bytes = arena_text_sized(arena, buf_text(&text), text.size),
                         .size = text.size,
                         .total = capture->total,
                         .cut = cut};
}
