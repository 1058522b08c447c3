// report: what a tool concluded, as a value: findings with places, checks, metrics, sections, and
// the verdict they lead to. Everything a user sees is a view of it.
//
// A report and all its texts live in one arena. Texts may be hostile: renderers clean them. Nothing
// here reads a clock or the environment: same calls, same report.

#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "report/rule.h"
#include "report/section.h"

typedef enum Verdict {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_INCONCLUSIVE, // nothing failed, but it could not be judged
    VERDICT_ERROR,        // usage, configuration, or the work could not be done
} Verdict;

// From which severity on findings fail the run. With FAIL_ON_NEVER the verdict is that of
// FAIL_ON_ERROR and only the exit codes 1 and 4 become 0.
typedef enum FailOn {
    FAIL_ON_ERROR,
    FAIL_ON_WARNING,
    FAIL_ON_NEVER,
} FailOn;

// A finding keeps this many places; it counts on.
#define REPORT_MOST_PLACES 100

// A finding that was there before, and that somebody has said so: report/known.h.
typedef struct Known {
    const char *reason;  // never NULL
    const char *expires; // the last day on which it is known, "2027-01-31"; NULL for none
} Known;

typedef struct Finding {
    const char *rule; // the rule's name
    Severity severity;
    const char *message; // one sentence or more; lower case start, no full stop at the end
    int64_t count;       // how often; at least 1
    const char *check;   // name of the check that fails by it; NULL for none
    const Known *known;  // it does not count; NULL for what does
    LIST(Place) places;  // the first REPORT_MOST_PLACES; the one to show first comes first
} Finding;

typedef struct Check {
    const char *name; // "rmse is not worse than production"
    Verdict verdict;
    const char *value;     // what was measured, as text; NULL for nothing
    const char *threshold; // what was wanted, as text; NULL for nothing
    const char *message;   // NULL for none
    bool known;            // it fails by known findings alone, and does not count
} Check;

typedef struct Metric {
    const char *name; // "rmse", "latency_p99"
    double value;     // NaN is a value that nobody could measure
    const char *unit; // "ms", "bytes", "ratio"; NULL for none
    bool has_interval;
    double low;
    double high;
    bool detail; // for machines: people read it in a section, so pages and consoles leave it out
} Metric;

typedef struct Report {
    Arena *arena;
    const char *tool;      // "data-validate"
    const char *version;   // of the tool
    const char *stage;     // "validate-data"; the tool's name if there is none
    const char *reproduce; // the command that shows the same locally; NULL for none
    const char *origin;    // the file it was read from; NULL for one that was made here
    FailOn fail_on;
    const Rule *rules; // what the tool could find, for formats that describe rules; may be NULL
    size_t rule_count;
    LIST(Finding) findings;
    LIST(Check) checks;
    LIST(Metric) metrics;
    LIST(Section) sections;
    int error_exit_code; // 0, or that of the error which ended the work
} Report;

Report *report_new(const char *tool, const char *version, const char *stage, Arena *arena);

// Adds a finding of `rule` with a place-less message; the pointer is valid until the next one is
// added. Add places with finding_add_place().
Finding *report_find(Report *report, const Rule *rule, const char *format, ...) PRINTF_LIKE(3, 4);

// The rule of that name in the report's table; it must be there.
const Rule *report_rule(const Report *report, const char *name);

// The same for names from outside: also rules of `sluice_rules`, NULL if nobody knows it.
const Rule *report_known_rule(const Report *report, const char *name);

// Appends a place unless the finding has REPORT_MOST_PLACES already. Its texts must live as long as
// the report. `count` is not touched: it is 1 from the start and the caller counts repetitions.
void finding_add_place(Report *report, Finding *finding, Place place);

// Copies of what is given; their texts must live as long as the report.
void report_add_check(Report *report, Check check);
void report_add_metric(Report *report, Metric metric); // a metric of that name is replaced
Section *report_add_section(Report *report, SectionKind kind, const char *title);

// The work ended with `err`: a finding of severity error (rule `sluice/usage`, `sluice/config`,
// `sluice/input`, `sluice/output`, `sluice/network` or `sluice/system`) with the error's place, and
// the verdict `error`.
void report_add_error(Report *report, const Error *err);

// Takes secrets out of all texts, once and before any format could escape them apart.
void report_mask(Report *report, const TextList *secrets);

Verdict report_verdict(const Report *report);
int report_exit_code(const Report *report); // 0, 1, 2, 3 or 4: architecture §3
const char *verdict_name(Verdict verdict);  // "pass", "fail", "inconclusive", "error"

// How many findings have that severity, counted by finding, not by `count`; known ones are none.
size_t report_count(const Report *report, Severity severity);

// How many findings are known.
size_t report_known_count(const Report *report);

// A stable name of the finding that survives moved lines: sha256 over tool, rule, file, field and
// value of its first place (the message where there is none), 32 hexadecimal digits; repeated ones
// get their number mixed in.
const char *report_fingerprint(const Report *report, size_t finding, Arena *arena);

// Those of all findings at once, for formats that need every one.
const char *const *report_fingerprints(const Report *report, Arena *arena);

#endif
