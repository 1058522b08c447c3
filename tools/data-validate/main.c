// data-validate: is this data fit to train on, and is it still the data we know?

#include "base/file.h"
#include "check_findings.h"
#include "drift_check.h"
#include "explain.h"
#include "infer.h"
#include "profile/profile_file.h"
#include "rules.h"
#include "sampling.h"
#include "validate_read.h"

#include <inttypes.h>
#include <string.h>

static const Option options[] = {
#include "option_rows.h"
};

// Compares what was read with the profile, or with the reference data read in the same way.
static bool validate_drift(Run *run, const Reading *reading, const Profile *baseline,
                           const DriftPlan *plan, int64_t *ret_earlier_rows, Error *err)
{
    const ValidateOptions *given = run->options;
    scoped_reading reference = {0};
    if (given->reference && !validate_read(run,
                                           &(ValidateInput){.schema = reading->schema,
                                                            .paths = &given->reference,
                                                            .count = 1,
                                                            .kept = plan},
                                           &reference, err))
        return error_wrap(err, "reference");
    *ret_earlier_rows = baseline ? baseline->rows : reference.profile->rows;
    return drift_check(
        run,
        &(DriftSidesGiven){.before = baseline ? baseline : reference.profile,
                           .before_kind = baseline ? "baseline" : "reference",
                           .before_path = baseline ? given->baseline : given->reference,
                           .now = reading->profile,
                           .now_path = given->data.items[0],
                           .rows = &reading->rows},
        plan, SECTION_DRIFT, err);
}

// Compares training data with what is served, as training/serving skew.
static bool validate_skew(Run *run, const Reading *reading, Error *err)
{
    const ValidateOptions *given = run->options;
    DriftPlan plan;
    scoped_profile serving = NULL;
    if (!drift_check_plan(&given->drift, reading->schema, SECTION_SKEW, run->arena, &plan, err) ||
        !profile_load(given->serving, run->arena, &serving, err))
        return false;
    return drift_check(run,
                       &(DriftSidesGiven){.before = serving,
                                          .before_kind = "serving profile",
                                          .before_path = given->serving,
                                          .now = reading->profile,
                                          .now_path = given->data.items[0]},
                       &plan, SECTION_SKEW, err);
}

// A verdict is told by reports; whoever names a file for it would look for it in vain.
static bool validate_refuse_output(const Run *run, Error *err)
{
    return !run->output ||
           error_set(err, ERROR_USAGE,
                     "'%s' makes nothing that '--output' could take: its verdict is written by "
                     "'--report json=%s' or another format",
                     run->verb->name, run->output);
}

static bool validate_check(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    const TableSchema *schema = NULL;
    DriftPlan plan;
    scoped_profile baseline = NULL;
    scoped_reading reading = {0};
    if (given->baseline && given->reference)
        return error_set(err, ERROR_USAGE,
                         "options '--baseline' and '--reference' exclude each other: give one");
    if (!validate_refuse_output(run, err) || !validate_one_pipe(given, err) ||
        !check_now_is_moment(given->now, err) ||
        !validate_schema(run, given->data.items[0], &schema, err) ||
        !drift_check_plan(&given->drift, schema, SECTION_DRIFT, run->arena, &plan, err) ||
        (given->baseline && !profile_load(given->baseline, run->arena, &baseline, err)) ||
        !validate_read(run,
                       &(ValidateInput){.schema = schema,
                                        .paths = given->data.items,
                                        .count = given->data.count,
                                        .kept = given->reference ? &plan : NULL,
                                        .baseline = baseline,
                                        .checked = true,
                                        .sampled = given->baseline || given->reference},
                       &reading, err))
        return false;
    find_form(run->report, &reading);
    if (reading.schema && reading.schema->fields.count) {
        find_columns(run->report, &reading);
        find_breaches(run->report, &reading);
    }
    describe_columns(run->report, reading.profile);
    if (text_equal(given->version, "auto") && !find_version(run, &given->data, err))
        return false;
    const bool compared = given->baseline || given->reference;
    if (!compared && !drift_check_names(&plan, reading.profile, schema, err))
        return false;
    if (!compared && !given->serving)
        describe_histograms(run->report, reading.profile);
    if ((compared || given->serving) && !reading_refuse_names(&reading, err))
        return false;
    int64_t earlier_rows = -1;
    return (!compared || validate_drift(run, &reading, baseline, &plan, &earlier_rows, err)) &&
           (!reading.checks ||
            judge_checks(run->report, &reading, (ChecksAsked){given->now, earlier_rows}, err)) &&
           (!given->serving || validate_skew(run, &reading, err));
}

