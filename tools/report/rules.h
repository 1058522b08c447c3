// rules: what merging reports can find.

#ifndef REPORT_RULES_H
#define REPORT_RULES_H

#include "report/rule.h"

extern const Rule report_rules[];

#endif
