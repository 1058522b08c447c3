// tools: what the front knows: the tools in this executable, and those which stand alone beside it.

#ifndef SLUICE_TOOLS_H
#define SLUICE_TOOLS_H

#include "cli/tool.h"

extern const Tool tool_gate;
extern const Tool tool_inference_test;
extern const Tool tool_package;
extern const Tool tool_deploy_notify;
extern const Tool tool_report;
extern const Tool tool_run;
extern const Tool tool_config;
extern const Tool tool_init;

typedef struct FrontTool {
    const char *name;
    const Tool *tool; // NULL for an executable of its own, without network code
    bool in_pipeline; // may be the tool of a stage
    bool in_image;    // needs no program of the job: its action runs in our image
} FrontTool;

extern const FrontTool front_tools[];
extern const size_t front_tool_count;

// NULL if there is none of that name.
const FrontTool *front_find(const char *name);

// The nearest name; NULL if none is near.
const char *front_nearest(const char *name);

#endif
