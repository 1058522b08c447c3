// recipe: how a project says it is trained: a stage of dvc.yaml, an entry point of MLproject, a
// target of its Makefile.

#ifndef SLUICE_RECIPE_H
#define SLUICE_RECIPE_H

#include "base/text.h"
#include "survey.h"

typedef struct Recipe {
    const char *told_by; // "dvc.yaml"
    const char *script;  // a path of the survey
    bool as_module;      // by `-m`
    bool from_src;       // with `src` on the module path
    TextList words;      // what follows the script
} Recipe;

// False if no file says it, or only in ways that cannot be followed: variables, several commands.
bool recipe_find(const Survey *survey, Recipe *ret_recipe);

// Takes a command line apart, `python -m pkg.train --data x.csv`; false if it is not of that form,
// or if the script is not among the files.
bool recipe_read(const Survey *survey, const char *line, Recipe *ret_recipe);

#endif
