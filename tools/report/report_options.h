// report_options: what the tool's verbs are told.

#ifndef REPORT_REPORT_OPTIONS_H
#define REPORT_REPORT_OPTIONS_H

#include "base/text.h"

typedef struct ReportOptions {
    TextList files;
    const char *title;
    bool check_run;
    bool status;
    const char *comment;
    const char *sarif;
    const char *forge;
    const char *api_url;
    const char *repository;
    const char *commit;
    int64_t pull_request;
    const char *github_token;
    const char *gitlab_token;
} ReportOptions;

#endif
