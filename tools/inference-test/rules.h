// rules: what inference-test can find.

#ifndef INFERENCE_TEST_RULES_H
#define INFERENCE_TEST_RULES_H

#include "report/rule.h"

extern const Rule inference_test_rules[]; // closed by a row without a name

#endif
