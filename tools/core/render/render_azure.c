// The report as logging commands of Azure Pipelines.
//
// The agent turns `%0A`, `%0D`, `%3B` and `%5D` back in messages and properties alike, `%AZP25`
// last: with every `%` escaped nothing else is turned. Paths are relative to the repository, as it
// shows them.

#include "render/formats.h"

#include <inttypes.h>

typedef struct AzureEscape {
    char character;
    const char *code;
    bool in_message; // the others have a meaning between properties only
} AzureEscape;

static const AzureEscape azure_escapes[] = {
    {'%', "%AZP25", true}, {'\r', "%0D", true}, {'\n', "%0A", true},
    {';', "%3B", false},   {']', "%5D", false},
};

static void azure_escape(Buf *out, const char *text, bool message)
{
    for (; *text; text++) {
        const char *code = NULL;
        for (size_t i = 0; i < array_count(azure_escapes); i++) {
            if (azure_escapes[i].character == *text && (azure_escapes[i].in_message || !message))
                code = azure_escapes[i].code;
        }
        if (code)
            buf_add(out, code);
        else
            buf_add_char(out, *text);
    }
}

static void azure_finding(const View *view, const Finding *finding, Buf *out)
{
    const Place *anchor = finding_anchor(finding);
    // There are no notices: they stay in the log's text.
    if (finding->severity == SEVERITY_NOTICE)
        return;
    buf_format(out, "##vso[task.logissue type=%s;", severity_name(finding->severity));
    if (anchor) {
        buf_add(out, "sourcepath=");
        azure_escape(out, anchor->file, false);
        buf_add_char(out, ';');
    }
    if (anchor && anchor->line > 0)
        buf_format(out, "linenumber=%" PRId64 ";", anchor->line);
    if (anchor && anchor->line > 0 && anchor->character > 0)
        buf_format(out, "columnnumber=%" PRId64 ";", anchor->character);
    buf_add(out, "code=");
    azure_escape(out, finding->rule, false);
    buf_add(out, ";]");
    azure_escape(out, finding_text(finding, view->arena), true);
    buf_add_char(out, '\n');
}

void render_azure(const Report *report, const RenderOptions *options, Buf *out)
{
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    for (size_t i = 0; i < view.report->findings.count; i++)
        azure_finding(&view, &view.report->findings.items[i], out);
    if (view.exit_code && !view.errors) {
        buf_add(out, "##vso[task.logissue type=error;]");
        azure_escape(out, view_stage(&view), true);
        buf_format(out, ": %s: ", verdict_name(view.verdict));
        azure_escape(out, view_summary(&view), true);
        buf_add_char(out, '\n');
    }
    buf_format(out, "##[group]%s: ", verdict_name(view.verdict));
    azure_escape(out, view_stage(&view), true);
    buf_add_char(out, '\n');
    render_console(report, &(RenderOptions){.verbose = options->verbose}, out);
    buf_add(out, "##[endgroup]\n");
    // Green with something to look at: what the exit code alone cannot say.
    if (!view.exit_code && (view.warnings || view.verdict != VERDICT_PASS))
        buf_add(out, "##vso[task.complete result=SucceededWithIssues;]\n");
}
