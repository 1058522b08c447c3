#include "rules.h"

const Rule report_rules[] = {
    {
        .name = "report/red-stage",
        .severity = SEVERITY_ERROR,
        .summary = "a stage failed or could not do its work",
        .explanation =
            "The report is as red as the reddest stage in it, so that one job at the end "
            "can stand for the whole pipeline.",
        .remedy = "read the findings of that stage on the page",
    },
    {
        .name = "report/undecided-stage",
        .severity = SEVERITY_NOTICE,
        .summary = "a stage is inconclusive",
        .explanation = "Nothing failed there, but something could not be judged: too few rows, no "
                       "baseline, no traffic.",
        .remedy = "give the stage what it lacks, or say in its policy what that means",
    },
    {.name = NULL},
};
