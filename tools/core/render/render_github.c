// The report as workflow commands of GitHub Actions: annotations on lines, and the whole text in a
// group of the log.
//
// The runner drops all but 10 annotations a level and step without a word: findings are ranked and
// the last of the 10 says how many there are beside.

#include "render/formats.h"
#include "render/workflow_command.h"

#define GITHUB_MOST_ANNOTATIONS ((size_t)10)

static void github_finding(const View *view, const Finding *finding, Buf *out)
{
    const Place *anchor = finding_anchor(finding);
    WorkflowCommand command = {
        .name = severity_name(finding->severity),
        .title = finding->rule,
        .message = finding_text(finding, view->arena),
    };
    if (anchor) {
        command.file = anchor->file;
        command.line = anchor->line;
        command.column = anchor->character;
    }
    workflow_command_write(&command, out);
}

static void github_level(const View *view, Severity severity, size_t count, Buf *out)
{
    size_t most = count > GITHUB_MOST_ANNOTATIONS ? GITHUB_MOST_ANNOTATIONS - 1 : count;
    size_t written = 0;
    for (size_t i = 0; i < view->report->findings.count && written < most; i++) {
        const Finding *finding = &view->report->findings.items[i];
        if (finding->severity != severity)
            continue;
        github_finding(view, finding, out);
        written++;
    }
    if (most == count)
        return;
    const char *name = severity_name(severity);
    const char *more = arena_format(view->arena, "%zu more %ss", count - most, name);
    workflow_command_write(
        &(WorkflowCommand){
            .name = name,
            .title = more,
            .message =
                arena_format(view->arena, "%s of %s: the job summary and the log list them all",
                             more, view_stage(view)),
        },
        out);
}

// A red step without an annotation would leave people guessing.
static void github_headline(const View *view, Buf *out)
{
    if (view->exit_code == 0 || view->errors)
        return;
    TextList failed = {0};
    for (size_t i = 0; i < view->report->checks.count; i++) {
        const Check *check = &view->report->checks.items[i];
        if (check->verdict != VERDICT_PASS)
            *list_push(view->arena, &failed) = check->name;
    }
    const char *message =
        arena_format(view->arena, "%s: %s%s%s", view_stage(view), view_summary(view),
                     failed.count ? "; not passed: " : "", text_join(view->arena, &failed, "; "));
    workflow_command_write(&(WorkflowCommand){.name = "error",
                                              .title = verdict_name(view->verdict),
                                              .message = message},
                           out);
}

void render_github(const Report *report, const RenderOptions *options, Buf *out)
{
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    github_level(&view, SEVERITY_ERROR, view.errors, out);
    github_headline(&view, out);
    github_level(&view, SEVERITY_WARNING, view.warnings, out);
    github_level(&view, SEVERITY_NOTICE, view.notices, out);

    buf_format(out, "::group::%s: %s\n", verdict_name(view.verdict), view_stage(&view));
    render_console(report, &(RenderOptions){.verbose = options->verbose}, out);
    buf_add(out, "::endgroup::\n");
    buf_format(out, "sluice: %s: %s: %s\n", verdict_name(view.verdict), view_stage(&view),
               view_summary(&view));
}
