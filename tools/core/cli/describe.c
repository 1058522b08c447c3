#include "base/text.h"
#include "cli/help.h"

static const struct {
    const char *form;
    void (*write)(const Tool *tool, Buf *out);
} describe_forms[] = {
    {"action.yml", describe_action},  {"gitlab", describe_gitlab}, {"markdown", describe_markdown},
    {"json-schema", describe_schema}, {"rules", describe_rules},
};

void describe(const char *form, const Tool *tool, Buf *out)
{
    for (size_t i = 0; i < array_count(describe_forms); i++) {
        if (text_equal(describe_forms[i].form, form))
            describe_forms[i].write(tool, out);
    }
}
