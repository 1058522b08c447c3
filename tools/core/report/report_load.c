// The report from JSON.

#include "base/file.h"
#include "doc/json.h"
#include "report/report_json.h"
#include "report/report_names.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

// A report describes a few dozen rules; more is not one of ours.
#define REPORT_MOST_RULES ((size_t)1000)

#define REPORT_SCHEMA_NAME "sluice.report/"

typedef struct ReportLoader {
    Arena *arena;
    Report *report;
} ReportLoader;

typedef bool ReportReader(const ReportLoader *loader, const Value *value, Error *err);

// One of `names` at `key`; missing leaves *ret as it was.
static bool report_read_choice(const Value *map, const char *key, const char *const *names,
                               int *ret, Error *err)
{
    const char *name = NULL;
    if (!value_read_text(map, key, &name, err))
        return false;
    if (!name)
        return true;
    int index = report_name_index(names, name);
    if (index >= 0) {
        *ret = index;
        return true;
    }
    scoped_arena arena = arena_open();
    TextList wanted = {0};
    for (size_t i = 0; names[i]; i++)
        *list_push(arena, &wanted) = names[i];
    return value_refuse(err, value_get(map, key), key,
                        arena_format(arena, "one of %s", text_join(arena, &wanted, ", ")));
}

// A text that may be missing or null; both leave *ret as it was.
static bool report_read_optional(const Value *map, const char *key, const char **ret, Error *err)
{
    const Value *value = value_get(map, key);
    return (value && value->kind == VALUE_NULL) || value_read_text(map, key, ret, err);
}

static bool report_read_needed(const Value *map, const char *key, const char **ret, Error *err)
{
    if (!value_get(map, key))
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "a report needs the key '%s' here", key);
    return value_read_text(map, key, ret, err);
}

static bool report_read_count(const Value *map, const char *key, int64_t least, int64_t *ret,
                              Error *err)
{
    if (!value_read_int(map, key, ret, err))
        return false;
    if (value_get(map, key) && *ret < least)
        return value_refuse(err, value_get(map, key), key, least ? "1 or more" : "0 or more");
    return true;
}

// A number, or null for what nobody could measure.
static bool report_read_number(const Value *value, double *ret, Error *err)
{
    if (value->kind == VALUE_NULL)
        *ret = NAN;
    else if (!value_to_real(value, ret))
        return value_refuse(err, value, "a value", "a number or null");
    return true;
}

static bool report_read_map(const Value *value, const char *what, Error *err)
{
    return value->kind == VALUE_MAP || value_refuse(err, value, what, "a map");
}

// Every item of the list at `key`, if there is one.
static bool report_read_items(const ReportLoader *loader, const Value *map, const char *key,
                              ReportReader *read, Error *err)
{
    const Value *list = NULL;
    if (!value_read_list(map, key, &list, err))
        return false;
    for (size_t i = 0; list && i < list->count; i++) {
        if (!read(loader, &list->items[i], err))
            return false;
    }
    return true;
}

static bool report_read_texts(const Value *list, Arena *arena, TextList *ret, Error *err)
{
    for (size_t i = 0; list && i < list->count; i++) {
        const Value *text = &list->items[i];
        if (text->kind != VALUE_TEXT || strlen(text->text) != text->size)
            return value_refuse(err, text, "an item", "a text without zero bytes");
        *list_push(arena, ret) = text->text;
    }
    return true;
}

