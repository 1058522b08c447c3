#include "pipeline_reports.h"

#include "base/clean.h"
#include "base/file.h"
#include "render/render.h"
#include "report/report_json.h"
#include "report_options.h"

// Only for the order of the stages and the title: without a pipeline file both have defaults.
static bool reports_load_pipeline(const Run *run, Pipeline **ret_pipeline, Error *err)
{
    return !run->config || pipeline_load(run->config, run->arena, ret_pipeline, err);
}

// Adds the reports of a folder. What `report` itself left there before is no stage; where it is
// named as a file it counts.
static void reports_add_stages(const Run *run, const ReportList *found, ReportList *list)
{
    for (size_t i = 0; i < found->count; i++) {
        if (!text_equal(found->items[i]->tool, run->tool->name))
            *list_push(run->arena, list) = found->items[i];
    }
}

static bool reports_load(const Run *run, const Pipeline *pipeline, ReportList *list, Error *err)
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
            reports_add_stages(run, &found, list);
            continue;
        }
        if (!report_load_json(files.items[i], run->arena, &report, err))
            return false;
        *list_push(run->arena, list) = report;
    }
    return true;
}

static void reports_judge_stage(Report *report, const Report *stage)
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
    const bool fresh = stage->findings.count && !stage->findings.items[0].known;
    const Finding *first = fresh ? &stage->findings.items[0] : NULL;
    Finding *finding = report_find(report, rule, "stage '%s': %s%s%s", name, verdict_name(verdict),
                                   first ? ": " : "", first ? first->message : "");
    if (first && first->places.count)
        finding_add_place(report, finding, first->places.items[0]);
}

static TextList reports_waiting(const Run *run, const Pipeline *pipeline, const ReportList *list)
{
    TextList waiting = {0};
    for (size_t i = 0; pipeline && i < pipeline->stages.count; i++) {
        const PipelineStage *stage = &pipeline->stages.items[i];
        bool here = text_equal(stage->tool, run->tool->name);
        for (size_t r = 0; r < list->count; r++)
            here = here || text_equal(list->items[r]->stage, stage->name);
        if (!here)
            *list_push(run->arena, &waiting) = stage->name;
    }
    return waiting;
}

bool pipeline_reports_load(Run *run, PipelineReports *ret_reports, Error *err)
{
    const ReportOptions *given = run->options;
    Pipeline *pipeline = NULL;
    ReportList list = {0};
    if (!reports_load_pipeline(run, &pipeline, err) || !reports_load(run, pipeline, &list, err))
        return false;
    TextList waiting = reports_waiting(run, pipeline, &list);
    report_list_settle(&list, run->arena);
    if (!list.count)
        return error_set(err, ERROR_INPUT,
                         "there is no report to merge: run a stage first, or name "
                         "its JSON report");
    for (size_t i = 0; i < list.count; i++)
        reports_judge_stage(run->report, list.items[i]);
    // Without a red stage the others were not meant to run: a job may walk a part of the pipeline.
    if (report_verdict(run->report) == VERDICT_PASS)
        waiting.count = 0;
    *ret_reports = (PipelineReports){.list = list,
                                     .waiting = waiting,
                                     .title = given->title                 ? given->title
                                              : pipeline && pipeline->name ? pipeline->name
                                                                           : "Pipeline"};
    return true;
}

PipelinePage pipeline_reports_page(const PipelineReports *reports)
{
    return (PipelinePage){reports->title, (const Report *const *)reports->list.items,
                          reports->list.count, reports->waiting.items, reports->waiting.count};
}

bool pipeline_reports_write_page(Run *run, const PipelineReports *reports, Error *err)
{
    scoped_buf page = BUF_EMPTY;
    const PipelinePage pipeline = pipeline_reports_page(reports);
    render_html_pipeline(&pipeline, &page);
    if (!run->output) {
        buf_append(run->printed, page.data, page.size);
        return true;
    }
    if (!file_write(run->output, page.data, page.size, err))
        return false;
    run_set_output(run, "page", run->output);
    return true;
}
