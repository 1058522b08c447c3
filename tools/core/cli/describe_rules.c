// The rules of a tool for docs/rules.md: what is wrong, why it matters, what to do. The texts are
// our own and may hold Markdown.

#include "cli/help.h"

void describe_rules_of(const Rule *rules, size_t count, Buf *out)
{
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "### `%s`\n\n%s: %s\n\n%s\n\nWhat to do: %s\n\n", rules[i].name,
                   severity_name(rules[i].severity), rules[i].summary, rules[i].explanation,
                   rules[i].remedy);
    }
}

void describe_rules(const Tool *tool, Buf *out)
{
    buf_format(out, "## %s\n\n", tool->name);
    describe_rules_of(tool->rules, rules_count(tool->rules), out);
}
