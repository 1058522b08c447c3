#include "recipe.h"

#include "base/file.h"
#include "doc/quote.h"
#include "doc/yaml.h"

#include <ctype.h>
#include <string.h>

// What a shell would do more with than pass it on.
#define RECIPE_SHELL_SIGNS "$`;&|<>()*?\"'\\#!~{}"

// Whether a word may stand in what is written, dashes in front allowed.
static bool recipe_is_harmless(const char *word)
{
    return quote_is_harmless(word + strspn(word, "-"));
}

static bool recipe_is_python(const char *word)
{
    const char *name = path_name(word);
    return text_starts(name, "python") && strspn(name + 6, "0123456789.") == strlen(name + 6);
}

// "pkg.train" as the path of a file of the project: pkg/train.py, src/pkg/train.py, …
static const char *recipe_module_path(const Survey *survey, const char *module, bool *ret_from_src)
{
    char *path = arena_text(survey->arena, module);
    for (char *at = path; *at; at++)
        *at = *at == '.' ? '/' : *at;
    static const char *const forms[] = {"%s.py", "%s/__main__.py"};
    for (size_t i = 0; i < array_count(forms) * 2; i++) {
        const char *ending = forms[i % 2] + 2;
        const char *file = arena_format(survey->arena, "%s%s%s", i < 2 ? "" : "src/", path, ending);
        *ret_from_src = i >= 2;
        if (survey_find(survey, file))
            return file;
    }
    return NULL;
}

bool recipe_read(const Survey *survey, const char *line, Recipe *ret_recipe)
{
    Recipe recipe = {0};
    TextList words = {0};
    size_t at = 0;
    if (strpbrk(line, RECIPE_SHELL_SIGNS) || strchr(line, '\n'))
        return false;
    text_split(survey->arena, line, ' ', &words);
    // What runs Python for others: `uv run python …`, `poetry run …`.
    if (words.count > 2 && text_equal(words.items[1], "run"))
        at = 2;
    if (at >= words.count || !recipe_is_python(words.items[at]))
        return false;
    for (at++; at < words.count && text_equal(words.items[at], "-u");)
        at++;
    if (at + 1 < words.count && text_equal(words.items[at], "-m")) {
        recipe.as_module = true;
        recipe.script = recipe_module_path(survey, words.items[++at], &recipe.from_src);
    } else if (at < words.count) {
        const char *path = words.items[at] + 2 * text_starts(words.items[at], "./");
        recipe.script = survey_find(survey, path) ? path : NULL;
    }
    if (!recipe.script)
        return false;
    for (at++; at < words.count; at++) {
        if (!recipe_is_harmless(words.items[at]))
            return false;
        *list_push(survey->arena, &recipe.words) = words.items[at];
    }
    *ret_recipe = recipe;
    return true;
}

static bool recipe_is_training(const char *name)
{
    return text_equal(name, "train") || text_equal(name, "training") ||
           text_equal(name, "train_model") || text_equal(name, "train-model") ||
           text_equal(name, "fit");
}

// dvc.yaml: stages: {train: {cmd: …}}; MLproject: entry_points: {main: {command: …}}.
static bool recipe_from_document(const Survey *survey, const char *file, const char *list,
                                 const char *key, Recipe *ret_recipe)
{
    const char *text = survey_text(survey, file);
    const Value *document = NULL;
    Error ignored = ERROR_EMPTY;
    if (!text || !yaml_parse(file, text, strlen(text), survey->arena, &document, &ignored))
        return false;
    const Value *stages = value_get(document, list);
    for (size_t i = 0; stages && stages->kind == VALUE_MAP && i < stages->count; i++) {
        const char *name = stages->keys[i].text;
        const Value *line = value_get(&stages->items[i], key);
        if (!recipe_is_training(name) && !(text_equal(key, "command") && text_equal(name, "main")))
            continue;
        if (line && line->kind == VALUE_TEXT && strlen(line->text) == line->size &&
            recipe_read(survey, text_trim(survey->arena, line->text), ret_recipe))
            return true;
    }
    return false;
}

// The next line of a text; false at its end.
static bool recipe_line(const char **at, Arena *arena, const char **ret_line)
{
    if (!**at)
        return false;
    const size_t size = strcspn(*at, "\n");
    *ret_line = arena_text_sized(arena, *at, size);
    *at += size + ((*at)[size] == '\n');
    return true;
}

// A Makefile: the first line below `train:` that runs Python.
static bool recipe_from_makefile(const Survey *survey, Recipe *ret_recipe)
{
    const char *at = survey_text(survey, "Makefile");
    const char *line = NULL;
    bool inside = false;
    while (at && recipe_line(&at, survey->arena, &line)) {
        if (*line != '\t') {
            const size_t size = strcspn(line, ": ");
            const char *target = arena_text_sized(survey->arena, line, size);
            const bool rule = line[size] == ':' && line[size + 1] != '=';
            inside = (inside && (!*line || *line == '#')) || (rule && recipe_is_training(target));
            continue;
        }
        const char *command = text_trim(survey->arena, line);
        command += strspn(command, "@-+");
        if (inside && recipe_read(survey, command, ret_recipe))
            return true;
    }
    return false;
}

bool recipe_find(const Survey *survey, Recipe *ret_recipe)
{
    static const struct {
        const char *file;
        const char *list;
        const char *key;
    } documents[] = {
        {"dvc.yaml", "stages", "cmd"},
        {"MLproject", "entry_points", "command"},
    };
    for (size_t i = 0; i < array_count(documents); i++) {
        if (recipe_from_document(survey, documents[i].file, documents[i].list, documents[i].key,
                                 ret_recipe)) {
            ret_recipe->told_by = documents[i].file;
            return true;
        }
    }
    if (!recipe_from_makefile(survey, ret_recipe))
        return false;
    ret_recipe->told_by = "Makefile";
    return true;
}
