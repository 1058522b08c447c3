#include "process/withheld.h"

#include <fnmatch.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static const char *const patterns[] = {
    // Files that GitHub's runner reads after the step, whoever wrote them.
    "GITHUB_ENV",
    "GITHUB_OUTPUT",
    "GITHUB_PATH",
    "GITHUB_STATE",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_ARTIFACTS*",
    // What speaks for the job: to GitHub, GitLab, Azure Pipelines, Buildkite, CircleCI, Bitbucket.
    "GITHUB_TOKEN",
    "ACTIONS_*",
    "CI_*_PASSWORD",
    "CI_*_TOKEN",
    "CI_JOB_JWT*",
    "CI_REPOSITORY_URL",
    "SYSTEM_ACCESSTOKEN",
    "BUILDKITE_AGENT_ACCESS_TOKEN",
    "CIRCLE_OIDC_TOKEN*",
    "BITBUCKET_STEP_OIDC_TOKEN",
    // What was said to us.
    "INPUT_*",
    "SLUICE_*_KEY",
    "SLUICE_*_SECRET",
    "SLUICE_*TOKEN",
    "SLUICE_*_URL",
};

static bool withheld_has(const char *name)
{
    for (size_t i = 0; i < array_count(patterns); i++) {
        if (fnmatch(patterns[i], name, 0) == 0)
            return true;
    }
    return false;
}

static bool withheld_is_passed(const TextList *passed, const char *name)
{
    for (size_t i = 0; i < passed->count; i++) {
        if (text_equal(passed->items[i], name))
            return true;
    }
    return false;
}

void withheld_add(TextList *env, const TextList *passed, Arena *arena)
{
    for (char **variable = environ; *variable; variable++) {
        const char *name = arena_text_sized(arena, *variable, strcspn(*variable, "="));
        if (withheld_has(name) && !withheld_is_passed(passed, name))
            *list_push(arena, env) = name;
    }
}
