#include "base/buf.h"
#include "base/clean.h"
#include "cli/settings.h"
#include "doc/quote.h"

#include <string.h>

// What went wrong with a value, in front of the sentence of its type.
static bool setting_refuse(const Setting *setting, const char *value, const char *wanted,
                           Error *err)
{
    scoped_arena arena = arena_open();
    bool secret = setting->option->type == OPTION_SECRET;
    const char *shown = secret ? "***" : clean_text_short(arena, value, 80);
    const char *origin = setting->origin ? setting->origin : setting->option->name;
    if (setting->has_place)
        return error_at(err, ERROR_CONFIG, setting->place, "'%s' must be %s, got '%s'",
                        setting->option->name, wanted, shown);
    return error_set(err, ERROR_USAGE, "%s must be %s, got '%s'", origin, wanted, shown);
}

static bool setting_store_flag(const Setting *setting, const char *value, void *field, Error *err)
{
    return text_to_bool(value, field) || setting_refuse(setting, value, "true or false", err);
}

static bool setting_store_int(const Setting *setting, const char *value, void *field, Error *err)
{
    return text_to_int(value, field) || setting_refuse(setting, value, "a whole number", err);
}

static bool setting_store_real(const Setting *setting, const char *value, void *field, Error *err)
{
    return text_to_real(value, field) || setting_refuse(setting, value, "a number", err);
}

static bool setting_store_size(const Setting *setting, const char *value, void *field, Error *err)
{
    return text_to_size(value, field) ||
           setting_refuse(setting, value, "a number of bytes such as 512M or 4G", err);
}

static bool setting_store_duration(const Setting *setting, const char *value, void *field,
                                   Error *err)
{
    return text_to_duration(value, field) ||
           setting_refuse(setting, value, "a duration such as 250ms, 30s or 10m", err);
}

static bool setting_store_text(const Setting *setting, const char *value, void *field, Error *err)
{
    (void)setting;
    (void)err;
    *(const char **)field = value;
    return true;
}

static bool setting_store_choice(const Setting *setting, const char *value, void *field, Error *err)
{
    scoped_arena arena = arena_open();
    TextList choices = {0};
    for (const char *const *choice = setting->option->choices; *choice; choice++) {
        *list_push(arena, &choices) = *choice;
        if (!text_equal(*choice, value))
            continue;
        *(const char **)field = *choice;
        return true;
    }
    const char *nearest = text_nearest(value, choices.items, choices.count);
    const char *wanted = arena_format(arena, "one of %s%s%s%s", text_join(arena, &choices, ", "),
                                      nearest ? " (did you mean '" : "", nearest ? nearest : "",
                                      nearest ? "'?)" : "");
    return setting_refuse(setting, value, wanted, err);
}

typedef bool SettingStore(const Setting *setting, const char *value, void *field, Error *err);

// How one value of each type gets into its field; NULL for the types that hold many.
static SettingStore *const setting_stores[] = {
    [OPTION_FLAG] = setting_store_flag,
    [OPTION_INT] = setting_store_int,
    [OPTION_REAL] = setting_store_real,
    [OPTION_SIZE] = setting_store_size,
    [OPTION_DURATION] = setting_store_duration,
    [OPTION_TEXT] = setting_store_text,
    [OPTION_CHOICE] = setting_store_choice,
    [OPTION_PATH] = setting_store_text,
    [OPTION_TEXTS] = NULL,
    [OPTION_PATHS] = NULL,
    [OPTION_COMMAND] = NULL,
    [OPTION_SECRET] = setting_store_text,
};

static bool setting_store(const Settings *settings, const Setting *setting, void *field, Error *err)
{
    const Option *option = setting->option;
    SettingStore *store = setting_stores[option->type];
    TextList values = setting->values;
    if (!values.count && option->fallback)
        *list_push(settings->arena, &values) = option->fallback;
    if (!store) {
        *(TextList *)field = values;
        return true;
    }
    return !values.count || store(setting, values.items[0], field, err);
}

bool settings_store(const Settings *settings, CommonOptions *common, void *options, Error *err)
{
    for (size_t i = 0; i < settings->count; i++) {
        const Setting *setting = &settings->items[i];
        char *fields = i < common_option_count ? (char *)common : options;
        if (!setting_store(settings, setting, fields + setting->option->offset, err))
            return false;
    }
    return true;
}

