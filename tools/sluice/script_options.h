// script_options: what a training script says of its command line: the options that argparse,
// click, typer and absl were told of, or that Hydra reads the rest.
//
// Only what is written out is seen: names between quotes in the calls that declare options. What a
// script puts together itself is not, and then nothing is claimed.

#ifndef SLUICE_SCRIPT_OPTIONS_H
#define SLUICE_SCRIPT_OPTIONS_H

#include "base/text.h"

// What an option is for, by its name.
typedef enum ScriptRole {
    SCRIPT_OTHER,
    SCRIPT_DATA,        // the path of the data file
    SCRIPT_DATA_FOLDER, // the folder the data lies in: a sample in a file does not fit
    SCRIPT_EPOCHS,
    SCRIPT_OUT, // where to write what is made
    SCRIPT_SEED,
} ScriptRole;

typedef struct ScriptOption {
    const char *name;     // "--data"; "data" for an operand
    const char *fallback; // the default if it is a text written out; NULL if not
    ScriptRole role;
    bool required; // the script ends without it
    bool takes_value;
} ScriptOption;

typedef struct ScriptOptions {
    LIST(ScriptOption) items; // as they stand in the file
    bool declared;            // options are declared at all
    bool has_train_command;   // `train` is one of several commands
    bool has_commands;
    const char *hydra_folder; // of Hydra's configuration, beside the script; NULL without Hydra
    const char *hydra_name;   // of the configuration in it, without its ending
    bool reads_smoke_data;    // SMOKE_DATA is named
    bool reads_smoke_epochs;  // SMOKE_EPOCHS is named
} ScriptOptions;

void script_options_read(const char *text, Arena *arena, ScriptOptions *ret_options);

// The first option with that role that takes a value; NULL if there is none.
const ScriptOption *script_option_for(const ScriptOptions *options, ScriptRole role);

// What an option is for: `--num_epochs`, `num-epochs` and `-e` by its long name.
ScriptRole script_role(const char *name);

#endif
