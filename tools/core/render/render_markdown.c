// The report as Markdown for comments on pull and merge requests.

#include "base/clean.h"
#include "doc/markup.h"
#include "render/formats.h"
#include "render/markdown.h"

void render_markdown(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    const View view = view_new(report, arena);
    Markdown markdown = {.out = &text, .limit = MARKDOWN_COMMENT, .charts = true};
    markdown_report(&markdown, &view);
    markdown_finish(&markdown);
    buf_append(out, buf_text(&text), text.size);
}

// One line a stage, so that the end of a long pipeline is seen without scrolling.
static void markdown_overview(Markdown *markdown, const PipelinePage *page, const View *views)
{
    scoped_buf piece = BUF_EMPTY;
    scoped_arena arena = arena_open();
    buf_add(&piece, "| stage | | |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < page->count; i++) {
        buf_add(&piece, "| ");
        markup_markdown(&piece, view_stage(&views[i]));
        buf_format(&piece, " | %s | ", markdown_verdict(views[i].verdict));
        markup_markdown(&piece, view_summary(&views[i]));
        buf_add(&piece, " |\n");
    }
    for (size_t i = 0; i < page->waiting_count; i++) {
        buf_add(&piece, "| ");
        markup_markdown(&piece, clean_text_short(arena, page->waiting[i], VIEW_LONGEST_TEXT));
        buf_add(&piece, " | ⚪ | did not run |\n");
    }
    buf_add(&piece, "\n");
    markdown_piece(markdown, &piece);
}

void render_markdown_pipeline(const PipelinePage *page, Buf *out)
{
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    View *views = view_all(page->reports, page->count, arena);
    Markdown markdown = {.out = &text, .limit = MARKDOWN_COMMENT, .charts = true};
    scoped_buf piece = BUF_EMPTY;
    buf_format(&piece, "## %s: ", markdown_verdict(view_worst(views, page->count)));
    markup_markdown(&piece, clean_text(arena, page->title));
    buf_add(&piece, "\n\n");
    markdown_piece(&markdown, &piece);
    markdown_overview(&markdown, page, views);

    // Red stages first: what does not fit is what nobody misses.
    for (int red = 1; red >= 0; red--) {
        for (size_t i = 0; i < page->count; i++) {
            if ((views[i].verdict != VERDICT_PASS) == red)
                markdown_report(&markdown, &views[i]);
        }
    }
    markdown_finish(&markdown);
    buf_append(out, buf_text(&text), text.size);
}
