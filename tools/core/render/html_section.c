// Tables and charts of a stage.

#include "render/html_page.h"
#include "render/svg_chart.h"

#include "base/clean.h"

#include <math.h>
#include <string.h>

#define HTML_MOST_ROWS     ((size_t)500)
#define HTML_LONGEST_CELL  ((size_t)300)
#define HTML_MOST_SECTIONS ((size_t)300)

#define HTML_LONGEST_WORD ((size_t)24)

// A date or a short name is not broken at its hyphens; a sentence does not become a tower.
static const char *html_cell_class(const char *text, bool number)
{
    const bool sentence = strchr(text, ' ') != NULL;
    if (number)
        return " class=\"num\"";
    if (strlen(text) > HTML_LONGEST_WORD)
        return sentence ? " class=\"long\"" : " class=\"name\"";
    return !sentence && strchr(text, '-') ? " class=\"word\"" : "";
}

static void html_cell(HtmlPage *page, const char *text, const char *element, bool number)
{
    scoped_arena arena = arena_open();
    buf_format(page->out, "<%s%s>", element, html_cell_class(text, number));
    html_text(page, clean_text_short(arena, text, HTML_LONGEST_CELL));
    buf_format(page->out, "</%.2s>", element);
}

// Whether a column holds numbers and blanks only: it is set to the right.
static bool html_column_is_number(const Section *section, size_t column)
{
    double number = 0;
    size_t numbers = 0;
    for (size_t i = 0; i < section->rows.count; i++) {
        const SectionRow *row = &section->rows.items[i];
        if (column >= row->cells.count || !*row->cells.items[column])
            continue;
        if (!text_to_real(row->cells.items[column], &number))
            return false;
        numbers++;
    }
    return numbers > 0;
}

static void html_more(HtmlPage *page, size_t count)
{
    if (count)
        buf_format(page->out, "<p class=\"hint\">… and %zu more rows</p>\n", count);
}

static size_t html_rows(HtmlPage *page, const Section *section, const bool *numbers)
{
    size_t shown = 0;
    for (; shown < MIN(section->rows.count, HTML_MOST_ROWS) && page->out->size < HTML_LARGEST;
         shown++) {
        const SectionRow *row = &section->rows.items[shown];
        buf_add(page->out, "<tr>");
        for (size_t i = 0; i < row->cells.count; i++)
            html_cell(page, row->cells.items[i], "td", i < section->columns.count && numbers[i]);
        buf_add(page->out, "</tr>\n");
    }
    return shown;
}

static void html_table(HtmlPage *page, const View *view, const Section *section)
{
    size_t columns = section->columns.count;
    bool *numbers = arena_array(view->arena, bool, columns);
    buf_add(page->out, "<div class=\"card\"><h3>");
    html_text(page, section->title);
    buf_add(page->out, "</h3><div class=\"scroll\"><table>\n");
    buf_add(page->out, columns ? "<thead><tr>" : "");
    for (size_t i = 0; i < columns; i++) {
        numbers[i] = html_column_is_number(section, i);
        html_cell(page, section->columns.items[i], "th scope=\"col\"", numbers[i]);
    }
    buf_add(page->out, columns ? "</tr></thead>\n<tbody>\n" : "<tbody>\n");
    size_t shown = html_rows(page, section, numbers);
    buf_add(page->out, "</tbody></table></div>\n");
    html_more(page, section->rows.count - shown);
    buf_add(page->out, "</div>\n");
}

static void html_legend(HtmlPage *page, const Section *section)
{
    if (section->series.count < 2)
        return;
    buf_add(page->out, "<ul class=\"legend\">");
    for (size_t i = 0; i < MIN(section->series.count, SVG_MOST_SERIES); i++) {
        buf_format(page->out, "<li class=\"s%zu\">", i + 1);
        html_text(page, section->series.items[i].name);
        buf_add(page->out, "</li>");
    }
    buf_add(page->out, "</ul>\n");
}

