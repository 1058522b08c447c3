// sampling: a part of the data, written as the very bytes of its rows.

#ifndef DATA_VALIDATE_SAMPLING_H
#define DATA_VALIDATE_SAMPLING_H

#include "cli/tool.h"
#include "table/sample.h"

// Appends the sample to `made`; its figures are metrics of the report.
bool sampling_run(Run *run, const SamplePlan *plan, Buf *made, Error *err) MUST_USE;

#endif
