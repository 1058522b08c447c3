// The README of a tool's action: usage, inputs, outputs, rules.

#include "base/text.h"
#include "cli/common_output.h"
#include "cli/help.h"
#include "cli/version.h"
#include "doc/markup.h"

#include <ctype.h>

static void markdown_cell(Buf *out, const char *text)
{
    buf_add(out, " ");
    markup_markdown(out, text);
    buf_add(out, " |");
}

static void markdown_usage(Buf *out, const Tool *tool, Arena *arena)
{
    buf_format(out, "On GitHub:\n\n```yaml\n- uses: %s/actions/%s@%s\n  with:\n", SLUICE_REPOSITORY,
               tool->name, SLUICE_TAG);
    bool any = false;
    for (size_t i = 0; i < tool->option_count; i++) {
        const Option *option = &tool->options[i];
        if (!(option->flags & OPTION_NEEDED))
            continue;
        buf_format(out, "    %s: …\n", option->name);
        any = true;
    }
    if (!any)
        buf_format(out, "    stage: %s\n", tool->name);
    buf_format(
        out,
        "```\n\nOn GitLab:\n\n```yaml\ninclude:\n"
        "  - component: $CI_SERVER_FQDN/%s/%s@%s\n%s```\n\nIn a shell:\n\n```sh\n%s\n```\n\n",
        SLUICE_REPOSITORY, tool->name, SLUICE_TAG,
        tool->home == TOOL_ON_HOST ? "    inputs:\n      image: python:3.12-slim\n" : "",
        tool->examples ? tool->examples : arena_format(arena, "sluice %s --help", tool->name));
}

static void markdown_verbs(Buf *out, const Tool *tool)
{
    if (tool->verb_count < 2)
        return;
    buf_add(out, "## Verbs\n\n| verb | what it does |\n| --- | --- |\n");
    for (size_t i = 0; i < tool->verb_count; i++) {
        buf_format(out, "| `%s%s%s` |", tool->verbs[i].name, tool->verbs[i].operands ? " " : "",
                   tool->verbs[i].operands ? tool->verbs[i].operands : "");
        markdown_cell(out, tool->verbs[i].help);
        buf_add(out, i ? "\n" : " (default)\n");
    }
    buf_add_char(out, '\n');
}

static void markdown_inputs(Buf *out, const Tool *tool, Arena *arena)
{
    const OptionList inputs = help_inputs(tool, arena);
    buf_add(out,
            "## Inputs\n\nThe same names are options (`--name`), variables (`SLUICE_NAME`) and "
            "keys under `with:` in `sluice.yml`.\n\n| input | meaning | default |\n"
            "| --- | --- | --- |\n");
    for (size_t i = 0; i < inputs.count; i++) {
        const Option *option = inputs.items[i];
        buf_format(out, "| `%s` |", option->name);
        markdown_cell(out, option->verbs
                               ? arena_format(arena, "%s (only %s)", option->help, option->verbs)
                               : option->help);
        if (option->flags & OPTION_NEEDED)
            buf_add(out, " required |\n");
        else if (option->fallback)
            buf_format(out, " `%s` |\n", option->fallback);
        else
            buf_add(out, " |\n");
    }
}

static void markdown_output_rows(Buf *out, const ToolOutput *outputs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "| `%s` |", outputs[i].name);
        markdown_cell(out, outputs[i].help);
        buf_add_char(out, '\n');
    }
}

static void markdown_outputs(Buf *out, const Tool *tool)
{
    buf_add(out, "\n## Outputs\n\n| output | meaning |\n| --- | --- |\n");
    markdown_output_rows(out, common_outputs, common_output_count);
    markdown_output_rows(out, tool->outputs, tool->output_count);
    buf_format(out,
               "\nOutputs, report and summary are written before the step turns red, so what comes "
               "behind can read them: with `if: always()` a later step, with `continue-on-error: "
               "true` the rest of the job goes on, and `steps.ID.outcome` still says `failure`.\n\n"
               "```yaml\n- uses: %s/actions/%s@%s\n  id: check\n  continue-on-error: true\n"
               "- if: steps.check.outputs.verdict == 'inconclusive'\n"
               "  run: echo 'nobody could judge this'\n```\n",
               SLUICE_REPOSITORY, tool->name, SLUICE_TAG);
}

static void markdown_rules(Buf *out, const Tool *tool)
{
    if (!rules_count(tool->rules))
        return;
    buf_add(out, "\n## Rules\n\n| rule | severity | what is wrong | what to do |\n"
                 "| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < rules_count(tool->rules); i++) {
        const Rule *rule = &tool->rules[i];
        buf_format(out, "| `%s` | %s |", rule->name, severity_name(rule->severity));
        markdown_cell(out, rule->summary);
        markdown_cell(out, rule->remedy);
        buf_add_char(out, '\n');
    }
}

void describe_markdown(const Tool *tool, Buf *out)
{
    scoped_arena arena = arena_open();
    buf_format(out,
               "<!-- Written by `sluice %s --describe=markdown`: change the tool's tables instead. "
               "-->\n# %s\n\n> %s\n\n%s\n\n",
               tool->name, tool->name, tool->summary, tool->description);
    markdown_usage(out, tool, arena);
    markdown_verbs(out, tool);
    markdown_inputs(out, tool, arena);
    markdown_outputs(out, tool);
    markdown_rules(out, tool);
}
