// drift_check: what the data are compared with, and by which rules.

#ifndef DATA_VALIDATE_DRIFT_CHECK_H
#define DATA_VALIDATE_DRIFT_CHECK_H

#include "cli/tool.h"
#include "findings.h"

// The options about drift. They are for columns of which the schema says nothing.
typedef struct DriftGiven {
    const char *method; // NULL: effect and evidence
    double effect;
    double significance;
    int64_t least_rows;
    int64_t kept_values;
    TextList ignored;
} DriftGiven;

typedef enum DriftSection {
    SECTION_DRIFT, // from earlier data
    SECTION_SKEW,  // of training data from what is served
} DriftSection;

// The options' rules and those of the schema's section; `schema` may be NULL.
bool drift_check_plan(const DriftGiven *given, const TableSchema *schema, DriftSection section,
                      Arena *arena, DriftPlan *ret_plan, Error *err) MUST_USE;

// Whether each column that has a rule is in the data or in the schema: for runs that compare with
// nothing, which would find a misspelt name only later. What is `off` may have left the data.
bool drift_check_names(const DriftPlan *plan, const Profile *now, const TableSchema *schema,
                       Error *err) MUST_USE;

// Two sides of a comparison.
typedef struct DriftSidesGiven {
    const Profile *before;
    const char *before_kind; // "baseline"
    const char *before_path;
    const Profile *now;
    const char *now_path;
    const RowSample *rows; // of those now; NULL for none
} DriftSidesGiven;

// Compares them into the run's report.
bool drift_check(Run *run, const DriftSidesGiven *sides, const DriftPlan *plan,
                 DriftSection section, Error *err) MUST_USE;

#endif
