// hosting: where a repository's pipelines run, and which of its files speak of Sluice already.

#ifndef SLUICE_HOSTING_H
#define SLUICE_HOSTING_H

#include "base/text.h"
#include "survey.h"

#define HOSTING_GITLAB_FILE ".gitlab-ci.yml"

typedef struct Hosting {
    bool github;
    bool gitlab;
    const char *told_by;        // why: a file, or NULL if nothing says so
    const char *github_file;    // where the workflow belongs, from the repository's root
    const char *github_present; // a workflow that runs Sluice for this project; NULL for none
    const char *gitlab_file;    // where the jobs belong
    bool gitlab_included;       // … by a line in .gitlab-ci.yml, which is there already
    const char *gitlab_present;
    const char *gitlab_stage; // which the jobs belong to
} Hosting;

// `platform` is auto, github, gitlab or none.
void hosting_find(const Survey *survey, const char *platform, Hosting *ret_hosting);

#endif
