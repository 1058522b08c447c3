// Whatever a tar says, no name leaves its folder, and every file begins before its bytes come.

#include "archive/entry_name.h"
#include "archive/tar_reader.h"
#include "fuzz.h"

#include <string.h>

typedef struct Seen {
    bool open;
    int64_t bytes;
} Seen;

static bool seen_folder(void *to, const char *name, Error *err)
{
    fuzz_demand(!((Seen *)to)->open && entry_name_check(name, err));
    return true;
}

static bool seen_file(void *to, const char *name, bool executable, Error *err)
{
    (void)executable;
    Seen *seen = to;
    fuzz_demand(!seen->open && entry_name_check(name, err));
    seen->open = true;
    return true;
}

static bool seen_bytes(void *to, const void *bytes, size_t size, Error *err)
{
    (void)err;
    Seen *seen = to;
    fuzz_demand(seen->open && bytes && size > 0);
    seen->bytes += (int64_t)size;
    return true;
}

static bool seen_end(void *to, Error *err)
{
    (void)err;
    ((Seen *)to)->open = false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const TarLimits limits = {
        .entries = 1000, .file_bytes = 1 << 24, .total_bytes = 1 << 25, .ratio = 200};
    Seen seen = {0};
    Error err = ERROR_EMPTY;
    const TarVisitor visitor = {.folder = seen_folder,
                                .file = seen_file,
                                .bytes = seen_bytes,
                                .file_end = seen_end,
                                .to = &seen};
    const TarSource source = {.bytes = data, .size = size, .name = "fuzz"};
    bool done = tar_walk(&source, &limits, &visitor, &err);
    fuzz_demand(seen.bytes <= limits.total_bytes);
    fuzz_demand(done ? !seen.open : *err.message && !strchr(err.message, '\n'));
    return 0;
}
