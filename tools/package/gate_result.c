#include "gate_result.h"

#include "base/clean.h"
#include "base/file.h"
#include "report/report_json.h"

// The table in the gate's report that says which files were judged, and its columns.
#define GATE_TABLE  "Judged files"
#define GATE_ROLE   0
#define GATE_DIGEST 2

static bool gate_refuse(Run *run, const char *rule, const char *what)
{
    report_find(run->report, report_rule(run->report, rule), "%s", what);
    return false;
}

static bool gate_row_is(const SectionRow *row, const char *role)
{
    return row->cells.count > GATE_DIGEST && text_equal(row->cells.items[GATE_ROLE], role);
}

// Whether `digest` is that of a judged file of this role; *ret_any tells whether there is one.
static bool gate_judged(const Report *gate, const char *role, const char *digest, bool *ret_any)
{
    bool found = false;
    for (size_t s = 0; s < gate->sections.count; s++) {
        const Section *section = &gate->sections.items[s];
        if (section->kind != SECTION_TABLE || !text_equal(section->title, GATE_TABLE))
            continue;
        for (size_t r = 0; r < section->rows.count; r++) {
            const SectionRow *row = &section->rows.items[r];
            if (!gate_row_is(row, role))
                continue;
            *ret_any = true;
            found = found || text_equal(row->cells.items[GATE_DIGEST], digest);
        }
    }
    return found;
}

// *ret_tied becomes true if something was there to compare.
static bool gate_is_about_model(Run *run, const Report *gate, const PackageFileList *model,
                                bool *ret_tied)
{
    for (size_t i = 0; i < model->count; i++) {
        const PackageFile *file = &model->items[i];
        bool any = false;
        const bool judged = gate_judged(gate, "model", file->digest, &any);
        *ret_tied = *ret_tied || any;
        if (judged || !any)
            continue;
        return gate_refuse(run, "package/gate-other-model",
                           arena_format(run->arena,
                                        "the gate judged another model: '%s' has sha256 %.12s…, "
                                        "which is not among the judged files",
                                        file->name, file->digest));
    }
    return true;
}

static bool gate_is_about_metrics(Run *run, const Report *gate, const GateSubject *subject,
                                  bool *ret_tied)
{
    bool any = false;
    if (subject->metrics_digest &&
        !gate_judged(gate, "candidate metrics", subject->metrics_digest, &any) && any)
        return gate_refuse(run, "package/gate-other-model",
                           "the gate judged another metrics file than the one that is packaged");
    *ret_tied = *ret_tied || any;
    for (size_t i = 0; subject->metrics && i < gate->metrics.count; i++) {
        const Metric *judged = &gate->metrics.items[i];
        double ours = 0;
        const Value *value = value_path(subject->metrics, judged->name);
        if (!value || !value_to_real(value, &ours))
            continue;
        *ret_tied = true;
        if (ours == judged->value)
            continue;
        char wanted[TEXT_REAL_SIZE];
        char got[TEXT_REAL_SIZE];
        return gate_refuse(run, "package/gate-other-model",
                           arena_format(run->arena,
                                        "metric '%s' is %s, but the gate judged %s: the model or "
                                        "its metrics changed afterwards",
                                        judged->name, text_from_real(ours, got),
                                        text_from_real(judged->value, wanted)));
    }
    return true;
}

static bool gate_accepts(Run *run, GateResult *result, const GateSubject *subject)
{
    const Report *gate = result->report;
    result->found = "no report of the gate";
    if (!text_equal(gate->tool, "gate"))
        return gate_refuse(run, "package/gate-missing",
                           arena_format(run->arena, "'%s' is a report of '%s', not of the gate",
                                        result->path, gate->tool));
    Verdict verdict = report_verdict(gate);
    result->found = verdict_name(verdict);
    if (verdict != VERDICT_PASS)
        return gate_refuse(run, "package/gate-failed",
                           arena_format(run->arena,
                                        "the verdict of the gate is '%s', wanted 'pass' ('%s')",
                                        verdict_name(verdict), result->path));
    result->found = "nothing judged";
    if (gate->checks.count == 0)
        return gate_refuse(
            run, "package/gate-failed",
            arena_format(run->arena, "the gate judged nothing: '%s' has no checks", result->path));
    result->found = "about another model";
    bool tied = false;
    if (!gate_is_about_model(run, gate, subject->model, &tied) ||
        !gate_is_about_metrics(run, gate, subject, &tied))
        return false;
    if (!tied)
        report_find(run->report, report_rule(run->report, "package/gate-untied"),
                    "nothing shows that '%s' is about this model: it names no judged model file, "
                    "and no metrics are packaged that it judged",
                    result->path);
    result->found = verdict_name(verdict);
    return true;
}

static void gate_add_check(Run *run, const GateResult *result)
{
    report_add_check(run->report, (Check){.name = "the gate passed this model",
                                          .verdict = result->passed ? VERDICT_PASS : VERDICT_FAIL,
                                          .value = result->found,
                                          .threshold = "pass"});
}

bool gate_result_judge(Run *run, const char *path, const GateSubject *subject,
                       GateResult *ret_result, Error *err)
{
    GateResult result = {.found = "no result",
                         .path = path ? path_relative(run->arena, run->root, path) : NULL};
    if (!path || !file_exists(path)) {
        const char *why =
            path ? arena_format(run->arena, "there is no gate result '%s'", result.path)
                 : "no gate result was given: a model is packaged with the report of its gate "
                   "(--gate FILE)";
        gate_refuse(run, "package/gate-missing", why);
    } else {
        Report *report = NULL;
        if (!report_load_json(path, run->arena, &report, err))
            return false;
        result.report = report;
        result.passed = gate_accepts(run, &result, subject);
    }
    gate_add_check(run, &result);
    *ret_result = result;
    return true;
}
