// yaml_scalar: what a plain scalar of YAML means by the core schema of YAML 1.2.

#ifndef DOC_YAML_SCALAR_H
#define DOC_YAML_SCALAR_H

#include "doc/value.h"

// Gives `value` the kind and content of a plain scalar; `text` of `size` bytes must live as long
// as the value. False for a number beyond every double.
bool scalar_type_plain(Value *value, const char *text, size_t size) MUST_USE;

#endif
