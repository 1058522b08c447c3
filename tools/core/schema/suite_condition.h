// suite_condition: the row condition of an expectation as a predicate of ours.
//
// 1.x writes conditions as a tree; before that they are texts, in the words of pandas' query() or
// as `col("a") > 5`. What pandas finds unequal to nothing is distinct from it.

#ifndef SCHEMA_SUITE_CONDITION_H
#define SCHEMA_SUITE_CONDITION_H

#include "doc/value.h"

// ERROR_CONFIG at its place for what is not understood.
bool suite_condition(const Value *condition, Arena *arena, const char **ret_predicate, Error *err)
    MUST_USE;

// The condition of a query `SELECT … FROM {batch} WHERE …`; ERROR_CONFIG for any other.
bool suite_query(const Value *query, Arena *arena, const char **ret_predicate, Error *err) MUST_USE;

#endif
