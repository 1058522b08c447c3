// run: the stages of sluice.yml in order, up to the first red one.

#include "base/clean.h"
#include "base/file.h"
#include "cli/run_folder.h"
#include "render/render.h"
#include "rules.h"
#include "stage.h"
#include "tools.h"

#include <stdio.h>

typedef struct RunOptions {
    const char *from;
    const char *only;
} RunOptions;

// `--stage`, an option of every tool, is here the last stage to run.
static const Option options[] = {
    {.name = "from",
     OPTION(TEXT, RunOptions, from),
     .value_name = "NAME",
     .help = "begin with this stage; what stages before it left in the run folder is used"},
    {.name = "only",
     OPTION(TEXT, RunOptions, only),
     .value_name = "NAME",
     .help = "run this stage alone"},
};

typedef struct Walk {
    Run *run;
    const Pipeline *pipeline;
    size_t first;
    size_t last;
    StageResult *results; // one a stage of the pipeline
} Walk;

static bool walk_find(const Walk *walk, const char *name, size_t *ret_index, Error *err)
{
    const PipelineStage *stage = NULL;
    if (!pipeline_find(walk->pipeline, name, &stage, err))
        return false;
    *ret_index = (size_t)(stage - walk->pipeline->stages.items);
    return true;
}

// Which stages are meant: --only one, --from one on, --stage up to one.
static bool walk_choose(Walk *walk, Error *err)
{
    const RunOptions *given = walk->run->options;
    const char *until = walk->run->stage;
    walk->first = 0;
    walk->last = walk->pipeline->stages.count - 1;
    if (given->only && (given->from || until))
        return error_set(err, ERROR_USAGE,
                         "'--only' runs one stage alone: it goes with neither "
                         "'--from' nor '--stage'");
    if (given->only) {
        if (!walk_find(walk, given->only, &walk->first, err))
            return false;
        walk->last = walk->first;
        return true;
    }
    if ((given->from && !walk_find(walk, given->from, &walk->first, err)) ||
        (until && !walk_find(walk, until, &walk->last, err)))
        return false;
    if (walk->first > walk->last)
        return error_set(err, ERROR_USAGE, "'--from %s' comes after '--stage %s' in '%s'",
                         given->from, until, walk->pipeline->file);
    return true;
}

static void walk_announce(const Walk *walk, size_t index)
{
    const PipelineStage *stage = &walk->pipeline->stages.items[index];
    const char *bold = walk->run->color ? "\x1b[1m" : "";
    const char *plain = walk->run->color ? "\x1b[0m" : "";
    if (walk->run->quiet)
        return;
    printf("%s%s[%zu/%zu] %s%s\n", index > walk->first ? "\n" : "", bold, index - walk->first + 1,
           walk->last - walk->first + 1, stage->name, plain);
    fflush(stdout);
}

// Runs the chosen stages; *ret_red is the first red one, or NULL.
static bool walk_stages(Walk *walk, const StageResult **ret_red, Error *err)
{
    for (size_t i = walk->first; i <= walk->last; i++)
        run_folder_forget(walk->run->config, walk->pipeline->stages.items[i].name);
    for (size_t i = walk->first; i <= walk->last; i++) {
        const PipelineStage *stage = &walk->pipeline->stages.items[i];
        walk_announce(walk, i);
        if (!stage_run(walk->run, stage, &walk->results[i], err)) {
            walk->results[i].exit_code = error_exit_code(err->kind);
            return error_wrap(err, "stage '%s'", stage->name);
        }
        if (walk->results[i].exit_code) {
            *ret_red = &walk->results[i];
            return true;
        }
    }
    return true;
}

static Verdict walk_verdict(const StageResult *result)
{
    static const Verdict verdicts[] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR, VERDICT_ERROR,
                                       VERDICT_INCONCLUSIVE};
    const bool known = result->exit_code >= 0 && result->exit_code < (int)array_count(verdicts);
    return known ? verdicts[result->exit_code] : VERDICT_ERROR;
}

static const char *walk_state(const StageResult *result)
{
    return !result->ran        ? "not run"
           : result->rehearsed ? "rehearsed"
                               : verdict_name(walk_verdict(result));
}

