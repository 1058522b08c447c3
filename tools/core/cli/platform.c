#include "cli/platform.h"

#include "base/text.h"

#include <stdlib.h>

static const char *platform_variable(const char *name)
{
    const char *value = getenv(name);
    return text_empty(value) ? NULL : value;
}

static Platform platform_github(void)
{
    const char *event = platform_variable("GITHUB_EVENT_NAME");
    const bool foreign =
        text_equal(event, "pull_request_target") || text_equal(event, "workflow_run");
    return (Platform){
        .kind = PLATFORM_GITHUB,
        .workspace = platform_variable("GITHUB_WORKSPACE"),
        .step_summary = platform_variable("GITHUB_STEP_SUMMARY"),
        .step_output = platform_variable("GITHUB_OUTPUT"),
        .debug = text_equal(platform_variable("RUNNER_DEBUG"), "1"),
        .event = event,
        .untrusted = foreign && !text_equal(platform_variable("SLUICE_TRUST_EVENT"), "true"),
    };
}

static Platform platform_of_ci(void)
{
    if (text_equal(platform_variable("GITHUB_ACTIONS"), "true"))
        return platform_github();
    if (text_equal(platform_variable("GITLAB_CI"), "true"))
        return (Platform){.kind = PLATFORM_GITLAB,
                          .workspace = platform_variable("CI_PROJECT_DIR"),
                          .debug = text_equal(platform_variable("CI_DEBUG_TRACE"), "true")};
    if (platform_variable("CI") && !text_equal(platform_variable("CI"), "false"))
        return (Platform){.kind = PLATFORM_OTHER_CI};
    return (Platform){.kind = PLATFORM_SHELL};
}

Platform platform_detect(void)
{
    Platform platform = platform_of_ci();
    platform.plain = platform_variable("NO_COLOR") != NULL;
    return platform;
}
