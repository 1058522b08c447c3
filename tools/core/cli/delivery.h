// delivery: where a report goes: standard output, the step's summary, files, the run folder, and
// the step's outputs.

#ifndef CLI_DELIVERY_H
#define CLI_DELIVERY_H

#include "cli/common.h"
#include "cli/platform.h"
#include "cli/tool.h"

// Every FORMAT of --report is known.
bool delivery_check(const CommonOptions *common, Error *err) MUST_USE;

// Renders and writes everything. False if something that was asked for could not be written.
bool delivery_send(const Run *run, const CommonOptions *common, const Platform *platform,
                   Error *err) MUST_USE;

#endif
