// known_option: `--known FILE` and `--write-known`: which findings were there before.

#ifndef CLI_KNOWN_OPTION_H
#define CLI_KNOWN_OPTION_H

#include "cli/common.h"
#include "cli/tool.h"
#include "report/known.h"

// Reads the file, before the tool does anything that a wrong one would have kept it from. NULL if
// there is none; an empty one if it is yet to be written.
bool known_option_load(const Run *run, const CommonOptions *common, KnownFile **ret_file,
                       Error *err) MUST_USE;

// Writes the file if that was asked for and the work was done to its end, and applies it to the
// report, which must be complete. Today is that of time_now().
bool known_option_apply(const Run *run, const CommonOptions *common, KnownFile *file, Error *err)
    MUST_USE;

#endif
