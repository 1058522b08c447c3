#include "base/mask.h"

#include <string.h>

// The length of the longest secret that begins at `bytes`; 0 for none.
static size_t mask_length(const char *bytes, size_t size, const TextList *secrets)
{
    size_t longest = 0;
    for (size_t i = 0; i < secrets->count; i++) {
        const size_t length = strlen(secrets->items[i]);
        if (length >= MASK_SHORTEST && length > longest && length <= size &&
            memcmp(bytes, secrets->items[i], length) == 0)
            longest = length;
    }
    return longest;
}

void mask_append(Buf *out, const char *bytes, size_t size, const TextList *secrets)
{
    size_t from = 0;
    for (size_t at = 0; at < size;) {
        const size_t length = mask_length(bytes + at, size - at, secrets);
        if (!length) {
            at++;
            continue;
        }
        buf_append(out, bytes + from, at - from);
        buf_add(out, "***");
        at += length;
        from = at;
    }
    buf_append(out, bytes + from, size - from);
}

const char *mask_text(Arena *arena, const char *text, const TextList *secrets)
{
    if (!text || !secrets->count)
        return text;
    scoped_buf masked = BUF_EMPTY;
    mask_append(&masked, text, strlen(text), secrets);
    return text_equal(buf_text(&masked), text) ? text : buf_keep(&masked, arena);
}
