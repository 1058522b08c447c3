#include "stage.h"

#include "base/clean.h"
#include "base/file.h"
#include "cli/common.h"
#include "cli/platform.h"
#include "cli/run_folder.h"
#include "cli/version.h"
#include "doc/json.h"
#include "process/process.h"
#include "process/program.h"
#include "report/report_json.h"
#include "rules.h"
#include "tools.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// A tool of a stage, called with the stage's name so that it finds its options itself.
static void stage_add_words(const Run *run, const PipelineStage *stage, TextList *command)
{
    const char *words[] = {program_of_tool(stage->tool, run->arena),
                           "--config",
                           run->config,
                           "--stage",
                           stage->name,
                           "--root",
                           run->root};
    for (size_t i = 0; i < array_count(words); i++)
        *list_push(run->arena, command) = words[i];
}

// Whether `variable` ("SLUICE_FAIL_ON=never") gives the option, with `-` and `_` alike.
static bool stage_variable_gives(const char *variable, const char *option)
{
    const char *at = variable + strlen("SLUICE_");
    for (; *option && *at; option++, at++) {
        const char wanted = (char)toupper((unsigned char)*option);
        if (*at != wanted && !(*at == '_' && wanted == '-'))
            return false;
    }
    return !*option && *at == '=';
}

// What was said to `run` itself: all inputs of its action, and the variables of its own options and
// of those that every tool has. A stage that took `fail-on: never` or `output` from them would be
// green, or write over the page.
static bool stage_is_of_run(const Run *run, const char *variable)
{
    if (text_starts(variable, "INPUT_"))
        return true;
    if (!text_starts(variable, "SLUICE_"))
        return false;
    for (size_t i = 0; i < common_option_count; i++) {
        if (stage_variable_gives(variable, common_options[i].name))
            return true;
    }
    for (size_t i = 0; i < run->tool->option_count; i++) {
        if (stage_variable_gives(variable, run->tool->options[i].name))
            return true;
    }
    return false;
}

static void stage_hide_inputs(const Run *run, ProcessPlan *plan)
{
    for (char **variable = environ; *variable; variable++) {
        if (stage_is_of_run(run, *variable))
            *list_push(run->arena, &plan->env) =
                arena_text_sized(run->arena, *variable, strcspn(*variable, "="));
    }
}

static bool stage_ask_config(const Run *run, const PipelineStage *stage, ProcessResult *ret_result,
                             Error *err)
{
    ProcessPlan plan = {.timeout_ms = 30000};
    stage_add_words(run, stage, &plan.command);
    *list_push(run->arena, &plan.command) = "--describe=config";
    *list_push(run->arena, &plan.command) = "--report=json";
    stage_hide_inputs(run, &plan);
    return process_run(&plan, run->arena, ret_result, err);
}

// The tool has said what is wrong and where, as a JSON report: its words become ours.
static bool stage_refuse(const Run *run, const PipelineStage *stage, const ProcessText *said,
                         Error *err)
{
    Place place = value_place(stage->value, PLACE_SCHEMA);
    const Value *report = NULL;
    const char *message = "its options are refused";
    if (json_parse("report", said->bytes, said->size, (JsonOptions){0}, run->arena, &report, err)) {
        const Value *findings = value_get(report, "findings");
        const Value *first = findings && findings->count ? &findings->items[0] : NULL;
        const Value *places = value_get(first, "places");
        const Value *where = places && places->count ? &places->items[0] : NULL;
        // What is of another kind leaves the defaults.
        bool read = value_read_text(first, "message", &message, err) &&
                    value_read_text(where, "file", &place.file, err) &&
                    value_read_int(where, "line", &place.line, err) &&
                    value_read_int(where, "column", &place.column, err);
        if (!read)
            return false;
    }
    return error_at(err, ERROR_CONFIG, place, "stage '%s' cannot start: %s", stage->name, message);
}

bool stage_check(const Run *run, const PipelineStage *stage, Error *err)
{
    ProcessResult result;
    if (!stage->tool)
        return true;
    const FrontTool *tool = front_find(stage->tool);
    if (!tool || !tool->in_pipeline) {
        const char *nearest = front_nearest(stage->tool);
        return error_at(err, ERROR_CONFIG, value_place(stage->value, PLACE_SCHEMA),
                        "stage '%s': there is no tool '%s'%s%s%s", stage->name,
                        clean_text_short(run->arena, stage->tool, 64),
                        nearest ? "; did you mean '" : "", nearest ? nearest : "",
                        nearest ? "'?" : "");
    }
    if (!stage_ask_config(run, stage, &result, err))
        return false;
    if (process_succeeded(&result))
        return true;
    return stage_refuse(run, stage, &result.output, err);
}

bool stage_print_config(const Run *run, const PipelineStage *stage, Buf *out, Error *err)
{
    ProcessResult result;
    if (!stage_check(run, stage, err))
        return false;
    buf_format(out, "%s%s: %s%s%s\n", out->size ? "\n" : "", stage->name,
               stage->tool ? stage->tool : "run", stage->verb ? " " : "",
               stage->verb ? stage->verb : "");
    if (!stage->tool) {
        buf_format(out, "%s\n",
                   clean_text(run->arena, process_command_text(&stage->command, run->arena)));
        return true;
    }
    if (!stage_ask_config(run, stage, &result, err))
        return false;
    buf_append(out, result.output.bytes, result.output.size);
    return true;
}

