// known: findings that a team has looked at and lets through for now, kept in a file beside the
// code (`version: 1`), so that only new ones fail.
//
// What is known is counted occurrence by occurrence. One occurrence is told from another by the
// fingerprint of its tool, rule, file, column and value, never by its line: moved lines stay known,
// and of two equal cells each takes one of an entry's `count`. A finding keeps the places of its
// first occurrences alone; those behind them are told apart by rule, file and column only, so that
// the number of them is known and not which. docs/known-findings.md tells users.

#ifndef REPORT_KNOWN_H
#define REPORT_KNOWN_H

#include "base/buf.h"
#include "report/report.h"

#define KNOWN_VERSION 1

// More are no debt that anybody means to pay.
#define KNOWN_MOST_ENTRIES ((size_t)100000)

typedef struct KnownEntry {
    const char *rule;
    const char *fingerprint; // it decides; NULL: what is given of the next four does
    const char *file;
    const char *field;
    const char *value;
    int64_t line;  // 0 for any
    int64_t count; // how many occurrences are known; 0 for any number
    Known known;
    Place place;  // of the entry
    int64_t used; // by the last known_apply()
} KnownEntry;

typedef struct KnownFile {
    const char *name; // for messages and places
    LIST(KnownEntry) entries;
} KnownFile;

// Reads the file at `path`, which is called `name` in messages: JSON if that ends in `.json`, else
// YAML. Entries are about findings of the report's tool: their rules must be its own, and of those
// that a file can excuse. What is wrong with the file is an ERROR_CONFIG with its line.
bool known_load(const char *path, const char *name, const Report *report, Arena *arena,
                KnownFile **ret_file, Error *err) MUST_USE;

// The same for bytes in memory.
bool known_parse(const char *name, const char *bytes, size_t size, const Report *report,
                 Arena *arena, KnownFile **ret_file, Error *err) MUST_USE;

// Whether the text is a day of the calendar: `2027-01-31`.
bool known_is_day(const char *text);

// Marks what is known in a report that is complete, and puts it behind what is new. A finding whose
// occurrences are not all known is taken apart. Checks that fail by known findings alone are marked
// too. Entries whose day is over before `today` excuse nothing: where their findings are still
// there, `known/expired` says so. `known/gone` tells of entries that cover more than there is; of a
// report that ends in an error it is not said.
void known_apply(KnownFile *file, Report *report, const char *today);

typedef struct KnownWriting {
    const char *today;
    const char *until; // the last day of entries that are new; NULL for none
} KnownWriting;

// The file that knows all errors and warnings of the report as it stands before known_apply():
// sorted, one entry a line. Entries of `before` keep their reasons; those that somebody wrote
// without a fingerprint stay as they are while they cover something, and those whose day is over
// are new ones. JSON if the file's name ends in `.json`, else YAML.
void known_write(const KnownFile *before, const Report *report, const KnownWriting *writing,
                 Buf *out);

#endif
