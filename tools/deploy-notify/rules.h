// rules: what deploy-notify can find.

#ifndef DEPLOY_NOTIFY_RULES_H
#define DEPLOY_NOTIFY_RULES_H

#include "report/rule.h"

extern const Rule deploy_notify_rules[]; // closed by a row without a name

#endif
