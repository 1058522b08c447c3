// findings: what a reading says, as findings and checks of the report.

#ifndef DATA_VALIDATE_FINDINGS_H
#define DATA_VALIDATE_FINDINGS_H

#include "cli/tool.h"
#include "profile/drift.h"
#include "reading.h"
#include "report/report.h"

// The form of the file: ragged rows, quotes, line ends, bytes, headers.
void find_form(Report *report, const Reading *reading);

// The rule that is broken by an issue of that kind.
const char *form_rule(TableIssueKind kind);

// Columns that are missing, extra or in another order.
void find_columns(Report *report, const Reading *reading);

// Values that break the schema's rules.
void find_breaches(Report *report, const Reading *reading);

typedef struct DriftTask {
    const Profile *before;
    const Profile *now;
    const DriftPlan *plan;
    const RowSample *rows;    // of the data now; NULL where only a profile is known
    const char *before_name;  // "baseline 'x.json'", for messages
    const char *before_short; // "baseline", for legends
    const char *now_file;     // of the data, for places
    bool skew;                // from what is served, not from what was
} DriftTask;

// Columns that changed; a check for each, a table, and histograms. Fails (ERROR_USAGE) if a column
// that shall be ignored is in neither of the two: a misspelt one would be judged after all.
bool find_drift(Report *report, const DriftTask *task, Error *err) MUST_USE;

// Warns where values follow the order of the rows: they were not drawn one by one.
void find_trend(Report *report, const DriftTask *task, const DriftList *drifts);

// What a drift was held to: "less than 0.1, or p of 0.01 or more".
const char *drift_threshold_text(const Drift *drift, Arena *arena);

// The table of drifts, and their figures as metrics.
void describe_drift(Report *report, const DriftTask *task, const DriftList *drifts);

// "drift", "skew" between training and serving, "too few rows"; "" for none.
const char *drift_verdict_name(const DriftTask *task, DriftVerdict verdict);

// Whether files that DVC keeps are the versions on record. Errors are those of DVC's files.
bool find_version(const Run *run, const TextList *paths, Error *err) MUST_USE;

// The table of columns, and figures of the whole.
void describe_columns(Report *report, const Profile *profile);

// A row below a histogram.
typedef struct ChartNote {
    const char *name;
    const char *text;
} ChartNote;

// A histogram of both profiles' values in a column.
// `before_name` is the legend's; `note` says what came of the comparison, NULL for nothing.
void describe_histogram(Report *report, const ColumnProfile *before, const ColumnProfile *now,
                        const char *before_name, const ChartNote *note);

// A histogram of each column, for pages, where nothing is compared.
void describe_histograms(Report *report, const Profile *profile);

#endif
