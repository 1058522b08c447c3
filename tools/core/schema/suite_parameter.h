// suite_parameter: arguments of an expectation that are parameters: {"$PARAMETER": "rows * 0.9"}.
//
// A parameter has its value beside it ("$PARAMETER.rows"), or in the suite, under
// `suite_parameters` (1.x) or `evaluation_parameters`. What depends on the time is refused.

#ifndef SCHEMA_SUITE_PARAMETER_H
#define SCHEMA_SUITE_PARAMETER_H

#include "doc/value.h"

// The arguments with the values of all parameters. ERROR_CONFIG at its place for one without a
// value, or an expression that is no arithmetic.
bool suite_parameters(const Value *suite, const Value *arguments, Arena *arena, Value *ret_values,
                      Error *err) MUST_USE;

#endif
