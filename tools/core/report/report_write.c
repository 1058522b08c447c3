// The report as JSON.

#include "doc/json_writer.h"
#include "report/report_json.h"
#include "report/report_names.h"

#include <strings.h>

// What is not known is not written.
static void report_put_text(JsonWriter *json, const char *key, const char *text)
{
    if (text)
        json_put_text(json, key, text);
}

static void report_put_count(JsonWriter *json, const char *key, int64_t count)
{
    if (count > 0)
        json_put_int(json, key, count);
}

static void report_write_place(JsonWriter *json, const Place *place)
{
    json_open_flat_map(json);
    json_put_text(json, "kind", report_place_kinds[place->kind]);
    report_put_text(json, "file", place->file);
    report_put_count(json, "line", place->line);
    report_put_count(json, "column", place->column);
    report_put_count(json, "character", place->character);
    if (place->has_byte)
        json_put_int(json, "byte", place->byte);
    report_put_text(json, "field", place->field);
    report_put_count(json, "row", place->row);
    report_put_count(json, "row_group", place->row_group);
    report_put_text(json, "value", place->value);
    if (place->elsewhere)
        json_put_bool(json, "elsewhere", true);
    json_close_map(json);
}

static void report_write_known(JsonWriter *json, const Known *known)
{
    json_key(json, "known");
    json_open_flat_map(json);
    json_put_text(json, "reason", known->reason);
    report_put_text(json, "expires", known->expires);
    json_close_map(json);
}

static void report_write_findings(JsonWriter *json, const Report *report)
{
    json_key(json, "findings");
    json_open_list(json);
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        json_open_map(json);
        json_put_text(json, "rule", finding->rule);
        json_put_text(json, "severity", severity_name(finding->severity));
        json_put_text(json, "message", finding->message);
        json_put_int(json, "count", finding->count);
        report_put_text(json, "check", finding->check);
        if (finding->known)
            report_write_known(json, finding->known);
        json_key(json, "places");
        json_open_list(json);
        for (size_t j = 0; j < finding->places.count; j++)
            report_write_place(json, &finding->places.items[j]);
        json_close_list(json);
        json_close_map(json);
    }
    json_close_list(json);
}

static void report_write_checks(JsonWriter *json, const Report *report)
{
    json_key(json, "checks");
    json_open_list(json);
    for (size_t i = 0; i < report->checks.count; i++) {
        const Check *check = &report->checks.items[i];
        json_open_map(json);
        json_put_text(json, "name", check->name);
        json_put_text(json, "verdict", verdict_name(check->verdict));
        report_put_text(json, "value", check->value);
        report_put_text(json, "threshold", check->threshold);
        report_put_text(json, "message", check->message);
        if (check->known)
            json_put_bool(json, "known", true);
        json_close_map(json);
    }
    json_close_list(json);
}

static void report_write_metrics(JsonWriter *json, const Report *report)
{
    json_key(json, "metrics");
    json_open_map(json);
    for (size_t i = 0; i < report->metrics.count; i++) {
        const Metric *metric = &report->metrics.items[i];
        json_key(json, metric->name);
        json_open_flat_map(json);
        json_put_real(json, "value", metric->value);
        report_put_text(json, "unit", metric->unit);
        if (metric->has_interval) {
            json_put_real(json, "low", metric->low);
            json_put_real(json, "high", metric->high);
        }
        if (metric->detail)
            json_put_bool(json, "detail", true);
        json_close_map(json);
    }
    json_close_map(json);
}

static void report_write_texts(JsonWriter *json, const char *const *texts, size_t count)
{
    json_open_flat_list(json);
    for (size_t i = 0; i < count; i++)
        json_text(json, texts[i]);
    json_close_list(json);
}

static void report_write_table(JsonWriter *json, const Section *section)
{
    json_key(json, "columns");
    report_write_texts(json, section->columns.items, section->columns.count);
    json_key(json, "rows");
    json_open_list(json);
    for (size_t i = 0; i < section->rows.count; i++) {
        const SectionRow *row = &section->rows.items[i];
        report_write_texts(json, row->cells.items, row->cells.count);
    }
    json_close_list(json);
}

