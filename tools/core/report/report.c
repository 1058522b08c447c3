#include "report/report.h"

#include <assert.h>
#include <stdarg.h>

Report *report_new(const char *tool, const char *version, const char *stage, Arena *arena)
{
    Report *report = arena_new(arena, Report);
    report->arena = arena;
    report->tool = tool;
    report->version = version;
    report->stage = text_empty(stage) ? tool : stage;
    return report;
}

Finding *report_find(Report *report, const Rule *rule, const char *format, ...)
{
    Finding *finding = list_push(report->arena, &report->findings);
    va_list args;
    va_start(args, format);
    *finding = (Finding){
        .rule = rule->name,
        .severity = rule->severity,
        .message = arena_format_list(report->arena, format, args),
        .count = 1,
    };
    va_end(args);
    return finding;
}

const Rule *report_rule(const Report *report, const char *name)
{
    const Rule *rule = rule_find(report->rules, report->rule_count, name);
    assert(rule);
    return rule;
}

const Rule *report_known_rule(const Report *report, const char *name)
{
    const Rule *rule = rule_find(report->rules, report->rule_count, name);
    return rule ? rule : rule_find(sluice_rules, sluice_rule_count, name);
}

void finding_add_place(Report *report, Finding *finding, Place place)
{
    if (finding->places.count < REPORT_MOST_PLACES)
        *list_push(report->arena, &finding->places) = place;
}

void report_add_check(Report *report, Check check)
{
    *list_push(report->arena, &report->checks) = check;
}

void report_add_metric(Report *report, Metric metric)
{
    for (size_t i = 0; i < report->metrics.count; i++) {
        if (text_equal(report->metrics.items[i].name, metric.name)) {
            report->metrics.items[i] = metric;
            return;
        }
    }
    *list_push(report->arena, &report->metrics) = metric;
}

Section *report_add_section(Report *report, SectionKind kind, const char *title)
{
    Section *section = list_push(report->arena, &report->sections);
    section->kind = kind;
    section->title = title;
    return section;
}

void report_add_error(Report *report, const Error *err)
{
    static const char *const rules[] = {
        [ERROR_USAGE] = "sluice/usage",     [ERROR_CONFIG] = "sluice/config",
        [ERROR_INPUT] = "sluice/input",     [ERROR_OUTPUT] = "sluice/output",
        [ERROR_NETWORK] = "sluice/network", [ERROR_SYSTEM] = "sluice/system",
    };
    assert(err->kind != ERROR_NONE);
    const Rule *rule = err->rule ? rule_find(report->rules, report->rule_count, err->rule) : NULL;
    if (!rule)
        rule = rule_find(sluice_rules, sluice_rule_count, rules[err->kind]);
    Finding *finding = report_find(report, rule, "%s", err->message);
    if (err->has_place)
        finding_add_place(report, finding, err->place);
    report->error_exit_code = error_exit_code(err->kind);
}

size_t report_count(const Report *report, Severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        count += finding->severity == severity && !finding->known;
    }
    return count;
}

size_t report_known_count(const Report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->findings.count; i++)
        count += report->findings.items[i].known != NULL;
    return count;
}

static bool report_has_check(const Report *report, Verdict verdict)
{
    for (size_t i = 0; i < report->checks.count; i++) {
        if (report->checks.items[i].verdict == verdict && !report->checks.items[i].known)
            return true;
    }
    return false;
}

Verdict report_verdict(const Report *report)
{
    if (report->error_exit_code || report_has_check(report, VERDICT_ERROR))
        return VERDICT_ERROR;
    bool failing = report_count(report, SEVERITY_ERROR) > 0;
    if (report->fail_on == FAIL_ON_WARNING)
        failing = failing || report_count(report, SEVERITY_WARNING) > 0;
    if (failing || report_has_check(report, VERDICT_FAIL))
        return VERDICT_FAIL;
    return report_has_check(report, VERDICT_INCONCLUSIVE) ? VERDICT_INCONCLUSIVE : VERDICT_PASS;
}

int report_exit_code(const Report *report)
{
    // A check that could not be done without an error of the run: its work could not be done.
    int error = report->error_exit_code ? report->error_exit_code : 3;
    bool lenient = report->fail_on == FAIL_ON_NEVER;
    switch (report_verdict(report)) {
    case VERDICT_FAIL:
        return lenient ? 0 : 1;
    case VERDICT_INCONCLUSIVE:
        return lenient ? 0 : 4;
    case VERDICT_ERROR:
        return error;
    case VERDICT_PASS:
        break;
    }
    return 0;
}
