// github_step: mistakes in a workflow's step that show on our side only.

#ifndef CLI_GITHUB_STEP_H
#define CLI_GITHUB_STEP_H

#include "base/error.h"
#include "cli/platform.h"
#include "cli/tool.h"

// Our actions on images set this variable. An action of somebody else that calls a tool has inputs
// of its own, which are none of our business.
#define GITHUB_STEP_ACTION "SLUICE_ACTION"

// Refuses a step of our action with an input that there is not: GitHub only warns and hands it on,
// and a misspelt `baseline` would be a comparison that never happens.
bool github_step_check_inputs(const Tool *tool, Error *err) MUST_USE;

// Adds to `err` that the job has checked nothing out, if that is so.
void github_step_explain(const Platform *platform, Error *err);

#endif
