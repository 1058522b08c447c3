#include "base/clean.h"
#include "base/fatal.h"
#include "base/file.h"
#include "base/log.h"
#include "cli/delivery.h"
#include "cli/github_step.h"
#include "cli/help.h"
#include "cli/known_option.h"
#include "cli/placement.h"
#include "cli/settings.h"
#include "cli/tool.h"
#include "cli/version.h"
#include "render/render.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Everything that one program needs from its start to its exit code.
typedef struct Program {
    Run run;
    Settings *settings;
    CommonOptions common;
    Platform platform;
    KnownFile *known; // what was found before; NULL for no file
} Program;

void run_set_output(Run *run, const char *name, const char *value)
{
    *list_push(run->arena, &run->outputs) =
        (RunOutput){arena_text(run->arena, name), arena_text(run->arena, value)};
}

void run_add_secret(Run *run, const char *secret)
{
    if (!text_empty(secret))
        *list_push(run->arena, &run->secrets) = arena_text(run->arena, secret);
}

// Finds the pipeline file and the stage in it that this run is about, if there are any.
static bool program_find_stage(Program *program, const PipelineStage **ret_stage, Error *err)
{
    Run *run = &program->run;
    const char *config = settings_text(program->settings, "config");
    const char *stage = settings_text(program->settings, "stage");
    if (stage && !pipeline_name_is_plain(stage))
        return error_set(err, ERROR_USAGE, "%s must be " PIPELINE_NAME ", got '%s'",
                         settings_find(program->settings, "stage")->origin,
                         clean_text_short(run->arena, stage, 80));
    if (!config && !file_exists(PIPELINE_FILE)) {
        run->stage = stage;
        return true;
    }
    Pipeline *pipeline = NULL;
    if (!pipeline_load(config ? config : PIPELINE_FILE, run->arena, &pipeline, err))
        return false;
    run->config = pipeline->file;
    if (run->tool->walks_pipeline) {
        run->stage = stage;
        return true;
    }
    if (!stage) {
        *ret_stage = pipeline_only(pipeline, run->tool->name, program->settings->verb->name,
                                   run->tool->verbs[0].name);
    } else if (!pipeline_find(pipeline, stage, ret_stage, err)) {
        return false;
    }
    const PipelineStage *found = *ret_stage;
    run->stage = found ? found->name : stage;
    if (found && !text_equal(found->tool, run->tool->name))
        return error_at(err, ERROR_USAGE, value_place(found->value, PLACE_SCHEMA),
                        "stage '%s' belongs to %s, not to %s", found->name,
                        found->tool ? found->tool : "a 'run' command", run->tool->name);
    return true;
}

// The stage may name the verb; argv and the environment go before it.
static bool program_use_stage_verb(Settings *settings, const PipelineStage *stage, Error *err)
{
    if (settings->verb_given || !stage->verb)
        return true;
    for (size_t i = 0; i < settings->tool->verb_count; i++) {
        if (!text_equal(settings->tool->verbs[i].name, stage->verb))
            continue;
        settings->verb = &settings->tool->verbs[i];
        return true;
    }
    return error_at(err, ERROR_CONFIG, value_place(stage->value, PLACE_SCHEMA),
                    "%s has no verb '%s'", settings->tool->name, stage->verb);
}

static const char *program_default_stage(const Program *program)
{
    const Tool *tool = program->run.tool;
    const Verb *verb = program->settings->verb;
    return verb == &tool->verbs[0]
               ? tool->name
               : arena_format(program->run.arena, "%s-%s", tool->name, verb->name);
}

// Secrets are masked from here on, whatever prints them.
static void program_collect_secrets(Program *program)
{
    for (size_t i = 0; i < program->settings->count; i++) {
        const Setting *setting = &program->settings->items[i];
        if (setting->option->type == OPTION_SECRET && setting->values.count)
            run_add_secret(&program->run, setting->values.items[0]);
    }
}

static FailOn program_fail_on(const char *name)
{
    return text_equal(name, "never")     ? FAIL_ON_NEVER
           : text_equal(name, "warning") ? FAIL_ON_WARNING
                                         : FAIL_ON_ERROR;
}

// What the verb and the renderers need to know, from the options that every tool has.
static void program_apply_common(Program *program, bool ready)
{
    Run *run = &program->run;
    const CommonOptions *common = &program->common;
    const bool terminal = isatty(STDOUT_FILENO) && !program->platform.plain;
    run->verb = program->settings->verb;
    run->root = common->root                  ? common->root
                : program->platform.workspace ? program->platform.workspace
                                              : ".";
    run->output = common->output;
    run->quiet = common->quiet;
    run->verbose = common->verbose || program->platform.debug;
    run->live = common->live || program->platform.kind != PLATFORM_SHELL;
    run->color =
        text_equal(common->color, "always") || (terminal && text_equal(common->color, "auto"));
    run->progress = !run->quiet && isatty(STDERR_FILENO);
    const bool one_stage = run->stage && !run->tool->walks_pipeline;
    run->report->stage = one_stage ? run->stage : program_default_stage(program);
    run->report->fail_on = program_fail_on(common->fail_on);
    if (ready) // a command line that was refused is not worth repeating
        run->report->reproduce = settings_command_line(program->settings, run->config, run->stage);
    if (run->verbose)
        log_enable();
}

