// common_output: the outputs that the step of every tool has.

#ifndef CLI_COMMON_OUTPUT_H
#define CLI_COMMON_OUTPUT_H

#include "cli/step_output.h"

extern const ToolOutput common_outputs[];
extern const size_t common_output_count;

// Their values, of a report that is complete and kept in `file`.
void common_output_add(const Report *report, const char *file, Arena *arena, StepOutputs *outputs);

#endif