static bool report_load_place(const ReportLoader *loader, const Value *map, Error *err)
{
    Report *report = loader->report;
    Place place = {0};
    int kind = PLACE_DATA;
    if (!report_read_map(map, "a place", err) ||
        !report_read_choice(map, "kind", report_place_kinds, &kind, err) ||
        !report_read_optional(map, "file", &place.file, err) ||
        !report_read_count(map, "line", 0, &place.line, err) ||
        !report_read_count(map, "column", 0, &place.column, err) ||
        !report_read_count(map, "character", 0, &place.character, err) ||
        !report_read_count(map, "byte", 0, &place.byte, err) ||
        !report_read_optional(map, "field", &place.field, err) ||
        !report_read_count(map, "row", 0, &place.row, err) ||
        !report_read_count(map, "row_group", 0, &place.row_group, err) ||
        !report_read_optional(map, "value", &place.value, err) ||
        !value_read_bool(map, "elsewhere", &place.elsewhere, err))
        return false;
    place.kind = (PlaceKind)kind;
    place.has_byte = value_get(map, "byte") != NULL;
    Finding *finding = &report->findings.items[report->findings.count - 1];
    finding_add_place(report, finding, place);
    return true;
}

static bool report_load_known(const ReportLoader *loader, const Value *finding,
                              const Known **ret_known, Error *err)
{
    const Value *map = NULL;
    Known *known = arena_new(loader->arena, Known);
    if (!value_read_map(finding, "known", &map, err))
        return false;
    if (!map)
        return true;
    if (!report_read_needed(map, "reason", &known->reason, err) ||
        !report_read_optional(map, "expires", &known->expires, err))
        return false;
    *ret_known = known;
    return true;
}

static bool report_load_finding(const ReportLoader *loader, const Value *map, Error *err)
{
    Finding finding = {.count = 1};
    int severity = SEVERITY_ERROR;
    if (!report_read_map(map, "a finding", err) ||
        !report_read_needed(map, "rule", &finding.rule, err) ||
        !report_read_needed(map, "message", &finding.message, err) ||
        !report_read_choice(map, "severity", report_severities, &severity, err) ||
        !report_read_count(map, "count", 1, &finding.count, err) ||
        !report_read_optional(map, "check", &finding.check, err) ||
        !report_load_known(loader, map, &finding.known, err))
        return false;
    finding.severity = (Severity)severity;
    *list_push(loader->arena, &loader->report->findings) = finding;
    return report_read_items(loader, map, "places", report_load_place, err);
}

static bool report_load_check(const ReportLoader *loader, const Value *map, Error *err)
{
    Check check = {0};
    int verdict = VERDICT_INCONCLUSIVE;
    if (!report_read_map(map, "a check", err) ||
        !report_read_needed(map, "name", &check.name, err) ||
        !report_read_choice(map, "verdict", report_verdicts, &verdict, err) ||
        !report_read_optional(map, "value", &check.value, err) ||
        !report_read_optional(map, "threshold", &check.threshold, err) ||
        !report_read_optional(map, "message", &check.message, err) ||
        !value_read_bool(map, "known", &check.known, err))
        return false;
    check.verdict = (Verdict)verdict;
    report_add_check(loader->report, check);
    return true;
}

static bool report_load_metrics(const ReportLoader *loader, const Value *root, Error *err)
{
    const Value *map = NULL;
    if (!value_read_map(root, "metrics", &map, err))
        return false;
    for (size_t i = 0; map && i < map->count; i++) {
        const Value *item = &map->items[i];
        Metric metric = {.name = map->keys[i].text, .value = NAN};
        if (strlen(metric.name) != map->keys[i].size)
            return value_refuse(err, &map->keys[i], "a metric's name", "a text without zero bytes");
        if (!report_read_map(item, "a metric", err) ||
            !report_read_optional(item, "unit", &metric.unit, err) ||
            !value_read_bool(item, "detail", &metric.detail, err))
            return false;
        const Value *value = value_get(item, "value");
        const Value *low = value_get(item, "low");
        const Value *high = value_get(item, "high");
        metric.has_interval = low && high;
        if ((value && !report_read_number(value, &metric.value, err)) ||
            (metric.has_interval && !report_read_number(low, &metric.low, err)) ||
            (metric.has_interval && !report_read_number(high, &metric.high, err)))
            return false;
        *list_push(loader->arena, &loader->report->metrics) = metric;
    }
    return true;
}

