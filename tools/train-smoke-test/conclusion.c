#include "conclusion.h"

#include "base/clean.h"
#include "base/file.h"
#include "diagnosis.h"
#include "warnings.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// How many of the last lines of the output a failed test shows.
#define CONCLUSION_LAST_LINES 10
#define CONCLUSION_LONGEST    300
// A chart has at most this many points; of more, every n-th is shown.
#define CONCLUSION_POINTS 200

// Folders of installed code, wherever they are.
static const char *const foreign[] = {
    "/site-packages/", "/dist-packages/", "/lib/python", "/lib64/python", "/conda/", "/.tox/",
};

// Which files are the user's own: those below the root, as it was named or as it is resolved.
typedef struct Home {
    const char *named;
    const char *resolved;
    const char *folder; // where the command ran: what it says of files is relative to it
    Arena *arena;
} Home;

static const char *conclusion_path(const Home *home, const char *file)
{
    return path_absolute(home->arena, path_join(home->arena, home->folder, file));
}

static bool conclusion_is_below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    if (strncmp(path, folder, length) != 0)
        return false;
    return path[length] == '/' || (length && folder[length - 1] == '/');
}

static bool conclusion_owns(const void *what, const char *file)
{
    const Home *home = what;
    if (*file == '<' || !*file)
        return false;
    for (size_t i = 0; i < array_count(foreign); i++) {
        if (strstr(file, foreign[i]))
            return false;
    }
    const char *path = conclusion_path(home, file);
    // What was compiled in another place is named as it was there: `pandas/_libs/parsers.pyx`.
    if (*file != '/' && !file_exists(path))
        return false;
    return conclusion_is_below(path, home->named) || conclusion_is_below(path, home->resolved);
}

static Place conclusion_place(const Home *home, const char *file, int64_t line)
{
    const char *path = conclusion_path(home, file);
    const char *root = conclusion_is_below(path, home->named) ? home->named : home->resolved;
    return (Place){
        .kind = PLACE_SOURCE,
        .file = path_relative(home->arena, root, path),
        .line = line,
    };
}

static void conclusion_add_diagnosis(Report *report, const Diagnosis *diagnosis, const Home *home)
{
    Finding *finding =
        report_find(report, report_rule(report, diagnosis->rule), "%s", diagnosis->message);
    if (diagnosis->frame)
        finding_add_place(report, finding,
                          conclusion_place(home, diagnosis->frame->file, diagnosis->frame->line));
}

static void conclusion_add_warnings(Report *report, const ProcessText *text,
                                    const TracebackPlan *plan, const Home *home)
{
    const Warnings *warnings = warnings_read(text->bytes, text->size, plan, report->arena);
    for (size_t i = 0; i < warnings->count; i++) {
        const Warning *warning = &warnings->items[i];
        Finding *finding =
            report_find(report, report_rule(report, "smoke/warning"), "%s",
                        clean_text_short(report->arena, warning->text, CONCLUSION_LONGEST));
        finding->count = warning->count;
        if (warning->ours)
            finding_add_place(report, finding,
                              conclusion_place(home, warning->file, warning->line));
    }
}

static const char losses_check[] = "losses are finite numbers";

// A program that ends well with a loss that is no number has learned nothing.
static void conclusion_check_losses(Report *report, const Losses *losses, bool known)
{
    bool finite = true;
    for (size_t i = 0; i < losses->count; i++) {
        const LossSeries *series = &losses->series[i];
        size_t bad = losses_first_bad(series);
        if (!bad)
            continue;
        if (finite && !known) {
            char text[TEXT_REAL_SIZE];
            report_find(
                report, report_rule(report, "smoke/nan-loss"), "'%s' is %s at its value %zu of %zu",
                clean_text_short(report->arena, series->name, CONCLUSION_LONGEST),
                text_from_real(series->values.items[bad - 1], text), bad, series->values.count)
                ->check = losses_check;
        }
        finite = false;
    }
    if (losses->count)
        report_add_check(report, (Check){
                                     .name = losses_check,
                                     .verdict = finite ? VERDICT_PASS : VERDICT_FAIL,
                                 });
}

static void conclusion_check_limits(Report *report, const ProcessResult *result)
{
    Arena *arena = report->arena;
    report_add_check(report, (Check){
                                 .name = "the command ends well",
                                 .verdict = process_succeeded(result) ? VERDICT_PASS : VERDICT_FAIL,
                                 .value = process_describe(result, arena),
                                 .threshold = "exit code 0",
                             });
    if (result->timeout_ms)
        report_add_check(report, (Check){
                                     .name = "it takes no longer than it may",
                                     .verdict = result->ending == PROCESS_TIMED_OUT ? VERDICT_FAIL
                                                                                    : VERDICT_PASS,
                                     .value = text_for_duration(arena, result->wall_ms),
                                     .threshold = text_for_duration(arena, result->timeout_ms),
                                 });
    static const char memory_check[] = "it takes no more memory than it may";
    bool above = result->memory_most && result->memory_peak > result->memory_most;
    if (above && result->ending != PROCESS_OVER_MEMORY)
        report_find(report, report_rule(report, "smoke/memory-limit"),
                    "the command took %s of memory; its limit is %s",
                    text_for_bytes(arena, result->memory_peak),
                    text_for_bytes(arena, result->memory_most))
            ->check = memory_check;
    if (result->memory_most)
        report_add_check(report, (Check){
                                     .name = memory_check,
                                     .verdict = above ? VERDICT_FAIL : VERDICT_PASS,
                                     .value = text_for_bytes(arena, result->memory_peak),
                                     .threshold = text_for_bytes(arena, result->memory_most),
                                 });
    if (result->leftovers)
        report_find(report, report_rule(report, "smoke/leftover-process"),
                    "%" PRId64 " of its processes outlived the command and had to be ended",
                    result->leftovers);
}

