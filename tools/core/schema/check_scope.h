// check_scope: which columns a check is about, how much may break it, and how severe that is.

#ifndef SCHEMA_CHECK_SCOPE_H
#define SCHEMA_CHECK_SCOPE_H

#include "schema/data_check.h"

// Each reads its keys of the check's map; the check's kind, name and place are known.
bool check_read_columns(const Value *map, Arena *arena, DataCheck *check, Error *err) MUST_USE;
bool check_read_tolerance(const Value *map, DataCheck *check, Error *err) MUST_USE;
bool check_read_severity(const Value *map, DataCheck *check, Error *err) MUST_USE;

#endif
