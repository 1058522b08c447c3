#include "schema_guess.h"

#include "base/clean.h"
#include "base/file.h"
#include "doc/json.h"
#include "process/process.h"
#include "process/program.h"

#include <string.h>
#include <unistd.h>

// For a table of any size that a person waits for.
#define SCHEMA_GUESS_TIMEOUT_MS ((int64_t)10 * 60 * 1000)

static void guess_add(Arena *arena, TextList *command, const char *option, const char *value)
{
    *list_push(arena, command) = option;
    if (value)
        *list_push(arena, command) = value;
}

// What was said to `init` by the environment is not said to others.
static void guess_hide_variables(Arena *arena, ProcessPlan *process)
{
    for (char **variable = environ; *variable; variable++) {
        if (text_starts(*variable, "INPUT_") || text_starts(*variable, "SLUICE_"))
            *list_push(arena, &process->env) =
                arena_text_sized(arena, *variable, strcspn(*variable, "="));
    }
}

// The first finding of a report that is no pass: `message (FILE:LINE)`.
static void guess_read_report(const Survey *survey, const char *path, TablePlan *plan)
{
    const Value *report = NULL;
    const char *message = NULL;
    const char *verdict = NULL;
    const char *file = NULL;
    int64_t line = 0;
    Error ignored = ERROR_EMPTY;
    if (!json_load("report", path, (JsonOptions){0}, survey->arena, &report, &ignored))
        return;
    const Value *findings = value_get(report, "findings");
    const Value *first =
        findings && findings->kind == VALUE_LIST && findings->count ? &findings->items[0] : NULL;
    const Value *places = value_get(first, "places");
    const Value *place =
        places && places->kind == VALUE_LIST && places->count ? &places->items[0] : NULL;
    if (!first || !value_read_text(first, "message", &message, &ignored) ||
        !value_read_text(place, "file", &file, &ignored) ||
        !value_read_int(place, "line", &line, &ignored) ||
        !value_read_text(report, "verdict", &verdict, &ignored) || !message)
        return;
    if (text_equal(verdict, "pass"))
        return;
    const char *where =
        file ? arena_format(survey->arena, " (%s:%lld)", file, (long long)line) : "";
    plan->trouble =
        clean_text_short(survey->arena, arena_format(survey->arena, "%s%s", message, where), 300);
}

static bool guess_run(const Survey *survey, const TablePlan *plan, const char *scratch,
                      ProcessResult *ret_result, Error *err)
{
    Arena *arena = survey->arena;
    const char delimiter[] = {plan->table->delimiter, '\0'};
    // In a folder of its own, where no sluice.yml has options for it.
    ProcessPlan process = {.folder = scratch, .timeout_ms = SCHEMA_GUESS_TIMEOUT_MS};
    guess_add(arena, &process.command, program_of_tool("data-validate", arena), "infer");
    for (size_t i = 0; i < plan->table->paths.count; i++)
        guess_add(arena, &process.command,
                  path_join(arena, survey->folder, plan->table->paths.items[i]), NULL);
    if (plan->table->delimiter)
        guess_add(arena, &process.command, "--delimiter", delimiter);
    guess_add(arena, &process.command, "--output", path_join(arena, scratch, "schema.yml"));
    guess_add(arena, &process.command, "--root", survey->folder);
    guess_add(arena, &process.command, "--report",
              arena_format(arena, "json=%s", path_join(arena, scratch, "report.json")));
    guess_hide_variables(arena, &process);
    return process_run(&process, arena, ret_result, err);
}

bool schema_guess(const Survey *survey, TablePlan *plan, Error *err)
{
    const char *scratch = NULL;
    ProcessResult result;
    scoped_buf schema = BUF_LIMITED(FILE_LARGEST);
    Error ignored = ERROR_EMPTY;
    if (!folder_make_temporary(survey->arena, &scratch, err))
        return false;
    folder_doom(scratch);
    const bool ran = guess_run(survey, plan, scratch, &result, err);
    if (ran)
        guess_read_report(survey, path_join(survey->arena, scratch, "report.json"), plan);
    const bool made = ran && file_read("schema", path_join(survey->arena, scratch, "schema.yml"),
                                       &schema, &ignored);
    folder_spare(scratch);
    folder_remove(scratch);
    if (!ran)
        return false;
    if (made) {
        plan->schema = arena_format(survey->arena, "schema/%s.yml", plan->table->name);
        plan->text = buf_keep(&schema, survey->arena);
    } else if (!plan->trouble) {
        plan->trouble = arena_format(survey->arena, "no schema can be inferred: data-validate %s",
                                     process_describe(&result, survey->arena));
    }
    return true;
}
