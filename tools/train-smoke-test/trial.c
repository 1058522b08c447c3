#include "trial.h"

#include "base/fatal.h"
#include "base/file.h"
#include "label.h"
#include "listener.h"
#include "process/withheld.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// The value of one setting for the command.
typedef struct TrialSetting {
    const char *name;
    const char *value; // NULL if there is none
} TrialSetting;

#define TRIAL_SETTINGS 5

// Makes Python tell more and behave the same each time.
static const char *const environment[] = {
    "PYTHONFAULTHANDLER=1", // a crash, and our asking, print the stack
    "PYTHONUNBUFFERED=1",   // nothing is lost when it is killed
    "PYTHONHASHSEED=0",
    "NO_COLOR=1",
    "PYTHON_COLORS=0",
    "HYDRA_FULL_ERROR=1",
    "CUBLAS_WORKSPACE_CONFIG=:4096:8",
};

// Fatal hook: the folder may hold whatever the command wrote, and only another process may take
// the time to walk it.
static void trial_remove_early(void *what)
{
    const char *folder = what;
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/rm", "rm", "-rf", "--", folder, (char *)NULL);
        _exit(127);
    }
    if (pid > 0)
        waitpid(pid, NULL, 0);
}

static void trial_remove_folder(char **folder)
{
    if (!*folder)
        return;
    folder_remove(*folder);
    fatal_remove(trial_remove_early, *folder);
}

static bool trial_make_folder(Arena *arena, char **ret_folder, Error *err)
{
    const char *folder = NULL;
    if (!folder_make_temporary(arena, &folder, err))
        return false;
    *ret_folder = path_absolute(arena, folder);
    fatal_add(trial_remove_early, *ret_folder);
    return true;
}

// What the sample's name ends with, so that the command reads it as it reads the data.
static const char *trial_ending(const char *path, const Sample *sample)
{
    static const char *const tabs[] = {".tsv", ".tab", ".tsv.gz", ".tsv.zst"};
    for (size_t i = 0; i < array_count(tabs); i++) {
        if (text_ends(path, tabs[i]))
            return "tsv";
    }
    return sample->format;
}

static bool trial_sample(const TrialPlan *plan, const char *folder, Arena *arena, Trial *trial,
                         const char **ret_path, Error *err)
{
    trial->label = plan->label;
    bool once = text_equal(plan->data, "-") || file_is_stream(plan->data);
    if (!trial->label && !once && !label_choose(plan->data, arena, &trial->label, err))
        return false;
    SamplePlan sample = {
        .table = {.paths = &plan->data, .path_count = 1},
        .label = trial->label,
        .rows = plan->rows,
        .least_per_class = SAMPLE_LEAST_PER_CLASS,
        .seed = (uint64_t)plan->seed,
    };
    scoped_buf rows = BUF_LIMITED(SAMPLE_MOST_BYTES);
    if (!sample_table(&sample, arena, &rows, &trial->sample, err))
        return false;
    if (rows.full)
        return error_set(err, ERROR_INPUT,
                         "a sample of %" PRId64 " rows of '%s' is larger than "
                         "%zu bytes; ask for fewer by --rows",
                         plan->rows, plan->data, SAMPLE_MOST_BYTES);
    if (!trial->sample.stratified)
        trial->label = NULL;
    *ret_path =
        arena_format(arena, "%s/sample.%s", folder, trial_ending(plan->data, &trial->sample));
    return file_write(*ret_path, rows.data, rows.size, err);
}

// `word` with the values of settings in the place of their names in braces.
static bool trial_fill(const char *word, const TrialSetting *settings, Arena *arena,
                       const char **ret_word, Error *err)
{
    scoped_buf filled = BUF_EMPTY;
    while (*word) {
        const TrialSetting *found = NULL;
        size_t length = 0;
        for (size_t i = 0; !found && *word == '{' && i < TRIAL_SETTINGS; i++) {
            length = strlen(settings[i].name);
            if (text_starts(word + 1, settings[i].name) && word[1 + length] == '}')
                found = &settings[i];
        }
        if (!found) {
            buf_add_char(&filled, *word++);
            continue;
        }
        if (!found->value)
            return error_set(err, ERROR_USAGE, "the command asks for {%s}, but there is no --data",
                             found->name);
        buf_add(&filled, found->value);
        word += length + 2;
    }
    *ret_word = buf_keep(&filled, arena);
    return true;
}

