// rule: what a finding is an instance of. Each tool has one table of them.

#ifndef REPORT_RULE_H
#define REPORT_RULE_H

#include "base/base.h"

typedef enum Severity {
    SEVERITY_NOTICE,
    SEVERITY_WARNING,
    SEVERITY_ERROR,
} Severity;

typedef struct Rule {
    const char *name;        // `area/kebab-case`, never renamed once released
    Severity severity;       // unless the user says otherwise
    const char *summary;     // one line: what is wrong when this is found
    const char *explanation; // a paragraph: why it matters
    const char *remedy;      // what to do about it
} Rule;

// How many rows stand before the one without a name that closes a table; 0 for NULL.
size_t rules_count(const Rule *rules);

const char *severity_name(Severity severity); // "notice", "warning", "error"

// The rule of that name among `count`; NULL if there is none.
const Rule *rule_find(const Rule *rules, size_t count, const char *name);

// What any tool can find: that its work could not be done. One rule a kind of error.
extern const Rule sluice_rules[];
extern const size_t sluice_rule_count;

#endif