static Section *report_last_section(const ReportLoader *loader)
{
    return &loader->report->sections.items[loader->report->sections.count - 1];
}

static bool report_load_row(const ReportLoader *loader, const Value *list, Error *err)
{
    if (list->kind != VALUE_LIST)
        return value_refuse(err, list, "a row", "a list of texts");
    TextList cells = {0};
    if (!report_read_texts(list, loader->arena, &cells, err))
        return false;
    SectionRow *row = section_add_row(report_last_section(loader), loader->arena);
    for (size_t i = 0; i < cells.count; i++)
        *list_push(loader->arena, &row->cells) = cells.items[i];
    return true;
}

static bool report_load_series(const ReportLoader *loader, const Value *map, Error *err)
{
    const char *name = NULL;
    const Value *values = NULL;
    if (!report_read_map(map, "a series", err) || !report_read_needed(map, "name", &name, err) ||
        !value_read_list(map, "values", &values, err))
        return false;
    SectionSeries *series = section_add_series(report_last_section(loader), name, loader->arena);
    for (size_t i = 0; values && i < values->count; i++) {
        double number = 0;
        if (!report_read_number(&values->items[i], &number, err))
            return false;
        series_add(series, number, loader->arena);
    }
    return true;
}

static bool report_load_section(const ReportLoader *loader, const Value *map, Error *err)
{
    const char *title = NULL;
    int kind = SECTION_TABLE;
    if (!report_read_map(map, "a section", err) || !report_read_needed(map, "title", &title, err) ||
        !report_read_choice(map, "kind", report_section_kinds, &kind, err))
        return false;
    Section *section = report_add_section(loader->report, (SectionKind)kind, title);
    const Value *columns = NULL;
    const Value *labels = NULL;
    return report_read_optional(map, "unit", &section->unit, err) &&
           value_read_bool(map, "detail", &section->detail, err) &&
           value_read_list(map, "columns", &columns, err) &&
           value_read_list(map, "x_labels", &labels, err) &&
           report_read_texts(columns, loader->arena, &section->columns, err) &&
           report_read_texts(labels, loader->arena, &section->x_labels, err) &&
           report_read_items(loader, map, "rows", report_load_row, err) &&
           report_read_items(loader, map, "series", report_load_series, err);
}

// Rules come last in a report, when the findings that need them are there already.
static bool report_load_rules(const ReportLoader *loader, const Value *root, Error *err)
{
    const Value *list = NULL;
    if (!value_read_list(root, "rules", &list, err))
        return false;
    if (!list)
        return true;
    if (list->count > REPORT_MOST_RULES)
        return error_at(err, ERROR_CONFIG, value_place(list, PLACE_SCHEMA),
                        "a report has at most %zu rules, this one has %zu", REPORT_MOST_RULES,
                        list->count);
    Rule *rules = arena_array(loader->arena, Rule, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const Value *map = &list->items[i];
        int severity = SEVERITY_ERROR;
        if (!report_read_map(map, "a rule", err) ||
            !report_read_needed(map, "name", &rules[i].name, err) ||
            !report_read_choice(map, "severity", report_severities, &severity, err) ||
            !report_read_optional(map, "summary", &rules[i].summary, err) ||
            !report_read_optional(map, "explanation", &rules[i].explanation, err) ||
            !report_read_optional(map, "remedy", &rules[i].remedy, err))
            return false;
        rules[i].severity = (Severity)severity;
    }
    loader->report->rules = rules;
    loader->report->rule_count = list->count;
    return true;
}

static bool report_check_schema(const Value *root, Error *err)
{
    const char *schema = NULL;
    const char *version = "of another version";
    if (!report_read_needed(root, "schema", &schema, err) ||
        !report_read_optional(root, "version", &version, err))
        return false;
    if (text_equal(schema, REPORT_SCHEMA))
        return true;
    const Value *value = value_get(root, "schema");
    int64_t number = 0;
    if (text_starts(schema, REPORT_SCHEMA_NAME) &&
        text_to_int(schema + strlen(REPORT_SCHEMA_NAME), &number) && number > 1)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "the report is of format '%s%" PRId64
                        "', this sluice reads up to '" REPORT_SCHEMA
                        "': use sluice %s or newer, which wrote it",
                        REPORT_SCHEMA_NAME, number, version);
    return value_refuse(err, value, "schema", "'" REPORT_SCHEMA "'");
}