// The values of a chart as a table, for those who do not see it and those who want digits.
static void html_value_row(HtmlPage *page, const View *view, const Section *section, size_t index,
                           bool bounds)
{
    buf_add(page->out, "<tr><th scope=\"row\">");
    if (index < section->x_labels.count)
        html_text(page, section->x_labels.items[index]);
    else
        buf_format(page->out, "%zu", index + 1);
    if (bounds) {
        buf_add(page->out, " to ");
        html_text(page, section->x_labels.items[index + 1]);
    }
    buf_add(page->out, "</th>");
    for (size_t i = 0; i < section->series.count; i++) {
        const SectionSeries *series = &section->series.items[i];
        double value = index < series->values.count ? series->values.items[index] : NAN;
        html_cell(page, isnan(value) ? "" : number_text(value, NULL, view->arena), "td", true);
    }
    buf_add(page->out, "</tr>\n");
}

static void html_values(HtmlPage *page, const View *view, const Section *section)
{
    size_t count = 0;
    for (size_t i = 0; i < section->series.count; i++)
        count = MAX(count, section->series.items[i].values.count);
    bool bounds = section->kind == SECTION_HISTOGRAM && section->x_labels.count == count + 1;
    buf_add(page->out, "<details><summary>Values</summary><div class=\"scroll\"><table>\n<thead>"
                       "<tr><td></td>");
    for (size_t i = 0; i < section->series.count; i++)
        html_cell(page, section->series.items[i].name, "th scope=\"col\"", true);
    buf_add(page->out, "</tr></thead>\n<tbody>\n");
    size_t shown = 0;
    for (; shown < MIN(count, HTML_MOST_ROWS) && page->out->size < HTML_LARGEST; shown++)
        html_value_row(page, view, section, shown, bounds);
    buf_add(page->out, "</tbody></table></div>\n");
    html_more(page, count - shown);
    buf_add(page->out, "</details>\n");
}

// What is told below a chart: few rows, a word first.
static void html_facts(HtmlPage *page, const Section *section)
{
    if (!section->rows.count)
        return;
    buf_add(page->out, "<table class=\"facts\">\n");
    if (section->columns.count > 2) {
        buf_add(page->out, "<thead><tr><td></td>");
        for (size_t i = 1; i < section->columns.count; i++)
            html_cell(page, section->columns.items[i], "th scope=\"col\"", false);
        buf_add(page->out, "</tr></thead>\n");
    }
    buf_add(page->out, "<tbody>\n");
    for (size_t i = 0; i < MIN(section->rows.count, HTML_MOST_ROWS); i++) {
        const SectionRow *row = &section->rows.items[i];
        const bool wide = row->cells.count < section->columns.count;
        buf_add(page->out, "<tr>");
        for (size_t k = 0; k < row->cells.count; k++)
            html_cell(page, row->cells.items[k],
                      k == 0                              ? "th scope=\"row\""
                      : wide && k + 1 == row->cells.count ? "td colspan=\"2\""
                                                          : "td",
                      false);
        buf_add(page->out, "</tr>\n");
    }
    buf_add(page->out, "</tbody></table>\n");
}

static void html_chart(HtmlPage *page, const View *view, const Section *section)
{
    buf_add(page->out, "<figure class=\"card\"><h3>");
    html_text(page, section->title);
    if (!text_empty(section->unit)) {
        buf_add(page->out, " <small>in ");
        html_text(page, section->unit);
        buf_add(page->out, "</small>");
    }
    buf_add(page->out, "</h3>\n");
    page->charts++;
    if (svg_chart(section, page->charts, view->arena, page->out))
        html_legend(page, section);
    else
        buf_add(page->out, "<p class=\"hint\">These values cannot be drawn.</p>\n");
    html_facts(page, section);
    html_values(page, view, section);
    buf_add(page->out, "</figure>\n");
}

void html_sections(HtmlPage *page, const View *view)
{
    size_t shown = MIN(view->report->sections.count, HTML_MOST_SECTIONS);
    bool in_grid = false;
    for (size_t i = 0; i < shown && page->out->size < HTML_LARGEST; i++) {
        const Section *section = &view->report->sections.items[i];
        bool chart = section->kind != SECTION_TABLE;
        // Charts that follow each other share a grid, tables have the whole width.
        if (chart != in_grid)
            buf_add(page->out, chart ? "<div class=\"grid\">\n" : "</div>\n");
        in_grid = chart;
        if (chart)
            html_chart(page, view, section);
        else
            html_table(page, view, section);
    }
    buf_add(page->out, in_grid ? "</div>\n" : "");
    if (shown < view->report->sections.count)
        buf_format(page->out, "<p class=\"hint\">… and %zu more tables and charts</p>\n",
                   view->report->sections.count - shown);
}
