// diagnosis: what a command's end and its output say together: which rule, where, in which words.

#ifndef TRAIN_SMOKE_TEST_DIAGNOSIS_H
#define TRAIN_SMOKE_TEST_DIAGNOSIS_H

#include "process/process.h"
#include "traceback.h"

typedef struct Diagnosis {
    const char *rule;            // NULL if nothing is wrong
    const char *message;         // a sentence
    const char *exception;       // its type as printed; NULL if none was printed
    const TracebackFrame *frame; // the deepest of the user's own program; NULL if it is not told
} Diagnosis;

Diagnosis diagnosis_make(const ProcessResult *result, const TracebackPlan *plan, Arena *arena);

// The last line of a text that is not blank, clean and short; "" if there is none.
const char *diagnosis_last_line(const ProcessText *text, Arena *arena);

#endif
