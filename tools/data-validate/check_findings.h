// check_findings: what the checks of a schema or a suite say of a reading.

#ifndef DATA_VALIDATE_CHECK_FINDINGS_H
#define DATA_VALIDATE_CHECK_FINDINGS_H

#include "judge/data_figure.h"
#include "reading.h"
#include "report/report.h"

typedef struct CheckTask {
    Report *report;
    const Reading *reading;
    bool has_now;
    int64_t now;           // seconds since 1970
    int64_t baseline_rows; // of earlier data; -1: there is none
} CheckTask;

typedef struct ChecksAsked {
    const char *now;      // a moment, or "clock"; NULL: nobody has said
    int64_t earlier_rows; // -1: there is no earlier data
} ChecksAsked;

#define NOW_IS_CLOCK "clock"

// Whether `now` is a moment, "clock" or NULL, be it asked for or not. ERROR_USAGE.
bool check_now_is_moment(const char *now, Error *err) MUST_USE;

// A finding for each check and column that breaks it, and one check of the report for each check.
// Errors are ERROR_CONFIG for checks that cannot be asked of this data, and ERROR_USAGE for a
// moment that is none.
bool judge_checks(Report *report, const Reading *reading, ChecksAsked asked, Error *err) MUST_USE;

// How a check goes, over its columns.
typedef struct CheckTally {
    const DataCheck *check;
    int64_t judged; // columns or pairs, or the table
    int64_t wide;   // columns or pairs that are not, for they have too many values,
    int64_t single; // or values that hardly repeat
    int64_t broken; // values, rows or columns
    bool fails;
    bool unsure;
    const char *value; // of the only column
} CheckTally;

// A finding of the check's rule, with its severity; its places follow, the check's own last.
Finding *check_find(const CheckTask *task, CheckTally *tally, const char *message);
void check_add_places(const CheckTask *task, Finding *finding, const CheckTally *tally,
                      const Place *places, size_t count);

// A finding on a column's name in the header: `values` of it break the check.
void check_find_column(const CheckTask *task, const CheckCount *count, CheckTally *tally,
                       const char *message, int64_t values);

// The place of a column in the header.
Place check_column_place(const CheckTask *task, size_t column);

// Checks about sums over rows, about texts side by side, and about the table.
bool find_measure(const CheckTask *task, const CheckCount *count, CheckTally *tally, Error *err)
    MUST_USE;
void find_shapes(const CheckTask *task, const CheckCount *count, CheckTally *tally);
bool find_table(const CheckTask *task, const CheckCount *count, CheckTally *tally, Error *err)
    MUST_USE;

#endif