static bool program_refuse_untrusted(const Program *program, Error *err)
{
    if (!program->platform.untrusted || program->run.tool->home != TOOL_ON_HOST)
        return true;
    return error_set(err, ERROR_USAGE,
                     "%s runs commands, and under '%s' they may be a stranger's with this "
                     "repository's secrets; use the event 'pull_request', or set "
                     "SLUICE_TRUST_EVENT=true if nothing of the fork is checked out",
                     program->run.tool->name, program->platform.event);
}

// Takes all settings from all sources and stores them.
static bool program_prepare(Program *program, void *options, Error *err)
{
    Settings *settings = program->settings;
    const PipelineStage *stage = NULL;
    // Stored once before the file is read: what is wrong with the file is reported as was asked.
    if (!github_step_check_inputs(settings->tool, err) ||
        !settings_read_environment(settings, err) ||
        !settings_store(settings, &program->common, options, err) ||
        !delivery_check(&program->common, err) || !program_find_stage(program, &stage, err))
        return false;
    if (stage && !program_use_stage_verb(settings, stage, err))
        return false;
    if (stage && !settings_read_stage(settings, stage, err))
        return false;
    program_collect_secrets(program);
    return settings_store(settings, &program->common, options, err) &&
           delivery_check(&program->common, err) && settings_check_needed(settings, err) &&
           program_refuse_untrusted(program, err);
}

// --help, --version and --describe, which need no other settings. True if one was asked for.
static bool program_explain(Program *program)
{
    const Tool *tool = program->run.tool;
    const Settings *settings = program->settings;
    const char *form = settings_text(settings, "describe");
    Buf *out = program->run.printed;
    if (text_equal(settings_text(settings, "help"), "true"))
        help_print(tool, out);
    else if (text_equal(settings_text(settings, "version"), "true"))
        buf_format(out, "sluice-%s %s\n", tool->name, SLUICE_VERSION);
    else if (form && !text_equal(form, "config"))
        describe(form, tool, out);
    return out->size > 0;
}

// The report is complete: what is known in it does not count, and each place knows where it is.
static void program_conclude(Program *program)
{
    Error err = ERROR_EMPTY;
    Run *run = &program->run;
    report_mask(run->report, &run->secrets);
    if (!known_option_apply(run, &program->common, program->known, &err))
        report_add_error(run->report, &err);
    placement_mark(run->report, run->root);
}

static int program_print(const Tool *tool, const Buf *printed)
{
    if (fwrite(printed->data, 1, printed->size, stdout) == printed->size && fflush(stdout) == 0)
        return 0;
    fprintf(stderr, "sluice-%s: error: cannot write to standard output: %s\n", tool->name,
            strerror(errno));
    return error_exit_code(ERROR_OUTPUT);
}

// What could not be delivered is told on standard error, and on GitHub where errors are seen.
static void program_tell(const Program *program, const Error *err)
{
    scoped_arena arena = arena_open();
    const char *tool = program->run.tool->name;
    fprintf(stderr, "sluice-%s: error: %s\n", tool, clean_text(arena, err->message));
    if (program->platform.kind != PLATFORM_GITHUB)
        return;
    scoped_buf text = BUF_EMPTY;
    Report *report = report_new(tool, SLUICE_VERSION, program->run.report->stage, arena);
    report_add_error(report, err);
    renderer_find("github")->render(report, &(RenderOptions){0}, &text);
    program_print(program->run.tool, &text);
}

static int program_finish(Program *program)
{
    Error err = ERROR_EMPTY;
    if (delivery_send(&program->run, &program->common, &program->platform, &err))
        return report_exit_code(program->run.report);
    program_tell(program, &err);
    return error_exit_code(err.kind);
}

static int program_run(Program *program, int argc, char **argv, void *options)
{
    Error err = ERROR_EMPTY;
    Run *run = &program->run;
    // The defaults come first so that a wrong command line can be reported like everything else.
    bool ready = settings_store(program->settings, &program->common, options, &err) &&
                 settings_read_argv(program->settings, argc, argv, &err);
    if (ready && program_explain(program))
        return program_print(run->tool, run->printed);
    ready = ready && program_prepare(program, options, &err);
    program_apply_common(program, ready);
    if (ready && text_equal(program->common.describe, "config")) {
        settings_print(program->settings, run->printed);
        return program_print(run->tool, run->printed);
    }
    if (!ready || !known_option_load(run, &program->common, &program->known, &err) ||
        !run->verb->run(run, &err)) {
        github_step_explain(&program->platform, &err);
        report_add_error(run->report, &err);
    }
    program_conclude(program);
    return program_finish(program);
}

int tool_main(const Tool *tool, int argc, char **argv)
{
    fd_reserve_standard();
    fatal_catch_signals();
    scoped_arena arena = arena_open();
    scoped_buf printed = BUF_EMPTY;
    void *options = arena_alloc(arena, MAX(tool->options_size, (size_t)1));
    Program program = {
        .run = {.arena = arena, .tool = tool, .options = options, .printed = &printed},
        .settings = settings_new(tool, arena),
        .platform = platform_detect(),
    };
    program.run.report = report_new(tool->name, SLUICE_VERSION, tool->name, arena);
    program.run.report->rules = tool->rules;
    program.run.report->rule_count = rules_count(tool->rules);
    return program_run(&program, argc, argv, options);
}
