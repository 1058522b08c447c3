// The report as the summary of a GitHub step.

#include "render/formats.h"
#include "render/markdown.h"

void render_summary(const Report *report, const RenderOptions *options, Buf *out)
{
    const size_t limit = options->room ? options->room : MARKDOWN_SUMMARY;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    const View view = view_new(report, arena);
    Markdown markdown = {.out = &text, .limit = limit, .charts = true};
    markdown_report(&markdown, &view);
    markdown_finish(&markdown);
    buf_append(out, buf_text(&text), text.size);
}