// One line a stage: what a person reads at the end.
static void walk_summarise(const Walk *walk)
{
    Report *report = walk->run->report;
    Verdict verdict = VERDICT_PASS;
    size_t green = 0;
    Section *table = report_add_section(report, SECTION_TABLE, "Stages");
    static const char *const columns[] = {"stage", "tool", "verdict", "time"};
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(report->arena, &table->columns) = columns[i];
    for (size_t i = walk->first; i <= walk->last; i++) {
        const StageResult *result = &walk->results[i];
        const PipelineStage *stage = &walk->pipeline->stages.items[i];
        const char *time = result->ran ? text_for_duration(report->arena, result->wall_ms) : "-";
        section_add_cells(table, report->arena, stage->name, stage->tool ? stage->tool : "run",
                          walk_state(result), time, NULL);
        green += result->ran && !result->exit_code;
        verdict = result->exit_code ? walk_verdict(result) : verdict;
    }
    const size_t meant = walk->last - walk->first + 1;
    report_add_check(
        report,
        (Check){.name = "every stage is green",
                .verdict = green < meant && verdict == VERDICT_PASS ? VERDICT_ERROR : verdict,
                .value = arena_format(report->arena, "%zu", green),
                .threshold = arena_format(report->arena, "%zu", meant)});
}

// The pipeline is as red as its first red stage.
static void walk_conclude(const Walk *walk, const StageResult *red)
{
    Report *report = walk->run->report;
    if (!red)
        return;
    const PipelineStage *stage = red->stage;
    const Verdict verdict = walk_verdict(red);
    Place place = value_place(stage->value, PLACE_SCHEMA);
    place.file = path_relative(report->arena, walk->run->root, walk->pipeline->file);
    const bool cut_short = red - walk->results < (ptrdiff_t)walk->last;
    const char *how = red->how ? arena_format(report->arena, "the command %s", red->how)
                               : arena_format(report->arena, "exit code %d", red->exit_code);
    Finding *finding = report_find(report, report_rule(report, "run/red-stage"),
                                   "stage '%s': %s (%s)%s", stage->name, verdict_name(verdict), how,
                                   cut_short ? "; the stages behind it did not run" : "");
    finding_add_place(report, finding, place);
    if (verdict == VERDICT_INCONCLUSIVE)
        finding->severity = SEVERITY_NOTICE;
    if (verdict == VERDICT_ERROR)
        report->error_exit_code = red->exit_code == 2 ? 2 : 3;
}

// The reports of the tools that ran here: their findings are told with ours. What became of a
// command is what we say ourselves.
static void walk_keep_parts(const Walk *walk, const ReportList *reports)
{
    Run *run = walk->run;
    for (size_t i = walk->first; i <= walk->last; i++) {
        const StageResult *result = &walk->results[i];
        for (size_t r = 0; r < reports->count && result->ran && result->stage->tool; r++) {
            if (text_equal(reports->items[r]->stage, result->stage->name))
                *list_push(run->arena, &run->parts) = reports->items[r];
        }
    }
}

// The stages that were meant and did not run, for one before them was red or they act on the
// outside.
static TextList walk_waiting(const Walk *walk)
{
    TextList waiting = {0};
    for (size_t i = walk->first; i <= walk->last; i++) {
        if (!walk->results[i].ran)
            *list_push(walk->run->arena, &waiting) = walk->pipeline->stages.items[i].name;
    }
    return waiting;
}

// The page of all stages, whatever their verdict.
static bool walk_write_page(const Walk *walk, Error *err)
{
    Run *run = walk->run;
    ReportList reports = {0};
    scoped_buf page = BUF_EMPTY;
    const char *folder = run_folder(run->config, run->arena);
    const char *path = run->output ? run->output : path_join(run->arena, folder, RUN_FOLDER_PAGE);
    if (!file_is_folder(folder))
        return true;
    if (!run_folder_load(folder, walk->pipeline, run->arena, &reports, err))
        return false;
    walk_keep_parts(walk, &reports);
    if (!reports.count)
        return true;
    const TextList waiting = walk_waiting(walk);
    report_list_settle(&reports, run->arena);
    const PipelinePage pipeline = {walk->pipeline->name ? walk->pipeline->name : "Pipeline",
                                   (const Report *const *)reports.items, reports.count,
                                   waiting.items, waiting.count};
    render_html_pipeline(&pipeline, &page);
    if (!file_write(path, page.data, page.size, err))
        return false;
    if (!run->quiet)
        printf("\nThe page of this run: %s\n", clean_text(run->arena, path));
    fflush(stdout);
    return true;
}

