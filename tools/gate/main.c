// gate: is the new model good enough, and not worse than production?

#include "base/file.h"
#include "cli/tool.h"
#include "digest/digest.h"
#include "judgement.h"
#include "rules.h"

#include <sys/stat.h>

typedef struct GateOptions {
    TextList candidate;
    const char *baseline;
    const char *policy;
    TextList models;
} GateOptions;

static const Option options[] = {
    {.name = "candidate",
     OPTION(PATHS, GateOptions, candidate),
     .value_name = "FILE",
     .flags = OPTION_NEEDED | OPTION_OPERAND,
     .help = "metrics of the new model, JSON or YAML; several files are read as one"},
    {.name = "baseline",
     OPTION(PATH, GateOptions, baseline),
     .value_name = "FILE",
     .help = "metrics of the model in production"},
    {.name = "policy",
     OPTION(PATH, GateOptions, policy),
     .value_name = "FILE",
     .help = "bounds and comparisons (default: no metric of commonly known direction is worse "
             "than the baseline)"},
    {.name = "model",
     OPTION(PATHS, GateOptions, models),
     .value_name = "FILE",
     .help = "the model file that was evaluated; its digest is written into the result, which "
             "'package' compares"},
};

// What the verdict is about, so that whoever reads the result can tell whether it is about his
// file.
static bool gate_add_subject(Section *table, const Run *run, const char *role, const char *path,
                             Error *err)
{
    const char *digest = NULL;
    if (!digest_file(DIGEST_SHA256, role, path, run->arena, &digest, err))
        return false;
    section_add_cells(table, run->arena, role, path_relative(run->arena, run->root, path), digest,
                      NULL);
    return true;
}

// A pipe has been read when its digest is asked for; that of nothing would be no evidence.
static bool gate_can_digest(const char *path)
{
    struct stat about;
    return !text_equal(path, "-") && (stat(path, &about) != 0 || S_ISREG(about.st_mode));
}

static bool gate_add_subjects(const Run *run, Error *err)
{
    const GateOptions *given = run->options;
    Section *table = report_add_section(run->report, SECTION_TABLE, "Judged files");
    static const char *const columns[] = {"role", "file", "sha256"};
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(run->arena, &table->columns) = columns[i];
    for (size_t i = 0; i < given->models.count; i++) {
        if (!gate_add_subject(table, run, "model", given->models.items[i], err))
            return false;
    }
    for (size_t i = 0; i < given->candidate.count; i++) {
        if (gate_can_digest(given->candidate.items[i]) &&
            !gate_add_subject(table, run, "candidate metrics", given->candidate.items[i], err))
            return false;
    }
    return !given->baseline || !file_exists(given->baseline) || !gate_can_digest(given->baseline) ||
           gate_add_subject(table, run, "baseline metrics", given->baseline, err);
}

// A baseline that is named and not there is a missing baseline only for a policy which knows one.
static bool gate_load_baseline(const Run *run, const Policy *policy, MetricSet *set,
                               const MetricSet **ret_baseline, Error *err)
{
    const GateOptions *given = run->options;
    const bool expected = policy && policy->if_missing != IF_MISSING_INCONCLUSIVE;
    if (!given->baseline || (expected && !file_exists(given->baseline)))
        return true;
    if (!metric_set_load(set, "baseline metrics", given->baseline, run->root, run->arena, err))
        return false;
    *ret_baseline = set;
    return true;
}

static bool gate_check(Run *run, Error *err)
{
    const GateOptions *given = run->options;
    MetricSet candidate = {0};
    MetricSet baseline_set = {0};
    const MetricSet *baseline = NULL;
    Policy *policy = NULL;
    for (size_t i = 0; i < given->candidate.count; i++) {
        if (!metric_set_load(&candidate, "candidate metrics", given->candidate.items[i], run->root,
                             run->arena, err))
            return false;
    }
    if (given->policy && !policy_load(given->policy, run->root, run->arena, &policy, err))
        return false;
    if (!gate_load_baseline(run, policy, &baseline_set, &baseline, err))
        return false;
    if (!policy)
        policy = policy_from_baseline(&candidate, &baseline_set, run->arena);
    judgement_run(&(Judgement){
        .report = run->report,
        .policy = policy,
        .candidate = &candidate,
        .baseline = baseline,
        .candidate_file = path_relative(run->arena, run->root, given->candidate.items[0]),
        .baseline_file = baseline ? path_relative(run->arena, run->root, given->baseline) : NULL,
    });
    return gate_add_subjects(run, err);
}

static const Verb verbs[] = {
    {"check", "FILE…", "judge the candidate", gate_check, false},
};

const Tool tool_gate = {
    .name = "gate",
    .summary = "is the new model good enough, and not worse than production?",
    .icon = "shield",
    .description =
        "Judges the metrics of a new model: bounds that it must reach, and a comparison with the "
        "model in production that knows for each metric whether higher or lower is better. A "
        "metric "
        "that is missing, NaN or infinite never passes. Findings point at the line of the policy "
        "and at the line of the metric.",
    .examples = "sluice gate --candidate metrics.json --baseline production/metrics.json\n"
                "sluice gate --candidate metrics.json --policy policy.yml --fail-on warning",
    .home = TOOL_IN_IMAGE,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(GateOptions),
    .rules = gate_rules,
};
