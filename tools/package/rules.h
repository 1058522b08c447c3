// rules: what packaging can find.

#ifndef PACKAGE_RULES_H
#define PACKAGE_RULES_H

#include "report/rule.h"

extern const Rule package_rules[];

#endif