static void conclusion_add_metrics(Report *report, const Trial *trial)
{
    const ProcessResult *result = &trial->result;
    const LossSeries *loss = losses_main(&trial->losses);
    const Metric metrics[] = {
        {.name = "wall_time", .value = (double)result->wall_ms, .unit = "ms"},
        {.name = "cpu_time", .value = (double)result->cpu_ms, .unit = "ms"},
        {.name = "memory_peak", .value = (double)result->memory_peak, .unit = "bytes"},
    };
    for (size_t i = 0; i < array_count(metrics); i++)
        report_add_metric(report, metrics[i]);
    if (trial->sample.rows)
        report_add_metric(report, (Metric){.name = "rows", .value = (double)trial->sample.rows});
    if (!loss)
        return;
    report_add_metric(report, (Metric){.name = "loss_first", .value = loss->values.items[0]});
    report_add_metric(
        report, (Metric){.name = "loss_last", .value = loss->values.items[loss->values.count - 1]});
}

static void conclusion_add_series(Report *report, Section *chart, const LossSeries *loss,
                                  size_t stride)
{
    SectionSeries *series = section_add_series(chart, loss->name, report->arena);
    for (size_t i = 0; i < loss->values.count; i += stride)
        series_add(series, loss->values.items[i], report->arena);
}

// One chart for all losses of equal length, which were printed together.
static void conclusion_add_charts(Report *report, const Losses *losses)
{
    bool drawn[LOSSES_MOST_SERIES] = {false};
    for (size_t i = 0; i < losses->count; i++) {
        size_t length = losses->series[i].values.count;
        if (drawn[i] || length < 2)
            continue;
        Section *chart = report_add_section(report, SECTION_LINE, "Losses");
        size_t stride = (length + CONCLUSION_POINTS - 1) / CONCLUSION_POINTS;
        for (size_t k = 0; k < length; k += stride)
            *list_push(report->arena, &chart->x_labels) = arena_format(report->arena, "%zu", k + 1);
        for (size_t k = i; k < losses->count; k++) {
            if (losses->series[k].values.count != length)
                continue;
            conclusion_add_series(report, chart, &losses->series[k], stride);
            drawn[k] = true;
        }
    }
}

static void conclusion_add_data(Report *report, const Trial *trial)
{
    const Sample *sample = &trial->sample;
    if (!sample->rows)
        return;
    Arena *arena = report->arena;
    Section *table = report_add_section(report, SECTION_TABLE, "Sample");
    static const char *const columns[] = {"rows", "of", "left out", "stratified by", "classes"};
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(arena, &table->columns) = columns[i];
    section_add_cells(table, arena, arena_format(arena, "%" PRId64, sample->rows),
                      arena_format(arena, "%" PRId64, sample->total_rows),
                      arena_format(arena, "%" PRId64, sample->left_out),
                      trial->label ? trial->label : "nothing",
                      trial->label ? arena_format(arena, "%" PRId64, sample->classes) : "", NULL);
}

static void conclusion_add_output(Report *report, const ProcessResult *result)
{
    const ProcessText *said = result->errors.size ? &result->errors : &result->output;
    if (!said->size)
        return;
    const char *begin = said->bytes + said->size;
    for (size_t lines = 0; begin > said->bytes; begin--) {
        if (begin[-1] == '\n' && begin != said->bytes + said->size &&
            ++lines == CONCLUSION_LAST_LINES)
            break;
    }
    Section *table =
        report_add_section(report, SECTION_TABLE, "Last lines of the command's output");
    *list_push(report->arena, &table->columns) = "output";
    const char *end = said->bytes + said->size;
    while (begin < end) {
        const char *stop = memchr(begin, '\n', (size_t)(end - begin));
        size_t length = (size_t)((stop ? stop : end) - begin);
        section_add_cells(table, report->arena,
                          clean_text_short(report->arena,
                                           arena_text_sized(report->arena, begin, length),
                                           CONCLUSION_LONGEST),
                          NULL);
        begin += length + 1;
    }
}

void conclusion_add(Report *report, const Trial *trial, const char *root)
{
    const ProcessResult *result = &trial->result;
    Home home = {.named = path_absolute(report->arena, root),
                 .folder = trial->folder,
                 .arena = report->arena};
    char *resolved = realpath(home.named, NULL);
    home.resolved = resolved ? arena_text(report->arena, resolved) : home.named;
    free(resolved);
    const TracebackPlan plan = {.owns = conclusion_owns, .what = &home};
    const Diagnosis diagnosis = diagnosis_make(result, &plan, report->arena);
    if (diagnosis.rule)
        conclusion_add_diagnosis(report, &diagnosis, &home);
    conclusion_check_limits(report, result);
    conclusion_check_losses(report, &trial->losses, text_equal(diagnosis.rule, "smoke/nan-loss"));
    conclusion_add_warnings(report, &result->errors, &plan, &home);
    conclusion_add_metrics(report, trial);
    conclusion_add_charts(report, &trial->losses);
    conclusion_add_data(report, trial);
    if (!process_succeeded(result))
        conclusion_add_output(report, result);
}
