// trial: one run of a training command on a sample, watched.
//
// The command gets the sample and its settings in the environment (SMOKE_DATA, SMOKE_ROWS,
// SMOKE_EPOCHS, SMOKE_SEED, SMOKE_OUT) and wherever its words have these names in braces.

#ifndef TRAIN_SMOKE_TEST_TRIAL_H
#define TRAIN_SMOKE_TEST_TRIAL_H

#include "base/error.h"
#include "losses.h"
#include "process/process.h"
#include "table/sample.h"

typedef struct TrialPlan {
    TextList command;
    const char *folder; // where it runs; NULL for the working folder
    const char *data;   // NULL if the command brings its own
    const char *label;  // NULL: chosen by label_choose()
    int64_t rows;
    int64_t epochs;
    int64_t seed;
    int64_t timeout_ms;
    int64_t memory_most;
    TextList passed;    // variables that the command gets although they are withheld
    const char *output; // folder for what the command makes; NULL: one that is removed
    bool echo;          // repeat what the command prints on standard error, clean, behind a bar
} TrialPlan;

typedef struct Trial {
    ProcessResult result;
    const char *folder; // the plan's
    Sample sample;      // all zero without data
    const char *label;  // what the sample was stratified by; NULL for nothing
    Losses losses;
} Trial;

// Fails if the sample cannot be made or there is no such command; how the command ends is no error.
bool trial_run(const TrialPlan *plan, Arena *arena, Trial *ret_trial, Error *err) MUST_USE;

#endif
