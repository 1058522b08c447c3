// case_path: the value at `a.b[0].c` in a document.

#ifndef INFERENCE_TEST_CASE_PATH_H
#define INFERENCE_TEST_CASE_PATH_H

#include "doc/value.h"

// NULL if there is nothing. A key that contains dots or brackets is found by its whole name first.
const Value *case_path_find(const Value *root, const char *path);

#endif