// What a verb makes goes to --output, or to standard output.
static bool validate_deliver(Run *run, const Buf *made, Error *err)
{
    if (made->full)
        return error_set(err, ERROR_OUTPUT, "the output is larger than %zu MiB", made->limit >> 20);
    if (run->output)
        return file_write(run->output, buf_text(made), made->size, err);
    buf_append(run->printed, buf_text(made), made->size);
    return true;
}

static bool validate_deliver_profile(Run *run, Profile *profile, Error *err)
{
    scoped_buf made = BUF_LIMITED(FILE_LARGEST);
    scoped_arena arena = arena_open();
    scoped_profile again = NULL;
    profile_write(profile, &made);
    // A baseline that nobody can read is found out today, not in the run that needs it.
    if (!made.full && made.size > PROFILE_SURELY_READ &&
        !profile_read("profile", buf_text(&made), made.size, arena, &again, err))
        return error_set(err, ERROR_OUTPUT,
                         "the profile of %zu columns is larger than can be read again: profile "
                         "fewer columns",
                         profile->columns.count);
    return validate_deliver(run, &made, err);
}

static bool validate_infer(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    scoped_reading reading = {0};
    scoped_buf made = BUF_EMPTY;
    if (!validate_read_data(run, &reading, err) || !reading_refuse_names(&reading, err))
        return false;
    find_form(run->report, &reading);
    describe_columns(run->report, reading.profile);
    InferredSchema schema =
        infer_schema(reading.profile, &reading.missing, *given->decimal, run->arena);
    const char *first = given->data.items[0];
    schema.source = text_equal(first, "-") ? "the data"
                    : run->root            ? path_relative(run->arena, run->root, first)
                                           : first;
    const bool json = run->output && text_ends(run->output, ".json");
    (json ? infer_write_json : infer_write_yaml)(&schema, &made);
    return validate_deliver(run, &made, err);
}

static bool validate_profile(Run *run, Error *err)
{
    scoped_reading reading = {0};
    if (!validate_read_data(run, &reading, err) || !reading_refuse_names(&reading, err))
        return false;
    // Rows without a header, of a schema that is known: one of the parts that will be merged.
    reading.is_part = reading.schema && table_is_headless(reading.table);
    find_form(run->report, &reading);
    describe_columns(run->report, reading.profile);
    return validate_deliver_profile(run, reading.profile, err);
}

static bool validate_sample(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    scoped_buf made = BUF_LIMITED(SAMPLE_MOST_BYTES);
    ReadingPlan processor = {0};
    SamplePlan plan = {.table = {.paths = given->data.items,
                                 .path_count = given->data.count,
                                 .root = run->root,
                                 .format = validate_format(given)},
                       .label = given->label,
                       .rows = given->rows,
                       .least_per_class = SAMPLE_LEAST_PER_CLASS,
                       .seed = (uint64_t)given->seed};
    if (!validate_one_pipe(given, err) ||
        !dialect_read(&given->dialect, &plan.table.dialect, err) ||
        !validate_processor(given, &processor, err))
        return false;
    plan.threads = processor.threads;
    plan.table.kernel = processor.kernel;
    return sampling_run(run, &plan, &made, err) && validate_deliver(run, &made, err);
}

// The form of the files and how many rows they have, as fast as they can be read.
static bool validate_count(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    const ValidateInput input = {
        .paths = given->data.items, .count = given->data.count, .form_only = true};
    scoped_reading reading = {0};
    scoped_buf made = BUF_EMPTY;
    if (!validate_one_pipe(given, err) || !validate_read(run, &input, &reading, err))
        return false;
    int64_t rows = table_rows(reading.table);
    find_form(run->report, &reading);
    report_add_metric(run->report, (Metric){.name = "rows", .value = (double)rows});
    buf_format(&made, "%" PRId64 "\n", rows);
    return validate_deliver(run, &made, err);
}

