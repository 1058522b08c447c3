// json_value: JSON values as numbers and hashes, whatever their spelling.

#ifndef SCHEMA_JSON_VALUE_H
#define SCHEMA_JSON_VALUE_H

#include "doc/value.h"

// Equal for values that are value_equal().
uint64_t json_value_hash(const Value *value);

// Whether two of a list's items are equal.
bool json_value_repeats(const Value *list);

// Whether a number is an integer times `unit`, by their digits: 19.99 is a multiple of 0.01.
// NaN and what is infinite are multiples of nothing.
bool json_value_is_multiple(const Value *value, const Value *unit);

#endif
