// training: how a project trains: the script, and the command that trains on a sample for a moment.
//
// Where a project says itself how it is trained (dvc.yaml, MLproject, a Makefile) that is looked at
// first; else scripts are weighed by their names. What cannot be known is left out and told, never
// guessed.

#ifndef SLUICE_TRAINING_H
#define SLUICE_TRAINING_H

#include "base/text.h"
#include "survey.h"

typedef struct Training {
    const char *script;  // path; NULL: there is none
    const char *text;    // of the script
    const char *told_by; // the file that names it; NULL if it was found by its name
    TextList command;    // words, with the names of the smoke test's values in braces
    bool takes_data;     // the command has {SMOKE_DATA}, or the script reads the variable
    bool takes_epochs;
    const char *data;     // the file that the script reads by itself; NULL if it does not say
    TextList wanted;      // options that the script demands and nobody can guess
    const char *notebook; // path of the first notebook; NULL for none
} Training;

void training_find(const Survey *survey, Training *ret_training);

// How likely the script is the one that trains, by its path and text; 0 or less: it is not.
int training_weight(const char *path, const char *text);

#endif
