// replay: runs a fuzzer over every file of its corpus, so that what was once found stays found.

#include "base/file.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *const *names = NULL;
    size_t count = 0;
    if (argc != 2 || !folder_list(arena, argv[1], &names, &count, &err) || count == 0) {
        fprintf(stderr, "usage: %s CORPUS, a folder with at least one file; %s\n", argv[0],
                err.message);
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        scoped_buf input = BUF_EMPTY;
        if (!file_read("corpus", path_join(arena, argv[1], names[i]), &input, &err)) {
            fprintf(stderr, "%s\n", err.message);
            return 2;
        }
        // Both results, accepted and rejected, are fine; a crash is not.
        LLVMFuzzerTestOneInput((const uint8_t *)buf_text(&input), input.size);
    }
    printf("%zu inputs replayed\n", count);
    return 0;
}
