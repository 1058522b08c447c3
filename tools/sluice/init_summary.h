// init_summary: what `sluice init` tells at its end: what it found, what it wrote, what it left
// out, and what to type next.

#ifndef SLUICE_INIT_SUMMARY_H
#define SLUICE_INIT_SUMMARY_H

#include "base/buf.h"
#include "init_files.h"
#include "inventory.h"

typedef struct InitSummary {
    const Inventory *inventory;
    const InitFileList *files;
    const char *folder; // as the user wrote it
    bool dry_run;
} InitSummary;

void init_summary(const InitSummary *summary, Buf *out);

#endif
