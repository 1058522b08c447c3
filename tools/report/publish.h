// publish: shows the pipeline's verdict where people look at a change: check run, commit status,
// one comment.
//
// What cannot be published is a notice and never the verdict: a fork's token may not write.

#ifndef REPORT_PUBLISH_H
#define REPORT_PUBLISH_H

#include "pipeline_reports.h"

// Publishes what the options ask for, or shows in a rehearsal what would be sent. False
// (ERROR_USAGE) for options that cannot be understood.
bool publish_reports(Run *run, const PipelineReports *reports, Error *err) MUST_USE;

#endif
