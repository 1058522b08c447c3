// The reader of what a foreign program printed: tracebacks, signatures, losses, warnings.

#include "diagnosis.h"
#include "losses.h"
#include "warnings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool fuzz_owns(const void *what, const char *file)
{
    (void)what;
    return file[0] == '/' && file[1] == 'a';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *text = arena_text_sized(arena, (const char *)data, size);
    const TracebackPlan plan = {.owns = fuzz_owns};
    const ProcessResult result = {
        .exit_code = size ? data[0] : 0, // any death
        .errors = {.bytes = text, .size = size},
        .output = {.bytes = ""},
    };
    diagnosis_make(&result, &plan, arena);
    warnings_read(text, size, &plan, arena);
    Losses losses = {.arena = arena};
    losses_read_line(&losses, text);
    losses_main(&losses);
    return 0;
}
