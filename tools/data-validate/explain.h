// explain: what a rule means and what to do.

#ifndef DATA_VALIDATE_EXPLAIN_H
#define DATA_VALIDATE_EXPLAIN_H

#include "cli/tool.h"

// Writes what the rules of those names mean. ERROR_USAGE, with the nearest name, for one that is
// not known.
bool explain_rules(const TextList *wanted, Arena *arena, Buf *out, Error *err) MUST_USE;

#endif
