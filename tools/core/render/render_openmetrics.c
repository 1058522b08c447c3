// The figures as OpenMetrics text, which GitLab compares between branches and Prometheus' family
// reads: gauges with the stage as a label. What nobody could measure is left out: as `NaN` it would
// read like an unchanged value.

#include "render/formats.h"
#include "render/name_link.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

typedef struct Sample {
    const char *family; // "sluice_latency_p99_ms"
    const char *unit;   // the family's ending; "" for none
    const char *name;   // as the tool calls it
    const char *label;  // beside the stage, `severity="error"`; NULL for none
    double value;
} Sample;

typedef LIST(Sample) SampleList;

// Letters and digits stay, runs of all else become one `_` between them.
static const char *metrics_word(const char *text, Arena *arena)
{
    scoped_buf word = BUF_EMPTY;
    bool gap = false;
    for (; *text; text++) {
        const unsigned char character = (unsigned char)*text;
        const bool plain = character < 0x80 && isalnum(character);
        if (plain && gap && word.size)
            buf_add_char(&word, '_');
        if (plain)
            buf_add_char(&word, (char)character);
        gap = !plain;
    }
    return buf_keep(&word, arena);
}

// How the unit ends a name. Shares and counts have none.
static const char *metrics_unit(const char *unit, Arena *arena)
{
    if (text_empty(unit) || text_equal(unit, "1"))
        return "";
    return text_equal(unit, "%") ? "percent" : metrics_word(unit, arena);
}

static void metrics_add(SampleList *samples, const Metric *metric, const char *label, Arena *arena)
{
    if (isnan(metric->value))
        return;
    const char *word = metrics_word(metric->name, arena);
    const char *unit = metrics_unit(metric->unit, arena);
    const char *ending = *unit ? arena_format(arena, "_%s", unit) : "";
    const char *family = arena_format(arena, "sluice_%s", *word ? word : "unnamed");
    *list_push(arena, samples) = (Sample){
        .family = text_ends(family, ending) ? family : arena_format(arena, "%s%s", family, ending),
        .unit = unit,
        .name = metric->name,
        .label = label,
        .value = metric->value,
    };
}

static SampleList metrics_collect(const View *view)
{
    Arena *arena = view->arena;
    SampleList samples = {0};
    for (size_t i = 0; i < view->report->metrics.count; i++)
        metrics_add(&samples, &view->report->metrics.items[i], NULL, arena);
    const struct {
        const char *name;
        const char *label;
        size_t count;
    } counts[] = {
        {"findings", "severity=\"error\"", view->errors},
        {"findings", "severity=\"warning\"", view->warnings},
        {"findings", "severity=\"notice\"", view->notices},
        {"checks passed", NULL, view->checks_passed},
        {"checks not passed", NULL, view->report->checks.count - view->checks_passed},
    };
    for (size_t i = 0; i < array_count(counts); i++)
        metrics_add(&samples, &(Metric){.name = counts[i].name, .value = (double)counts[i].count},
                    counts[i].label, arena);
    return samples;
}

// Texts of labels and help.
static void metrics_escape(Buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n') {
            buf_add(out, "\\n");
            continue;
        }
        if (*text == '\\' || *text == '"')
            buf_add_char(out, '\\');
        buf_add_char(out, *text);
    }
}

static void metrics_number(Buf *out, double value)
{
    char digits[TEXT_REAL_SIZE];
    if (isinf(value))
        buf_add(out, value > 0 ? "+Inf" : "-Inf");
    else
        buf_add(out, text_from_real(value, digits));
}

// Names that differ only in what a family cannot hold stand in one, told apart by a label.
static void metrics_sample(const Sample *sample, const char *stage, bool alone, Buf *out)
{
    buf_format(out, "%s{stage=\"", sample->family);
    metrics_escape(out, stage);
    buf_add_char(out, '"');
    if (sample->label) {
        buf_format(out, ",%s", sample->label);
    } else if (!alone) {
        buf_add(out, ",metric=\"");
        metrics_escape(out, sample->name);
        buf_add_char(out, '"');
    }
    buf_add(out, "} ");
    metrics_number(out, sample->value);
    buf_add_char(out, '\n');
}

void render_openmetrics(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    const SampleList samples = metrics_collect(&view);
    const char **families = arena_array(arena, const char *, samples.count);
    for (size_t i = 0; i < samples.count; i++)
        families[i] = samples.items[i].family;
    const NameLink *links = name_link_all(families, samples.count, arena);

    for (size_t i = 0; i < samples.count; i++) {
        const Sample *first = &samples.items[i];
        if (links[i].number)
            continue;
        buf_format(out, "# TYPE %s gauge\n", first->family);
        if (*first->unit)
            buf_format(out, "# UNIT %s %s\n", first->family, first->unit);
        buf_format(out, "# HELP %s ", first->family);
        metrics_escape(out, first->name);
        buf_add_char(out, '\n');
        for (size_t j = i; j != NAME_LINK_NONE; j = links[j].next)
            metrics_sample(&samples.items[j], view.report->stage, links[i].next == NAME_LINK_NONE,
                           out);
    }
    buf_add(out, "# EOF\n");
}
