// settings: the value of every option and where it came from.
//
// Sources in order: argv, INPUT_*, SLUICE_*, the stage in sluice.yml, the default. An empty input
// is unset. Values are kept as texts until settings_store() writes them into the options' structs.

#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "cli/common.h"
#include "cli/pipeline.h"
#include "cli/tool.h"

typedef enum SettingSource {
    SETTING_DEFAULT,
    SETTING_FILE,
    SETTING_ENVIRONMENT, // SLUICE_*
    SETTING_INPUT,       // INPUT_*
    SETTING_ARGV,
} SettingSource;

typedef struct Setting {
    const Option *option;
    SettingSource source;
    const char *origin; // "--schema", "INPUT_SCHEMA", "sluice.yml:12": for messages
    bool has_place;
    Place place;     // SETTING_FILE
    TextList values; // empty: not given
} Setting;

typedef struct Settings {
    Arena *arena;
    const Tool *tool;
    const Verb *verb;
    bool verb_given;
    Setting *items; // the common options, then the tool's
    size_t count;
} Settings;

Settings *settings_new(const Tool *tool, Arena *arena);

// NULL if the tool has no such option.
Setting *settings_find(const Settings *settings, const char *name);

// The first value of an option as text; NULL if there is none.
const char *settings_text(const Settings *settings, const char *name);

// The largest file that a secret is read from.
#define SETTINGS_LARGEST_SECRET ((size_t)64 << 10)

// Takes a secret out of a file; line ends behind it do not count.
bool settings_read_secret(Settings *settings, Setting *setting, const char *path, Error *err)
    MUST_USE;

// Takes the verb, options and operands from the command line.
bool settings_read_argv(Settings *settings, int argc, char **argv, Error *err) MUST_USE;

// Takes INPUT_* and SLUICE_* for what was not given on argv.
bool settings_read_environment(Settings *settings, Error *err) MUST_USE;

// Takes the stage's `with:` for what was not given before.
bool settings_read_stage(Settings *settings, const PipelineStage *stage, Error *err) MUST_USE;

// Writes all values into the structs, defaults included.
bool settings_store(const Settings *settings, CommonOptions *common, void *options, Error *err)
    MUST_USE;

// Every needed option of the verb was given.
bool settings_check_needed(const Settings *settings, Error *err) MUST_USE;

// Whether the verb takes the option.
bool option_belongs(const Option *option, const Verb *verb);

// The command line that gives these settings in a shell; secrets are left out.
const char *settings_command_line(const Settings *settings, const char *config, const char *stage);

// Option, value and source as a table of text, secrets as `***`.
void settings_print(const Settings *settings, Buf *out);

#endif
