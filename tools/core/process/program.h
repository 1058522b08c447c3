// program: where our own executables stand. Linux only.

#ifndef PROCESS_PROGRAM_H
#define PROCESS_PROGRAM_H

#include "base/arena.h"

// The path of `sluice-<tool>`: beside the running executable, else the bare name, which PATH
// resolves.
char *program_of_tool(const char *tool, Arena *arena);

#endif
