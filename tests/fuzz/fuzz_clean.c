// Whatever passes the sanitiser is one line of valid UTF-8 without controls and markers.

#include "base/clean.h"
#include "base/utf8.h"
#include "fuzz.h"

#include <string.h>

static void check_clean(const char *text, size_t size)
{
    fuzz_demand(strlen(text) == size);
    fuzz_demand(!strcasestr(text, "##[") && !strcasestr(text, "##vso["));
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        size_t length = 0;
        bool valid = utf8_decode(text + at, size - at, &character, &length);
        fuzz_demand(valid);
        fuzz_demand(character >= 0x20 || character == '\t');
        fuzz_demand(character != 0x7f && character != 0x85);
        fuzz_demand(character != 0x2028 && character != 0x2029);
        fuzz_demand(character < 0x202a || character > 0x202e);
        fuzz_demand(character < 0x2066 || character > 0x2069);
        at += length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // The first byte says after how many of the others the text comes in a second piece.
    if (size == 0)
        return 0;
    size_t first = MIN((size_t)data[0], size - 1);
    const char *bytes = (const char *)data + 1;
    scoped_buf out = BUF_EMPTY;
    clean_append(&out, bytes, first);
    clean_append(&out, bytes + first, size - 1 - first);
    check_clean(buf_text(&out), out.size);

    scoped_arena arena = arena_open();
    const char *text = arena_text_sized(arena, bytes, size - 1);
    const char *shortened = clean_text_short(arena, text, data[0]);
    check_clean(shortened, strlen(shortened));
    return 0;
}
