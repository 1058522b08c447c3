// script_command: the command line that trains on a sample for a moment, from what the script says
// of its options.

#ifndef SLUICE_SCRIPT_COMMAND_H
#define SLUICE_SCRIPT_COMMAND_H

#include "recipe.h"
#include "training.h"

// Fills what follows from `training->script` and its text: the command, what it takes, what it
// wants. `recipe` is empty if the script was found by its name.
void script_command(const Survey *survey, const Recipe *recipe, Training *training);

#endif
