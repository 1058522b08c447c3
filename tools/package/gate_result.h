// gate_result: what the gate said about this model, and whether it lets it into a package.

#ifndef PACKAGE_GATE_RESULT_H
#define PACKAGE_GATE_RESULT_H

#include "cli/tool.h"
#include "doc/value.h"
#include "package_files.h"

typedef struct GateResult {
    const Report *report; // NULL if there is no result
    const char *path;
    const char *found; // what the check shows: "pass", "no result"
    bool passed;       // judged, passed, and about these files
} GateResult;

// What is packaged, for the comparison with what was judged.
typedef struct GateSubject {
    const PackageFileList *model;
    const char *metrics_digest; // of the metrics file; NULL for none
    const Value *metrics;       // NULL for none
} GateSubject;

// Reads the result at `path` (NULL if none was given), and adds a check and findings about it to
// the run's report.
bool gate_result_judge(Run *run, const char *path, const GateSubject *subject,
                       GateResult *ret_result, Error *err) MUST_USE;

#endif
