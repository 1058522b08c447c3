// The report as workflow commands of GitHub Actions: annotations on lines, and the whole text in a
// group of the log.
//
// The runner drops all but 10 annotations a level and step without a word: findings are ranked and
// the last of the 10 says how many there are beside.

#include "render/formats.h"
#include "render/workflow_command.h"

#include <stdlib.h>

#define GITHUB_MOST_ANNOTATIONS ((size_t)10)

// A finding and the report it is of; the first report is that of the step itself.
typedef struct GithubNote {
    const View *view;
    const Finding *finding;
    size_t report;
    size_t number;
} GithubNote;

typedef LIST(GithubNote) GithubNotes;

// What a stage found bears its name, where others are told beside it.
static void github_finding(const GithubNote *note, Buf *out)
{
    const View *view = note->view;
    const Finding *finding = note->finding;
    const Place *anchor = finding_anchor(finding);
    WorkflowCommand command = {
        .name = severity_name(finding->severity),
        .title = note->report
                     ? arena_format(view->arena, "%s: %s", view->report->stage, finding->rule)
                     : finding->rule,
        .message = finding_text(finding, view->arena),
    };
    if (anchor) {
        command.file = anchor->file;
        command.line = anchor->line;
        command.column = anchor->character;
    }
    workflow_command_write(&command, out);
}

// What the step says of itself, then stages that are red, then what was found most often, then what
// was found first.
static int github_compare(const void *a, const void *b)
{
    const GithubNote *one = a;
    const GithubNote *other = b;
    if ((one->report == 0) != (other->report == 0))
        return one->report == 0 ? -1 : 1;
    if ((one->view->exit_code == 0) != (other->view->exit_code == 0))
        return one->view->exit_code ? -1 : 1;
    if (one->finding->count != other->finding->count)
        return one->finding->count > other->finding->count ? -1 : 1;
    if (one->report != other->report)
        return one->report < other->report ? -1 : 1;
    return (one->number > other->number) - (one->number < other->number);
}

static GithubNotes github_notes(const View *views, size_t count, Severity severity)
{
    GithubNotes notes = {0};
    for (size_t v = 0; v < count; v++) {
        for (size_t i = 0; i < views[v].report->findings.count; i++) {
            const Finding *finding = &views[v].report->findings.items[i];
            if (finding->severity == severity)
                *list_push(views[0].arena, &notes) = (GithubNote){&views[v], finding, v, i};
        }
    }
    if (notes.count)
        qsort(notes.items, notes.count, sizeof *notes.items, github_compare);
    return notes;
}

static void github_level(const View *views, size_t count, Severity severity, Buf *out)
{
    const GithubNotes notes = github_notes(views, count, severity);
    const bool all = notes.count <= GITHUB_MOST_ANNOTATIONS;
    const size_t most = all ? notes.count : GITHUB_MOST_ANNOTATIONS - 1;
    for (size_t i = 0; i < most; i++)
        github_finding(&notes.items[i], out);
    if (all)
        return;
    Arena *arena = views[0].arena;
    const char *name = severity_name(severity);
    const char *more = arena_format(arena, "%zu more %ss", notes.count - most, name);
    workflow_command_write(
        &(WorkflowCommand){
            .name = name,
            .title = more,
            .message = arena_format(arena, "%s of %s: the job summary and the log list them all",
                                    more, view_stage(&views[0])),
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

static void github_annotate(const View *own, const RenderOptions *options, Buf *out)
{
    const size_t count = options->part_count + 1;
    View *views = arena_array(own->arena, View, count);
    views[0] = *own;
    for (size_t i = 0; i < options->part_count; i++)
        views[i + 1] = view_new(options->parts[i], own->arena);
    github_level(views, count, SEVERITY_ERROR, out);
    github_headline(own, out);
    github_level(views, count, SEVERITY_WARNING, out);
    github_level(views, count, SEVERITY_NOTICE, out);
}

void render_github(const Report *report, const RenderOptions *options, Buf *out)
{
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    if (!options->quiet)
        github_annotate(&view, options, out);
    buf_format(out, "::group::%s: %s\n", verdict_name(view.verdict), view_stage(&view));
    render_console(report, &(RenderOptions){.verbose = options->verbose}, out);
    buf_add(out, "::endgroup::\n");
    buf_format(out, "sluice: %s: %s: %s\n", verdict_name(view.verdict), view_stage(&view),
               view_summary(&view));
}
