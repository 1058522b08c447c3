// report_json: the report as JSON (`sluice.report/1`) and back. Readers ignore unknown keys.

#ifndef REPORT_REPORT_JSON_H
#define REPORT_REPORT_JSON_H

#include "base/buf.h"
#include "report/report.h"

void report_write_json(const Report *report, Buf *out);

// Reads a report of any tool. Verdict and exit code of the reader are computed from what it says;
// newer formats are refused with the version needed.
bool report_load_json(const char *path, Arena *arena, Report **ret_report, Error *err) MUST_USE;

#endif
