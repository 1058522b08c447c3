// help: a tool's tables as text for people and for the platforms.

#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buf.h"
#include "cli/tool.h"

// What --help prints.
void help_print(const Tool *tool, Buf *out);

// "default: 30s", "required", "one of a, b, c": what the option's help ends with, "" for nothing.
const char *help_note(const Option *option, Arena *arena);

// How the option is written on argv: `--schema FILE`, `--quiet`, `-- COMMAND…`.
const char *help_usage(const Option *option, Arena *arena);

// Every option of the tool that an action, a template or a pipeline file can set: the tool's own,
// then the common ones.
typedef LIST(const Option *) OptionList;
OptionList help_inputs(const Tool *tool, Arena *arena);

// Writes one of --describe's forms; `config` is not among them.
void describe(const char *form, const Tool *tool, Buf *out);

void describe_action(const Tool *tool, Buf *out);
// The action at the repository's root: an input names one of the `tools`, whose own options stand
// in the stage of sluice.yml.
void describe_root_action(const char *tools, Buf *out);
void describe_gitlab(const Tool *tool, Buf *out);
void describe_markdown(const Tool *tool, Buf *out);
void describe_schema(const Tool *tool, Buf *out);
void describe_rules(const Tool *tool, Buf *out);

// The same for rules that belong to no tool.
void describe_rules_of(const Rule *rules, size_t count, Buf *out);

#endif
