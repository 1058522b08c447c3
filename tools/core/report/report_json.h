// report_json: the report as JSON (`sluice.report/1`) and back. Readers ignore unknown keys.

#ifndef REPORT_REPORT_JSON_H
#define REPORT_REPORT_JSON_H

#include "base/buf.h"
#include "report/report.h"

#define REPORT_SCHEMA "sluice.report/1"

void report_write_json(const Report *report, Buf *out);

// Reads a report of any tool, or standard input if `path` is "-". Verdict and exit code of the
// reader are computed from what it says; a file whose verdict is worse than what it says gets a
// check that tells so. Newer formats are refused with the version needed. Errors carry their place.
bool report_load_json(const char *path, Arena *arena, Report **ret_report, Error *err) MUST_USE;

// The same for bytes in memory; `name` is the file's name for messages and lives as long as the
// arena.
bool report_parse_json(const char *name, const char *bytes, size_t size, Arena *arena,
                       Report **ret_report, Error *err) MUST_USE;

#endif
