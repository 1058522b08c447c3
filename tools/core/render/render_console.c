// The report for people at a terminal and in logs.
//
// No line starts with text from outside: a runner would take `::error::` there for a command.

#include "base/clean.h"
#include "render/formats.h"
#include "render/sparkline.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

// How much is shown unless all was asked for.
#define CONSOLE_MOST_PLACES   5
#define CONSOLE_MOST_SECTIONS ((size_t)4)
#define CONSOLE_MOST_ROWS     ((size_t)12)
#define CONSOLE_SPARKLINE     ((size_t)40)
#define CONSOLE_WIDEST_CELL   ((size_t)60)

typedef enum ConsoleStyle {
    STYLE_BOLD,
    STYLE_FAINT,
    STYLE_RED,
    STYLE_YELLOW,
    STYLE_GREEN,
    STYLE_BLUE,
} ConsoleStyle;

static const char *const console_codes[] = {
    [STYLE_BOLD] = "1",      [STYLE_FAINT] = "2",    [STYLE_RED] = "1;31",
    [STYLE_YELLOW] = "1;33", [STYLE_GREEN] = "1;32", [STYLE_BLUE] = "1;34",
};

static const ConsoleStyle console_severities[] = {
    [SEVERITY_NOTICE] = STYLE_BLUE,
    [SEVERITY_WARNING] = STYLE_YELLOW,
    [SEVERITY_ERROR] = STYLE_RED,
};

static const ConsoleStyle console_verdicts[] = {
    [VERDICT_PASS] = STYLE_GREEN,
    [VERDICT_FAIL] = STYLE_RED,
    [VERDICT_INCONCLUSIVE] = STYLE_YELLOW,
    [VERDICT_ERROR] = STYLE_RED,
};

typedef struct Console {
    const View *view;
    const RenderOptions *options;
    Buf *out;
} Console;

static void console_styled(const Console *console, ConsoleStyle style, const char *text)
{
    if (console->options->color)
        buf_format(console->out, "\033[%sm%s\033[0m", console_codes[style], text);
    else
        buf_add(console->out, text);
}

// A path at the start of a line. Unless it starts with a plain letter, `./` in front keeps it
// clickable and makes sure that no runner takes it for a command, whatever it counts as a blank.
static void console_place(const Console *console, const Place *place)
{
    const char *text = place_text(place, console->view->arena);
    bool plain = isalnum((unsigned char)*text) || strchr("/._-", *text);
    buf_format(console->out, "%s%s", plain ? "" : "./", text);
}

static void console_finding_place(const Console *console, const Place *place)
{
    Arena *arena = console->view->arena;
    buf_add(console->out, "    ");
    console_place(console, place);
    if (place->kind == PLACE_SCHEMA)
        buf_add(console->out, ": the rule");
    else if (place->value)
        buf_format(console->out, ": '%s'",
                   clean_text_short(arena, place->value, CONSOLE_WIDEST_CELL));
    buf_add_char(console->out, '\n');
}

// The places behind the first, then how many there are beside, then the rule's line.
static void console_places(const Console *console, const Finding *finding)
{
    int64_t most = console->options->verbose ? REPORT_MOST_PLACES : CONSOLE_MOST_PLACES;
    int64_t found = 0;
    for (size_t i = 0; i < finding->places.count && found < most; i++) {
        const Place *place = &finding->places.items[i];
        if (place->kind == PLACE_SCHEMA)
            continue;
        if (i)
            console_finding_place(console, place);
        found++;
    }
    if (found && finding->count > found)
        buf_format(console->out, "    … and %" PRId64 " more, %" PRId64 " in all\n",
                   finding->count - found, finding->count);
    for (size_t i = 1; i < finding->places.count; i++) {
        if (finding->places.items[i].kind == PLACE_SCHEMA)
            console_finding_place(console, &finding->places.items[i]);
    }
}

