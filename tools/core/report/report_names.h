// report_names: how enumerators are called in files and messages, each list closed by NULL and in
// the order of its enum. Private to the folder.

#ifndef REPORT_REPORT_NAMES_H
#define REPORT_REPORT_NAMES_H

#include "base/base.h"

extern const char *const report_severities[];
extern const char *const report_verdicts[];
extern const char *const report_fail_ons[];
extern const char *const report_place_kinds[];
extern const char *const report_section_kinds[];

// The index of `name`; -1 if it is not in the list.
int report_name_index(const char *const *names, const char *name);

#endif
