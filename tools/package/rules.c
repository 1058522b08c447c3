#include "rules.h"

const Rule package_rules[] = {
    {
        .name = "package/gate-missing",
        .severity = SEVERITY_ERROR,
        .summary = "there is no result of the gate for this model",
        .explanation = "What was not judged is not shipped: a package without a gate result could "
                       "be any file that happened to lie there.",
        .remedy = "run sluice gate and give its JSON report with --gate",
    },
    {
        .name = "package/gate-failed",
        .severity = SEVERITY_ERROR,
        .summary = "the gate did not pass this model",
        .explanation = "A verdict of fail, error or inconclusive keeps a model out of packages, "
                       "and so out of the registry and of production.",
        .remedy = "see the gate's report; improve the model, or change the policy in a commit that "
                  "says why",
    },
    {
        .name = "package/gate-other-model",
        .severity = SEVERITY_ERROR,
        .summary = "the gate's result is about other files or other numbers",
        .explanation = "The digests of the files which the gate judged, or the values of the "
                       "metrics, differ from those of what is packaged: the model was trained "
                       "again after it was judged, or the result is from another run.",
        .remedy = "run the gate again on exactly these files",
    },
    {
        .name = "package/gate-untied",
        .severity = SEVERITY_WARNING,
        .summary = "the gate's result could be about any model",
        .explanation = "The gate notes the digests of the files that it judged if it is told the "
                       "model, and metrics can be compared if they are packaged. Here was neither, "
                       "so the result of another model would pass just as well.",
        .remedy = "give the model to the gate (sluice gate --model FILE) and its metrics to the "
                  "package (--metrics FILE)",
    },
    {
        .name = "package/ungated",
        .severity = SEVERITY_WARNING,
        .summary = "the package was made without a gate result",
        .explanation = "Somebody allowed it with --allow-ungated. The package says so for ever.",
        .remedy = "package the model again with the result of its gate",
    },
    {
        .name = "package/unsigned",
        .severity = SEVERITY_ERROR,
        .summary = "the package carries no signature",
        .explanation = "A digest says that nothing changed since it was made, but not who made it.",
        .remedy = "sign it: sluice package sign, with the key in $SLUICE_SIGNING_KEY",
    },
    {
        .name = "package/bad-signature",
        .severity = SEVERITY_ERROR,
        .summary = "the signature was not made over this manifest with this key",
        .explanation = "Either the package or its signature was changed, or somebody else signed "
                       "it.",
        .remedy = "do not use it; build it again from its sources, and check which key is meant",
    },
    {
        .name = "package/changed",
        .severity = SEVERITY_ERROR,
        .summary = "a file of the package is not what its manifest says",
        .explanation = "Every byte of a package is covered by a digest, up to the manifest whose "
                       "digest names the package. Here a file is missing or differs.",
        .remedy = "do not use it; fetch or build the package again",
    },
    {
        .name = "package/unexpected-file",
        .severity = SEVERITY_ERROR,
        .summary = "the package has a file that nothing in it mentions",
        .explanation = "What no digest covers can be changed by anybody, and does not belong in a "
                       "package.",
        .remedy = "remove the file, or build the package again",
    },
    {
        .name = "package/other-digest",
        .severity = SEVERITY_ERROR,
        .summary = "the package is another one than was asked for",
        .explanation = "Its digest differs from the one given with --digest.",
        .remedy = "look which package the digest belongs to: sluice package list",
    },
    {
        .name = "package/rehearsed",
        .severity = SEVERITY_NOTICE,
        .summary = "nothing was changed in the registry",
        .explanation = "Moving an alias changes what is in production, so it happens with --live "
                       "or in a CI only.",
        .remedy = "add --live",
    },
    {.name = NULL},
};