static void console_finding(const Console *console, const Finding *finding)
{
    Arena *arena = console->view->arena;
    const Known *known = finding->known;
    if (finding->places.count) {
        console_place(console, &finding->places.items[0]);
        buf_add(console->out, ": ");
    }
    console_styled(console, known ? STYLE_FAINT : console_severities[finding->severity],
                   severity_name(finding->severity));
    buf_format(console->out, ": %s ", finding->message);
    console_styled(console, STYLE_FAINT, arena_format(arena, "[%s]", finding->rule));
    if (known)
        buf_format(console->out, " (%s)", known_text(known, arena));
    buf_add_char(console->out, '\n');
    console_places(console, finding);
}

static void console_findings(const Console *console)
{
    const View *view = console->view;
    const ViewFindings *known = &view->known;
    for (size_t i = 0; i < view->report->findings.count; i++)
        console_finding(console, &view->report->findings.items[i]);
    for (size_t i = 0; i < known->count && console->options->verbose; i++)
        console_finding(console, &known->items[i]);
    if (known->count && !console->options->verbose)
        buf_format(console->out, "%s not shown (--known): --verbose shows them\n",
                   count_text(known->count, "known finding", view->arena));
    if (view->report->findings.count || known->count)
        buf_add_char(console->out, '\n');
}

// Characters of a clean text; good enough for the width of columns.
static size_t console_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

static void console_pad(const Console *console, const char *text, size_t width)
{
    for (size_t i = console_width(text); i < width; i++)
        buf_add_char(console->out, ' ');
}

// Texts in columns as wide as their widest cell, behind a margin.
static void console_table(const Console *console, const SectionRow *rows, size_t count)
{
    Arena *arena = console->view->arena;
    size_t columns = 0;
    for (size_t i = 0; i < count; i++)
        columns = MAX(columns, rows[i].cells.count);
    size_t *widths = arena_array(arena, size_t, columns);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows[i].cells.count; j++) {
            const char **cell = &rows[i].cells.items[j];
            *cell = clean_text_short(arena, *cell ? *cell : "", CONSOLE_WIDEST_CELL);
            widths[j] = MAX(widths[j], console_width(*cell));
        }
    }
    for (size_t i = 0; i < count; i++) {
        buf_add(console->out, "  │ ");
        for (size_t j = 0; j < rows[i].cells.count; j++) {
            buf_add(console->out, rows[i].cells.items[j]);
            if (j + 1 < rows[i].cells.count)
                console_pad(console, rows[i].cells.items[j], widths[j] + 2);
        }
        buf_add_char(console->out, '\n');
    }
}

static void console_title(const Console *console, const char *title)
{
    buf_add(console->out, "• ");
    console_styled(console, STYLE_BOLD, title);
    buf_add_char(console->out, '\n');
}

static const char *console_value(const Check *check)
{
    return check->value ? check->value : "-";
}

static void console_checks(const Console *console)
{
    const Report *report = console->view->report;
    if (!report->checks.count)
        return;
    console_title(console, "checks");
    size_t width = 0;
    size_t value_width = 1;
    for (size_t i = 0; i < report->checks.count; i++) {
        const Check *check = &report->checks.items[i];
        width = MAX(width, MIN(console_width(check->name), CONSOLE_WIDEST_CELL));
        value_width =
            MAX(value_width, MIN(console_width(console_value(check)), CONSOLE_WIDEST_CELL));
    }
    for (size_t i = 0; i < report->checks.count; i++) {
        const Check *check = &report->checks.items[i];
        const char *verdict = check_text(check);
        buf_add(console->out, "  ");
        console_styled(console, check->known ? STYLE_FAINT : console_verdicts[check->verdict],
                       verdict);
        console_pad(console, verdict, strlen("inconclusive") + 2);
        buf_add(console->out, check->name);
        console_pad(console, check->name, width);
        if (check->value)
            buf_format(console->out, "  %s", check->value);
        if (check->threshold)
            buf_format(console->out, "%s  (wanted %s)", check->value ? "" : "  -",
                       check->threshold);
        if (check->message)
            buf_format(console->out, "  %s", check->message);
        buf_add_char(console->out, '\n');
    }
    buf_add_char(console->out, '\n');
}

