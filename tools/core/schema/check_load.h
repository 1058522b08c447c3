// check_load: one check as a schema says it.

#ifndef SCHEMA_CHECK_LOAD_H
#define SCHEMA_CHECK_LOAD_H

#include "schema/data_check.h"

// A map with `check` and what its kind is told.
bool check_load(const Value *map, Arena *arena, DataCheck *ret_check, Error *err) MUST_USE;

// The list under `checks`; none is fine.
bool checks_load(const Value *list, Arena *arena, DataChecks *checks, Error *err) MUST_USE;

#endif