static bool trial_prepare(const TrialPlan *plan, const TrialSetting *settings, Arena *arena,
                          ProcessPlan *process, Error *err)
{
    for (size_t i = 0; i < plan->command.count; i++) {
        const char *word = NULL;
        if (!trial_fill(plan->command.items[i], settings, arena, &word, err))
            return false;
        *list_push(arena, &process->command) = word;
    }
    withheld_add(&process->env, &plan->passed, arena);
    for (size_t i = 0; i < TRIAL_SETTINGS; i++)
        *list_push(arena, &process->env) =
            settings[i].value ? arena_format(arena, "%s=%s", settings[i].name, settings[i].value)
                              : settings[i].name;
    for (size_t i = 0; i < array_count(environment); i++)
        *list_push(arena, &process->env) = environment[i];
    return true;
}

// A shell that does not find what it was told to run says so by 127, or by 126 if it may not.
static bool trial_check_shell(const ProcessPlan *process, const ProcessResult *result, Arena *arena,
                              Error *err)
{
    bool shell = process->command.count == 3 && text_equal(process->command.items[0], "sh") &&
                 text_equal(process->command.items[1], "-c");
    if (!shell || result->ending != PROCESS_EXITED ||
        (result->exit_code != 127 && result->exit_code != 126))
        return true;
    const char *said = text_trim(arena, result->errors.bytes);
    return error_set(err, ERROR_USAGE, "the shell cannot run '%s': %s", process->command.items[2],
                     *said ? said
                           : arena_format(arena, "it ended with exit code %d", result->exit_code));
}

static bool trial_make_output(const TrialPlan *plan, const char *folder, Arena *arena,
                              const char **ret_output, Error *err)
{
    *ret_output =
        plan->output ? path_absolute(arena, plan->output) : path_join(arena, folder, "out");
    return folder_make(*ret_output, err);
}

bool trial_run(const TrialPlan *plan, Arena *arena, Trial *ret_trial, Error *err)
{
    CLEANUP(trial_remove_folder) char *folder = NULL;
    const char *output = NULL;
    if (!trial_make_folder(arena, &folder, err) ||
        !trial_make_output(plan, folder, arena, &output, err))
        return false;
    Trial trial = {.folder = plan->folder, .losses = {.arena = arena}};
    const char *data = NULL;
    if (plan->data && !trial_sample(plan, folder, arena, &trial, &data, err))
        return false;
    const TrialSetting settings[TRIAL_SETTINGS] = {
        {"SMOKE_DATA", data},
        {"SMOKE_ROWS", arena_format(arena, "%" PRId64, data ? trial.sample.rows : plan->rows)},
        {"SMOKE_EPOCHS", arena_format(arena, "%" PRId64, plan->epochs)},
        {"SMOKE_SEED", arena_format(arena, "%" PRId64, plan->seed)},
        {"SMOKE_OUT", output},
    };
    Listener listener = {.losses = &trial.losses, .echo = plan->echo};
    ProcessPlan process = {
        .folder = plan->folder,
        .timeout_ms = plan->timeout_ms,
        .memory_most = plan->memory_most,
        .stop_signal = SIGABRT,
        .listen = listener_hear,
        .what = &listener,
    };
    bool done = trial_prepare(plan, settings, arena, &process, err) &&
                process_run(&process, arena, &trial.result, err);
    listener_end(&listener);
    if (!done || !trial_check_shell(&process, &trial.result, arena, err))
        return false;
    *ret_trial = trial;
    return true;
}
