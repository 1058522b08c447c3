// withheld: what of our environment a command under test does not get.
//
// Training code and servers are what a pull request changes. They shall not set the outputs and the
// environment of later steps, nor find the tokens that a platform hands to every job. This keeps
// accidents and careless code out; who looks for the platform's files on the disk still finds them.

#ifndef PROCESS_WITHHELD_H
#define PROCESS_WITHHELD_H

#include "base/arena.h"
#include "base/text.h"

// Adds to `env` of a ProcessPlan the names of the variables to take away. `passed` are names that
// the user hands on all the same.
void withheld_add(TextList *env, const TextList *passed, Arena *arena);

#endif
