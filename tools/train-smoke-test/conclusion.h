// conclusion: what a trial says, as findings, checks, metrics and sections of a report.

#ifndef TRAIN_SMOKE_TEST_CONCLUSION_H
#define TRAIN_SMOKE_TEST_CONCLUSION_H

#include "report/report.h"
#include "trial.h"

// `root` is the folder whose files are the user's own program.
void conclusion_add(Report *report, const Trial *trial, const char *root);

#endif
