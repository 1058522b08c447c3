// Findings, checks and metrics of a stage.

#include "render/html_page.h"

#include "base/clean.h"
#include "doc/markup.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define HTML_MOST_FINDINGS  ((size_t)500)
#define HTML_OPEN_FINDINGS  ((size_t)25) // the others are folded
#define HTML_OPEN_PLACES    ((size_t)5)  // the others are folded
#define HTML_MOST_ROWS      ((size_t)1000)
#define HTML_LONGEST_VALUE  ((size_t)120)
#define HTML_LONGEST_FIGURE ((size_t)40)

static const char *const html_place_kinds[] = {
    [PLACE_DATA] = "data",
    [PLACE_SCHEMA] = "rule",
    [PLACE_SOURCE] = "source",
};

static void html_place(HtmlPage *page, const View *view, const Place *place)
{
    buf_format(page->out, "<li><span class=\"kind\">%s</span><code>",
               html_place_kinds[place->kind]);
    html_text(page, place_text(place, view->arena));
    buf_add(page->out, "</code>");
    if (place->field) {
        buf_add(page->out, "<span class=\"field\">");
        html_text(page, place->field);
        buf_add(page->out, "</span>");
    }
    if (place->value) {
        buf_add(page->out, "<q class=\"mono\">");
        html_text(page, clean_text_short(view->arena, place->value, HTML_LONGEST_VALUE));
        buf_add(page->out, "</q>");
    }
    buf_add(page->out, "</li>\n");
}

// Only the rule's lines, or only the others; those from the `first` to before the `last`.
static void html_places(HtmlPage *page, const View *view, const Finding *finding, bool rules,
                        size_t first, size_t last)
{
    size_t number = 0;
    buf_add(page->out, "<ul class=\"places\">\n");
    for (size_t i = 0; i < finding->places.count; i++) {
        const Place *place = &finding->places.items[i];
        if ((place->kind == PLACE_SCHEMA) != rules)
            continue;
        if (number >= first && number < last)
            html_place(page, view, place);
        number++;
    }
    buf_add(page->out, "</ul>\n");
}

static void html_all_places(HtmlPage *page, const View *view, const Finding *finding)
{
    size_t rules = 0;
    for (size_t i = 0; i < finding->places.count; i++)
        rules += finding->places.items[i].kind == PLACE_SCHEMA;
    size_t others = finding->places.count - rules;
    if (others)
        html_places(page, view, finding, false, 0, HTML_OPEN_PLACES);
    if (others > HTML_OPEN_PLACES) {
        buf_format(page->out, "<details><summary>%zu more places</summary>",
                   others - HTML_OPEN_PLACES);
        html_places(page, view, finding, false, HTML_OPEN_PLACES, others);
        buf_add(page->out, "</details>\n");
    }
    if (rules)
        html_places(page, view, finding, true, 0, rules);
}

static void html_rule(HtmlPage *page, const View *view, const Rule *rule)
{
    if (!rule || (text_empty(rule->explanation) && text_empty(rule->remedy)))
        return;
    buf_add(page->out, "<details><summary>Why it matters, what to do</summary>");
    if (!text_empty(rule->explanation)) {
        buf_add(page->out, "<p>");
        prose_append(page->out, rule->explanation, markup_xml, view->arena);
        buf_add(page->out, "</p>");
    }
    if (!text_empty(rule->remedy)) {
        buf_add(page->out, "<p><b>What to do:</b> ");
        prose_append(page->out, rule->remedy, markup_xml, view->arena);
        buf_add(page->out, "</p>");
    }
    buf_add(page->out, "</details>\n");
}

static void html_finding(HtmlPage *page, const View *view, const Finding *finding)
{
    const char *severity = severity_name(finding->severity);
    buf_format(page->out,
               "<li class=\"finding %s\"><div class=\"top\"><span class=\"pill %s\">%s</span>"
               "<code>",
               finding->known ? "known" : severity, severity, severity);
    html_text(page, finding->rule);
    buf_add(page->out, "</code>");
    if (finding->count > 1)
        buf_format(page->out, "<span>%" PRId64 " times</span>", finding->count);
    buf_add(page->out, "</div>\n<p class=\"say\">");
    html_text(page, finding->message);
    buf_add(page->out, "</p>\n");
    if (finding->known) {
        buf_add(page->out, "<p class=\"say\">");
        html_text(page, known_text(finding->known, view->arena));
        buf_add(page->out, "</p>\n");
    }
    html_all_places(page, view, finding);
    html_rule(page, view, view_rule(view, finding));
    buf_add(page->out, "</li>\n");
}

static size_t html_finding_list(HtmlPage *page, const View *view, const Finding *findings,
                                size_t count)
{
    size_t at = 0;
    buf_add(page->out, "<ul class=\"findings\">\n");
    for (; at < count && page->out->size < HTML_LARGEST; at++)
        html_finding(page, view, &findings[at]);
    buf_add(page->out, "</ul>\n");
    return at;
}

