// tool: what a tool is: verbs, options, rules; and what a verb gets when it runs.
//
// A tool's main.c holds these tables and its verbs, nothing else of the command line:
//
//     typedef struct GateOptions { const char *candidate; const char *policy; } GateOptions;
//
//     static const Option options[] = {
//         {.name = "candidate", OPTION(PATH, GateOptions, candidate), .value_name = "FILE",
//          .flags = OPTION_NEEDED | OPTION_OPERAND, .help = "metrics of the new model"},
//     };
//
//     static bool gate_check(Run *run, Error *err)
//     {
//         const GateOptions *options = run->options;
//         …
//         report_find(run->report, report_rule(run->report, "gate/worse-than-baseline"), …);
//         return true;
//     }

#ifndef CLI_TOOL_H
#define CLI_TOOL_H

#include "base/buf.h"
#include "cli/option.h"
#include "report/report.h"

typedef struct Tool Tool;
typedef struct Verb Verb;

typedef struct RunOutput {
    const char *name;
    const char *value;
} RunOutput;

typedef struct Run {
    Arena *arena; // lives as long as the run
    const Tool *tool;
    const Verb *verb;
    const void *options; // the tool's struct, filled
    Report *report;      // what the verb concludes; rendered by tool_main()
    const char *root;    // what reported paths are relative to
    const char *stage;   // NULL if none was given
    const char *output;  // --output FILE; NULL if it was not given
    const char *config;  // path of the sluice.yml that was read; NULL for none
    bool live;           // outward verbs may act; else they rehearse
    bool quiet;
    bool verbose;
    bool progress; // standard error is a terminal and nobody asked for quiet
    bool color;
    Buf *printed;            // what the verb makes if not told --output: written to standard output
    LIST(RunOutput) outputs; // run_set_output()
    TextList secrets;        // run_add_secret()
    LIST(const Report *) parts; // reports of the stages, for platforms that count what a step says
} Run;

// Does the work and concludes into run->report. False if the work could not be done, with the
// reason in `err`; findings are not errors.
typedef bool VerbFunction(Run *run, Error *err);

struct Verb {
    const char *name;     // "check"
    const char *operands; // "FILE…" in the usage line; NULL for none
    const char *help;     // one line
    VerbFunction *run;
    bool outward; // acts on the outside: rehearses unless run->live
};

// Where a tool runs on GitHub: in its image, or as a composite action with the job's own programs.
typedef enum ToolHome {
    TOOL_IN_IMAGE,
    TOOL_ON_HOST,
} ToolHome;

typedef struct ToolOutput {
    const char *name; // "version": an output of the action and a key of the dotenv report
    const char *help;
} ToolOutput;

struct Tool {
    const char *name;        // "gate"
    const char *summary;     // one line: the question it answers
    const char *icon;        // of the action: a name from the Feather list
    const char *description; // a paragraph or two for --help and the README
    const char *examples;    // command lines, one a line
    ToolHome home;
    bool walks_pipeline; // is about all stages of the pipeline file: --stage is the tool's own
    bool looks_back;     // is about what ran before: its job comes last, whatever was red
    const Verb *verbs;   // the first is the default
    size_t verb_count;
    const Option *options;
    size_t option_count;
    size_t options_size;
    const Rule *rules;         // closed by a row without a name; NULL for none
    const ToolOutput *outputs; // beside `verdict`, `findings` and `report`, which all have
    size_t output_count;
};

// The whole of a program: settings, the verb, the report in all its formats. The exit code.
int tool_main(const Tool *tool, int argc, char **argv);

// A typed output of the step, written to $GITHUB_OUTPUT or the dotenv report at the end.
void run_set_output(Run *run, const char *name, const char *value);

// Registers a secret: it is masked in everything that is printed from now on.
void run_add_secret(Run *run, const char *secret);

#endif
