// rules: what data-validate can find.

#ifndef DATA_VALIDATE_RULES_H
#define DATA_VALIDATE_RULES_H

#include "report/rule.h"

extern const Rule data_validate_rules[];

#endif
