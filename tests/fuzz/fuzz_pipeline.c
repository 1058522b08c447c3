// Whatever pipeline is accepted can be walked: stages with names of their own that are safe as file
// names, each with a tool or a command.

#include "cli/pipeline.h"
#include "fuzz.h"
#include "scratch.h"

#include <string.h>

static void check_stage(const Pipeline *pipeline, size_t index)
{
    const PipelineStage *stage = &pipeline->stages.items[index];
    const PipelineStage *found = NULL;
    Error err = ERROR_EMPTY;
    fuzz_demand(*stage->name && *stage->name != '.' && !strchr(stage->name, '/'));
    fuzz_demand((stage->tool != NULL) != (stage->command.count > 0));
    fuzz_demand(!stage->with || stage->tool);
    fuzz_demand(stage->timeout_ms >= 0);
    fuzz_demand(pipeline_find(pipeline, stage->name, &found, &err) && found == stage);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    Pipeline *pipeline = NULL;
    Error err = ERROR_EMPTY;
    if (!pipeline_load(scratch_write(data, size), arena, &pipeline, &err)) {
        fuzz_demand(*err.message && err.kind != ERROR_NONE);
        return 0;
    }
    for (size_t i = 0; i < pipeline->stages.count; i++)
        check_stage(pipeline, i);
    return 0;
}
