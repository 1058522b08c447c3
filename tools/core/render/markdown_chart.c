// Charts in Markdown: Mermaid where it is drawn, a table where it is not.

#include "doc/markup.h"
#include "render/markdown.h"
#include "render/sparkline.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// Longer or more series would be a thicket.
#define MERMAID_MOST_VALUES ((size_t)200)
#define MERMAID_MOST_SERIES ((size_t)4)
// More labels than this run into each other; the axis is numbered then.
#define MERMAID_MOST_LABELS ((size_t)24)
#define MERMAID_LONGEST     ((size_t)60)

// Those of the page; the first of Mermaid's own is hardly to be seen.
#define MERMAID_COLORS                                                                             \
    "%%{init: {\"themeVariables\": {\"xyChart\": {\"plotColorPalette\": "                          \
    "\"#2b78c5, #d2600c, #7a4fc0, #11805f\"}}}}%%"

#define CHART_MOST_ROWS ((size_t)200)
#define CHART_SPARKLINE ((size_t)60)

// A text between quotes. Mermaid knows no escapes, so what could end it or start something becomes
// a blank.
static void mermaid_text(Buf *out, const char *text)
{
    size_t written = 0;
    bool visible = false;
    buf_add_char(out, '"');
    for (; *text && written < MERMAID_LONGEST; text++, written++) {
        bool harmless = isalnum((unsigned char)*text) || strchr(".,:()/%+-_=", *text);
        harmless = harmless && !text_starts(text, "%%"); // a comment, also in a text
        buf_add_char(out, harmless ? *text : ' ');
        visible = visible || harmless;
    }
    buf_add(out, visible ? "\"" : "-\"");
}

// Mermaid reads no exponents; five digits are more than a picture shows.
static void mermaid_number(Buf *out, double number, double largest)
{
    int magnitude = largest > 0 ? (int)floor(log10(largest)) : 0;
    char digits[64];
    int size = snprintf(digits, sizeof digits, "%.*f", MIN(MAX(4 - magnitude, 1), 12), number);
    while (digits[size - 1] == '0')
        size--;
    if (digits[size - 1] == '.')
        size--;
    buf_append(out, digits, (size_t)size);
}

static bool mermaid_can_draw(const Section *section, double low, double high)
{
    double largest = fmax(fabs(low), fabs(high));
    if (section->series.count == 0 || section->series.count > MERMAID_MOST_SERIES)
        return false;
    if (largest > 1e12 || (largest > 0 && largest < 1e-6) || low == high)
        return false;
    size_t count = section->series.items[0].values.count;
    for (size_t i = 0; i < section->series.count; i++) {
        const SectionSeries *series = &section->series.items[i];
        if (series->values.count != count || count < 2 || count > MERMAID_MOST_VALUES)
            return false;
        for (size_t j = 0; j < count; j++) {
            if (!isfinite(series->values.items[j]))
                return false;
        }
    }
    return true;
}

// Bars that stand before each other would hide each other: all but the first are lines.
static const char *mermaid_shape(const Section *section, size_t series)
{
    return section->kind == SECTION_LINE || series ? "line" : "bar";
}

static void mermaid_chart(Buf *piece, const Section *section, double low, double high)
{
    double largest = fmax(fabs(low), fabs(high));
    size_t count = section->series.items[0].values.count;
    buf_add(piece, "```mermaid\n" MERMAID_COLORS "\nxychart-beta\n  title ");
    mermaid_text(piece, section->title);
    if (section->x_labels.count >= count && count <= MERMAID_MOST_LABELS) {
        buf_add(piece, "\n  x-axis [");
        for (size_t i = 0; i < count; i++) {
            buf_add(piece, i ? ", " : "");
            mermaid_text(piece, section->x_labels.items[i]);
        }
        buf_add(piece, "]");
    } else {
        buf_format(piece, "\n  x-axis 1 --> %zu", count);
    }
    buf_add(piece, "\n  y-axis ");
    if (!text_empty(section->unit)) {
        mermaid_text(piece, section->unit);
        buf_add_char(piece, ' ');
    }
    mermaid_number(piece, low, largest);
    buf_add(piece, " --> ");
    mermaid_number(piece, high, largest);
    for (size_t i = 0; i < section->series.count; i++) {
        buf_format(piece, "\n  %s [", mermaid_shape(section, i));
        for (size_t j = 0; j < count; j++) {
            buf_add(piece, j ? ", " : "");
            mermaid_number(piece, section->series.items[i].values.items[j], largest);
        }
        buf_add(piece, "]");
    }
    buf_add(piece, "\n```\n\n");
}

