// workflow_command: GitHub's `::error file=…,line=…::message`. Private to the folder.
//
// Values are clean texts; here they are escaped and cut as the runner expects.

#ifndef RENDER_WORKFLOW_COMMAND_H
#define RENDER_WORKFLOW_COMMAND_H

#include "base/buf.h"

// The runner cuts messages at this many UTF-16 units.
#define WORKFLOW_COMMAND_LONGEST ((size_t)4096)

typedef struct WorkflowCommand {
    const char *name;  // "error", "warning", "notice"
    const char *file;  // of the repository; NULL for none
    int64_t line;      // 0 for none
    int64_t column;    // in UTF-16 units; 0 for none; dropped without a line
    const char *title; // NULL for none
    const char *message;
} WorkflowCommand;

void workflow_command_write(const WorkflowCommand *command, Buf *out);

#endif
