#include "cli/github_step.h"

#include "base/clean.h"
#include "base/file.h"
#include "cli/help.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STEP_INPUT "INPUT_"

// What a step may say besides the tool's options: the verb, the tool's name at the root, and what
// GitHub takes for the image itself.
static const char *const step_words[] = {"verb", "tool", "args", "entrypoint"};

// "INPUT_FAIL-ON=never" is the input `fail-on`, and so is "INPUT_FAIL_ON=never".
static const char *step_input_name(const char *variable, Arena *arena)
{
    const char *at = variable + strlen(STEP_INPUT);
    char *name = arena_text_sized(arena, at, strcspn(at, "="));
    for (char *letter = name; *letter; letter++)
        *letter = *letter == '_' ? '-' : (char)tolower((unsigned char)*letter);
    return name;
}

static bool step_knows(const TextList *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (text_equal(names->items[i], name))
            return true;
    }
    return false;
}

bool github_step_check_inputs(const Tool *tool, Error *err)
{
    if (text_empty(getenv(GITHUB_STEP_ACTION)))
        return true;
    scoped_arena arena = arena_open();
    TextList names = {0};
    const OptionList inputs = help_inputs(tool, arena);
    for (size_t i = 0; i < inputs.count; i++)
        *list_push(arena, &names) = inputs.items[i]->name;
    for (size_t i = 0; i < array_count(step_words); i++)
        *list_push(arena, &names) = step_words[i];
    for (char **variable = environ; *variable; variable++) {
        if (!text_starts(*variable, STEP_INPUT))
            continue;
        const char *name = step_input_name(*variable, arena);
        if (step_knows(&names, name))
            continue;
        const char *nearest = text_nearest(name, names.items, names.count);
        return error_set(err, ERROR_USAGE, "this action has no input '%s'%s%s%s",
                         clean_text_short(arena, name, 64), nearest ? "; did you mean '" : "",
                         nearest ? nearest : "", nearest ? "'?" : "");
    }
    return true;
}

// The run folder is there as soon as one step has reported.
static bool step_found_nothing(const char *workspace)
{
    scoped_arena arena = arena_open();
    Error ignored = ERROR_EMPTY;
    const char *const *names = NULL;
    size_t count = 0;
    if (!folder_list(arena, workspace, &names, &count, &ignored))
        return false;
    return count == 0 || (count == 1 && text_equal(names[0], ".sluice"));
}

void github_step_explain(const Platform *platform, Error *err)
{
    if (platform->kind == PLATFORM_GITHUB && platform->workspace &&
        step_found_nothing(platform->workspace))
        error_wrap(err, "nothing is checked out, run actions/checkout before this step");
}
