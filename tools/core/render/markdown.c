#include "render/markdown.h"

#include "base/clean.h"
#include "doc/markup.h"

#include <inttypes.h>
#include <stdlib.h>

// Room kept for the closing note.
#define MARKDOWN_RESERVE ((size_t)300)

// Longer cells are cut: a table is to be read.
#define MARKDOWN_MOST_FINDINGS ((size_t)20) // beside those in <details>
#define MARKDOWN_MOST_CHECKS   ((size_t)60) // of more, those that passed are in <details>
#define MARKDOWN_MOST_ROWS     ((size_t)200)
#define MARKDOWN_LONGEST_CELL  ((size_t)600)

static const char *const markdown_verdicts[] = {
    [VERDICT_PASS] = "✅ pass",
    [VERDICT_FAIL] = "❌ fail",
    [VERDICT_INCONCLUSIVE] = "⚠️ inconclusive",
    [VERDICT_ERROR] = "💥 error",
};

static const char *const markdown_severities[] = {
    [SEVERITY_NOTICE] = "ℹ️ notice",
    [SEVERITY_WARNING] = "⚠️ warning",
    [SEVERITY_ERROR] = "❌ error",
};

#define MARKDOWN_KNOWN "🟡 known"

const char *markdown_verdict(Verdict verdict)
{
    return markdown_verdicts[verdict];
}

void markdown_piece(Markdown *markdown, const Buf *piece)
{
    size_t limit = markdown->limit - MIN(markdown->limit, MARKDOWN_RESERVE);
    if (markdown->cut || markdown->out->size + piece->size > limit)
        markdown->cut = true;
    else
        buf_append(markdown->out, buf_text(piece), piece->size);
}

static void markdown_add(Markdown *markdown, const char *text)
{
    scoped_buf piece = BUF_EMPTY;
    buf_add(&piece, text);
    markdown_piece(markdown, &piece);
}

void markdown_finish(Markdown *markdown)
{
    if (markdown->cut)
        buf_add(markdown->out, "\n> ✂️ The rest did not fit here: `--report json=FILE` and "
                               "`--report html=FILE` have all of it.\n");
}

static void markdown_text(Buf *piece, const char *text)
{
    scoped_arena arena = arena_open();
    if (text)
        markup_markdown(piece, clean_text_short(arena, text, MARKDOWN_LONGEST_CELL));
}

static void markdown_code(Buf *piece, const char *text)
{
    buf_add(piece, "<code>");
    markdown_text(piece, text);
    buf_add(piece, "</code>");
}

static void markdown_cell(Buf *piece, const char *text)
{
    buf_add(piece, " ");
    markdown_text(piece, text);
    buf_add(piece, " |");
}

static void markdown_headline(Markdown *markdown, const View *view)
{
    scoped_buf piece = BUF_EMPTY;
    buf_format(&piece, "### %s: ", markdown_verdict(view->verdict));
    markdown_text(&piece, view_stage(view));
    buf_add(&piece, "\n\n");
    markdown_text(&piece, view_summary(view));
    buf_add(&piece, "\n\n");
    markdown_piece(markdown, &piece);
}

static void markdown_check(Markdown *markdown, const Check *check)
{
    scoped_buf piece = BUF_EMPTY;
    buf_add(&piece, "|");
    markdown_cell(&piece, check->name);
    buf_format(&piece, " %s |", check->known ? MARKDOWN_KNOWN : markdown_verdict(check->verdict));
    markdown_cell(&piece, check->value);
    markdown_cell(&piece, check->threshold);
    markdown_cell(&piece, check->message);
    buf_add(&piece, "\n");
    markdown_piece(markdown, &piece);
}

static bool markdown_has_many_checks(const View *view)
{
    return view->report->checks.count > MARKDOWN_MOST_CHECKS;
}

// The checks, or a part of them: those that passed, or those that did not.
static void markdown_checks_table(Markdown *markdown, const View *view, bool passed, bool others)
{
    const Report *report = view->report;
    const size_t wanted = (passed ? view->checks_passed : 0) +
                          (others ? report->checks.count - view->checks_passed : 0);
    if (wanted == 0)
        return;
    markdown_add(markdown, "| check | | value | wanted | |\n"
                           "| --- | --- | ---: | :--- | --- |\n");
    for (size_t i = 0; i < report->checks.count; i++) {
        const Check *check = &report->checks.items[i];
        if (check->verdict == VERDICT_PASS ? passed : others)
            markdown_check(markdown, check);
    }
    markdown_add(markdown, "\n");
}

