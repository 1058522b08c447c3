// The GitLab CI/CD component of a tool. Inputs are pasted as text, so they reach the tool by
// variables and never by the script.

#include "base/text.h"
#include "cli/help.h"
#include "cli/version.h"

#include <ctype.h>

static void gitlab_input(Buf *out, const char *name, const char *help, const char *fallback)
{
    buf_format(out, "    %s:\n      description: '", name);
    for (const char *at = help; *at; at++)
        buf_format(out, *at == '\'' ? "'%c" : "%c", *at);
    buf_add(out, "'\n");
    if (fallback)
        buf_format(out, "      default: '%s'\n", fallback);
}

static void gitlab_variable(Buf *out, const char *name)
{
    buf_add(out, "    SLUICE_");
    for (const char *at = name; *at; at++)
        buf_add_char(out, *at == '-' ? '_' : (char)toupper((unsigned char)*at));
    buf_format(out, ": '$[[ inputs.%s ]]'\n", name);
}

// Secrets are masked variables of the project, never inputs, which everybody can read.
static bool gitlab_takes(const Option *option)
{
    return option->type != OPTION_SECRET;
}

static void gitlab_inputs(Buf *out, const Tool *tool, Arena *arena)
{
    const OptionList inputs = help_inputs(tool, arena);
    const bool on_host = tool->home == TOOL_ON_HOST;
    buf_add(out, "spec:\n  inputs:\n");
    gitlab_input(out, "job-name", "name of the job", arena_format(arena, "sluice-%s", tool->name));
    gitlab_input(out, "job-stage", "stage of the pipeline that the job belongs to", "test");
    gitlab_input(out, "image",
                 on_host ? "image with the programs of the project, and sluice in it"
                         : "image of sluice",
                 on_host ? NULL : SLUICE_IMAGE);
    if (tool->verb_count > 1)
        gitlab_input(out, "verb", "what to do", tool->verbs[0].name);
    for (size_t i = 0; i < inputs.count; i++) {
        const Option *option = inputs.items[i];
        if (gitlab_takes(option))
            gitlab_input(out, option->name,
                         arena_format(arena, "%s%s", option->help, help_note(option, arena)), "");
    }
}

void describe_gitlab(const Tool *tool, Buf *out)
{
    scoped_arena arena = arena_open();
    const OptionList inputs = help_inputs(tool, arena);
    buf_format(out,
               "# Written by `sluice %s --describe=gitlab`: change the tool's options instead.\n",
               tool->name);
    gitlab_inputs(out, tool, arena);
    buf_add(out, "---\n"
                 "'$[[ inputs.job-name ]]':\n"
                 "  stage: '$[[ inputs.job-stage ]]'\n"
                 "  image:\n"
                 "    name: '$[[ inputs.image ]]'\n"
                 "    entrypoint: ['']\n"
                 "  variables:\n");
    if (tool->verb_count > 1)
        gitlab_variable(out, "verb");
    for (size_t i = 0; i < inputs.count; i++) {
        if (gitlab_takes(inputs.items[i]))
            gitlab_variable(out, inputs.items[i]->name);
    }
    buf_format(out,
               "  script:\n"
               "    - sluice %s\n"
               "  artifacts:\n"
               "    when: always\n"
               "    paths:\n"
               "      - .sluice/\n"
               "    reports:\n"
               "      codequality: .sluice/*.codequality.json\n"
               "      junit: .sluice/*.junit.xml\n"
               "      dotenv: .sluice/*.env\n",
               tool->name);
}
