// Whatever is taken for an index of git lists its files in order, each of them found again.

#include "cli/git_index.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    GitIndex index = {0};
    if (!git_index_parse((const char *)data, size, arena, &index))
        return 0;
    for (size_t i = 0; i < index.count; i++) {
        fuzz_demand(git_index_has(&index, index.files[i]));
        fuzz_demand(!i || strcmp(index.files[i - 1], index.files[i]) <= 0);
    }
    fuzz_demand(!git_index_has(&index, "\x01 no such file"));
    return 0;
}