bool settings_check_needed(const Settings *settings, Error *err)
{
    for (size_t i = 0; i < settings->count; i++) {
        const Setting *setting = &settings->items[i];
        const Option *option = setting->option;
        if (!(option->flags & OPTION_NEEDED) || setting->values.count ||
            !option_belongs(option, settings->verb))
            continue;
        if (option->type == OPTION_COMMAND)
            return error_set(
                err, ERROR_USAGE,
                "%s %s needs a command: put it after '--', or into the input or key '%s'",
                settings->tool->name, settings->verb->name, option->name);
        // Some verbs take other things than the option is named for.
        const char *operands = option->flags & OPTION_OPERAND ? settings->verb->operands : NULL;
        if (operands && !text_starts(operands, option->value_name))
            return error_set(err, ERROR_USAGE, "%s %s needs %s: it is to %s", settings->tool->name,
                             settings->verb->name, operands, settings->verb->help);
        return error_set(err, ERROR_USAGE, "%s %s needs '--%s %s': %s", settings->tool->name,
                         settings->verb->name, option->name,
                         option->value_name ? option->value_name : "VALUE", option->help);
    }
    return true;
}

// What only decides how and where the report goes does not change the result.
static bool setting_is_reported(const Setting *setting)
{
    static const char *const about_output[] = {"report",      "output",     "config",  "stage",
                                               "root",        "quiet",      "verbose", "color",
                                               "write-known", "known-until"};
    for (size_t i = 0; i < array_count(about_output); i++) {
        if (text_equal(setting->option->name, about_output[i]))
            return false;
    }
    return setting->values.count && setting->option->type != OPTION_SECRET &&
           setting->source > SETTING_FILE;
}

const char *settings_command_line(const Settings *settings, const char *config, const char *stage)
{
    scoped_buf line = BUF_EMPTY;
    buf_format(&line, "sluice %s", settings->tool->name);
    if (settings->verb != &settings->tool->verbs[0])
        buf_format(&line, " %s", settings->verb->name);
    const char *const named[][2] = {{" --config ", config}, {" --stage ", stage}};
    for (size_t i = 0; config && i < array_count(named); i++) {
        if (!named[i][1] || text_equal(named[i][1], PIPELINE_FILE))
            continue;
        buf_add(&line, named[i][0]);
        quote_shell(&line, named[i][1]);
    }
    const Setting *command = NULL;
    for (size_t i = 0; i < settings->count; i++) {
        const Setting *setting = &settings->items[i];
        if (!setting_is_reported(setting))
            continue;
        if (setting->option->type == OPTION_COMMAND) {
            command = setting;
            continue;
        }
        for (size_t v = 0; v < setting->values.count; v++) {
            const bool flag = setting->option->type == OPTION_FLAG;
            const bool plain = flag && text_equal(setting->values.items[v], "true");
            buf_format(&line, " --%s%s", setting->option->name, plain ? "" : flag ? "=" : " ");
            if (!plain)
                quote_shell(&line, setting->values.items[v]);
        }
    }
    if (command)
        buf_add(&line, " --");
    for (size_t v = 0; command && v < command->values.count; v++) {
        buf_add_char(&line, ' ');
        quote_shell(&line, command->values.items[v]);
    }
    return buf_keep(&line, settings->arena);
}

// How the front asks a tool for its options; no news to whoever asked the front.
static bool setting_is_question(const Setting *setting)
{
    static const char *const names[] = {"config", "stage", "report", "root"};
    for (size_t i = 0; i < array_count(names); i++) {
        if (text_equal(setting->option->name, names[i]))
            return setting->source == SETTING_ARGV;
    }
    return false;
}

void settings_print(const Settings *settings, Buf *out)
{
    for (size_t i = 0; i < settings->count; i++) {
        const Setting *setting = &settings->items[i];
        const Option *option = setting->option;
        if (option->flags & OPTION_LOCAL || !option_belongs(option, settings->verb))
            continue;
        const bool given = setting->values.count && !setting_is_question(setting);
        const char *value = given              ? text_join(settings->arena, &setting->values, " ")
                            : option->fallback ? option->fallback
                                               : "-";
        if (option->type == OPTION_SECRET && given)
            value = "***";
        const char *origin = given ? setting->origin : option->fallback ? "default" : "not given";
        buf_format(out, "%-20s %-40s %s\n", option->name, clean_text(settings->arena, value),
                   clean_text(settings->arena, origin));
    }
}
