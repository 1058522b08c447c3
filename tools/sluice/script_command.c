#include "script_command.h"

#include "base/file.h"
#include "doc/quote.h"
#include "doc/yaml.h"
#include "script_options.h"

#include <string.h>

// Hydra's keys are looked for so deep.
#define COMMAND_DEEPEST_KEY 5

typedef struct CommandPlan {
    const Survey *survey;
    const Recipe *recipe;
    const ScriptOptions *options;
    Training *training;
} CommandPlan;

static void command_add(const CommandPlan *plan, const char *word)
{
    *list_push(plan->survey->arena, &plan->training->command) = word;
}

static bool command_is_table(const char *path)
{
    return text_ends(path, ".csv") || text_ends(path, ".tsv");
}

// A file of a model that is not there is one that the training makes.
static bool command_is_made(const CommandPlan *plan, const char *path)
{
    static const char *const endings[] = {".pkl", ".pickle", ".joblib", ".pt",   ".pth",
                                          ".h5",  ".keras",  ".onnx",   ".ckpt", ".safetensors"};
    for (size_t i = 0; path && i < array_count(endings); i++) {
        if (text_ends(path, endings[i]))
            return !survey_find(plan->survey, path);
    }
    return false;
}

// What an option that names an output gets: a file of its default's name, or the folder. NULL if it
// is better left alone.
static const char *command_output(const CommandPlan *plan, const ScriptOption *option)
{
    const char *name = option->fallback ? path_name(option->fallback) : NULL;
    if (name && strchr(name, '.') && quote_is_harmless(name))
        return arena_format(plan->survey->arena, "{SMOKE_OUT}/%s", name);
    if (strstr(option->name, "dir") || strstr(option->name, "folder") || option->fallback)
        return "{SMOKE_OUT}";
    return option->required ? "{SMOKE_OUT}/made" : NULL;
}

// The word for an option or operand by its role; NULL to leave it to the script.
static const char *command_value(const CommandPlan *plan, const ScriptOption *option)
{
    Training *training = plan->training;
    const char *path = option->fallback;
    switch (option->role) {
    case SCRIPT_DATA:
        if ((path && !command_is_table(path)) || (training->takes_data && !option->required))
            return NULL;
        training->takes_data = true;
        path = path && text_starts(path, "./") ? path + 2 : path;
        training->data = path && survey_find(plan->survey, path) ? path : training->data;
        return "{SMOKE_DATA}";
    case SCRIPT_EPOCHS:
        if (training->takes_epochs && !option->required)
            return NULL;
        training->takes_epochs = true;
        return "{SMOKE_EPOCHS}";
    case SCRIPT_OUT:
        return command_output(plan, option);
    case SCRIPT_SEED:
        return "{SMOKE_SEED}";
    case SCRIPT_DATA_FOLDER:
    case SCRIPT_OTHER:
        break;
    }
    return command_is_made(plan, path) ? command_output(plan, option) : NULL;
}

// The option that a word of the recipe gives, `--data` or `--data=x`; NULL if it gives none.
static const ScriptOption *command_given(const CommandPlan *plan, const char *word)
{
    const size_t size = strcspn(word, "=");
    for (size_t i = 0; i < plan->options->items.count; i++) {
        const ScriptOption *option = &plan->options->items.items[i];
        if (*option->name == '-' && strlen(option->name) == size &&
            strncmp(option->name, word, size) == 0)
            return option;
    }
    return NULL;
}

static bool command_has(const CommandPlan *plan, const ScriptOption *option)
{
    for (size_t i = 0; i < plan->recipe->words.count; i++) {
        if (command_given(plan, plan->recipe->words.items[i]) == option)
            return true;
    }
    return false;
}

// The recipe's own words, with the sample in the place of the data, and so on.
static void command_follow_recipe(const CommandPlan *plan)
{
    const TextList *words = &plan->recipe->words;
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        const ScriptOption *option = command_given(plan, word);
        const char *equals = strchr(word, '=');
        const bool follows = !equals && i + 1 < words->count;
        const char *given = equals ? equals + 1 : follows ? words->items[i + 1] : NULL;
        ScriptOption now = option ? *option : (ScriptOption){.role = SCRIPT_OTHER};
        now.fallback = given;
        const char *value =
            option && option->takes_value && given ? command_value(plan, &now) : NULL;
        if (!value && command_is_table(word) && survey_find(plan->survey, word)) {
            plan->training->data = word;
            plan->training->takes_data = true;
            word = "{SMOKE_DATA}"; // an operand
        }
        if (!value && command_is_made(plan, word) && !strchr(word, '='))
            word = arena_format(plan->survey->arena, "{SMOKE_OUT}/%s", path_name(word));
        command_add(plan, value ? option->name : word);
        if (value)
            command_add(plan, value);
        i += value && !equals;
    }
}

// Options that the recipe does not give, then operands in their order.
static void command_add_options(const CommandPlan *plan)
{
    for (size_t i = 0; i < plan->options->items.count; i++) {
        const ScriptOption *option = &plan->options->items.items[i];
        if (*option->name != '-' || command_has(plan, option))
            continue;
        const char *value = option->takes_value ? command_value(plan, option) : NULL;
        if (value) {
            command_add(plan, option->name);
            command_add(plan, value);
        } else if (option->required) {
            *list_push(plan->survey->arena, &plan->training->wanted) = option->name;
        }
    }
}

