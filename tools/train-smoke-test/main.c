// train-smoke-test: does the training code run at all, on a few rows and epochs?

#include "base/file.h"
#include "cli/tool.h"
#include "conclusion.h"
#include "rules.h"

typedef struct SmokeOptions {
    TextList command;
    const char *data;
    const char *label;
    int64_t rows;
    int64_t epochs;
    int64_t seed;
    int64_t timeout;
    int64_t memory;
    TextList passed;
} SmokeOptions;

// clang-format off

static const Option options[] = {
    {.name = "command", OPTION(COMMAND, SmokeOptions, command), .value_name = "COMMAND",
     .flags = OPTION_NEEDED,
     .help = "the training command; {SMOKE_DATA}, {SMOKE_EPOCHS} and the like in it are filled in"},
    {.name = "data", OPTION(PATH, SmokeOptions, data), .value_name = "FILE",
     .help = "CSV, TSV or JSON Lines file to sample; the command finds the sample in SMOKE_DATA"},
    {.name = "label", OPTION(TEXT, SmokeOptions, label), .value_name = "COLUMN",
     .help = "column whose classes keep their shares in the sample (default: one with few values)"},
    {.name = "rows", OPTION(INT, SmokeOptions, rows), .value_name = "N", .fallback = "100",
     .help = "rows of the sample"},
    {.name = "epochs", OPTION(INT, SmokeOptions, epochs), .value_name = "N", .fallback = "2",
     .help = "what the command finds in SMOKE_EPOCHS"},
    {.name = "seed", OPTION(INT, SmokeOptions, seed), .value_name = "N", .fallback = "0",
     .help = "of the sample, and what the command finds in SMOKE_SEED"},
    {.name = "timeout", OPTION(DURATION, SmokeOptions, timeout), .value_name = "TIME",
     .fallback = "10m",
     .help = "the command and all its children are ended after this time; 0 for no limit"},
    {.name = "memory", OPTION(SIZE, SmokeOptions, memory), .value_name = "SIZE", .fallback = "4G",
     .help = "the command and all its children may take this much memory together; 0 for no limit"},
    {.name = "pass-env", OPTION(TEXTS, SmokeOptions, passed), .value_name = "NAME",
     .help = "a variable to hand on that is else kept from the command: the platform's tokens and files"},
};

// clang-format on

static bool smoke_check_positive(const char *option, int64_t value, Error *err)
{
    return value >= 1 || error_set(err, ERROR_USAGE, "wanted at least 1 for '%s', got %lld", option,
                                   (long long)value);
}

static bool smoke_test(Run *run, Error *err)
{
    const SmokeOptions *given = run->options;
    if (!smoke_check_positive("rows", given->rows, err) ||
        !smoke_check_positive("epochs", given->epochs, err))
        return false;
    const TrialPlan plan = {
        .command = given->command,
        // As a `run:` stage: what its words name lies beside the pipeline file.
        .folder = run->config && run->stage ? path_folder(run->arena, run->config) : NULL,
        .data = given->data,
        .label = given->label,
        .rows = given->rows,
        .epochs = given->epochs,
        .seed = given->seed,
        .timeout_ms = given->timeout,
        .memory_most = given->memory,
        .passed = given->passed,
        .output = run->output,
        .echo = !run->quiet,
    };
    Trial trial;
    if (!trial_run(&plan, run->arena, &trial, err))
        return false;
    conclusion_add(run->report, &trial, run->root);
    return true;
}

static const Verb verbs[] = {
    {"test", "-- COMMAND…", "run the command on a sample and say what is wrong", smoke_test, false},
};

const Tool tool_train_smoke_test = {
    .name = "train-smoke-test",
    .summary = "does the training code run at all, on 100 rows and 2 epochs?",
    .icon = "play-circle",
    .description =
        "Runs the training command on a small stratified sample, with limits of time and memory, "
        "and says in a minute what would have failed after an hour. Tracebacks are read: the "
        "finding stands at the deepest line of your own program, with the kind of failure and "
        "what to do about it. A loss that is NaN fails the test even if the command ends with 0.\n"
        "\n"
        "The command gets SMOKE_DATA, SMOKE_ROWS, SMOKE_EPOCHS, SMOKE_SEED and SMOKE_OUT (a folder "
        "for what it makes, kept with --output) in its environment, and wherever its words have "
        "these names in braces. That of a stage runs in the folder of its sluice.yml. It gets "
        "neither "
        "the tokens that a platform hands to jobs nor the files in which a step says its outputs, "
        "so "
        "that code under test does not speak for the step; --pass-env names what it shall get.",
    .examples = "sluice-train-smoke-test --data train.csv -- python3 train.py --data "
                "'{SMOKE_DATA}' --epochs '{SMOKE_EPOCHS}' --out '{SMOKE_OUT}'\n"
                "sluice-train-smoke-test --timeout 2m --memory 2G -- python3 train.py --fast",
    .home = TOOL_ON_HOST,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(SmokeOptions),
    .rules = smoke_rules,
};
