// explain: what a rule means and what to do.

#ifndef DATA_VALIDATE_EXPLAIN_H
#define DATA_VALIDATE_EXPLAIN_H

#include "cli/tool.h"

// Prints the rules of those names. ERROR_USAGE, with the nearest name, for one that is not known.
bool explain_rules(Run *run, const TextList *wanted, Error *err) MUST_USE;

#endif
