// init: looks at a project and writes the sluice.yml and the workflow for it, over nothing.

#include "base/file.h"
#include "init_files.h"
#include "init_summary.h"
#include "inventory.h"
#include "pipeline_text.h"
#include "schema_guess.h"
#include "tools.h"
#include "workflow_text.h"

typedef struct InitOptions {
    const char *folder;
    const char *platform;
    bool dry_run;
} InitOptions;

static const char *const platforms[] = {"auto", "github", "gitlab", "none", NULL};

static const Option options[] = {
    {.name = "folder",
     OPTION(PATH, InitOptions, folder),
     .value_name = "FOLDER",
     .flags = OPTION_OPERAND,
     .help = "the project to look at (default: the working folder)"},
    {.name = "platform",
     OPTION(CHOICE, InitOptions, platform),
     .value_name = "NAME",
     .fallback = "auto",
     .choices = platforms,
     .help = "whose workflow to write; auto sees it by the files that are there"},
    {.name = "dry-run",
     OPTION(FLAG, InitOptions, dry_run),
     .help = "print what would be written, and write nothing"},
};

static bool init_nothing_found(const Inventory *inventory, Error *err)
{
    scoped_arena arena = arena_open();
    const DataFiles *data = &inventory->data;
    const char *notebook = inventory->training.notebook;
    const char *seen =
        data->pointers.count ? arena_format(arena, "; '%s' is a pointer of Git LFS: 'git lfs pull'",
                                            data->pointers.items[0])
        : data->unread.count
            ? arena_format(arena, "; '%s' has a format that is not read yet", data->unread.items[0])
        : notebook ? arena_format(arena, "; there is a notebook, '%s'", notebook)
                   : "";
    return error_set(
        err, ERROR_INPUT,
        "found neither data nor a training script in '%s': looked for *.csv and *.tsv "
        "with a header and for *.jsonl, for train.py, main.py that trains and the like, and "
        "for what dvc.yaml, MLproject and Makefile call 'train'%s",
        inventory->survey->named, seen);
}

// One table is `validate-data`; of several each has its own name.
static bool init_plan_tables(Inventory *inventory, Error *err)
{
    const Survey *survey = inventory->survey;
    for (size_t i = 0; i < inventory->data.tables.count; i++) {
        TablePlan *plan = list_push(survey->arena, &inventory->tables);
        plan->table = &inventory->data.tables.items[i];
        plan->stage = inventory->data.tables.count == 1
                          ? "validate-data"
                          : arena_format(survey->arena, "validate-%s", plan->table->name);
        if (!schema_guess(survey, plan, err))
            return error_wrap(err, "cannot look into '%s'", plan->table->paths.items[0]);
    }
    return true;
}

static bool init_look(const Run *run, const Survey *survey, Inventory *inventory, Error *err)
{
    const InitOptions *given = run->options;
    inventory->survey = survey;
    training_find(survey, &inventory->training);
    data_files_find(survey, inventory->training.text, &inventory->data);
    project_read(survey, &inventory->project);
    hosting_find(survey, given->platform, &inventory->hosting);
    const Training *training = &inventory->training;
    const bool has_data = inventory->data.tables.count > 0;
    const bool offers_training = training->script && training->text;
    if (!has_data && !offers_training)
        return init_nothing_found(inventory, err);
    inventory->has_smoke_stage =
        offers_training && !training->wanted.count && (has_data || !training->takes_data);
    inventory->has_gate_stage = inventory->project.metrics && inventory->project.baseline;
    return init_plan_tables(inventory, err);
}

static void init_add(const Survey *survey, InitFileList *files, const char *path, const Buf *text,
                     const char *why)
{
    *list_push(survey->arena, files) =
        (InitFile){.path = path, .text = buf_keep(text, survey->arena), .why = why};
}

// A workflow is written unless one runs Sluice for this project already.
static void init_add_workflow(const Inventory *inventory, InitFileList *files, const char *path,
                              const char *present,
                              void (*write)(const Inventory *inventory, Buf *out))
{
    scoped_buf text = BUF_EMPTY;
    write(inventory, &text);
    if (present)
        *list_push(inventory->survey->arena, files) =
            (InitFile){.path = present, .why = "runs Sluice for this project"};
    else
        init_add(inventory->survey, files, path, &text, "remove it to have it written anew");
}

static void init_compose(const Inventory *inventory, InitFileList *files)
{
    const Survey *survey = inventory->survey;
    const Hosting *hosting = &inventory->hosting;
    scoped_buf pipeline = BUF_EMPTY;
    pipeline_text(inventory, &pipeline);
    for (size_t i = 0; i < inventory->tables.count; i++) {
        const TablePlan *plan = &inventory->tables.items[i];
        if (plan->schema)
            *list_push(survey->arena, files) =
                (InitFile){.path = survey_from_repository(survey, plan->schema),
                           .text = plan->text,
                           .why = "stands for the data as it is said there"};
    }
    init_add(survey, files, survey_from_repository(survey, INVENTORY_PIPELINE), &pipeline,
             "remove it to have it written anew");
    if (hosting->github)
        init_add_workflow(inventory, files, hosting->github_file, hosting->github_present,
                          workflow_text_github);
    if (hosting->gitlab)
        init_add_workflow(inventory, files, hosting->gitlab_file, hosting->gitlab_present,
                          workflow_text_gitlab);
}

static void init_print_contents(const InitFileList *files, Buf *out)
{
    for (size_t i = 0; i < files->count; i++) {
        const InitFile *file = &files->items[i];
        if (file->text && !file->kept)
            buf_format(out, "==> %s\n%s\n", file->path, file->text);
    }
}

static bool init_project(Run *run, Error *err)
{
    const InitOptions *given = run->options;
    const char *folder = given->folder ? given->folder : ".";
    Inventory inventory = {0};
    InitFileList files = {0};
    Survey *survey = NULL;
    if (!survey_take(folder, run->arena, &survey, err) || !init_look(run, survey, &inventory, err))
        return false;
    init_compose(&inventory, &files);
    init_files_look(survey, &files);
    if (given->dry_run)
        init_print_contents(&files, run->printed);
    else if (!init_files_write(survey, &files, err))
        return false;
    if (!run->quiet)
        init_summary(&(InitSummary){&inventory, &files, folder, given->dry_run}, run->printed);
    return true;
}

static const Verb verbs[] = {
    {"init", "[FOLDER]", "look at the project and write what it lacks", init_project, false},
};

const Tool tool_init = {
    .name = "init",
    .summary = "looks at a project and writes its sluice.yml, its schema and a workflow",
    .icon = "compass",
    .description =
        "Finds the data, the training script and the options it takes, the packages it needs, its "
        "metrics and the platform it is on; infers a schema from the data; writes sluice.yml and a "
        "GitHub workflow or GitLab jobs that run its stages. What is there already is never "
        "written over, and nothing is executed but data-validate. Where something cannot be "
        "known, the files say so in a comment.",
    .examples = "sluice init\nsluice init services/prices --platform gitlab\nsluice init --dry-run",
    .home = TOOL_ON_HOST,
    .walks_pipeline = true,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(InitOptions),
};