static void console_metrics(const Console *console)
{
    const Report *report = console->view->report;
    Arena *arena = console->view->arena;
    SectionRow *rows = arena_array(arena, SectionRow, report->metrics.count);
    size_t shown = 0;
    for (size_t i = 0; i < report->metrics.count; i++) {
        const Metric *metric = &report->metrics.items[i];
        if (metric->detail)
            continue;
        *list_push(arena, &rows[shown].cells) = metric->name;
        *list_push(arena, &rows[shown].cells) = metric_text(metric, arena);
        shown++;
    }
    if (!shown)
        return;
    console_title(console, "metrics");
    console_table(console, rows, shown);
    buf_add_char(console->out, '\n');
}

static void console_section_table(const Console *console, const Section *section)
{
    Arena *arena = console->view->arena;
    size_t shown = section->rows.count;
    if (!console->options->verbose)
        shown = MIN(shown, CONSOLE_MOST_ROWS);
    SectionRow *rows = arena_array(arena, SectionRow, shown + 1);
    for (size_t i = 0; i < section->columns.count; i++)
        *list_push(arena, &rows[0].cells) = section->columns.items[i];
    for (size_t i = 0; i < shown; i++)
        rows[i + 1] = section->rows.items[i];
    console_table(console, rows, shown + 1);
    if (shown < section->rows.count)
        buf_format(console->out, "    … and %zu more rows\n", section->rows.count - shown);
}

static void console_section_chart(const Console *console, const Section *section)
{
    Arena *arena = console->view->arena;
    double low = 0;
    double high = 0;
    if (!section_range(section, &low, &high))
        return;
    SectionRow *rows = arena_array(arena, SectionRow, section->series.count);
    for (size_t i = 0; i < section->series.count; i++) {
        const SectionSeries *series = &section->series.items[i];
        *list_push(arena, &rows[i].cells) = series->name;
        *list_push(arena, &rows[i].cells) =
            sparkline_text(series, low, high, CONSOLE_SPARKLINE, arena);
    }
    console_table(console, rows, section->series.count);
    buf_format(console->out, "    from %s to %s\n", number_text(low, section->unit, arena),
               number_text(high, section->unit, arena));
}

static void console_sections(const Console *console)
{
    const Report *report = console->view->report;
    size_t count = 0;
    for (size_t i = 0; i < report->sections.count; i++)
        count += !report->sections.items[i].detail;
    const bool folded = !console->options->verbose && count > CONSOLE_MOST_SECTIONS;
    for (size_t i = 0; !folded && i < report->sections.count; i++) {
        const Section *section = &report->sections.items[i];
        if (section->detail)
            continue;
        console_title(console, section->title);
        if (section->kind == SECTION_TABLE)
            console_section_table(console, section);
        else
            console_section_chart(console, section);
        buf_add_char(console->out, '\n');
    }
    if (folded)
        buf_format(console->out,
                   "%zu tables and charts: --verbose shows them, --report html draws "
                   "them\n\n",
                   count);
}

// The verdict stands last, where the eyes are when the command has ended.
static void console_verdict(const Console *console)
{
    const View *view = console->view;
    const char *name = verdict_name(view->verdict);
    console_styled(console, console_verdicts[view->verdict], name);
    buf_format(console->out, ": %s: %s", view_stage(view), view_summary(view));
    if (view->verdict != VERDICT_PASS && view->exit_code == 0)
        buf_add(console->out, " (exit code 0: --fail-on never)");
    buf_add_char(console->out, '\n');
    if (view->verdict != VERDICT_PASS && view->report->reproduce)
        buf_format(console->out, "reproduce: %s\n", view->report->reproduce);
}

void render_console(const Report *report, const RenderOptions *options, Buf *out)
{
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    const Console console = {&view, options, out};
    console_findings(&console);
    console_checks(&console);
    console_metrics(&console);
    console_sections(&console);
    console_verdict(&console);
}
