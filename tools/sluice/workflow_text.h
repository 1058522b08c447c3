// workflow_text: the texts of a GitHub workflow and of GitLab's jobs, which run the stages of a
// project's sluice.yml.

#ifndef SLUICE_WORKFLOW_TEXT_H
#define SLUICE_WORKFLOW_TEXT_H

#include "base/buf.h"
#include "inventory.h"

#define WORKFLOW_HEAD                                                                              \
    "# Written by `sluice init`, yours to change. The stages and their options stand in %s.\n"

void workflow_text_github(const Inventory *inventory, Buf *out);
void workflow_text_gitlab(const Inventory *inventory, Buf *out);

// The path of sluice.yml where it must be said: not at the root of the repository; else NULL.
const char *workflow_config(const Inventory *inventory);

#endif
