#include "render/svg_chart.h"

#include "base/clean.h"
#include "doc/markup.h"
#include "render/sparkline.h"
#include "render/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Of the picture, in its own units; the page scales it.
#define SVG_WIDTH  480.0
#define SVG_HEIGHT 230.0
#define SVG_TOP    12.0
#define SVG_RIGHT  12.0
#define SVG_BOTTOM 32.0
#define SVG_LETTER 7.2 // width of a digit

#define SVG_TICKS          5
#define SVG_MOST_BARS      ((size_t)400)
#define SVG_MOST_POINTS    ((size_t)400) // a longer line shows the mean of neighbours
#define SVG_LONGEST_LABEL  ((size_t)14)
#define SVG_SHOW_POINTS_TO ((size_t)40) // markers on lines of so few values

typedef struct Chart {
    const Section *section;
    Arena *arena;
    Buf *out;
    size_t count; // of values in the longest series
    size_t shown; // series
    double low;   // of the axis
    double high;
    double step; // between ticks
    double left; // where the drawing starts
    double width;
    double height;
} Chart;

// 1, 2 or 5 times a power of ten, so that about `ticks` of them fit the range.
static double chart_step(double range, int ticks)
{
    double rough = range / ticks;
    double power = pow(10, floor(log10(rough)));
    double share = rough / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

static bool chart_measure(Chart *chart)
{
    if (!section_range(chart->section, &chart->low, &chart->high))
        return false;
    if (chart->low == chart->high) {
        double margin = chart->low == 0 ? 1 : fabs(chart->low) / 2;
        chart->low -= margin;
        chart->high += margin;
    }
    chart->step = chart_step(chart->high - chart->low, SVG_TICKS);
    chart->low = floor(chart->low / chart->step + 1e-9) * chart->step;
    chart->high = ceil(chart->high / chart->step - 1e-9) * chart->step;
    double range = chart->high - chart->low;
    return isfinite(range) && range > 0 && isfinite(chart->step) && chart->step > 0 &&
           range / chart->step < 100;
}

static double chart_y(const Chart *chart, double value)
{
    return SVG_TOP + (chart->high - value) / (chart->high - chart->low) * chart->height;
}

// The left edge of the slot of a value; lines stand in the middle of theirs.
static double chart_x(const Chart *chart, size_t index, size_t count)
{
    return chart->left + chart->width * (double)index / (double)count;
}

static char *chart_tick(const Chart *chart, double value)
{
    // What should be 0 may be a rest of rounding.
    double rounded = fabs(value) < chart->step / 1e6 ? 0 : value;
    return arena_format(chart->arena, "%.6g", rounded);
}

// Text in the picture, its start, middle or end at x.
static void chart_text(const Chart *chart, const char *anchor, double x, double y, const char *text)
{
    buf_format(chart->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
    markup_xml(chart->out, text);
    buf_add(chart->out, "</text>");
}

static int chart_ticks(const Chart *chart)
{
    return (int)lround((chart->high - chart->low) / chart->step);
}

static void chart_axis_y(Chart *chart)
{
    int ticks = chart_ticks(chart);
    size_t widest = 0;
    for (int i = 0; i <= ticks; i++)
        widest = MAX(widest, strlen(chart_tick(chart, chart->low + i * chart->step)));
    chart->left = SVG_LETTER * (double)widest + 12;
    chart->width = SVG_WIDTH - SVG_RIGHT - chart->left;
    for (int i = 0; i <= ticks; i++) {
        double value = chart->low + i * chart->step;
        double y = chart_y(chart, value);
        bool zero = fabs(value) < chart->step / 1e6;
        buf_format(chart->out,
                   "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                   zero ? "axis" : "mesh", chart->left, SVG_WIDTH - SVG_RIGHT, y, y);
        chart_text(chart, "end", chart->left - 6, y + 4, chart_tick(chart, value));
    }
}

static void chart_axis_x(const Chart *chart)
{
    const TextList *labels = &chart->section->x_labels;
    bool bounds = chart->section->kind == SECTION_HISTOGRAM && labels->count == chart->count + 1;
    size_t count = bounds ? labels->count : MIN(labels->count, chart->count);
    double widest = 1;
    const char **texts = arena_array(chart->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        texts[i] = clean_text_short(chart->arena, labels->items[i], SVG_LONGEST_LABEL);
        widest = fmax(widest, (double)strlen(texts[i]));
    }
    double room = chart->width / (widest * SVG_LETTER + 10);
    size_t stride = (size_t)ceil((double)count / fmax(room, 1));
    double end = 0; // of the label before
    for (size_t i = 0; i < count; i += MAX(stride, (size_t)1)) {
        double middle = bounds ? 0 : chart->width / (double)chart->count / 2;
        double x = chart_x(chart, i, chart->count) + middle;
        double width = SVG_LETTER * (double)strlen(texts[i]);
        // The last one may reach past the picture, or into the one before it.
        bool past = x + width / 2 > SVG_WIDTH;
        if (past && SVG_WIDTH - width < end + SVG_LETTER)
            break;
        end = x + width / 2;
        chart_text(chart, past ? "end" : "middle", past ? SVG_WIDTH : x,
                   SVG_HEIGHT - SVG_BOTTOM + 20, texts[i]);
    }
}

// What a pointer over a bar is told.
static void chart_hint(const Chart *chart, const SectionSeries *series, size_t index)
{
    const TextList *labels = &chart->section->x_labels;
    buf_add(chart->out, "<title>");
    markup_xml(chart->out, series->name);
    buf_add(chart->out, ": ");
    if (index < labels->count) {
        markup_xml(chart->out, labels->items[index]);
        buf_add(chart->out, ": ");
    }
    markup_xml(chart->out,
               number_text(series->values.items[index], chart->section->unit, chart->arena));
    buf_add(chart->out, "</title>");
}

static void chart_bar(const Chart *chart, const SectionSeries *series, size_t index, double x,
                      double width)
{
    double value = series->values.items[index];
    if (!isfinite(value) || value == 0)
        return;
    double from = chart_y(chart, fmax(value, 0));
    double to = chart_y(chart, fmin(value, 0));
    buf_format(chart->out, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" rx=\"1.5\">",
               x, from, fmax(width, 0.3), fmax(to - from, 0.5));
    chart_hint(chart, series, index);
    buf_add(chart->out, "</rect>");
}

// Bars side by side in the slot of their label.
static void chart_bars(const Chart *chart, size_t number, size_t slots)
{
    const SectionSeries *series = &chart->section->series.items[number];
    double slot = chart->width / (double)chart->count;
    double gap = slots == 1 && chart->section->kind == SECTION_HISTOGRAM ? 0.04 : 0.16;
    double width = slot * (1 - 2 * gap) / (double)slots;
    buf_format(chart->out, "<g class=\"bars s%zu\">", number + 1);
    for (size_t i = 0; i < series->values.count; i++)
        chart_bar(chart, series, i,
                  chart_x(chart, i, chart->count) + slot * gap + width * (double)(number % slots),
                  width);
    buf_add(chart->out, "</g>");
}

// The outline of a histogram, to be laid over the bars of another.
static void chart_outline(const Chart *chart, size_t number)
{
    const SectionSeries *series = &chart->section->series.items[number];
    double zero = chart_y(chart, 0);
    buf_format(chart->out, "<path class=\"line s%zu\" d=\"M%.2f %.2f", number + 1, chart->left,
               zero);
    for (size_t i = 0; i < series->values.count; i++) {
        double value = series->values.items[i];
        double y = isfinite(value) ? chart_y(chart, value) : zero;
        buf_format(chart->out, "V%.2fH%.2f", y, chart_x(chart, i + 1, chart->count));
    }
    buf_format(chart->out, "V%.2f\"/>", zero);
}

static void chart_line(const Chart *chart, size_t number)
{
    const SectionSeries *series = &chart->section->series.items[number];
    size_t points = MIN(series->values.count, SVG_MOST_POINTS);
    scoped_buf marks = BUF_EMPTY;
    bool drawing = false;
    buf_format(chart->out, "<path class=\"line s%zu\" d=\"", number + 1);
    for (size_t i = 0; i < points; i++) {
        size_t first = i * series->values.count / points;
        double value = series_mean(series, first, (i + 1) * series->values.count / points);
        bool finite = isfinite(value);
        if (finite) {
            double x =
                chart_x(chart, first, chart->count) + chart->width / (double)chart->count / 2;
            double y = chart_y(chart, value);
            buf_format(chart->out, "%c%.2f %.2f", drawing ? 'L' : 'M', x, y);
            if (points <= SVG_SHOW_POINTS_TO)
                buf_format(&marks, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"3\"/>", x, y);
        }
        drawing = finite;
    }
    buf_format(chart->out, "\"/><g class=\"dots s%zu\">%s</g>", number + 1, buf_text(&marks));
}

static void chart_draw(const Chart *chart)
{
    SectionKind kind = chart->section->kind;
    for (size_t i = 0; i < chart->shown; i++) {
        if (kind == SECTION_LINE)
            chart_line(chart, i);
        else if (kind == SECTION_HISTOGRAM && i)
            chart_outline(chart, i);
        else
            chart_bars(chart, i, kind == SECTION_BAR ? chart->shown : 1);
    }
}

// What a reader hears who does not see the picture.
static void chart_describe(const Chart *chart, size_t id)
{
    const Section *section = chart->section;
    buf_format(chart->out, "<title id=\"chart-%zu-title\">", id);
    markup_xml(chart->out, section->title);
    buf_format(chart->out, "</title><desc id=\"chart-%zu-text\">A %s chart of %zu values", id,
               section_kind_name(section->kind), chart->count);
    for (size_t i = 0; i < chart->shown; i++) {
        buf_add(chart->out, i ? ", " : " for ");
        markup_xml(chart->out, section->series.items[i].name);
    }
    buf_format(chart->out, ", from %s to %s", chart_tick(chart, chart->low),
               chart_tick(chart, chart->high));
    if (!text_empty(section->unit)) {
        buf_add_char(chart->out, ' ');
        markup_xml(chart->out, section->unit);
    }
    buf_add(chart->out, "; the table below holds the values.</desc>");
}

bool svg_chart(const Section *section, size_t id, Arena *arena, Buf *out)
{
    Chart chart = {
        .section = section,
        .arena = arena,
        .out = out,
        .shown = MIN(section->series.count, SVG_MOST_SERIES),
        .height = SVG_HEIGHT - SVG_TOP - SVG_BOTTOM,
    };
    for (size_t i = 0; i < chart.shown; i++)
        chart.count = MAX(chart.count, section->series.items[i].values.count);
    if ((section->kind != SECTION_LINE && chart.count > SVG_MOST_BARS) || !chart_measure(&chart))
        return false;
    buf_format(out,
               "<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
               "aria-labelledby=\"chart-%zu-title chart-%zu-text\">",
               SVG_WIDTH, SVG_HEIGHT, id, id);
    chart_describe(&chart, id);
    chart_axis_y(&chart);
    chart_axis_x(&chart);
    chart_draw(&chart);
    buf_add(out, "</svg>\n");
    return true;
}
