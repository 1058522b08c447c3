// stage: running one stage of a pipeline, and what came of it.

#ifndef SLUICE_STAGE_H
#define SLUICE_STAGE_H

#include "cli/pipeline.h"
#include "cli/tool.h"

typedef struct StageResult {
    const PipelineStage *stage;
    bool ran;
    bool rehearsed; // acts on the outside, and nobody said --live
    int exit_code;
    const char *how; // what became of the command of a `run:` stage; NULL for a tool
    int64_t wall_ms;
} StageResult;

// The tool and its options exist: found out before the first stage starts.
bool stage_check(const Run *run, const PipelineStage *stage, Error *err) MUST_USE;

// Prints the effective options of the stage's tool.
bool stage_print_config(const Run *run, const PipelineStage *stage, Buf *out, Error *err) MUST_USE;

// Runs it; its output goes to ours as it comes. Fails if it could not be started.
bool stage_run(const Run *run, const PipelineStage *stage, StageResult *ret_result, Error *err)
    MUST_USE;

#endif
