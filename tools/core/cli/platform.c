#include "cli/platform.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>

// Folders' names stay short of what file systems take.
#define PLATFORM_JOB_LONGEST ((size_t)100)

// A platform and its variables; NULL for what it does not have or we do not need.
typedef struct PlatformRow {
    PlatformKind kind;
    const char *sign;   // the variable that tells it
    const char *value;  // what that says; NULL for anything
    const char *folder; // of the checkout
    const char *job_name;
    const char *job_id;
    const char *debug; // "1" or "true" asks for more output
} PlatformRow;

static const PlatformRow platform_rows[] = {
    {PLATFORM_GITHUB, "GITHUB_ACTIONS", "true", "GITHUB_WORKSPACE", NULL, NULL, "RUNNER_DEBUG"},
    {PLATFORM_GITLAB, "GITLAB_CI", "true", "CI_PROJECT_DIR", "CI_JOB_NAME", "CI_JOB_ID",
     "CI_DEBUG_TRACE"},
    {PLATFORM_AZURE, "TF_BUILD", "True", "BUILD_REPOSITORY_LOCALPATH", NULL, NULL, "SYSTEM_DEBUG"},
    {PLATFORM_JENKINS, "JENKINS_URL", NULL, "WORKSPACE", NULL, NULL, NULL},
    {PLATFORM_CIRCLECI, "CIRCLECI", "true", NULL, "CIRCLE_JOB", "CIRCLE_WORKFLOW_JOB_ID", NULL},
    {PLATFORM_BUILDKITE, "BUILDKITE", "true", "BUILDKITE_BUILD_CHECKOUT_PATH", "BUILDKITE_STEP_KEY",
     "BUILDKITE_JOB_ID", NULL},
    {PLATFORM_BITBUCKET, "BITBUCKET_BUILD_NUMBER", NULL, "BITBUCKET_CLONE_DIR", NULL,
     "BITBUCKET_STEP_UUID", NULL},
};

static const char *platform_variable(const char *name)
{
    const char *value = name ? getenv(name) : NULL;
    return text_empty(value) ? NULL : value;
}

static void platform_add_github(Platform *platform)
{
    const char *event = platform_variable("GITHUB_EVENT_NAME");
    const bool foreign =
        text_equal(event, "pull_request_target") || text_equal(event, "workflow_run");
    platform->step_summary = platform_variable("GITHUB_STEP_SUMMARY");
    platform->step_output = platform_variable("GITHUB_OUTPUT");
    platform->event = event;
    platform->untrusted = foreign && !text_equal(platform_variable("SLUICE_TRUST_EVENT"), "true");
}

static Platform platform_of_row(const PlatformRow *row)
{
    const char *folder = platform_variable(row->folder);
    const char *debug = platform_variable(row->debug);
    Platform platform = {
        .kind = row->kind,
        // In a container that a script started the checkout may be elsewhere.
        .workspace = folder && file_is_folder(folder) ? folder : NULL,
        .job_name = platform_variable(row->job_name),
        .job_id = platform_variable(row->job_id),
        .debug = text_equal(debug, "1") || text_equal_any_case(debug ? debug : "", "true"),
    };
    if (row->kind == PLATFORM_GITHUB)
        platform_add_github(&platform);
    if (row->kind == PLATFORM_GITLAB)
        platform.job_url = platform_variable("CI_JOB_URL");
    return platform;
}

static Platform platform_of_ci(void)
{
    for (size_t i = 0; i < array_count(platform_rows); i++) {
        const PlatformRow *row = &platform_rows[i];
        const char *value = platform_variable(row->sign);
        if (value && (!row->value || text_equal(value, row->value)))
            return platform_of_row(row);
    }
    if (platform_variable("CI") && !text_equal(platform_variable("CI"), "false"))
        return (Platform){.kind = PLATFORM_OTHER_CI};
    return (Platform){.kind = PLATFORM_SHELL};
}

Platform platform_detect(void)
{
    Platform platform = platform_of_ci();
    platform.plain = platform_variable("NO_COLOR") != NULL;
    platform.in_walk = text_equal(platform_variable(PLATFORM_IN_WALK), "true");
    return platform;
}

// Letters, digits and `_` stay, runs of all else become one `-` between them.
static void platform_add_word(Buf *out, const char *text)
{
    const size_t start = out->size;
    bool gap = false;
    for (; *text && out->size - start < PLATFORM_JOB_LONGEST; text++) {
        const unsigned char character = (unsigned char)*text;
        const bool plain = character < 0x80 && (isalnum(character) || character == '_');
        if (plain && gap && out->size > start)
            buf_add_char(out, '-');
        if (plain)
            buf_add_char(out, (char)character);
        gap = !plain;
    }
}

const char *platform_job(const Platform *platform, Arena *arena)
{
    if (!platform->job_id)
        return NULL;
    scoped_buf name = BUF_EMPTY;
    platform_add_word(&name, platform->job_name ? platform->job_name : "job");
    if (!name.size)
        buf_add(&name, "job");
    buf_add_char(&name, '.');
    platform_add_word(&name, platform->job_id);
    return buf_keep(&name, arena);
}
