// Whatever is accepted as a target is complete: a name, kinds that are known, commands of words.

#include "doc/yaml.h"
#include "fuzz.h"
#include "target.h"

static void check_words(const TextList *words)
{
    for (size_t i = 0; i < words->count; i++)
        fuzz_demand(words->items[i] != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *bytes = arena_text_sized(arena, (const char *)data, size);
    const Value *root = NULL;
    Target target;
    Error err = ERROR_EMPTY;
    if (!yaml_parse("fuzz", bytes, size, arena, &root, &err) ||
        !target_read(root, "folder/fuzz", arena, &target, &err)) {
        fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && err.place.line >= 1);
        return 0;
    }
    fuzz_demand(!text_empty(target.name) && target.timeout_ms >= 1);
    check_words(&target.deploy);
    check_words(&target.rollback);
    if (target.health.value)
        fuzz_demand(target_text_given(&target.health.url) && target.health.retries >= 0);
    for (size_t i = 0; i < target.notifications.count; i++) {
        const TargetNotification *notification = &target.notifications.items[i];
        fuzz_demand(notification->kind && target_text_given(&notification->url));
        fuzz_demand(notification->place.line >= 1);
    }
    return 0;
}