static bool validate_merge(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    scoped_profile merged = NULL;
    if (!validate_one_pipe(given, err) ||
        !profile_load(given->data.items[0], run->arena, &merged, err))
        return false;
    if (!profile_is_mergeable(merged, err))
        return error_wrap(err, "cannot merge '%s'", given->data.items[0]);
    for (size_t i = 1; i < given->data.count; i++) {
        scoped_profile part = NULL;
        if (!profile_load(given->data.items[i], run->arena, &part, err))
            return false;
        if (!profile_is_mergeable(part, err) || !profile_merge(merged, part, err))
            return error_wrap(err, "cannot merge '%s'", given->data.items[i]);
    }
    describe_columns(run->report, merged);
    return validate_deliver_profile(run, merged, err);
}

static bool validate_diff(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    const TableSchema *schema = NULL;
    DriftPlan plan;
    scoped_profile before = NULL;
    scoped_profile now = NULL;
    if (given->data.count != 2)
        return error_set(err, ERROR_USAGE, "'diff' compares two profiles, %zu were given",
                         given->data.count);
    if (!validate_refuse_output(run, err) || !validate_one_pipe(given, err) ||
        !validate_schema(run, NULL, &schema, err) ||
        !drift_check_plan(&given->drift, schema, SECTION_DRIFT, run->arena, &plan, err) ||
        !profile_load(given->data.items[0], run->arena, &before, err) ||
        !profile_load(given->data.items[1], run->arena, &now, err))
        return false;
    describe_columns(run->report, now);
    return drift_check(run,
                       &(DriftSidesGiven){.before = before,
                                          .before_kind = "profile",
                                          .before_path = given->data.items[0],
                                          .now = now,
                                          .now_path = given->data.items[1]},
                       &plan, SECTION_DRIFT, err);
}

static bool validate_explain(Run *run, Error *err)
{
    const ValidateOptions *given = run->options;
    scoped_buf made = BUF_EMPTY;
    return explain_rules(&given->data, run->arena, &made, err) && validate_deliver(run, &made, err);
}

static const Verb verbs[] = {
    {"check", "FILE…", "judge the data", validate_check, false},
    {"infer", "FILE…", "write a schema that the data satisfies", validate_infer, false},
    {"profile", "FILE…", "write what the data is, as a baseline to commit", validate_profile,
     false},
    {"sample", "FILE…", "write some rows, the same for the same seed, classes in proportion",
     validate_sample, false},
    {"count", "FILE…", "judge the form of the files only, and write how many rows they have",
     validate_count, false},
    {"merge", "PROFILE…", "write the profile of several parts' rows together", validate_merge,
     false},
    {"diff", "PROFILE PROFILE", "judge drift from the first profile to the second", validate_diff,
     false},
    {"explain", "RULE…", "say what a rule means and what to do", validate_explain, false},
};

const Tool tool_data_validate = {
    .name = "data-validate",
    .summary = "is this data fit to train on, and is it still the data we know?",
    .icon = "check-square",
    .description =
        "Checks a data file against a Table Schema, and against a profile of earlier data: types, "
        "required and unique values, domains, bounds, patterns, the form of the file, and drift. "
        "Findings point at the line of the data that is wrong and at the line of the rule that "
        "says so. Drift is told where a difference is both large and more than chance; what cannot "
        "be judged is inconclusive, never a pass.",
    .examples =
        "sluice-data-validate data.csv --schema schema.json\n"
        "sluice-data-validate profile data.csv --schema schema.json --output baseline.json\n"
        "sluice-data-validate data.csv --schema schema.json --baseline baseline.json\n"
        "sluice-data-validate infer data.csv --output schema.yml\n"
        "sluice-data-validate sample data.csv --rows 500 --label class --output sample.csv",
    .home = TOOL_IN_IMAGE,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(ValidateOptions),
    .rules = data_validate_rules,
};
