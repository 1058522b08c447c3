// publish_body: a pipeline's reports in the form that platforms take: a check run, a commit status,
// a comment. Nothing here is sent; same reports, same bytes.

#ifndef REPORT_PUBLISH_BODY_H
#define REPORT_PUBLISH_BODY_H

#include "forge/check_run.h"
#include "forge/commit_status.h"
#include "render/render.h"

// More findings are told by the summary only: ten requests.
#define PUBLISH_MOST_ANNOTATIONS ((size_t)500)

typedef struct PublishSubject {
    PipelinePage page;
    int exit_code; // of the run: what the team lets through is not shown as a failure
} PublishSubject;

// When a comment is made or edited.
typedef enum PublishMode {
    PUBLISH_ALWAYS,
    PUBLISH_CHANGES,  // if the verdict or the findings are others than before
    PUBLISH_FAILURES, // made when something is not green; an earlier one is kept up to date
} PublishMode;

// The reports as one check: the stages as its summary, the findings on their lines, errors first.
// What is about no file of the repository is in the summary only.
CheckRun publish_check_run(const PublishSubject *subject, const char *run, Arena *arena);

CommitStatus publish_commit_status(const PublishSubject *subject, Arena *arena);

// `page` is the URL of the run, NULL if unknown.
ForgeComment publish_comment(const PublishSubject *subject, PublishMode mode, const char *page,
                             Arena *arena);

// "fail: 2 of 3 stages passed, not gate".
const char *publish_headline(const PublishSubject *subject, size_t longest, Arena *arena);

#endif
