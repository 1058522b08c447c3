// Whatever a script, a pyproject.toml or a Makefile says: options have names that may stand in a
// command, words of a recipe may stand in a workflow, and a demand is met by a version or by none.

#include "base/file.h"
#include "doc/quote.h"
#include "fuzz.h"
#include "project.h"
#include "python_text.h"
#include "recipe.h"
#include "script_options.h"

#include <string.h>

static void check_options(const char *text, Arena *arena)
{
    ScriptOptions options;
    script_options_read(text, arena, &options);
    for (size_t i = 0; i < options.items.count; i++) {
        const char *name = options.items.items[i].name;
        const char *plain = name + strspn(name, "-");
        fuzz_demand(*name && (!*plain || quote_is_harmless(plain)));
        fuzz_demand(options.items.items[i].role == script_role(name));
    }
}

static void check_recipe(const char *text, Arena *arena)
{
    Survey survey = {.arena = arena, .folder = "/", .repository = "/", .prefix = ""};
    *list_push(arena, &survey.files) = (SurveyFile){"train.py", 1};
    Recipe recipe = {0};
    if (!recipe_read(&survey, text, &recipe))
        return;
    fuzz_demand(strcmp(recipe.script, "train.py") == 0);
    for (size_t i = 0; i < recipe.words.count; i++)
        fuzz_demand(quote_is_harmless(recipe.words.items[i] + strspn(recipe.words.items[i], "-")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *text = arena_text_sized(arena, (const char *)data, size);
    PythonWords words;
    python_words(text, arena, &words);
    fuzz_demand(words.count && words.items[words.count - 1].kind == PYTHON_END);
    check_options(text, arena);
    check_recipe(text, arena);
    const char *version = project_python(text);
    fuzz_demand(!version || version[0] == '3');
    return 0;
}
