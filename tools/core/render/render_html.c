// The report as one page that needs nothing else: no scripts, no fonts, no files, no network.

#include "base/clean.h"
#include "doc/markup.h"
#include "render/formats.h"
#include "render/html_page.h"

// Nothing may be loaded or run, whatever a text from outside says.
#define HTML_POLICY                                                                                \
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

void html_text(HtmlPage *page, const char *text)
{
    markup_xml(page->out, text);
}

void html_verdict(HtmlPage *page, Verdict verdict)
{
    const char *name = verdict_name(verdict);
    buf_format(page->out,
               "<span class=\"pill %s\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-%s\"/>"
               "</svg>%s</span>",
               name, name, name);
}

static void html_open(HtmlPage *page, const char *title, Verdict verdict)
{
    buf_add(page->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"" HTML_POLICY "\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n");
    buf_format(page->out, "<title>%s: ", verdict_name(verdict));
    html_text(page, title);
    buf_format(page->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n%s", html_style,
               html_icons);
}

static void html_headline(HtmlPage *page, const char *title, Verdict verdict, const char *summary)
{
    const char *name = verdict_name(verdict);
    buf_format(page->out,
               "<header class=\"head %s\"><div>\n<p class=\"brand\"><svg class=\"i\" "
               "aria-hidden=\"true\"><use href=\"#i-sluice\"/></svg>sluice</p>\n"
               "<div class=\"headline\"><span class=\"seal\"><svg class=\"i\" aria-hidden=\"true\">"
               "<use href=\"#i-%s\"/></svg></span>\n<div><h1>",
               name, name);
    html_text(page, title);
    buf_format(page->out, ": <b>%s</b></h1>\n<p>", name);
    html_text(page, summary);
    buf_add(page->out, "</p></div></div>\n");
}

static void html_strip(HtmlPage *page, const PipelinePage *pipeline, const View *views)
{
    buf_add(page->out, "<nav aria-label=\"stages\"><ol class=\"strip\">\n");
    for (size_t i = 0; i < pipeline->count; i++) {
        const char *name = verdict_name(views[i].verdict);
        buf_format(page->out,
                   "<li class=\"%s\"><a href=\"#stage-%zu\"><svg class=\"i\" role=\"img\" "
                   "aria-label=\"%s\"><use href=\"#i-%s\"/></svg>",
                   name, i + 1, name, name);
        html_text(page, views[i].report->stage);
        buf_add(page->out, "</a></li>\n");
    }
    for (size_t i = 0; i < pipeline->waiting_count; i++) {
        buf_add(page->out, "<li class=\"waiting\"><span title=\"did not run\">");
        html_text(page, pipeline->waiting[i]);
        buf_add(page->out, "</span></li>\n");
    }
    buf_add(page->out, "</ol></nav>\n");
}

static void html_stage_head(HtmlPage *page, const View *view, size_t number)
{
    buf_format(page->out, "<section class=\"stage\" id=\"stage-%zu\">\n<header><h2>", number);
    html_text(page, view->report->stage);
    buf_add(page->out, "</h2>");
    html_verdict(page, view->verdict);
    buf_add(page->out, "<p>");
    if (!text_equal(view->report->stage, view->report->tool)) {
        html_text(page, view->report->tool);
        buf_add(page->out, ": ");
    }
    html_text(page, view_summary(view));
    buf_add(page->out, "</p></header>\n");
}

static void html_close(HtmlPage *page, const View *views, size_t count)
{
    buf_add(page->out, "</main>\n<footer>");
    for (size_t i = 0; i < count; i++) {
        buf_add(page->out, i ? " · " : "");
        html_text(page, views[i].report->tool);
        buf_add_char(page->out, ' ');
        html_text(page, views[i].report->version);
    }
    buf_add(page->out, "</footer>\n</body>\n</html>\n");
}

void render_html(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    HtmlPage page = {.out = out};
    html_open(&page, view_stage(&view), view.verdict);
    html_headline(&page, view_stage(&view), view.verdict, view_summary(&view));
    buf_add(out, "</div></header>\n<main>\n<section class=\"stage\">\n");
    html_stage_body(&page, &view);
    buf_add(out, "</section>\n");
    html_close(&page, &view, 1);
}

// "3 of 5 stages passed; look at train-model; 1 stage did not run".
static const char *html_pipeline_summary(const PipelinePage *page, const View *views, Arena *arena)
{
    size_t passed = 0;
    TextList red = {0};
    for (size_t i = 0; i < page->count; i++) {
        if (views[i].verdict == VERDICT_PASS)
            passed++;
        else
            *list_push(arena, &red) = views[i].report->stage;
    }
    const char *waiting = "";
    if (page->waiting_count)
        waiting = arena_format(arena, "; %s did not run",
                               count_text(page->waiting_count, "stage", arena));
    const char *all = count_text(page->count + page->waiting_count, "stage", arena);
    if (!red.count && !page->waiting_count)
        return arena_format(arena, "%s passed", all);
    if (!red.count)
        return arena_format(arena, "%zu of %s passed%s", passed, all, waiting);
    return arena_format(arena, "%zu of %s passed; look at %s%s", passed, all,
                        text_join(arena, &red, ", "), waiting);
}

void render_html_pipeline(const PipelinePage *pipeline, Buf *out)
{
    scoped_arena arena = arena_open();
    const View *views = view_all(pipeline->reports, pipeline->count, arena);
    const Verdict verdict = view_worst(views, pipeline->count);
    const char *clean = clean_text_short(arena, pipeline->title, VIEW_LONGEST_TEXT);
    HtmlPage page = {.out = out};
    html_open(&page, clean, verdict);
    html_headline(&page, clean, verdict, html_pipeline_summary(pipeline, views, arena));
    html_strip(&page, pipeline, views);
    buf_add(out, "</div></header>\n<main>\n");
    for (size_t i = 0; i < pipeline->count; i++) {
        html_stage_head(&page, &views[i], i + 1);
        html_stage_body(&page, &views[i]);
        buf_add(out, "</section>\n");
    }
    html_close(&page, views, pipeline->count);
}