// What the file says about its verdict must not be lost where the rest says less.
static void report_keep_verdict(Report *report, Verdict stated, int64_t exit_code)
{
    static const int gravity[] = {
        [VERDICT_PASS] = 0,
        [VERDICT_INCONCLUSIVE] = 1,
        [VERDICT_FAIL] = 2,
        [VERDICT_ERROR] = 3,
    };
    if (stated == VERDICT_ERROR)
        report->error_exit_code = exit_code == 2 ? 2 : 3;
    else if (gravity[stated] > gravity[report_verdict(report)])
        report_add_check(report, (Check){.name = "the verdict which the report file states",
                                         .verdict = stated,
                                         .message = "nothing else in the file leads to it"});
}

// A file that states no verdict, or one that its exit code contradicts, must not read as a pass.
static bool report_check_verdict(const Value *root, Verdict stated, int64_t exit_code, Error *err)
{
    const Value *verdict = value_get(root, "verdict");
    if (!verdict)
        return error_at(err, ERROR_CONFIG, value_place(root, PLACE_SCHEMA),
                        "a report must state its 'verdict'");
    if (stated != VERDICT_PASS || exit_code == 0)
        return true;
    return error_at(err, ERROR_CONFIG, value_place(verdict, PLACE_SCHEMA),
                    "the report states the verdict 'pass' and the exit code %lld: they contradict "
                    "each other",
                    (long long)exit_code);
}

bool report_parse_json(const char *name, const char *bytes, size_t size, Arena *arena,
                       Report **ret_report, Error *err)
{
    const Value *root = NULL;
    if (!json_parse(name, bytes, size, (JsonOptions){0}, arena, &root, err) ||
        !report_read_map(root, "a report", err) || !report_check_schema(root, err))
        return false;
    const char *tool = NULL;
    const char *version = "";
    const char *stage = NULL;
    int fail_on = FAIL_ON_ERROR;
    int verdict = VERDICT_PASS;
    int64_t exit_code = 0;
    if (!report_read_needed(root, "tool", &tool, err) ||
        !report_read_optional(root, "version", &version, err) ||
        !report_read_optional(root, "stage", &stage, err) ||
        !report_read_choice(root, "fail_on", report_fail_ons, &fail_on, err) ||
        !report_read_choice(root, "verdict", report_verdicts, &verdict, err) ||
        !report_read_count(root, "exit_code", 0, &exit_code, err))
        return false;
    Report *report = report_new(tool, version, stage, arena);
    report->fail_on = (FailOn)fail_on;
    report->origin = name;
    const ReportLoader loader = {arena, report};
    if (!report_read_optional(root, "reproduce", &report->reproduce, err) ||
        !report_read_items(&loader, root, "findings", report_load_finding, err) ||
        !report_read_items(&loader, root, "checks", report_load_check, err) ||
        !report_load_metrics(&loader, root, err) ||
        !report_read_items(&loader, root, "sections", report_load_section, err) ||
        !report_load_rules(&loader, root, err))
        return false;
    if (!report_check_verdict(root, (Verdict)verdict, exit_code, err))
        return false;
    report_keep_verdict(report, (Verdict)verdict, exit_code);
    *ret_report = report;
    return true;
}

bool report_load_json(const char *path, Arena *arena, Report **ret_report, Error *err)
{
    scoped_buf buf = BUF_LIMITED(FILE_LARGEST);
    if (!file_read("report", path, &buf, err))
        return false;
    return report_parse_json(arena_text(arena, path), buf_text(&buf), buf.size, arena, ret_report,
                             err);
}
