#include "rules.h"

const Rule gate_rules[] = {
    {
        .name = "gate/worse-than-baseline",
        .severity = SEVERITY_ERROR,
        .summary = "the new model is worse than the baseline by more than the policy allows",
        .explanation = "A model that predicts worse than the one in production degrades what users "
                       "get today. The pipeline stops before it is packaged or deployed.",
        .remedy = "look at what changed in data, code or parameters; if the loss is wanted, say so "
                  "with a tolerance in the policy",
    },
    {
        .name = "gate/threshold",
        .severity = SEVERITY_ERROR,
        .summary = "a metric is outside the bounds of the policy",
        .explanation = "The bounds say what a model must reach whatever production does.",
        .remedy = "improve the model, or change the bound in a commit that says why",
    },
    {
        .name = "gate/missing-metric",
        .severity = SEVERITY_ERROR,
        .summary = "the policy judges a metric that the candidate does not have",
        .explanation = "What was not measured cannot pass: a renamed key or an evaluation that "
                       "stopped early must not open the gate.",
        .remedy = "write the metric in the evaluation, or correct its name in the policy",
    },
    {
        .name = "gate/not-a-number",
        .severity = SEVERITY_ERROR,
        .summary = "a metric of the candidate is NaN or infinite",
        .explanation = "A diverged training or an empty test set often ends in NaN, which compares "
                       "as neither better nor worse and slips through naive gates.",
        .remedy = "find out why the evaluation has no number: an empty test set, a division by "
                  "zero, a loss that diverged",
    },
    {
        .name = "gate/no-baseline",
        .severity = SEVERITY_WARNING,
        .summary = "there is nothing to compare the candidate with",
        .explanation =
            "Without the metrics of the model in production nobody knows whether the "
            "candidate is worse. The policy's `baseline: {if_missing: …}` says what that "
            "means; unless it does, the run is inconclusive.",
        .remedy = "give --baseline, or say `if_missing: warn` for the first model",
    },
    {
        .name = "gate/baseline-metric",
        .severity = SEVERITY_WARNING,
        .summary = "the baseline has no usable value of a metric that is compared",
        .explanation = "A metric that is missing, NaN or infinite in the baseline, or a relative "
                       "tolerance of a baseline of zero, leaves the comparison without an answer.",
        .remedy = "evaluate the production model with today's evaluation and store its metrics, or "
                  "use an absolute tolerance",
    },
    {
        .name = "gate/nothing-judged",
        .severity = SEVERITY_WARNING,
        .summary = "no metric was judged",
        .explanation = "Without a policy the gate compares metrics whose direction is commonly "
                       "known; here there was none in both files.",
        .remedy = "write a policy that names the metrics and their direction",
    },
    {.name = NULL},
};
