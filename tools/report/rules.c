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
    {
        .name = "report/not-permitted",
        .severity = SEVERITY_NOTICE,
        .summary = "the token may not publish something that was to be published",
        .explanation =
            "The platform refused the token, which is what happens on pull requests from forks and "
            "to jobs without the permission. Annotations, the step's summary and the exit code are "
            "as they would be anyway.",
        .remedy = "give the job the permission that is named, or publish from a workflow of the "
                  "repository itself: `docs/publishing.md`",
    },
    {
        .name = "report/not-published",
        .severity = SEVERITY_NOTICE,
        .summary = "something that was to be published was not",
        .explanation =
            "There was no token, no pull request, no answer, or one that makes no sense. "
            "The verdict is about the pipeline and does not change.",
        .remedy = "see the message of the finding",
    },
    {
        .name = "report/rehearsed",
        .severity = SEVERITY_NOTICE,
        .summary = "nothing was published, only shown",
        .explanation = "Outside of a CI, what acts on the outside rehearses unless told otherwise. "
                       "A rehearsal asks nobody, so it shows what is sent where nothing was "
                       "published before.",
        .remedy = "give `--live`",
    },
    {.name = NULL},
};
