// The GitLab CI/CD component of a tool. Inputs are pasted as text, so they reach the tool by
// variables and never by the script.
//
// What may be left out is a string whose default is empty, for numbers and flags too: any other
// default would look given, and shadow sluice.yml for ever. Expressions and lists of allowed values
// stand in for the types.

#include "base/text.h"
#include "cli/help.h"
#include "cli/run_folder.h"
#include "cli/version.h"
#include "doc/quote.h"
#include "render/render.h"

#include <ctype.h>

// The job that hands the executables to jobs in the project's own image, and where they find them.
#define GITLAB_EXECUTABLES "sluice-executables"
#define GITLAB_BIN         ".sluice-bin"

// A value that GitLab can judge before the pipeline starts; `$` begins a variable's name, which
// only the job knows.
#define GITLAB_MAYBE(pattern) "^(" pattern "|\\$.+)?$"

typedef struct GitlabInput {
    const char *name;
    const char *help;
    const char *fallback;       // NULL: must be given
    const char *const *choices; // closed by NULL; NULL for anything
    const char *pattern;        // NULL for anything
} GitlabInput;

static const char *const gitlab_flag_choices[] = {"true", "false", NULL};

static const char *gitlab_pattern(OptionType type)
{
    switch (type) {
    case OPTION_INT:
        return GITLAB_MAYBE("[-+]?[0-9]+");
    case OPTION_REAL:
        return GITLAB_MAYBE("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    case OPTION_SIZE:
    case OPTION_DURATION:
        return GITLAB_MAYBE("[0-9.]+ ?[A-Za-z]*");
    default:
        return NULL;
    }
}

static void gitlab_key(Buf *out, const char *key, const char *value)
{
    buf_format(out, "      %s: ", key);
    quote_yaml(out, value);
    buf_add_char(out, '\n');
}

// What may be left out may also be empty.
static void gitlab_choices(Buf *out, const GitlabInput *input)
{
    const char *comma = "";
    buf_add(out, "      options: [");
    if (input->fallback && !*input->fallback) {
        buf_add(out, "''");
        comma = ", ";
    }
    for (const char *const *choice = input->choices; *choice; choice++) {
        buf_add(out, comma);
        quote_yaml(out, *choice);
        comma = ", ";
    }
    buf_add(out, "]\n");
}

static void gitlab_input(Buf *out, const GitlabInput *input)
{
    buf_format(out, "    %s:\n", input->name);
    gitlab_key(out, "description", input->help);
    if (input->choices)
        gitlab_choices(out, input);
    if (input->pattern)
        gitlab_key(out, "regex", input->pattern);
    if (input->fallback)
        gitlab_key(out, "default", input->fallback);
}

// A list is pasted as a list; these are parts of the job, not of the command line.
static void gitlab_list(Buf *out, const char *name, const char *help, const char *fallback)
{
    buf_format(out, "    %s:\n", name);
    gitlab_key(out, "description", help);
    buf_format(out, "      type: array\n      default: [%s]\n", fallback);
}

// Secrets are masked variables of the project, never inputs, which everybody can read.
static bool gitlab_takes(const Option *option)
{
    return option->type != OPTION_SECRET;
}

// A page has no business in a job's log; the other defaults are the tool's own. GitLab puts
// variables of the job in for those that a variable names.
static const char *gitlab_fallback(const Tool *tool, const Option *option)
{
    return tool->looks_back && text_equal(option->name, "output")
               ? "$SLUICE_RUN_FOLDER/" RUN_FOLDER_PAGE
               : "";
}

static void gitlab_option(Buf *out, const Tool *tool, const Option *option, Arena *arena)
{
    gitlab_input(out,
                 &(GitlabInput){
                     .name = option->name,
                     .help = arena_format(arena, "%s%s", option->help, help_note(option, arena)),
                     .fallback = gitlab_fallback(tool, option),
                     .choices = option->type == OPTION_FLAG ? gitlab_flag_choices : option->choices,
                     .pattern = gitlab_pattern(option->type),
                 });
}

static void gitlab_image_inputs(Buf *out, const Tool *tool)
{
    const bool on_host = tool->home == TOOL_ON_HOST;
    if (on_host)
        gitlab_input(out, &(GitlabInput){.name = "image",
                                         .help = "image with the programs of the project, such as "
                                                 "its Python; it needs no sluice"});
    gitlab_input(out, &(GitlabInput){.name = on_host ? "sluice-image" : "image",
                                     .help = on_host ? "image that the executables are taken from"
                                                     : "image of sluice",
                                     .fallback = SLUICE_IMAGE});
    if (on_host)
        gitlab_list(out, "before-script", "commands before, such as an installation of packages",
                    "");
}

static void gitlab_job_inputs(Buf *out, const Tool *tool, Arena *arena)
{
    const char *stage = tool->looks_back ? ".post" : tool->verbs[0].outward ? "deploy" : "test";
    gitlab_input(out, &(GitlabInput){.name = "job-name",
                                     .help = "name of the job",
                                     .fallback = arena_format(arena, "sluice-%s", tool->name)});
    gitlab_input(out, &(GitlabInput){.name = "job-stage",
                                     .help = "stage of the pipeline that the job belongs to",
                                     .fallback = stage});
    gitlab_image_inputs(out, tool);
    gitlab_input(out, &(GitlabInput){.name = "run-folder",
                                     .help = "where the reports are: .sluice beside the pipeline "
                                             "file, seen from the root of the repository",
                                     .fallback = ".sluice"});
    gitlab_list(out, "artifacts",
                "paths that later jobs get; the run folder is among them, so that all jobs are "
                "one run",
                "'.sluice/'");
}

static void gitlab_verb_input(Buf *out, const Tool *tool, Arena *arena)
{
    LIST(const char *) names = {0};
    for (size_t i = 0; i < tool->verb_count; i++)
        *list_push(arena, &names) = tool->verbs[i].name;
    *list_push(arena, &names) = NULL;
    gitlab_input(out, &(GitlabInput){.name = "verb",
                                     .help = "what to do",
                                     .fallback = tool->verbs[0].name,
                                     .choices = names.items});
}

static void gitlab_inputs(Buf *out, const Tool *tool, Arena *arena)
{
    const OptionList inputs = help_inputs(tool, arena);
    buf_add(out, "spec:\n  inputs:\n");
    gitlab_job_inputs(out, tool, arena);
    if (tool->verb_count > 1)
        gitlab_verb_input(out, tool, arena);
    for (size_t i = 0; i < inputs.count; i++) {
        if (gitlab_takes(inputs.items[i]))
            gitlab_option(out, tool, inputs.items[i], arena);
    }
}

// GitLab puts its own variables in for `$NAME`; in a command that is the job's shell's business,
// which also knows SMOKE_DATA.
static void gitlab_variable(Buf *out, const char *name, bool expand)
{
    buf_add(out, "    SLUICE_");
    for (const char *at = name; *at; at++)
        buf_add_char(out, *at == '-' ? '_' : (char)toupper((unsigned char)*at));
    buf_format(out,
               expand ? ": '$[[ inputs.%s ]]'\n"
                      : ":\n      value: '$[[ inputs.%s ]]'\n"
                        "      expand: false\n",
               name);
}

static void gitlab_variables(Buf *out, const Tool *tool, Arena *arena)
{
    const OptionList inputs = help_inputs(tool, arena);
    buf_add(out, "  variables:\n");
    if (tool->looks_back)
        gitlab_variable(out, "run-folder", true);
    if (tool->verb_count > 1)
        gitlab_variable(out, "verb", true);
    for (size_t i = 0; i < inputs.count; i++) {
        const Option *option = inputs.items[i];
        if (gitlab_takes(option))
            gitlab_variable(out, option->name, option->type != OPTION_COMMAND);
    }
}

// Every component that needs them brings the same job, and GitLab makes one of equal names.
static void gitlab_executables(Buf *out)
{
    buf_add(out,
            "# The executables are static: they run in any image of Linux.\n" GITLAB_EXECUTABLES
            ":\n"
            "  stage: .pre\n"
            "  image:\n"
            "    name: '$[[ inputs.sluice-image ]]'\n"
            "    entrypoint: ['']\n"
            "  variables:\n"
            "    GIT_STRATEGY: none\n"
            "  script:\n"
            "    - mkdir -p " GITLAB_BIN "\n"
            "    - cp -P /usr/local/bin/sluice* " GITLAB_BIN "/\n"
            "  artifacts:\n"
            "    paths: [" GITLAB_BIN "/]\n"
            "    expire_in: 1 day\n");
}

static void gitlab_image(Buf *out, const Tool *tool)
{
    if (tool->home == TOOL_ON_HOST)
        buf_add(out, "  image: '$[[ inputs.image ]]'\n");
    else
        buf_add(out, "  image:\n"
                     "    name: '$[[ inputs.image ]]'\n"
                     "    entrypoint: ['']\n");
}

static void gitlab_script(Buf *out, const Tool *tool)
{
    const bool on_host = tool->home == TOOL_ON_HOST;
    if (on_host)
        buf_add(out, "  before_script: '$[[ inputs.before-script ]]'\n");
    buf_add(out, "  script:\n");
    if (on_host)
        buf_add(out, "    - export PATH=\"$PWD/" GITLAB_BIN ":$PATH\"\n");
    buf_format(out, "    - sluice %s\n", tool->name);
}

typedef struct GitlabReport {
    const char *name;   // what GitLab calls it
    const char *format; // the renderer that writes it; NULL for what is none's
    const char *ending; // of what is none's
} GitlabReport;

static const GitlabReport gitlab_reports[] = {
    {"codequality", "codequality", NULL},    {"junit", "junit", NULL},
    {"metrics", "openmetrics", NULL},        {"dotenv", NULL, RUN_FOLDER_DOTENV},
    {"annotations", NULL, RUN_FOLDER_LINKS},
};

static const char *gitlab_ending(const GitlabReport *report)
{
    return report->format ? renderer_find(report->format)->ending : report->ending;
}

// A tool that looks back would show a second time what the jobs before it have handed in.
static bool gitlab_hands_in(const Tool *tool, const GitlabReport *report)
{
    return !tool->looks_back || !report->format;
}

// What GitLab takes is this job's alone. Left in the archive it would come back in the jobs behind,
// which would hand it in once more as theirs.
static void gitlab_artifacts(Buf *out, const Tool *tool)
{
    buf_add(out, "  artifacts:\n"
                 "    when: always\n"
                 "    paths: '$[[ inputs.artifacts ]]'\n"
                 "    exclude:\n");
    for (size_t i = 0; i < array_count(gitlab_reports); i++)
        buf_format(out, "      - '$[[ inputs.run-folder ]]/*%s'\n",
                   gitlab_ending(&gitlab_reports[i]));
    buf_add(out, "    reports:\n");
    for (size_t i = 0; i < array_count(gitlab_reports); i++) {
        const GitlabReport *report = &gitlab_reports[i];
        // A dotenv report holds 20 variables, fewer than the stages of a pipeline would write.
        const bool whole = tool->walks_pipeline && !report->format;
        if (gitlab_hands_in(tool, report))
            buf_format(out, "      %s: '$[[ inputs.run-folder ]]/%s%s'\n", report->name,
                       whole ? tool->name : "*", gitlab_ending(report));
    }
}

void describe_gitlab(const Tool *tool, Buf *out)
{
    scoped_arena arena = arena_open();
    buf_format(out,
               "# Written by `sluice %s --describe=gitlab`: change the tool's options instead.\n",
               tool->name);
    gitlab_inputs(out, tool, arena);
    buf_add(out, "---\n");
    if (tool->home == TOOL_ON_HOST)
        gitlab_executables(out);
    buf_add(out, "'$[[ inputs.job-name ]]':\n"
                 "  stage: '$[[ inputs.job-stage ]]'\n");
    if (tool->looks_back)
        buf_add(out, "  when: always\n");
    gitlab_image(out, tool);
    gitlab_variables(out, tool, arena);
    gitlab_script(out, tool);
    gitlab_artifacts(out, tool);
}
