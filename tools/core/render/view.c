#include "render/view.h"

#include "base/clean.h"

static const char *view_text(Arena *arena, const char *text)
{
    return text ? clean_text_short(arena, text, VIEW_LONGEST_TEXT) : NULL;
}

// For texts that must be there.
static const char *view_cell(Arena *arena, const char *text)
{
    return text ? view_text(arena, text) : "";
}

static Place view_place(Arena *arena, const Place *place)
{
    Place clean = *place;
    clean.file = view_text(arena, place->file);
    clean.field = view_text(arena, place->field);
    clean.value = view_text(arena, place->value);
    return clean;
}

static const Known *view_known(Arena *arena, const Known *known)
{
    if (!known)
        return NULL;
    Known *clean = arena_new(arena, Known);
    clean->reason = view_cell(arena, known->reason);
    clean->expires = view_text(arena, known->expires);
    return clean;
}

static Finding view_finding(Arena *arena, const Finding *finding)
{
    Finding clean = {
        .rule = view_cell(arena, finding->rule),
        .severity = finding->severity,
        .message = view_cell(arena, finding->message),
        .count = finding->count,
        .check = view_text(arena, finding->check),
        .known = view_known(arena, finding->known),
    };
    for (size_t i = 0; i < finding->places.count; i++)
        *list_push(arena, &clean.places) = view_place(arena, &finding->places.items[i]);
    return clean;
}

// Errors first; equal ones stay in the order in which they were found.
static void view_rank(View *view, Report *clean, const Report *report)
{
    ViewFindings fresh = {0};
    const char *const *fingerprints = report_fingerprints(report, view->arena);
    const char **ranked = arena_array(view->arena, const char *, report->findings.count);
    const char **known = arena_array(view->arena, const char *, report->findings.count);
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTICE; severity--) {
        for (size_t i = 0; i < report->findings.count; i++) {
            const Finding *finding = &report->findings.items[i];
            if (finding->severity != (Severity)severity)
                continue;
            const char **names = finding->known ? known : ranked;
            ViewFindings *list = finding->known ? &view->known : &fresh;
            names[list->count] = fingerprints[i];
            *list_push(view->arena, list) = view_finding(view->arena, finding);
        }
    }
    view->fingerprints = ranked;
    view->known_fingerprints = known;
    for (size_t i = 0; i < fresh.count; i++)
        *list_push(view->arena, &clean->findings) = fresh.items[i];
}

static void view_copy_checks(View *view, Report *clean, const Report *report)
{
    Arena *arena = view->arena;
    for (size_t i = 0; i < report->checks.count; i++) {
        const Check *check = &report->checks.items[i];
        view->checks_passed += check->verdict == VERDICT_PASS;
        *list_push(arena, &clean->checks) = (Check){
            .name = view_cell(arena, check->name),
            .verdict = check->verdict,
            .value = view_text(arena, check->value),
            .threshold = view_text(arena, check->threshold),
            .message = view_text(arena, check->message),
            .known = check->known,
        };
    }
}

static void view_copy_metrics(View *view, Report *clean, const Report *report)
{
    for (size_t i = 0; i < report->metrics.count; i++) {
        Metric metric = report->metrics.items[i];
        metric.name = view_cell(view->arena, metric.name);
        metric.unit = view_text(view->arena, metric.unit);
        *list_push(view->arena, &clean->metrics) = metric;
    }
}

static Section view_section(Arena *arena, const Section *section)
{
    Section clean = {
        .kind = section->kind,
        .title = view_cell(arena, section->title),
        .unit = view_text(arena, section->unit),
        .detail = section->detail,
    };
    for (size_t i = 0; i < section->columns.count; i++)
        *list_push(arena, &clean.columns) = view_cell(arena, section->columns.items[i]);
    for (size_t i = 0; i < section->x_labels.count; i++)
        *list_push(arena, &clean.x_labels) = view_cell(arena, section->x_labels.items[i]);
    for (size_t i = 0; i < section->rows.count; i++) {
        const SectionRow *row = &section->rows.items[i];
        SectionRow *copy = section_add_row(&clean, arena);
        for (size_t j = 0; j < row->cells.count; j++)
            *list_push(arena, &copy->cells) = view_cell(arena, row->cells.items[j]);
    }
    for (size_t i = 0; i < section->series.count; i++) {
        SectionSeries *series = list_push(arena, &clean.series);
        *series = section->series.items[i];
        series->name = view_cell(arena, series->name);
    }
    return clean;
}

static void view_copy_rules(View *view, Report *clean, const Report *report)
{
    Rule *rules = arena_array(view->arena, Rule, report->rule_count);
    for (size_t i = 0; i < report->rule_count; i++) {
        const Rule *rule = &report->rules[i];
        rules[i] = (Rule){
            .name = view_cell(view->arena, rule->name),
            .severity = rule->severity,
            .summary = view_text(view->arena, rule->summary),
            .explanation = view_text(view->arena, rule->explanation),
            .remedy = view_text(view->arena, rule->remedy),
        };
    }
    clean->rules = rules;
    clean->rule_count = report->rule_count;
}

View view_new(const Report *report, Arena *arena)
{
    Report *clean = report_new(view_cell(arena, report->tool), view_cell(arena, report->version),
                               view_cell(arena, report->stage), arena);
    clean->reproduce = view_text(arena, report->reproduce);
    clean->fail_on = report->fail_on;
    clean->error_exit_code = report->error_exit_code;
    View view = {
        .arena = arena,
        .report = clean,
        .verdict = report_verdict(report),
        .exit_code = report_exit_code(report),
        .errors = report_count(report, SEVERITY_ERROR),
        .warnings = report_count(report, SEVERITY_WARNING),
        .notices = report_count(report, SEVERITY_NOTICE),
    };
    view_rank(&view, clean, report);
    view_copy_checks(&view, clean, report);
    view_copy_metrics(&view, clean, report);
    view_copy_rules(&view, clean, report);
    for (size_t i = 0; i < report->sections.count; i++)
        *list_push(arena, &clean->sections) = view_section(arena, &report->sections.items[i]);
    return view;
}

const Rule *view_rule(const View *view, const Finding *finding)
{
    return report_known_rule(view->report, finding->rule);
}

View *view_all(const Report *const *reports, size_t count, Arena *arena)
{
    View *views = arena_array(arena, View, count);
    for (size_t i = 0; i < count; i++)
        views[i] = view_new(reports[i], arena);
    return views;
}

Verdict view_worst(const View *views, size_t count)
{
    // From the gravest on; what passed is looked for last.
    static const Verdict gravest[] = {VERDICT_ERROR, VERDICT_FAIL, VERDICT_INCONCLUSIVE};
    for (size_t i = 0; i < array_count(gravest); i++) {
        for (size_t j = 0; j < count; j++) {
            if (views[j].verdict == gravest[i])
                return gravest[i];
        }
    }
    return count ? VERDICT_PASS : VERDICT_INCONCLUSIVE;
}
