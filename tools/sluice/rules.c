#include "rules.h"

const Rule run_rules[] = {
    {
        .name = "run/red-stage",
        .severity = SEVERITY_ERROR,
        .summary = "a stage of the pipeline is red; the stages behind it did not run",
        .explanation =
            "Each stage rests on those before it: a model that was trained on broken data "
            "must not be packaged, one that lost against production must not be deployed.",
        .remedy = "read the findings of that stage; `sluice run --from STAGE` goes on from it",
    },
    {
        .name = "run/command-failed",
        .severity = SEVERITY_ERROR,
        .summary = "the command of a stage failed",
        .explanation = "The command ended with an exit code other than 0, by a signal, or was "
                       "stopped at its time limit.",
        .remedy = "read the command's output above; run it by hand in the folder of sluice.yml",
    },
    {.name = NULL},
};
