// rules: what a smoke test can find.

#ifndef TRAIN_SMOKE_TEST_RULES_H
#define TRAIN_SMOKE_TEST_RULES_H

#include "report/rule.h"

extern const Rule smoke_rules[];

#endif
