// report: what happened in the whole pipeline?

#include "base/file.h"
#include "cli/tool.h"
#include "pipeline_reports.h"
#include "publish.h"
#include "render/render.h"
#include "report_options.h"
#include "rules.h"

static const char *const comment_modes[] = {"off", "changes", "always", "failures", NULL};
static const char *const forges[] = {"github", "gitlab", NULL};

static const Option options[] = {
    {.name = "files",
     OPTION(PATHS, ReportOptions, files),
     .value_name = "FILE",
     .flags = OPTION_OPERAND,
     .help = "JSON reports, or folders of them (default: the run folder, .sluice)"},
    {.name = "title",
     OPTION(TEXT, ReportOptions, title),
     .value_name = "TEXT",
     .help = "title of the page (default: the name in sluice.yml)"},
    {.name = "check-run",
     OPTION(FLAG, ReportOptions, check_run),
     .verbs = "publish",
     .help = "publish a check run with the findings on their lines (GitHub, 'checks: write')"},
    {.name = "status",
     OPTION(FLAG, ReportOptions, status),
     .verbs = "publish",
     .help = "publish a status of the commit ('statuses: write')"},
    {.name = "comment",
     OPTION(CHOICE, ReportOptions, comment),
     .fallback = "off",
     .choices = comment_modes,
     .verbs = "publish",
     .help = "keep one comment on the pull or merge request ('pull-requests: write')"},
    {.name = "sarif",
     OPTION(PATH, ReportOptions, sarif),
     .value_name = "FILE",
     .verbs = "publish",
     .help = "write all findings as one SARIF file, for github/codeql-action/upload-sarif"},
    {.name = "forge",
     OPTION(CHOICE, ReportOptions, forge),
     .choices = forges,
     .verbs = "publish",
     .help = "which platform to publish on (default: the one that runs this)"},
    {.name = "api-url",
     OPTION(TEXT, ReportOptions, api_url),
     .value_name = "URL",
     .verbs = "publish",
     .flags = OPTION_LOCAL, // a pull request's sluice.yml could send the token anywhere
     .help = "its API (default: the platform's own)"},
    {.name = "repository",
     OPTION(TEXT, ReportOptions, repository),
     .value_name = "NAME",
     .verbs = "publish",
     .help = "OWNER/NAME, on GitLab also the project's number (default: the platform's)"},
    {.name = "commit",
     OPTION(TEXT, ReportOptions, commit),
     .value_name = "SHA",
     .verbs = "publish",
     .help = "the commit that was judged (default: the head of the pull request, else the job's)"},
    {.name = "pull-request",
     OPTION(INT, ReportOptions, pull_request),
     .value_name = "NUMBER",
     .verbs = "publish",
     .help = "the pull or merge request (default: the one that the job is about)"},
    {.name = "github-token",
     OPTION(SECRET, ReportOptions, github_token),
     .value_name = "TOKEN",
     .verbs = "publish",
     .github_default = "${{ github.token }}",
     .help = "token for GitHub (default: GITHUB_TOKEN of the environment)"},
    {.name = "gitlab-token",
     OPTION(SECRET, ReportOptions, gitlab_token),
     .value_name = "TOKEN",
     .verbs = "publish",
     .help = "token for GitLab with the scope 'api' (default: the job's own, which may not write)"},
};

static bool verb_page(Run *run, Error *err)
{
    PipelineReports reports = {0};
    return pipeline_reports_load(run, &reports, err) &&
           pipeline_reports_write_page(run, &reports, err);
}

static bool write_sarif(Run *run, const char *path, const PipelineReports *reports, Error *err)
{
    scoped_buf text = BUF_EMPTY;
    render_sarif_pipeline((const Report *const *)reports->list.items, reports->list.count, &text);
    if (!file_write(path, text.data, text.size, err))
        return false;
    run_set_output(run, "sarif", path);
    if (reports->list.count > RENDER_SARIF_MOST_RUNS)
        report_find(run->report, report_rule(run->report, "report/not-published"),
                    "GitHub takes a SARIF file of at most %zu reports, this one has %zu",
                    RENDER_SARIF_MOST_RUNS, reports->list.count);
    return true;
}

static bool verb_publish(Run *run, Error *err)
{
    const ReportOptions *given = run->options;
    PipelineReports reports = {0};
    const bool speaks = given->check_run || given->status || !text_equal(given->comment, "off");
    if (!speaks && !given->sarif)
        return error_set(err, ERROR_USAGE,
                         "nothing is to be published: wanted --check-run, --status, --comment or "
                         "--sarif");
    if (given->pull_request < 0)
        return error_set(err, ERROR_USAGE, "'--pull-request' must be a positive number");
    return pipeline_reports_load(run, &reports, err) &&
           (!run->output || pipeline_reports_write_page(run, &reports, err)) &&
           (!given->sarif || write_sarif(run, given->sarif, &reports, err)) &&
           (!speaks || publish_reports(run, &reports, err));
}

static const Verb verbs[] = {
    {"page", "[FILE…]", "merge reports into one HTML page", verb_page, false},
    {"publish", "[FILE…]", "show the verdict at the pull or merge request", verb_publish, true},
};

static const ToolOutput outputs[] = {
    {"page", "path of the HTML page"},
    {"sarif", "path of the SARIF file"},
    {"published", "what was published: check-run, status, comment"},
    {"check-run", "URL of the check run"},
    {"comment", "URL of the comment"},
};

const Tool tool_report = {
    .name = "report",
    .summary = "what happened in the whole pipeline?",
    .icon = "file-text",
    .description =
        "Merges the JSON reports of the other tools into one self-contained HTML page. Its own "
        "verdict is that of the reddest stage, so that one job at the end can stand for all.\n\n"
        "publish shows the same on GitHub and GitLab, as far as it is asked to: a check run with "
        "the findings on their lines, a status of the commit, one comment that is edited and never "
        "repeated, a SARIF file; with --output also the page. The comment is made 'always', on "
        "'failures' (an earlier one is brought up to date), or on 'changes', when verdict or "
        "findings are others than before. publish exits by the pipeline's verdict as page does; "
        "what cannot be published, such as with the read-only token of a fork, is a notice. "
        "Without --live, outside of a CI, nothing is sent and everything is shown. Permissions "
        "and recipes are in docs/publishing.md.",
    .examples = "sluice report --output report.html\n"
                "sluice report data.json gate.json --title 'Nightly' --output report.html\n"
                "sluice report publish --comment changes --check-run",
    .home = TOOL_IN_IMAGE,
    .looks_back = true,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(ReportOptions),
    .rules = report_rules,
    .outputs = outputs,
    .output_count = array_count(outputs),
};