// Two runs would write over each other's reports.
static bool walk_lock(const Walk *walk, int *ret_fd, Error *err)
{
    const char *folder = run_folder(walk->run->config, walk->run->arena);
    if (!folder_make(folder, err))
        return false;
    if (folder_lock(folder, ret_fd, err))
        return true;
    if (err->kind != ERROR_NONE)
        return false;
    return error_set(err, ERROR_INPUT,
                     "another 'sluice run' is at work in '%s': wait for its end, or work in a copy "
                     "of the project",
                     folder);
}

static bool run_load(Run *run, Pipeline **ret_pipeline, Error *err)
{
    if (!run->config)
        return error_set(err, ERROR_USAGE,
                         "there is no '%s' in this folder; name one with '--config FILE'",
                         PIPELINE_FILE);
    if (!pipeline_load(run->config, run->arena, ret_pipeline, err))
        return false;
    if ((*ret_pipeline)->stages.count)
        return true;
    return error_set(err, ERROR_CONFIG, "'%s' has no stages", run->config);
}

static bool run_stages(Run *run, Error *err)
{
    Pipeline *pipeline = NULL;
    if (!run_load(run, &pipeline, err))
        return false;
    Walk walk = {.run = run, .pipeline = pipeline};
    walk.results = arena_array(run->arena, StageResult, pipeline->stages.count);
    if (!walk_choose(&walk, err))
        return false;
    for (size_t i = walk.first; i <= walk.last; i++) {
        if (!stage_check(run, &pipeline->stages.items[i], err))
            return false;
    }
    scoped_fd lock = -1;
    if (!walk_lock(&walk, &lock, err))
        return false;
    const StageResult *red = NULL;
    const bool walked = walk_stages(&walk, &red, err);
    walk_summarise(&walk);
    walk_conclude(&walk, red);
    Error page_err = ERROR_EMPTY;
    const bool written = walk_write_page(&walk, &page_err);
    if (walked && !written)
        *err = page_err; // else the first reason is the one to tell
    return walked && written;
}

static bool config_print(Run *run, Error *err)
{
    Pipeline *pipeline = NULL;
    if (!run_load(run, &pipeline, err))
        return false;
    for (size_t i = 0; i < pipeline->stages.count; i++) {
        const PipelineStage *stage = &pipeline->stages.items[i];
        const bool meant = !run->stage || text_equal(run->stage, stage->name);
        if (meant && !stage_print_config(run, stage, run->printed, err))
            return false;
    }
    const PipelineStage *found = NULL;
    return !run->stage || pipeline_find(pipeline, run->stage, &found, err);
}

static const Verb run_verbs[] = {
    {"stages", NULL, "run the stages", run_stages, false},
};

static const Verb config_verbs[] = {
    {"print", NULL, "print the effective options", config_print, false},
};

const Tool tool_run = {
    .name = "run",
    .summary = "all stages of sluice.yml in order, up to the first red one",
    .icon = "play",
    .description =
        "Runs the stages of the pipeline file one after the other and stops at the first that is "
        "red; "
        "the exit code is that stage's. All options are checked before the first stage starts. "
        "--stage NAME runs up to that stage, --from NAME begins with it, --only NAME runs it "
        "alone. "
        "Stages that act on the outside rehearse unless --live is given or a CI runs them. At the "
        "end "
        "one page with everything stands in .sluice/report.html (or at --output).",
    .examples = "sluice run\nsluice run --stage gate\nsluice run --from package --live",
    .home = TOOL_ON_HOST,
    .walks_pipeline = true,
    .verbs = run_verbs,
    .verb_count = array_count(run_verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(RunOptions),
    .rules = run_rules,
};

const Tool tool_config = {
    .name = "config",
    .summary = "the effective options of every stage, and where they come from",
    .icon = "sliders",
    .description = "Prints for each stage of the pipeline file every option with its value and its "
                   "source: the command line, INPUT_*, SLUICE_*, the file with its line, or the "
                   "default. Secrets are shown as ***.",
    .examples = "sluice config\nsluice config --stage gate",
    .home = TOOL_ON_HOST,
    .walks_pipeline = true,
    .verbs = config_verbs,
    .verb_count = array_count(config_verbs),
    .options_size = 0,
};
