// job_log: what a platform wants around a text in a job's log, and beside it.

#ifndef CLI_JOB_LOG_H
#define CLI_JOB_LOG_H

#include "base/buf.h"
#include "cli/tool.h"

// A section of GitLab's log that can be folded; closed from the start where there is nothing to
// see. The text's own escapes cannot open or end one: reports are clean.
void job_log_open_section(const Run *run, Buf *out);
void job_log_close_section(const Run *run, Buf *out);

// GitLab's annotations report: a link from the job's page to a page in its artifacts. `page` is
// relative to the checkout.
void job_log_link(const Run *run, const char *job_url, const char *page, Buf *out);

#endif
