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

const char *severity_name(Severity severity); // "notice", "warning", "error"
bool severity_from_name(const char *name, Severity *ret_severity) MUST_USE;

#endif
