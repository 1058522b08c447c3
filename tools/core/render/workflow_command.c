#include "render/workflow_command.h"

#include "base/text.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

// Titles are shown in one line.
#define WORKFLOW_COMMAND_TITLE ((size_t)255)

typedef struct WorkflowEscape {
    char character;
    const char *code;
    bool in_message; // the others have a meaning between properties only
} WorkflowEscape;

static const WorkflowEscape workflow_escapes[] = {
    {'%', "%25", true},  {'\r', "%0D", true}, {'\n', "%0A", true},
    {':', "%3A", false}, {',', "%2C", false},
};

// At most `units` UTF-16 units of the text, the last one a `…` if it was cut.
static void workflow_escape(Buf *out, const char *text, size_t units, bool message)
{
    bool cut = utf8_utf16_length(text) > units;
    size_t size = cut ? utf8_utf16_prefix(text, units - 1) : strlen(text);
    for (size_t i = 0; i < size; i++) {
        const char *code = NULL;
        for (size_t j = 0; j < array_count(workflow_escapes); j++) {
            const WorkflowEscape *escape = &workflow_escapes[j];
            if (escape->character == text[i] && (escape->in_message || !message))
                code = escape->code;
        }
        if (code)
            buf_add(out, code);
        else
            buf_add_char(out, text[i]);
    }
    if (cut)
        buf_add(out, "…");
}

static void workflow_property(Buf *out, const char *key, const char *value, char *separator)
{
    if (text_empty(value))
        return;
    buf_format(out, "%c%s=", *separator, key);
    workflow_escape(out, value, WORKFLOW_COMMAND_TITLE, false);
    *separator = ',';
}

void workflow_command_write(const WorkflowCommand *command, Buf *out)
{
    char separator = ' ';
    buf_format(out, "::%s", command->name);
    // A path that would have to be cut leads nowhere.
    bool has_file =
        !text_empty(command->file) && utf8_utf16_length(command->file) <= WORKFLOW_COMMAND_TITLE;
    if (has_file)
        workflow_property(out, "file", command->file, &separator);
    if (has_file && command->line > 0) {
        buf_format(out, ",line=%" PRId64, command->line);
        if (command->column > 0)
            buf_format(out, ",col=%" PRId64, command->column);
    }
    workflow_property(out, "title", command->title, &separator);
    buf_add(out, "::");
    // The runner drops an annotation without a message.
    workflow_escape(out, text_empty(command->message) ? "(no message)" : command->message,
                    WORKFLOW_COMMAND_LONGEST, true);
    buf_add_char(out, '\n');
}
