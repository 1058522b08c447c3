// Whatever is accepted as an event holds only what may stand in a URL.

#include "forge/forge.h"
#include "forge/github_event.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    GithubEvent event = {0};
    Error err = ERROR_EMPTY;
    if (!github_event_read((const char *)data, size, arena, &event, &err)) {
        fuzz_demand(err.kind == ERROR_INPUT && err.message[0]);
        return 0;
    }
    fuzz_demand(event.change >= 0 && event.change <= INT32_MAX);
    fuzz_demand(!event.commit || forge_is_commit(event.commit));
    return 0;
}
