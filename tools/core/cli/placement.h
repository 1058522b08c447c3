// placement: which places of a report can be shown in the repository, and at which character. Only
// here the disk is asked: renderers are told.

#ifndef CLI_PLACEMENT_H
#define CLI_PLACEMENT_H

#include "report/report.h"

// Marks the places of all findings that are lines of no committed file: files which git does not
// list (where there is a checkout), which DVC or LFS keep, folders, links and binary files; and
// counts columns in UTF-16 units where the line can be read. Paths are relative to `root`; those
// that lead out of it need no mark.
void placement_mark(Report *report, const char *root);

#endif