static void html_findings(HtmlPage *page, const View *view)
{
    const Finding *findings = view->report->findings.items;
    size_t count = view->report->findings.count;
    if (!count)
        return;
    size_t shown = html_finding_list(page, view, findings, MIN(count, HTML_OPEN_FINDINGS));
    if (count > HTML_OPEN_FINDINGS) {
        buf_format(page->out, "<details><summary>%zu more findings</summary>\n", count - shown);
        shown +=
            html_finding_list(page, view, findings + shown, MIN(count, HTML_MOST_FINDINGS) - shown);
        buf_add(page->out, "</details>\n");
    }
    if (shown < count)
        buf_format(page->out,
                   "<p class=\"hint\">%zu of lower rank are not shown here; the JSON report has "
                   "them all.</p>\n",
                   count - shown);
}

// Folded: nothing is to be done about them today.
static void html_known(HtmlPage *page, const View *view)
{
    const size_t count = view->known.count;
    if (!count)
        return;
    buf_format(page->out, "<details><summary>%s</summary>\n",
               count_text(count, "known finding", view->arena));
    const size_t shown =
        html_finding_list(page, view, view->known.items, MIN(count, HTML_MOST_FINDINGS));
    if (shown < count)
        buf_format(page->out, "<p class=\"hint\">… and %zu more</p>\n", count - shown);
    buf_add(page->out, "</details>\n");
}

// What was found or wanted, on several lines where it is a sentence.
static void html_figure(HtmlPage *page, const char *text)
{
    buf_add(page->out,
            strlen(text) > HTML_LONGEST_FIGURE ? "<td class=\"num wrap\">" : "<td class=\"num\">");
    html_text(page, text);
    buf_add(page->out, "</td>");
}

static void html_check(HtmlPage *page, const Check *check)
{
    buf_add(page->out, "<tr><th scope=\"row\">");
    html_text(page, check->name);
    if (check->message) {
        buf_add(page->out, "<br><small>");
        html_text(page, check->message);
        buf_add(page->out, "</small>");
    }
    buf_add(page->out, "</th><td>");
    html_verdict(page, check->verdict);
    if (check->known)
        buf_add(page->out, "<br><small>known</small>");
    buf_add(page->out, "</td>");
    html_figure(page, check->value ? check->value : "");
    html_figure(page, check->threshold ? check->threshold : "");
    buf_add(page->out, "</tr>\n");
}

static void html_checks(HtmlPage *page, const View *view)
{
    size_t count = view->report->checks.count;
    size_t shown = 0;
    if (!count)
        return;
    buf_add(page->out,
            "<div class=\"card\"><h3>Checks</h3><div class=\"scroll\"><table>\n<thead><tr>"
            "<th scope=\"col\">check</th><th scope=\"col\">verdict</th>"
            "<th scope=\"col\" class=\"num\">value</th><th scope=\"col\" class=\"num\">wanted</th>"
            "</tr></thead>\n<tbody>\n");
    for (; shown < MIN(count, HTML_MOST_ROWS) && page->out->size < HTML_LARGEST; shown++)
        html_check(page, &view->report->checks.items[shown]);
    buf_add(page->out, "</tbody></table></div>");
    if (shown < count)
        buf_format(page->out, "<p class=\"hint\">… and %zu more</p>", count - shown);
    buf_add(page->out, "</div>\n");
}

static void html_metric(HtmlPage *page, const View *view, const Metric *metric)
{
    buf_add(page->out, "<div><dt>");
    html_text(page, metric->name);
    buf_add(page->out, isnan(metric->value) ? "</dt><dd class=\"none\">" : "</dt><dd>");
    html_text(page, number_text(metric->value, metric->unit, view->arena));
    if (metric->has_interval) {
        buf_add(page->out, "<small>");
        html_text(page, number_text(metric->low, metric->unit, view->arena));
        buf_add(page->out, " to ");
        html_text(page, number_text(metric->high, metric->unit, view->arena));
        buf_add(page->out, "</small>");
    }
    buf_add(page->out, "</dd></div>\n");
}

static void html_metrics(HtmlPage *page, const View *view)
{
    size_t count = 0;
    size_t shown = 0;
    for (size_t i = 0; i < view->report->metrics.count; i++)
        count += !view->report->metrics.items[i].detail;
    if (!count)
        return;
    buf_add(page->out, "<dl class=\"metrics\" aria-label=\"metrics\">\n");
    for (size_t i = 0; shown < MIN(count, HTML_MOST_ROWS) && page->out->size < HTML_LARGEST; i++) {
        const Metric *metric = &view->report->metrics.items[i];
        if (metric->detail)
            continue;
        html_metric(page, view, metric);
        shown++;
    }
    buf_add(page->out, "</dl>\n");
    if (shown < count)
        buf_format(page->out, "<p class=\"hint\">… and %zu more metrics</p>\n", count - shown);
}

static void html_reproduce(HtmlPage *page, const View *view)
{
    if (view->verdict == VERDICT_PASS || !view->report->reproduce)
        return;
    buf_add(page->out, "<p class=\"again\">Reproduce it: <code>");
    html_text(page, view->report->reproduce);
    buf_add(page->out, "</code></p>\n");
}

void html_stage_body(HtmlPage *page, const View *view)
{
    const Report *report = view->report;
    html_findings(page, view);
    html_known(page, view);
    html_reproduce(page, view);
    html_checks(page, view);
    html_metrics(page, view);
    html_sections(page, view);
    if (!report->findings.count && !view->known.count && !report->checks.count &&
        !report->metrics.count && !report->sections.count)
        buf_add(page->out, "<p class=\"hint\">There is nothing to report.</p>\n");
}
