// A next page is a piece of the header, between angle brackets.

#include "base/arena.h"
#include "forge/link_header.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *header = arena_text_sized(arena, (const char *)data, size);
    const char *next = link_header_next(header, arena);
    if (next)
        fuzz_demand(strstr(header, next) && !strchr(next, '>'));
    return 0;
}
