// warnings: what Python's warnings in a program's output tell about numbers and fits.

#ifndef TRAIN_SMOKE_TEST_WARNINGS_H
#define TRAIN_SMOKE_TEST_WARNINGS_H

#include "traceback.h"

// Different ones; what comes behind is not told.
#define WARNINGS_MOST 20

typedef struct Warning {
    const char *file;
    int64_t line;
    const char *text; // `RuntimeWarning: overflow encountered in exp`
    bool ours;        // raised in the user's own program
    int64_t count;
} Warning;

typedef struct Warnings {
    size_t count;
    Warning items[WARNINGS_MOST];
} Warnings;

Warnings *warnings_read(const char *text, size_t size, const TracebackPlan *plan, Arena *arena);

#endif