static void chart_legend(Buf *piece, const Section *section)
{
    static const char *const colors[MERMAID_MOST_SERIES] = {"blue", "orange", "violet", "green"};
    for (size_t i = 0; i < section->series.count && section->series.count > 1; i++) {
        buf_format(piece, "%s%s %s: ", i ? ", " : "", colors[i], mermaid_shape(section, i));
        markup_markdown(piece, section->series.items[i].name);
    }
    buf_add(piece, section->series.count > 1 ? "\n\n" : "");
}

// The label of a value; a histogram may name the bounds of its bins.
static void chart_label(Buf *piece, const Section *section, size_t index, size_t count)
{
    bool bounds = section->kind == SECTION_HISTOGRAM && section->x_labels.count == count + 1;
    if (index < section->x_labels.count)
        markup_markdown(piece, section->x_labels.items[index]);
    else
        buf_format(piece, "%zu", index + 1);
    if (bounds) {
        buf_add(piece, " to ");
        markup_markdown(piece, section->x_labels.items[index + 1]);
    }
}

static void chart_values(Buf *piece, const View *view, const Section *section, size_t count)
{
    buf_add(piece, "| ");
    if (!text_empty(section->unit)) {
        buf_add(piece, "in ");
        markup_markdown(piece, section->unit);
    }
    buf_add(piece, " |");
    for (size_t i = 0; i < section->series.count; i++) {
        buf_add_char(piece, ' ');
        markup_markdown(piece, section->series.items[i].name);
        buf_add(piece, " |");
    }
    buf_add(piece, "\n| --- |");
    for (size_t i = 0; i < section->series.count; i++)
        buf_add(piece, " ---: |");
    buf_add(piece, "\n");
    for (size_t j = 0; j < MIN(count, CHART_MOST_ROWS); j++) {
        buf_add(piece, "| ");
        chart_label(piece, section, j, count);
        buf_add(piece, " |");
        for (size_t i = 0; i < section->series.count; i++) {
            const SectionSeries *series = &section->series.items[i];
            double value = j < series->values.count ? series->values.items[j] : NAN;
            buf_add_char(piece, ' ');
            if (!isnan(value))
                markup_markdown(piece, number_text(value, NULL, view->arena));
            buf_add(piece, " |");
        }
        buf_add(piece, "\n");
    }
    if (count > CHART_MOST_ROWS)
        buf_format(piece, "\n… and %zu more rows\n", count - CHART_MOST_ROWS);
}

void markdown_chart(Markdown *markdown, const View *view, const Section *section)
{
    double low = 0;
    double high = 0;
    if (!section_range(section, &low, &high))
        return;
    bool drawn = markdown->charts && mermaid_can_draw(section, low, high);
    scoped_buf piece = BUF_EMPTY;
    if (drawn) {
        mermaid_chart(&piece, section, low, high);
        chart_legend(&piece, section);
    }
    size_t count = 0;
    buf_add(&piece, "<details><summary>");
    markup_markdown(&piece, section->title);
    for (size_t i = 0; i < section->series.count; i++) {
        const SectionSeries *series = &section->series.items[i];
        count = MAX(count, series->values.count);
        if (!drawn && i < MERMAID_MOST_SERIES)
            buf_format(&piece, " %s",
                       sparkline_text(series, low, high, CHART_SPARKLINE, view->arena));
    }
    buf_add(&piece, drawn ? ": values</summary>\n\n" : "</summary>\n\n");
    chart_values(&piece, view, section, count);
    buf_add(&piece, "\n</details>\n\n");
    markdown_piece(markdown, &piece);
}
