// rules: what the gate can find.

#ifndef GATE_RULES_H
#define GATE_RULES_H

#include "report/rule.h"

extern const Rule gate_rules[];

#endif
