// report_list: the reports of one pipeline, each exactly once, however often and from wherever it
// arrived.

#ifndef CLI_REPORT_LIST_H
#define CLI_REPORT_LIST_H

#include "report/report.h"

typedef LIST(Report *) ReportList;

// Drops reports that say the same as one before them, and tells different ones of the same stage
// apart by the folder they came in, else by number: "gate (north.17)", "gate (2)". Legs of a matrix
// and jobs that share a stage's name are all seen. To be called once, when
// all are read.
void report_list_settle(ReportList *list, Arena *arena);

#endif