static void command_add_operands(const CommandPlan *plan)
{
    if (plan->recipe->told_by)
        return; // its words have them
    for (size_t i = 0; i < plan->options->items.count; i++) {
        const ScriptOption *option = &plan->options->items.items[i];
        if (*option->name == '-')
            continue;
        const char *value = command_value(plan, option);
        if (value)
            command_add(plan, value);
        else if (option->required)
            *list_push(plan->survey->arena, &plan->training->wanted) = option->name;
        else
            return; // what comes behind would take its place
    }
}

// Finds overrides in Hydra's configuration, `training.epochs`, `data.path`, by key and value.
static void command_add_overrides(const CommandPlan *plan, const Value *map, const char *path,
                                  int depth)
{
    for (size_t i = 0; map->kind == VALUE_MAP && i < map->count; i++) {
        const Value *value = &map->items[i];
        const char *name = map->keys[i].text;
        if (!quote_is_harmless(name) || strpbrk(name, "=@,() "))
            continue;
        const char *key = arena_format(plan->survey->arena, "%s%s%s", path, *path ? "." : "", name);
        if (value->kind == VALUE_MAP && depth < COMMAND_DEEPEST_KEY)
            command_add_overrides(plan, value, key, depth + 1);
        ScriptOption option = {.name = name, .role = script_role(name)};
        const bool text = value->kind == VALUE_TEXT;
        if (text && command_is_table(value->text)) {
            option.role = SCRIPT_DATA;
            option.fallback = value->text;
        } else if (!(value->kind == VALUE_INT &&
                     (option.role == SCRIPT_EPOCHS || option.role == SCRIPT_SEED))) {
            continue;
        }
        const char *given = command_value(plan, &option);
        if (given)
            command_add(plan, arena_format(plan->survey->arena, "%s=%s", key, given));
    }
}

static void command_follow_hydra(const CommandPlan *plan)
{
    const Survey *survey = plan->survey;
    const char *beside = path_folder(survey->arena, plan->training->script);
    const char *folder = path_join(survey->arena, beside, plan->options->hydra_folder);
    const char *file = arena_format(survey->arena, "%s/%s%s", folder, plan->options->hydra_name,
                                    text_ends(plan->options->hydra_name, ".yaml") ? "" : ".yaml");
    const char *whole = path_join(survey->arena, survey->folder, file);
    const char *path = path_relative(survey->arena, survey->folder, whole);
    const char *text = survey_find(survey, path) ? survey_text(survey, path) : NULL;
    const Value *document = NULL;
    Error ignored = ERROR_EMPTY;
    if (text && yaml_parse(path, text, strlen(text), survey->arena, &document, &ignored))
        command_add_overrides(plan, document, "", 0);
    command_add(plan, "hydra.run.dir={SMOKE_OUT}");
}

// The folder from which the script's packages are imported; NULL if it is in no package.
static const char *command_package_root(const Survey *survey, const char *script)
{
    const char *folder = path_folder(survey->arena, script);
    bool inside = false;
    while (!text_equal(folder, ".") &&
           survey_find(survey, path_join(survey->arena, folder, "__init__.py"))) {
        inside = true;
        folder = path_folder(survey->arena, folder);
    }
    return inside ? folder : NULL;
}

static const char *command_module(const Survey *survey, const char *script, const char *root)
{
    const char *below = text_equal(root, ".") ? script : script + strlen(root) + 1;
    char *module = arena_text_sized(survey->arena, below, strlen(below) - strlen(".py"));
    for (char *at = module; *at; at++)
        *at = *at == '/' ? '.' : *at;
    if (text_ends(module, ".__main__"))
        module[strlen(module) - strlen(".__main__")] = '\0';
    return module;
}

// `python3 train.py`, or `python3 -m pkg.train` for what belongs to a package.
static void command_start(const CommandPlan *plan)
{
    const Survey *survey = plan->survey;
    const char *script = plan->training->script;
    const char *root = plan->recipe->as_module ? (plan->recipe->from_src ? "src" : ".")
                       : plan->recipe->told_by ? NULL
                                               : command_package_root(survey, script);
    if (root && !text_equal(root, ".")) {
        // The checkout goes before what is installed, so that findings stand on its lines.
        command_add(plan, "env");
        command_add(plan, arena_format(survey->arena, "PYTHONPATH=%s", root));
    }
    command_add(plan, "python3");
    if (root)
        command_add(plan, "-m");
    command_add(plan, root ? command_module(survey, script, root) : script);
}

void script_command(const Survey *survey, const Recipe *recipe, Training *training)
{
    ScriptOptions options = {0};
    script_options_read(training->text, survey->arena, &options);
    const CommandPlan plan = {survey, recipe, &options, training};
    command_start(&plan);
    if (options.has_commands && !recipe->words.count) {
        if (options.has_train_command)
            command_add(&plan, "train");
        else
            *list_push(survey->arena, &training->wanted) = "a command";
    }
    command_follow_recipe(&plan);
    if (options.hydra_name)
        command_follow_hydra(&plan);
    command_add_options(&plan);
    command_add_operands(&plan);
    training->takes_data |= options.reads_smoke_data;
    training->takes_epochs |= options.reads_smoke_epochs;
}
