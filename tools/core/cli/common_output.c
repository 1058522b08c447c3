#include "cli/common_output.h"

#include "base/text.h"
#include "doc/json_writer.h"

// What a platform takes is limited; who wants more reads the report.
#define COMMON_OUTPUT_MOST_NAMES   ((size_t)100)
#define COMMON_OUTPUT_MOST_METRICS ((size_t)1000)

const ToolOutput common_outputs[] = {
    {"verdict", "pass, fail, inconclusive or error"},
    {"findings", "how many findings there are, without those that were known before"},
    {"rules", "the rules that were broken, a JSON list; also those that only warn"},
    {"fields", "the columns, metrics or names that the findings are about, a JSON list"},
    {"metrics", "what was measured, a JSON map: fromJSON(steps.ID.outputs.metrics).rows"},
    {"report", "path of the JSON report"},
};

const size_t common_output_count = array_count(common_outputs);

static void name_add(TextList *names, const char *name, Arena *arena)
{
    if (!name || names->count == COMMON_OUTPUT_MOST_NAMES)
        return;
    for (size_t i = 0; i < names->count; i++) {
        if (text_equal(names->items[i], name))
            return;
    }
    *list_push(arena, names) = name;
}

static const char *names_as_json(const TextList *names, Arena *arena)
{
    scoped_buf out = BUF_EMPTY;
    JsonWriter json = json_writer_compact(&out);
    json_open_list(&json);
    for (size_t i = 0; i < names->count; i++)
        json_text(&json, names->items[i]);
    json_close_list(&json);
    return buf_keep(&out, arena);
}

static const char *metrics_as_json(const Report *report, Arena *arena)
{
    scoped_buf out = BUF_EMPTY;
    JsonWriter json = json_writer_compact(&out);
    json_open_map(&json);
    for (size_t i = 0; i < MIN(report->metrics.count, COMMON_OUTPUT_MOST_METRICS); i++)
        json_put_real(&json, report->metrics.items[i].name, report->metrics.items[i].value);
    json_close_map(&json);
    return buf_keep(&out, arena);
}

void common_output_add(const Report *report, const char *file, Arena *arena, StepOutputs *outputs)
{
    TextList rules = {0};
    TextList fields = {0};
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        if (finding->known)
            continue;
        name_add(&rules, finding->rule, arena);
        for (size_t p = 0; p < finding->places.count; p++)
            name_add(&fields, finding->places.items[p].field, arena);
    }
    const char *const values[] = {
        verdict_name(report_verdict(report)),
        arena_format(arena, "%zu", report->findings.count - report_known_count(report)),
        names_as_json(&rules, arena),
        names_as_json(&fields, arena),
        metrics_as_json(report, arena),
        file,
    };
    _Static_assert(array_count(values) == array_count(common_outputs), "a value for each");
    for (size_t i = 0; i < array_count(values); i++)
        *list_push(arena, outputs) = (RunOutput){common_outputs[i].name, values[i]};
}
