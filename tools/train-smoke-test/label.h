// label: which column of a table has the classes whose shares a sample should keep.

#ifndef TRAIN_SMOKE_TEST_LABEL_H
#define TRAIN_SMOKE_TEST_LABEL_H

#include "base/arena.h"
#include "base/error.h"

// Columns with 2 to this many different values are classes.
#define LABEL_MOST_CLASSES 20
// How many rows and columns are looked at.
#define LABEL_MOST_ROWS    10000
#define LABEL_MOST_COLUMNS 1000

// A column that is called like a label, else the first, with few different values in the first
// rows; NULL if there is none. `path` is read from its start, so it must be
// neither "-" nor a pipe.
bool label_choose(const char *path, Arena *arena, const char **ret_label, Error *err) MUST_USE;

#endif
