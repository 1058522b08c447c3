// step_output: the typed outputs of a step in the words of each platform.

#ifndef CLI_STEP_OUTPUT_H
#define CLI_STEP_OUTPUT_H

#include "base/buf.h"
#include "cli/platform.h"
#include "cli/tool.h"

typedef LIST(RunOutput) StepOutputs;

// GitHub: what is appended to $GITHUB_OUTPUT. GitLab: a dotenv report, whose variables reach the
// jobs behind this one: `SLUICE_OUTPUT_GATE_VERDICT` is no option of theirs, SLUICE_REPORT would
// be. Azure: logging commands for the log; a step with the name `gate` makes them `gate.verdict`.
// Nothing for other platforms.
void step_output_render(PlatformKind platform, const char *stage, const StepOutputs *outputs,
                        Buf *out);

#endif
