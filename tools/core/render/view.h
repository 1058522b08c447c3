// view: a report made ready for printing. All its texts are clean (base/clean.h) and of bounded
// length, and its findings are ranked; what is left to a renderer is the escaping of its format.
//
// It also holds what all formats say in the same words.

#ifndef RENDER_VIEW_H
#define RENDER_VIEW_H

#include "base/buf.h"
#include "report/report.h"

// Longer texts end in `…` everywhere but in the JSON report.
#define VIEW_LONGEST_TEXT ((size_t)8000)

typedef LIST(Finding) ViewFindings;

typedef struct View {
    Arena *arena;
    const Report *report;            // the clean copy: errors first, then warnings, then notices
    const char *const *fingerprints; // one a finding, in the order of the copy
    ViewFindings known;              // which the copy leaves out, in the same order
    const char *const *known_fingerprints;
    Verdict verdict;
    int exit_code;
    size_t errors;
    size_t warnings;
    size_t notices;
    size_t checks_passed;
} View;

View view_new(const Report *report, Arena *arena);

// One view a report, and the gravest of their verdicts; VERDICT_INCONCLUSIVE for none at all.
View *view_all(const Report *const *reports, size_t count, Arena *arena);
Verdict view_worst(const View *views, size_t count);

// "3 errors, 1 warning, 400 known findings, 4 of 6 checks passed"; "nothing found" for an empty
// report.
const char *view_summary(const View *view);

// The stage, with the tool in brackets if it is called differently: "train (train-smoke-test)".
const char *view_stage(const View *view);

// What a rule says about itself; NULL if the report does not know it.
const Rule *view_rule(const View *view, const Finding *finding);

// Platforms want a file of every finding. Where none is concerned it is the one that says what is
// to be done, at its first line.
#define VIEW_NOWHERE "sluice.yml"

// Whether the place is in a file of the repository. Absolute paths, paths that leave the root,
// addresses, standard input and what is marked as elsewhere are outside: no platform can show them.
bool place_is_inside(const Place *place);

// Where a platform that marks lines of files should put the finding: its first place that is
// inside; NULL if there is none.
const Place *finding_anchor(const Finding *finding);

// The same for platforms that want a file and a line of every finding, also of what is outside of
// the repository: never without a file, the line at least 1, the column in UTF-16 units.
Place finding_location(const Finding *finding);

// "data/train.csv:17:3"; rows stand for lines where there are none: "part-0.parquet, row 12".
char *place_text(const Place *place, Arena *arena);

// The message and what the anchor does not show: the place in data outside of the repository, how
// often, and further lines: "… (4 times: data/train.csv:17, 20, 31 and 1 more)".
char *finding_text(const Finding *finding, Arena *arena);

// Why a known finding does not count: "known until 2027-01-31: wait for the new export".
char *known_text(const Known *known, Arena *arena);

// "fail", and "fail, known" for a check that fails by known findings alone.
const char *check_text(const Check *check);

// "1 error", "2 errors".
char *count_text(size_t count, const char *noun, Arena *arena);

// Four digits, with the unit as people write it; "not measured" for NaN.
char *number_text(double number, const char *unit, Arena *arena);

// A text of a rule for HTML and Markdown: what stands between backticks becomes `<code>`.
void prose_append(Buf *out, const char *text, void (*escape)(Buf *out, const char *text),
                  Arena *arena);

// The value with its unit and interval: "0.31 kg (0.29 to 0.33)".
char *metric_text(const Metric *metric, Arena *arena);

#endif
