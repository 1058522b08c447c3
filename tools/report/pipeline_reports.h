// pipeline_reports: the reports of a pipeline's stages, and what they are together.

#ifndef REPORT_PIPELINE_REPORTS_H
#define REPORT_PIPELINE_REPORTS_H

#include "cli/run_folder.h"
#include "cli/tool.h"
#include "render/render.h"

typedef struct PipelineReports {
    ReportList list;   // at least one
    const char *title; // of the whole
    TextList waiting;  // the stages that did not run, if one that did is red
} PipelineReports;

// What is shown of them.
PipelinePage pipeline_reports_page(const PipelineReports *reports);

// Loads the reports that are named, else those of the run folder, and judges them: the run's own
// report becomes as red as the reddest of them.
bool pipeline_reports_load(Run *run, PipelineReports *ret_reports, Error *err) MUST_USE;

// Writes the page to --output, or prints it.
bool pipeline_reports_write_page(Run *run, const PipelineReports *reports, Error *err) MUST_USE;

#endif
