#include "cli/step_output.h"

#include "base/log.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// GitLab takes no larger dotenv report, and one that is too large fails the job.
#define STEP_OUTPUT_DOTENV ((size_t)5 * 1024)

typedef void StepOutputAdd(Buf *out, const char *stage, const RunOutput *output);

// `name<<END`, the value, `END`: with an END that is no part of the value.
static void step_output_add_github(Buf *out, const char *stage, const RunOutput *output)
{
    (void)stage; // the step has a name of its own
    char end[32];
    int number = 0;
    do
        snprintf(end, sizeof end, "END_OF_VALUE_%d", number++);
    while (strstr(output->value, end));
    buf_format(out, "%s<<%s\n%s\n%s\n", output->name, end, output->value, end);
}

static void step_output_add_name(Buf *out, const char *name)
{
    for (; *name; name++)
        buf_add_char(out,
                     isalnum((unsigned char)*name) ? (char)toupper((unsigned char)*name) : '_');
}

// Letters, digits and `_` as names, one line as value.
static void step_output_add_gitlab(Buf *out, const char *stage, const RunOutput *output)
{
    scoped_buf line = BUF_EMPTY;
    buf_add(&line, "SLUICE_OUTPUT_");
    step_output_add_name(&line, stage);
    buf_add_char(&line, '_');
    step_output_add_name(&line, output->name);
    buf_add_char(&line, '=');
    buf_append(&line, output->value, strcspn(output->value, "\r\n"));
    buf_add_char(&line, '\n');
    if (out->size + line.size <= STEP_OUTPUT_DOTENV)
        buf_append(out, line.data, line.size);
    else
        log_debug("output '%s' is left out: GitLab takes a dotenv report of %zu bytes",
                  output->name, STEP_OUTPUT_DOTENV);
}

static void step_output_add_azure(Buf *out, const char *stage, const RunOutput *output)
{
    (void)stage; // the step has a name of its own
    buf_format(out, "##vso[task.setvariable variable=%s;isOutput=true]", output->name);
    for (const char *at = output->value; *at; at++) {
        if (*at == '%')
            buf_add(out, "%AZP25");
        else if (*at == '\r' || *at == '\n')
            buf_add(out, *at == '\r' ? "%0D" : "%0A");
        else
            buf_add_char(out, *at);
    }
    buf_add_char(out, '\n');
}

void step_output_render(PlatformKind platform, const char *stage, const StepOutputs *outputs,
                        Buf *out)
{
    static StepOutputAdd *const adders[] = {
        [PLATFORM_GITHUB] = step_output_add_github,
        [PLATFORM_GITLAB] = step_output_add_gitlab,
        [PLATFORM_AZURE] = step_output_add_azure,
    };
    StepOutputAdd *add = (size_t)platform < array_count(adders) ? adders[platform] : NULL;
    for (size_t i = 0; add && i < outputs->count; i++)
        add(out, stage, &outputs->items[i]);
}