static void report_write_chart(JsonWriter *json, const Section *section)
{
    json_key(json, "x_labels");
    report_write_texts(json, section->x_labels.items, section->x_labels.count);
    json_key(json, "series");
    json_open_list(json);
    for (size_t i = 0; i < section->series.count; i++) {
        const SectionSeries *series = &section->series.items[i];
        json_open_map(json);
        json_put_text(json, "name", series->name);
        json_key(json, "values");
        json_open_flat_list(json);
        for (size_t j = 0; j < series->values.count; j++)
            json_real(json, series->values.items[j]);
        json_close_list(json);
        json_close_map(json);
    }
    json_close_list(json);
}

static void report_write_sections(JsonWriter *json, const Report *report)
{
    json_key(json, "sections");
    json_open_list(json);
    for (size_t i = 0; i < report->sections.count; i++) {
        const Section *section = &report->sections.items[i];
        json_open_map(json);
        json_put_text(json, "title", section->title);
        json_put_text(json, "kind", section_kind_name(section->kind));
        report_put_text(json, "unit", section->unit);
        if (section->kind == SECTION_TABLE)
            report_write_table(json, section);
        else
            report_write_chart(json, section);
        if (section->kind != SECTION_TABLE && section->rows.count)
            report_write_table(json, section);
        if (section->detail)
            json_put_bool(json, "detail", true);
        json_close_map(json);
    }
    json_close_list(json);
}

static bool report_uses_rule(const Report *report, const Rule *rule)
{
    for (size_t i = 0; i < report->findings.count; i++) {
        if (text_equal(report->findings.items[i].rule, rule->name))
            return true;
    }
    return false;
}

// The rules of what was found, so that a reader who does not know the tool can explain it.
static void report_write_rules(JsonWriter *json, const Report *report)
{
    json_key(json, "rules");
    json_open_list(json);
    for (size_t i = 0; i < report->rule_count; i++) {
        const Rule *rule = &report->rules[i];
        if (!report_uses_rule(report, rule))
            continue;
        json_open_map(json);
        json_put_text(json, "name", rule->name);
        json_put_text(json, "severity", severity_name(rule->severity));
        report_put_text(json, "summary", rule->summary);
        report_put_text(json, "explanation", rule->explanation);
        report_put_text(json, "remedy", rule->remedy);
        json_close_map(json);
    }
    json_close_list(json);
}

// A JSON report may be printed into the log of a CI job, where `##[` and `##vso[` command the
// runner wherever they stand. Two `#` occur in texts only, and there `\u005b` means `[`.
static void report_defuse(const Buf *json, Buf *out)
{
    const char *text = buf_text(json);
    for (size_t at = 0; at < json->size; at++) {
        bool plain = at >= 2 && text[at - 1] == '#' && text[at - 2] == '#';
        bool vso = at >= 5 && strncasecmp(text + at - 5, "##vso", 5) == 0;
        if (text[at] == '[' && (plain || vso))
            buf_add(out, "\\u005b");
        else
            buf_add_char(out, text[at]);
    }
}

void report_write_json(const Report *report, Buf *out)
{
    scoped_buf buf = BUF_EMPTY;
    JsonWriter json = json_writer(&buf);
    json_open_map(&json);
    json_put_text(&json, "schema", REPORT_SCHEMA);
    json_put_text(&json, "tool", report->tool);
    json_put_text(&json, "version", report->version);
    json_put_text(&json, "stage", report->stage);
    json_put_text(&json, "verdict", verdict_name(report_verdict(report)));
    json_put_int(&json, "exit_code", report_exit_code(report));
    json_put_text(&json, "fail_on", report_fail_ons[report->fail_on]);
    report_put_text(&json, "reproduce", report->reproduce);
    report_write_findings(&json, report);
    report_write_checks(&json, report);
    report_write_metrics(&json, report);
    report_write_sections(&json, report);
    report_write_rules(&json, report);
    json_close_map(&json);
    json_finish(&json);
    report_defuse(&buf, out);
}
