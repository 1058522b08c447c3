// report: what happened in the whole pipeline?

#include "base/clean.h"
#include "base/file.h"
#include "cli/run_folder.h"
#include "cli/tool.h"
#include "render/render.h"
#include "report/report_json.h"
#include "rules.h"

typedef struct ReportOptions {
    TextList files;
    const char *title;
} ReportOptions;

static const Option options[] = {
    {.name = "files",
     OPTION(PATHS, ReportOptions, files),
     .value_name = "FILE",
     .flags = OPTION_OPERAND,
     .help = "JSON reports, or folders of them (default: the run folder, .sluice)"},
    {.name = "title",
     OPTION(TEXT, ReportOptions, title),
     .value_name = "TEXT",
     .help = "title of the page (default: the name in sluice.yml)"},
};

// Only for the order of the stages and the title: without a pipeline file both have defaults.
static bool report_load_pipeline(const Run *run, Pipeline **ret_pipeline, Error *err)
{
    return !run->config || pipeline_load(run->config, run->arena, ret_pipeline, err);
}

// Adds the reports of a folder. What `report` itself left there before is no stage; where it is
// named as a file it counts.
static void report_add_stages(const Run *run, const ReportList *found, ReportList *list)
{
    for (size_t i = 0; i < found->count; i++) {
        if (!text_equal(found->items[i]->tool, run->tool->name))
            *list_push(run->arena, list) = found->items[i];
    }
}

static bool report_load(const Run *run, const Pipeline *pipeline, ReportList *list, Error *err)
{
    const ReportOptions *given = run->options;
    TextList files = given->files;
    const char *folder = run_folder(run->config, run->arena);
    if (!files.count && file_is_folder(folder))
        *list_push(run->arena, &files) = folder;
    for (size_t i = 0; i < files.count; i++) {
        Report *report = NULL;
        if (file_is_folder(files.items[i])) {
            ReportList found = {0};
            if (!run_folder_load(files.items[i], pipeline, run->arena, &found, err))
                return false;
            report_add_stages(run, &found, list);
            continue;
        }
        if (!report_load_json(files.items[i], run->arena, &report, err))
            return false;
        *list_push(run->arena, list) = report;
    }
    return true;
}

static void report_judge_stage(Report *report, const Report *stage)
{
    const Verdict verdict = report_verdict(stage);
    const char *name = clean_text(report->arena, stage->stage);
    report_add_check(report, (Check){.name = name,
                                     .verdict = verdict,
                                     .value = verdict_name(verdict),
                                     .message = stage->tool});
    if (verdict == VERDICT_PASS)
        return;
    const bool undecided = verdict == VERDICT_INCONCLUSIVE;
    const Rule *rule =
        report_rule(report, undecided ? "report/undecided-stage" : "report/red-stage");
    const Finding *first = stage->findings.count ? &stage->findings.items[0] : NULL;
    Finding *finding = report_find(report, rule, "stage '%s': %s%s%s", name, verdict_name(verdict),
                                   first ? ": " : "", first ? first->message : "");
    if (first && first->places.count)
        finding_add_place(report, finding, first->places.items[0]);
}

static bool report_write(Run *run, const Buf *page, Error *err)
{
    if (run->output)
        return file_write(run->output, page->data, page->size, err);
    buf_append(run->printed, page->data, page->size);
    return true;
}

static bool report_page(Run *run, Error *err)
{
    const ReportOptions *given = run->options;
    Pipeline *pipeline = NULL;
    ReportList list = {0};
    if (!report_load_pipeline(run, &pipeline, err) || !report_load(run, pipeline, &list, err))
        return false;
    if (!list.count)
        return error_set(err, ERROR_INPUT,
                         "there is no report to merge: run a stage first, or name "
                         "its JSON report");
    const char *title = given->title                 ? given->title
                        : pipeline && pipeline->name ? pipeline->name
                                                     : "Pipeline";
    scoped_buf page = BUF_EMPTY;
    render_html_pipeline((const Report *const *)list.items, list.count, title, &page);
    if (!report_write(run, &page, err))
        return false;
    for (size_t i = 0; i < list.count; i++)
        report_judge_stage(run->report, list.items[i]);
    if (run->output)
        run_set_output(run, "page", run->output);
    return true;
}

static const Verb verbs[] = {
    {"page", "[FILE…]", "merge reports into one HTML page", report_page, false},
};

static const ToolOutput outputs[] = {
    {"page", "path of the HTML page"},
};

const Tool tool_report = {
    .name = "report",
    .summary = "what happened in the whole pipeline?",
    .icon = "file-text",
    .description = "Merges the JSON reports of the other tools into one self-contained HTML page. "
                   "Its own verdict is that of the reddest stage, so that one job at the end can "
                   "stand for all.",
    .examples = "sluice report --output report.html\n"
                "sluice report data.json gate.json --title 'Nightly' --output report.html",
    .home = TOOL_IN_IMAGE,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(ReportOptions),
    .rules = report_rules,
    .outputs = outputs,
    .output_count = array_count(outputs),
};
