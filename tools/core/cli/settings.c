#include "cli/settings.h"

#include "base/buf.h"
#include "base/clean.h"
#include "base/file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

Settings *settings_new(const Tool *tool, Arena *arena)
{
    Settings *settings = arena_new(arena, Settings);
    settings->arena = arena;
    settings->tool = tool;
    settings->verb = &tool->verbs[0];
    settings->count = common_option_count + tool->option_count;
    settings->items = arena_array(arena, Setting, settings->count);
    for (size_t i = 0; i < settings->count; i++) {
        bool common = i < common_option_count;
        settings->items[i].option =
            common ? &common_options[i] : &tool->options[i - common_option_count];
    }
    return settings;
}

Setting *settings_find(const Settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->count; i++) {
        if (text_equal(settings->items[i].option->name, name))
            return &settings->items[i];
    }
    return NULL;
}

const char *settings_text(const Settings *settings, const char *name)
{
    const Setting *setting = settings_find(settings, name);
    return setting && setting->values.count ? setting->values.items[0] : NULL;
}

bool option_belongs(const Option *option, const Verb *verb)
{
    if (!option->verbs)
        return true;
    size_t length = strlen(verb->name);
    for (const char *at = option->verbs; *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, verb->name, word) == 0)
            return true;
        at += word;
    }
    return false;
}

bool settings_read_secret(Settings *settings, Setting *setting, const char *path, Error *err)
{
    scoped_buf content = BUF_LIMITED(SETTINGS_LARGEST_SECRET);
    if (!file_read("secret file", path, &content, err))
        return error_wrap(err, "%s", setting->origin);
    while (content.size && isspace((unsigned char)content.data[content.size - 1]))
        buf_cut(&content, content.size - 1);
    setting->values.count = 0;
    *list_push(settings->arena, &setting->values) = buf_keep(&content, settings->arena);
    return true;
}

// A value in one text: what an environment variable and a scalar in a file hold. A blank command is
// none: a shell would call it a success.
static void setting_take_text(Settings *settings, Setting *setting, const char *text)
{
    Arena *arena = settings->arena;
    OptionType type = setting->option->type;
    if (type == OPTION_TEXTS || type == OPTION_PATHS) {
        text_split(arena, text, '\n', &setting->values);
    } else if (type == OPTION_COMMAND) {
        if (!*text_trim(arena, text))
            return;
        *list_push(arena, &setting->values) = "sh";
        *list_push(arena, &setting->values) = "-c";
        *list_push(arena, &setting->values) = text;
    } else {
        *list_push(arena, &setting->values) = text;
    }
}