// Where there are many, what passed leaves its room to what was found.
static void markdown_passed(Markdown *markdown, const View *view)
{
    scoped_buf piece = BUF_EMPTY;
    if (!markdown_has_many_checks(view) || view->checks_passed == 0)
        return;
    buf_format(&piece, "<details><summary>%s passed</summary>\n\n",
               count_text(view->checks_passed, "check", view->arena));
    markdown_piece(markdown, &piece);
    if (markdown->cut)
        return;
    markdown_checks_table(markdown, view, true, false);
    buf_add(markdown->out, "\n</details>\n\n");
}

static void markdown_finding(Markdown *markdown, const View *view, const Finding *finding)
{
    scoped_buf piece = BUF_EMPTY;
    buf_format(&piece, "| %s | ",
               finding->known ? MARKDOWN_KNOWN : markdown_severities[finding->severity]);
    if (finding->places.count)
        markdown_code(&piece, place_text(&finding->places.items[0], view->arena));
    const Place *anchor = finding_anchor(finding);
    if (anchor && anchor != &finding->places.items[0]) {
        buf_add(&piece, "<br>rule: ");
        markdown_code(&piece, place_text(anchor, view->arena));
    }
    buf_add(&piece, " |");
    markdown_cell(&piece,
                  finding->known ? known_text(finding->known, view->arena) : finding->message);
    buf_format(&piece, " %" PRId64 " | ", finding->count);
    markdown_code(&piece, finding->rule);
    buf_add(&piece, " |\n");
    markdown_piece(markdown, &piece);
}

static void markdown_findings_table(Markdown *markdown, const View *view, const Finding *findings,
                                    size_t count)
{
    markdown_add(markdown, "| | where | what | times | rule |\n"
                           "| --- | --- | --- | ---: | --- |\n");
    for (size_t i = 0; i < count; i++)
        markdown_finding(markdown, view, &findings[i]);
    markdown_add(markdown, "\n");
}

static void markdown_folded_findings(Markdown *markdown, const View *view, const Finding *findings,
                                     size_t count, const char *noun)
{
    if (!count)
        return;
    scoped_buf piece = BUF_EMPTY;
    buf_format(&piece, "<details><summary>%s</summary>\n\n", count_text(count, noun, view->arena));
    markdown_piece(markdown, &piece);
    if (markdown->cut)
        return;
    markdown_findings_table(markdown, view, findings, count);
    // Closed even where the rest was cut: the note behind it would be folded away.
    buf_add(markdown->out, "\n</details>\n\n");
}

// The severest first, then those that count most, then as they were found.
static int markdown_compare(const void *a, const void *b)
{
    const Finding *const *one = a;
    const Finding *const *other = b;
    if ((*one)->severity != (*other)->severity)
        return (*one)->severity > (*other)->severity ? -1 : 1;
    if ((*one)->count != (*other)->count)
        return (*one)->count > (*other)->count ? -1 : 1;
    return (*one > *other) - (*one < *other);
}

// Where not all are seen at once, those come first that matter most.
static const Finding *markdown_rank(const View *view)
{
    const size_t count = view->report->findings.count;
    if (count <= MARKDOWN_MOST_FINDINGS)
        return view->report->findings.items;
    const Finding **order = arena_array(view->arena, const Finding *, count);
    Finding *ranked = arena_array(view->arena, Finding, count);
    for (size_t i = 0; i < count; i++)
        order[i] = &view->report->findings.items[i];
    qsort(order, count, sizeof(const Finding *), markdown_compare);
    for (size_t i = 0; i < count; i++)
        ranked[i] = *order[i];
    return ranked;
}

static void markdown_findings(Markdown *markdown, const View *view)
{
    const Finding *findings = markdown_rank(view);
    size_t count = view->report->findings.count;
    size_t shown = MIN(count, MARKDOWN_MOST_FINDINGS);
    if (count)
        markdown_findings_table(markdown, view, findings, shown);
    if (shown < count)
        markdown_folded_findings(markdown, view, findings + shown, count - shown, "more finding");
    markdown_folded_findings(markdown, view, view->known.items, view->known.count, "known finding");
}

