// pipeline: sluice.yml, the stages of a project's way from data to deployment.

#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include "base/text.h"
#include "doc/value.h"

#define PIPELINE_FILE    "sluice.yml"
#define PIPELINE_VERSION 1

// More stages are no pipeline that somebody wrote.
#define PIPELINE_MOST_STAGES 1000

typedef struct PipelineStage {
    const char *name;
    const char *tool;   // NULL for a `run:` stage
    const char *verb;   // NULL for the tool's default
    const Value *with;  // a map, or NULL
    TextList command;   // `run:`: what to execute
    bool outward;       // `run:` acts on the outside: skipped without --live
    int64_t timeout_ms; // `run:`: 0 for none
    const Value *value; // the stage itself, for its place
} PipelineStage;

typedef struct Pipeline {
    const char *file;   // as it was named
    const char *folder; // paths in the file are relative to it
    const char *name;   // of the project; NULL if it has none
    LIST(PipelineStage) stages;
} Pipeline;

// Reads and checks the file; options of tools are checked by the tools.
bool pipeline_load(const char *path, Arena *arena, Pipeline **ret_pipeline, Error *err) MUST_USE;

// Whether a stage may be called that: its name becomes the name of a file in the run folder, where
// NAME.json must not be taken for another format's file.
bool pipeline_name_is_plain(const char *name);

// What a refused name should have been.
#define PIPELINE_NAME                                                                              \
    "1 to 64 letters, digits, '-', '_' and '.', without a '.' in front and a format's ending "     \
    "(.sarif, .codequality)"

// The stage of that name; an error with the nearest name if there is none.
bool pipeline_find(const Pipeline *pipeline, const char *name, const PipelineStage **ret_stage,
                   Error *err) MUST_USE;

// The one stage which runs this tool and verb; NULL if there is none or several. Stages without a
// verb mean the tool's `default_verb`.
const PipelineStage *pipeline_only(const Pipeline *pipeline, const char *tool, const char *verb,
                                   const char *default_verb);

#endif