static void stage_pass_on(void *what, ProcessStream stream, const char *bytes, size_t size)
{
    (void)what;
    FILE *to = stream == PROCESS_OUTPUT ? stdout : stderr;
    fwrite(bytes, 1, size, to);
    fflush(to);
}

// Lines longer than this are shown in pieces.
#define STAGE_LONGEST_LINE ((size_t)4096)

// Shows a line of a foreign command's output, cleaned, and empties it.
static void stage_show_line(Buf *line)
{
    scoped_buf clean = BUF_EMPTY;
    buf_add(&clean, "  | ");
    clean_append(&clean, buf_text(line), line->size);
    buf_add_char(&clean, '\n');
    fwrite(clean.data, 1, clean.size, stdout);
    fflush(stdout);
    buf_clear(line);
}

static void stage_show(void *what, ProcessStream stream, const char *bytes, size_t size)
{
    (void)stream;
    Buf *line = what;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n')
            stage_show_line(line);
        else if (bytes[i] != '\r')
            buf_add_char(line, bytes[i]);
        if (line->size == STAGE_LONGEST_LINE)
            stage_show_line(line);
    }
}

// The report of a `run:` stage, so that the page of the pipeline has it too.
static bool stage_write_report(const Run *run, const PipelineStage *stage,
                               const ProcessResult *result, Error *err)
{
    scoped_buf json = BUF_EMPTY;
    Report *report = report_new("run", SLUICE_VERSION, stage->name, run->arena);
    report->rules = run_rules;
    report->rule_count = rules_count(run_rules);
    const bool good = process_succeeded(result);
    const char *how = process_describe(result, run->arena);
    report_add_check(report, (Check){.name = "the command succeeds",
                                     .verdict = good ? VERDICT_PASS : VERDICT_FAIL,
                                     .value = how});
    report_add_metric(
        report, (Metric){.name = "wall_time", .value = (double)result->wall_ms, .unit = "ms"});
    report_add_metric(
        report,
        (Metric){.name = "memory_peak", .value = (double)result->memory_peak, .unit = "bytes"});
    if (!good) {
        Finding *finding =
            report_find(report, report_rule(report, "run/command-failed"), "the command %s", how);
        Place place = value_place(stage->value, PLACE_SCHEMA);
        place.file = path_relative(run->arena, run->root, run->config);
        finding_add_place(report, finding, place);
    }
    report_write_json(report, &json);
    const Platform platform = platform_detect();
    return run_folder_keep(run->config, &platform, stage->name, &json, err);
}

static bool stage_run_command(const Run *run, const PipelineStage *stage, StageResult *ret_result,
                              Error *err)
{
    scoped_arena arena = arena_open();
    scoped_buf line = BUF_EMPTY;
    ProcessPlan plan = {.command = stage->command,
                        .folder = path_folder(arena, run->config),
                        .timeout_ms = stage->timeout_ms,
                        .leave_running = stage->outward,
                        .merge_errors = true,
                        .listen = stage_show,
                        .what = &line};
    ProcessResult result;
    if (!process_run(&plan, arena, &result, err))
        return false;
    if (line.size)
        stage_show_line(&line);
    ret_result->exit_code = process_succeeded(&result) ? 0 : 1;
    ret_result->how = process_describe(&result, run->arena);
    ret_result->wall_ms = result.wall_ms;
    return stage_write_report(run, stage, &result, err);
}

static bool stage_run_tool(const Run *run, const PipelineStage *stage, StageResult *ret_result,
                           Error *err)
{
    ProcessPlan plan = {.listen = stage_pass_on, .leave_running = true};
    ProcessResult result;
    stage_add_words(run, stage, &plan.command);
    stage_hide_inputs(run, &plan);
    *list_push(run->arena, &plan.env) = PLATFORM_IN_WALK "=true";
    const char *const passed[] = {run->color ? "--color=always" : "--color=never",
                                  run->live ? "--live" : NULL, run->verbose ? "--verbose" : NULL,
                                  run->quiet ? "--quiet" : NULL};
    for (size_t i = 0; i < array_count(passed); i++) {
        if (passed[i])
            *list_push(run->arena, &plan.command) = passed[i];
    }
    if (!process_run(&plan, run->arena, &result, err))
        return false;
    ret_result->exit_code = result.exit_code;
    ret_result->wall_ms = result.wall_ms;
    return true;
}

bool stage_run(const Run *run, const PipelineStage *stage, StageResult *ret_result, Error *err)
{
    *ret_result = (StageResult){.stage = stage, .ran = true};
    run_folder_forget(run->config, stage->name);
    if (stage->tool)
        return stage_run_tool(run, stage, ret_result, err);
    if (stage->outward && !run->live) {
        ret_result->rehearsed = true;
        printf("  would run: %s\n",
               clean_text(run->arena, process_command_text(&stage->command, run->arena)));
        fflush(stdout); // in front of what is written past stdio
        return true;
    }
    return stage_run_command(run, stage, ret_result, err);
}
