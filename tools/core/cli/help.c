#include "cli/help.h"

#include "cli/common.h"
#include "cli/settings.h"

#include <string.h>

// Where the explanations begin.
#define HELP_COLUMN 30
#define HELP_WIDTH  100

const char *help_usage(const Option *option, Arena *arena)
{
    if (option->type == OPTION_COMMAND)
        return "-- COMMAND…";
    if (option->type == OPTION_FLAG)
        return arena_format(arena, "--%s", option->name);
    if (option->type == OPTION_SECRET)
        return arena_format(arena, "--%s-file FILE", option->name);
    if (option->type == OPTION_CHOICE) {
        TextList choices = {0};
        for (const char *const *choice = option->choices; *choice; choice++)
            *list_push(arena, &choices) = *choice;
        return arena_format(arena, "--%s %s", option->name, text_join(arena, &choices, "|"));
    }
    return arena_format(arena, "--%s %s", option->name,
                        option->value_name ? option->value_name : "VALUE");
}

const char *help_note(const Option *option, Arena *arena)
{
    TextList notes = {0};
    if (option->flags & OPTION_NEEDED)
        *list_push(arena, &notes) = "required";
    if (option->type == OPTION_TEXTS || option->type == OPTION_PATHS)
        *list_push(arena, &notes) = "repeatable";
    if (option->fallback)
        *list_push(arena, &notes) = arena_format(arena, "default: %s", option->fallback);
    if (option->verbs)
        *list_push(arena, &notes) = arena_format(arena, "only %s", option->verbs);
    if (!notes.count)
        return "";
    return arena_format(arena, " (%s)", text_join(arena, &notes, "; "));
}

// How many characters a text shows; continuation bytes of UTF-8 do not count.
static size_t help_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

// `text` broken at blanks so that no line passes HELP_WIDTH; lines after the first are indented.
static void help_wrap(Buf *out, const char *text, size_t indent)
{
    size_t column = indent;
    while (*text) {
        size_t length = strcspn(text, " \n");
        const char *word = text;
        text += length;
        size_t width = length;
        if (column > indent && column + 1 + width > HELP_WIDTH) {
            buf_format(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_append(out, word, length);
        column += width;
        if (*text == '\n') {
            buf_format(out, "\n%*s", (int)indent, "");
            column = indent;
        }
        text += *text != '\0';
    }
    buf_add_char(out, '\n');
}

static void help_row(Buf *out, const char *left, const char *right)
{
    size_t width = help_width(left);
    buf_format(out, "  %s", left);
    if (width + 4 > HELP_COLUMN) {
        buf_format(out, "\n%*s", HELP_COLUMN, "");
    } else {
        buf_format(out, "%*s", (int)(HELP_COLUMN - width - 2), "");
    }
    help_wrap(out, right, HELP_COLUMN);
}

static void help_options(Buf *out, const char *title, const Option *options, size_t count,
                         Arena *arena)
{
    if (count)
        buf_format(out, "\n%s\n", title);
    for (size_t i = 0; i < count; i++) {
        const Option *option = &options[i];
        help_row(out, help_usage(option, arena),
                 arena_format(arena, "%s%s", option->help, help_note(option, arena)));
    }
}

void help_print(const Tool *tool, Buf *out)
{
    scoped_arena arena = arena_open();
    buf_format(out, "sluice %s: %s\n\n", tool->name, tool->summary);
    for (size_t i = 0; i < tool->verb_count; i++) {
        const Verb *verb = &tool->verbs[i];
        const char *name = i ? verb->name : arena_format(arena, "[%s]", verb->name);
        buf_format(out, "%s sluice %s %s [OPTION…]%s%s\n", i ? "      " : "Usage:", tool->name,
                   tool->verb_count == 1 ? "" : name, verb->operands ? " " : "",
                   verb->operands ? verb->operands : "");
    }
    buf_add_char(out, '\n');
    help_wrap(out, tool->description, 0);
    if (tool->verb_count > 1)
        buf_add(out, "\nVerbs\n");
    for (size_t i = 0; tool->verb_count > 1 && i < tool->verb_count; i++)
        help_row(out, tool->verbs[i].name, tool->verbs[i].help);
    help_options(out, "Options", tool->options, tool->option_count, arena);
    help_options(out, "Options of every tool", common_options, common_option_count, arena);
    if (tool->examples)
        buf_format(out, "\nExamples\n  ");
    for (const char *at = tool->examples; at && *at; at++) {
        buf_add_char(out, *at);
        if (*at == '\n' && at[1])
            buf_add(out, "  ");
    }
    if (tool->examples)
        buf_add_char(out, '\n');
    buf_add(out, "\nEvery option can also be given as SLUICE_NAME in the environment, and as a key "
                 "under 'with:' of the\nstage in sluice.yml.\n"
                 "Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 the work could not be "
                 "done, 4 inconclusive.\n");
}

OptionList help_inputs(const Tool *tool, Arena *arena)
{
    OptionList inputs = {0};
    for (size_t i = 0; i < tool->option_count; i++) {
        if (!(tool->options[i].flags & OPTION_LOCAL))
            *list_push(arena, &inputs) = &tool->options[i];
    }
    for (size_t i = 0; i < common_option_count; i++) {
        if (!(common_options[i].flags & OPTION_LOCAL))
            *list_push(arena, &inputs) = &common_options[i];
    }
    return inputs;
}