static void markdown_remedies(Markdown *markdown, const View *view)
{
    const Report *report = view->report;
    for (size_t i = 0; i < report->rule_count; i++) {
        const Rule *rule = &report->rules[i];
        bool found = false;
        for (size_t j = 0; j < report->findings.count && !found; j++)
            found = text_equal(report->findings.items[j].rule, rule->name);
        if (!found || text_empty(rule->remedy))
            continue;
        scoped_buf piece = BUF_EMPTY;
        buf_add(&piece, "- ");
        markdown_code(&piece, rule->name);
        buf_add(&piece, ": ");
        prose_append(&piece, rule->remedy, markup_markdown, view->arena);
        buf_add(&piece, "\n");
        markdown_piece(markdown, &piece);
    }
}

static void markdown_metrics(Markdown *markdown, const View *view)
{
    const Report *report = view->report;
    scoped_buf piece = BUF_EMPTY;
    size_t left = 0;
    for (size_t i = 0; i < report->metrics.count; i++)
        left += !report->metrics.items[i].detail;
    if (left)
        buf_add(&piece, "| metric | value |\n| --- | ---: |\n");
    markdown_piece(markdown, &piece);
    for (size_t i = 0; i < report->metrics.count; i++) {
        const Metric *metric = &report->metrics.items[i];
        if (metric->detail)
            continue;
        buf_clear(&piece);
        buf_add(&piece, "|");
        markdown_cell(&piece, metric->name);
        markdown_cell(&piece, metric_text(metric, view->arena));
        buf_add(&piece, --left ? "\n" : "\n\n");
        markdown_piece(markdown, &piece);
    }
}

// A table of Markdown needs as many cells in its head as anywhere.
static void markdown_row(Buf *piece, const char *const *cells, size_t count, size_t columns)
{
    buf_add(piece, "|");
    for (size_t i = 0; i < columns; i++)
        markdown_cell(piece, i < count ? cells[i] : "");
    buf_add(piece, "\n");
}

static void markdown_table(Markdown *markdown, const Section *section)
{
    scoped_buf piece = BUF_EMPTY;
    buf_add(&piece, "<details><summary>");
    markdown_text(&piece, section->title);
    buf_add(&piece, "</summary>\n\n");
    size_t columns = section->columns.count;
    for (size_t i = 0; i < section->rows.count; i++)
        columns = MAX(columns, section->rows.items[i].cells.count);
    markdown_row(&piece, section->columns.items, section->columns.count, columns);
    buf_add(&piece, "|");
    for (size_t i = 0; i < columns; i++)
        buf_add(&piece, " --- |");
    buf_add(&piece, "\n");
    size_t shown = MIN(section->rows.count, MARKDOWN_MOST_ROWS);
    for (size_t i = 0; i < shown; i++)
        markdown_row(&piece, section->rows.items[i].cells.items, section->rows.items[i].cells.count,
                     columns);
    if (shown < section->rows.count)
        buf_format(&piece, "\n… and %zu more rows\n", section->rows.count - shown);
    buf_add(&piece, "\n</details>\n\n");
    markdown_piece(markdown, &piece);
}

static void markdown_reproduce(Markdown *markdown, const View *view)
{
    if (view->verdict == VERDICT_PASS || !view->report->reproduce)
        return;
    scoped_buf piece = BUF_EMPTY;
    buf_add(&piece, "\nReproduce: ");
    markdown_code(&piece, view->report->reproduce);
    buf_add(&piece, "\n\n");
    markdown_piece(markdown, &piece);
}

void markdown_report(Markdown *markdown, const View *view)
{
    const Report *report = view->report;
    markdown_headline(markdown, view);
    markdown_checks_table(markdown, view, !markdown_has_many_checks(view), true);
    markdown_findings(markdown, view);
    markdown_remedies(markdown, view);
    markdown_reproduce(markdown, view);
    markdown_metrics(markdown, view);
    for (size_t i = 0; i < report->sections.count; i++) {
        if (report->sections.items[i].detail)
            continue;
        if (report->sections.items[i].kind == SECTION_TABLE)
            markdown_table(markdown, &report->sections.items[i]);
        else
            markdown_chart(markdown, view, &report->sections.items[i]);
    }
    markdown_passed(markdown, view);
}
