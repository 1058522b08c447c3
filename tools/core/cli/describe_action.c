// The action.yml of a tool. Its only `default:` keys are what GitHub alone knows (the job's token):
// any other one would look given, and shadow sluice.yml for ever.

#include "base/text.h"
#include "cli/common_output.h"
#include "cli/github_step.h"
#include "cli/help.h"
#include "cli/version.h"

#include <ctype.h>

// A YAML scalar in single quotes.
static void action_quote(Buf *out, const char *text)
{
    buf_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_add_char(out, '\'');
        buf_add_char(out, *text);
    }
    buf_add(out, "'\n");
}

static void action_input(Buf *out, const char *name, const char *help, const char *note)
{
    scoped_arena arena = arena_open();
    buf_format(out, "  %s:\n    description: ", name);
    action_quote(out, arena_format(arena, "%s%s", help, note));
    buf_add(out, "    required: false\n");
}

static void action_option(Buf *out, const Option *option, Arena *arena)
{
    action_input(out, option->name, option->help, help_note(option, arena));
    if (option->github_default)
        buf_format(out, "    default: %s\n", option->github_default);
}

static const char *action_verbs(const Tool *tool, Arena *arena)
{
    TextList names = {0};
    for (size_t i = 0; i < tool->verb_count; i++)
        *list_push(arena, &names) = tool->verbs[i].name;
    return text_join(arena, &names, ", ");
}

static void action_inputs(Buf *out, const Tool *tool, Arena *arena)
{
    const OptionList inputs = help_inputs(tool, arena);
    buf_add(out, "inputs:\n");
    if (tool->verb_count > 1)
        action_input(out, "verb", arena_format(arena, "what to do: %s", action_verbs(tool, arena)),
                     arena_format(arena, " (default: %s)", tool->verbs[0].name));
    for (size_t i = 0; i < inputs.count; i++)
        action_option(out, inputs.items[i], arena);
}

static void action_output(Buf *out, const Tool *tool, const ToolOutput *output)
{
    buf_format(out, "  %s:\n    description: ", output->name);
    action_quote(out, output->help);
    if (tool->home == TOOL_ON_HOST)
        buf_format(out, "    value: ${{ steps.run.outputs.%s }}\n", output->name);
}

// An input reaches a composite action's step by its environment, never by its text.
static void action_variable(Buf *out, const char *name)
{
    buf_add(out, "        INPUT_");
    for (const char *at = name; *at; at++)
        buf_add_char(out, *at == '-' ? '_' : (char)toupper((unsigned char)*at));
    buf_format(out, ": ${{ inputs.%s }}\n", name);
}

static void action_steps(Buf *out, const Tool *tool, Arena *arena)
{
    const OptionList inputs = help_inputs(tool, arena);
    buf_add(out, "runs:\n"
                 "  using: composite\n"
                 "  steps:\n"
                 "    - id: run\n"
                 "      shell: sh\n"
                 "      env:\n");
    if (tool->verb_count > 1)
        action_variable(out, "verb");
    for (size_t i = 0; i < inputs.count; i++)
        action_variable(out, inputs.items[i]->name);
    buf_format(out, "      run: '\"$GITHUB_ACTION_PATH/../on-host\" %s'\n", tool->name);
}

static void action_image(Buf *out, const char *word)
{
    buf_format(out,
               "runs:\n  using: docker\n  image: docker://%s\n  args:\n    - %s\n"
               "  env:\n    " GITHUB_STEP_ACTION ": 'true'\n",
               SLUICE_IMAGE, word);
}

void describe_root_action(const char *tools, Buf *out)
{
    scoped_arena arena = arena_open();
    const Tool none = {.name = "sluice"};
    const OptionList inputs = help_inputs(&none, arena);
    buf_add(out, "# Written by `sluice --describe=action.yml`: change the options instead.\n"
                 "name: Sluice\n"
                 "description: 'Stands in the way of bad data and bad models'\n"
                 "author: Sluice\nbranding:\n  icon: filter\n  color: blue\ninputs:\n");
    action_input(out, "tool", arena_format(arena, "which tool: %s", tools),
                 "; the others need the job's own programs and have actions of their own");
    action_input(out, "verb", "what the tool is to do", " (default: the tool's first)");
    for (size_t i = 0; i < inputs.count; i++)
        action_option(out, inputs.items[i], arena);
    buf_add(out, "outputs:\n");
    for (size_t i = 0; i < common_output_count; i++)
        action_output(out, &none, &common_outputs[i]);
    action_image(out, "${{ inputs.tool }}");
}

void describe_action(const Tool *tool, Buf *out)
{
    scoped_arena arena = arena_open();
    buf_format(out,
               "# Written by `sluice %s --describe=action.yml`: change the tool's options "
               "instead.\n",
               tool->name);
    buf_format(out, "name: Sluice %s\ndescription: ", tool->name);
    action_quote(out, tool->summary);
    buf_format(out, "author: Sluice\nbranding:\n  icon: %s\n  color: blue\n", tool->icon);
    action_inputs(out, tool, arena);
    buf_add(out, "outputs:\n");
    for (size_t i = 0; i < common_output_count; i++)
        action_output(out, tool, &common_outputs[i]);
    for (size_t i = 0; i < tool->output_count; i++)
        action_output(out, tool, &tool->outputs[i]);
    if (tool->home == TOOL_ON_HOST)
        action_steps(out, tool, arena);
    else
        action_image(out, tool->name);
}