// The variable `PREFIX` + NAME in capitals; `-` and `_` are alike. NULL if unset or empty.
static const char *settings_variable(Arena *arena, const char *prefix, const char *name,
                                     const char **ret_variable)
{
    char *dashed = arena_format(arena, "%s%s", prefix, name);
    for (char *at = dashed; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    char *plain = arena_text(arena, dashed);
    for (char *at = plain; *at; at++)
        *at = *at == '-' ? '_' : *at;
    const char *const variables[] = {dashed, plain};
    for (size_t i = 0; i < array_count(variables); i++) {
        const char *value = getenv(variables[i]);
        const char *trimmed = value ? text_trim(arena, value) : "";
        if (*trimmed) {
            *ret_variable = variables[i];
            return trimmed;
        }
    }
    return NULL;
}

static const struct {
    const char *prefix;
    SettingSource source;
} settings_prefixes[] = {{"INPUT_", SETTING_INPUT}, {"SLUICE_", SETTING_ENVIRONMENT}};

static bool settings_refuse_verb(const Settings *settings, const char *variable, const char *name,
                                 Error *err)
{
    TextList names = {0};
    for (size_t i = 0; i < settings->tool->verb_count; i++)
        *list_push(settings->arena, &names) = settings->tool->verbs[i].name;
    const char *nearest = text_nearest(name, names.items, names.count);
    return error_set(err, ERROR_USAGE, "%s: '%s' is no verb of %s%s%s%s", variable,
                     clean_text_short(settings->arena, name, 64), settings->tool->name,
                     nearest ? "; did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?" : "");
}

// The verb of an action or a job: `verb: promote` becomes INPUT_VERB.
static bool settings_read_verb(Settings *settings, Error *err)
{
    for (size_t p = 0; !settings->verb_given && p < array_count(settings_prefixes); p++) {
        const char *variable = NULL;
        const char *name =
            settings_variable(settings->arena, settings_prefixes[p].prefix, "verb", &variable);
        for (size_t i = 0; name && i < settings->tool->verb_count; i++) {
            if (text_equal(settings->tool->verbs[i].name, name)) {
                settings->verb = &settings->tool->verbs[i];
                settings->verb_given = true;
            }
        }
        if (name && !settings->verb_given)
            return settings_refuse_verb(settings, variable, name, err);
    }
    return true;
}

bool settings_read_environment(Settings *settings, Error *err)
{
    Arena *arena = settings->arena;
    if (!settings_read_verb(settings, err))
        return false;
    for (size_t i = 0; i < settings->count; i++) {
        Setting *setting = &settings->items[i];
        const char *name = setting->option->name;
        bool shell_only = setting->option->flags & OPTION_LOCAL;
        for (size_t p = 0; p < array_count(settings_prefixes) && !setting->values.count; p++) {
            const char *variable = NULL;
            const char *value =
                settings_variable(arena, settings_prefixes[p].prefix, name, &variable);
            if (!value || !option_belongs(setting->option, settings->verb) ||
                (shell_only && !text_equal(name, "color")))
                continue;
            setting->source = settings_prefixes[p].source;
            setting->origin = variable;
            setting_take_text(settings, setting, value);
        }
        if (setting->option->type != OPTION_SECRET || setting->values.count)
            continue;
        const char *variable = NULL;
        const char *path =
            settings_variable(arena, "SLUICE_", arena_format(arena, "%s-file", name), &variable);
        setting->source = SETTING_ENVIRONMENT;
        setting->origin = variable;
        if (path && !settings_read_secret(settings, setting, path, err))
            return false;
    }
    return true;
}

// A scalar of a file as the text it was written as; NULL for lists, maps and null.
static const char *settings_scalar(const Value *value)
{
    static const char *const booleans[] = {"false", "true"};
    switch (value->kind) {
    case VALUE_TEXT:
        return value->text;
    case VALUE_BOOL:
        return booleans[value->boolean];
    case VALUE_INT:
    case VALUE_REAL:
        return value->raw;
    default:
        return NULL;
    }
}

static const char *settings_file_path(const Settings *settings, const PipelineStage *stage,
                                      const Option *option, const char *text)
{
    bool is_path = option->type == OPTION_PATH || option->type == OPTION_PATHS;
    const char *folder = path_folder(settings->arena, stage->value->file);
    return is_path && !text_equal(text, "-") ? path_join(settings->arena, folder, text) : text;
}

static bool setting_take_value(Settings *settings, Setting *setting, const PipelineStage *stage,
                               const Value *value, Error *err)
{
    const Option *option = setting->option;
    bool many = option->type == OPTION_TEXTS || option->type == OPTION_PATHS ||
                option->type == OPTION_COMMAND;
    setting->source = SETTING_FILE;
    setting->has_place = true;
    setting->place = value_place(value, PLACE_SCHEMA);
    setting->origin = arena_format(settings->arena, "%s:%lld: '%s'", value->file,
                                   (long long)value->line, option->name);
    if (value->kind == VALUE_LIST && many) {
        for (size_t i = 0; i < value->count; i++) {
            const char *text = settings_scalar(&value->items[i]);
            if (!text)
                return value_refuse(err, &value->items[i], "an item", "a text");
            *list_push(settings->arena, &setting->values) =
                settings_file_path(settings, stage, option, text);
        }
        return true;
    }
    const char *text = settings_scalar(value);
    if (!text)
        return value_refuse(err, value, arena_format(settings->arena, "'%s'", option->name),
                            many ? "a text or a list of texts" : "one value");
    setting_take_text(settings, setting, text);
    for (size_t i = 0; i < setting->values.count; i++)
        setting->values.items[i] =
            settings_file_path(settings, stage, option, setting->values.items[i]);
    return true;
}

// What a key of `with:` may be: an option of the tool, of every tool, or the file of a secret.
static void settings_known_keys(const Settings *settings, TextList *names)
{
    for (size_t i = 0; i < settings->count; i++) {
        const Option *option = settings->items[i].option;
        if (option->flags & OPTION_LOCAL || text_equal(option->name, "config") ||
            text_equal(option->name, "stage"))
            continue;
        *list_push(settings->arena, names) =
            option->type == OPTION_SECRET ? arena_format(settings->arena, "%s-file", option->name)
                                          : option->name;
    }
}

bool settings_read_stage(Settings *settings, const PipelineStage *stage, Error *err)
{
    Arena *arena = settings->arena;
    TextList names = {0};
    settings_known_keys(settings, &names);
    const char *what = arena_format(arena, "'with' of stage '%s'", stage->name);
    if (stage->with && !value_check_keys(stage->with, what, names.items, names.count, err))
        return false;
    for (size_t i = 0; stage->with && i < stage->with->count; i++) {
        const char *key = stage->with->keys[i].text;
        const Value *value = &stage->with->items[i];
        Setting *setting = settings_find(settings, key);
        if (setting && !option_belongs(setting->option, settings->verb))
            return error_at(err, ERROR_CONFIG, value_place(&stage->with->keys[i], PLACE_SCHEMA),
                            "'%s' belongs to '%s', not to '%s %s'", key, setting->option->verbs,
                            settings->tool->name, settings->verb->name);
        if (setting) {
            bool given = setting->values.count > 0;
            if (!given && value->kind != VALUE_NULL &&
                !setting_take_value(settings, setting, stage, value, err))
                return false;
            continue;
        }
        const char *secret = arena_text_sized(arena, key, strlen(key) - strlen("-file"));
        setting = settings_find(settings, secret);
        if (setting->values.count || !settings_scalar(value))
            continue;
        setting->source = SETTING_FILE;
        setting->origin =
            arena_format(arena, "%s:%lld: '%s'", value->file, (long long)value->line, key);
        const char *path =
            path_join(arena, path_folder(arena, value->file), settings_scalar(value));
        if (!settings_read_secret(settings, setting, path, err))
            return false;
    }
    return true;
}
