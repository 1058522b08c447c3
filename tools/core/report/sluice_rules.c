// The rules behind report_add_error() and known_apply().

#include "report/rule.h"

const Rule sluice_rules[] = {
    {
        .name = "sluice/usage",
        .severity = SEVERITY_ERROR,
        .summary = "The tool was called in a way it does not understand",
        .explanation =
            "An option, a verb or a value on the command line, in an input of the action "
            "or in an environment variable is unknown, missing or malformed, so nothing "
            "was checked.",
        .remedy = "Correct what the message names; `--help` lists every option.",
    },
    {
        .name = "sluice/config",
        .severity = SEVERITY_ERROR,
        .summary = "A configuration file cannot be used",
        .explanation =
            "The schema, policy, profile, suite or sluice.yml says something that cannot "
            "be understood. A file that is half understood could let bad data or a bad "
            "model through, so nothing was checked.",
        .remedy = "Correct the line which the message names.",
    },
    {
        .name = "sluice/input",
        .severity = SEVERITY_ERROR,
        .summary = "An input is missing, unreadable or broken",
        .explanation =
            "What was to be judged could not be read to its end, so there is no judgement.",
        .remedy =
            "See that the file exists at this point of the pipeline, is readable and complete.",
    },
    {
        .name = "sluice/output",
        .severity = SEVERITY_ERROR,
        .summary = "A file could not be written",
        .explanation = "A file that was asked for is not there, and later steps would miss it.",
        .remedy = "See that its folder can be written to and that the disk has room.",
    },
    {
        .name = "sluice/network",
        .severity = SEVERITY_ERROR,
        .summary = "A server could not be reached or answered wrongly",
        .explanation = "After all retries the server did not do what it was asked for.",
        .remedy =
            "See that the address is right, the server is up and the token is allowed to do it.",
    },
    {
        .name = "sluice/system",
        .severity = SEVERITY_ERROR,
        .summary = "The machine refused something",
        .explanation = "The operating system did not grant what the work needs.",
        .remedy = "See what the message names: limits, permissions, memory.",
    },
    {
        .name = "known/expired",
        .severity = SEVERITY_ERROR,
        .summary = "A finding was known until a day that is over",
        .explanation =
            "An entry of the file of known findings (`--known`) has the last day on which its "
            "finding was to be let through. The finding is still there, and counts again.",
        .remedy = "Mend what is found and take the entry out, or agree on a later day.",
    },
    {
        .name = "known/gone",
        .severity = SEVERITY_NOTICE,
        .summary = "A known finding is no longer there",
        .explanation =
            "An entry of the file of known findings (`--known`) covers more than is still found. "
            "What it has left over would hide a new finding of the same kind.",
        .remedy =
            "Take the entry out or lower its `count`; `--write-known` does so for all of them.",
    },
};

const size_t sluice_rule_count = array_count(sluice_rules);
