// rules: what walking a pipeline can find.

#ifndef SLUICE_RULES_H
#define SLUICE_RULES_H

#include "report/rule.h"

extern const Rule run_rules[];

#endif
