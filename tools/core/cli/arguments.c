#include "base/clean.h"
#include "cli/settings.h"

#include <string.h>

// What reading the command line goes through.
typedef struct Arguments {
    Settings *settings;
    char **words;
    int count;
    int at;
} Arguments;

static bool arguments_refuse_option(const Settings *settings, const char *name, Error *err)
{
    TextList names = {0};
    for (size_t i = 0; i < settings->count; i++)
        *list_push(settings->arena, &names) = settings->items[i].option->name;
    const char *nearest = text_nearest(name, names.items, names.count);
    const char *shown = clean_text_short(settings->arena, name, 64);
    if (nearest)
        return error_set(err, ERROR_USAGE, "%s has no option '--%s'; did you mean '--%s'?",
                         settings->tool->name, shown, nearest);
    return error_set(err, ERROR_USAGE, "%s has no option '--%s'; --help lists them",
                     settings->tool->name, shown);
}

static bool arguments_refuse_word(const Settings *settings, const char *word, Error *err)
{
    TextList names = {0};
    for (size_t i = 0; i < settings->tool->verb_count; i++)
        *list_push(settings->arena, &names) = settings->tool->verbs[i].name;
    const char *nearest = text_nearest(word, names.items, names.count);
    const char *shown = clean_text_short(settings->arena, word, 64);
    if (nearest && !settings->verb_given)
        return error_set(err, ERROR_USAGE, "%s has no verb '%s'; did you mean '%s'?",
                         settings->tool->name, shown, nearest);
    return error_set(err, ERROR_USAGE, "%s %s takes no word '%s'; --help shows what it takes",
                     settings->tool->name, settings->verb->name, shown);
}

// `--x-file` of a secret `x`; NULL if it is none.
static Setting *arguments_secret(const Settings *settings, const char *name)
{
    if (!text_ends(name, "-file"))
        return NULL;
    const char *secret = arena_text_sized(settings->arena, name, strlen(name) - strlen("-file"));
    Setting *setting = settings_find(settings, secret);
    return setting && setting->option->type == OPTION_SECRET ? setting : NULL;
}

static bool arguments_take(Settings *settings, Setting *setting, const char *value, Error *err)
{
    const Option *option = setting->option;
    bool many = option->type == OPTION_TEXTS || option->type == OPTION_PATHS;
    setting->source = SETTING_ARGV;
    setting->origin = arena_format(settings->arena, "--%s", option->name);
    if (!many)
        setting->values.count = 0; // the last one counts
    if (option->type == OPTION_SECRET)
        return error_set(err, ERROR_USAGE,
                         "'--%s' would show a secret to everybody on this machine; use '--%s-file "
                         "FILE' or the environment variable",
                         option->name, option->name);
    *list_push(settings->arena, &setting->values) = value;
    return true;
}

// One word that starts with two dashes.
static bool arguments_read_option(Arguments *args, Error *err)
{
    Settings *settings = args->settings;
    const char *word = args->words[args->at++] + 2;
    const char *equals = strchr(word, '=');
    const char *name =
        arena_text_sized(settings->arena, word, equals ? (size_t)(equals - word) : strlen(word));
    const char *value = equals ? equals + 1 : NULL;
    Setting *secret = arguments_secret(settings, name);
    Setting *setting = secret ? secret : settings_find(settings, name);
    if (!setting)
        return arguments_refuse_option(settings, name, err);
    if (!value && setting->option->type == OPTION_FLAG)
        value = "true";
    if (!value && args->at == args->count)
        return error_set(err, ERROR_USAGE, "'--%s' needs a value: --%s %s", name, name,
                         setting->option->value_name ? setting->option->value_name : "VALUE");
    if (!value)
        value = args->words[args->at++];
    if (!secret)
        return arguments_take(settings, setting, value, err);
    setting->source = SETTING_ARGV;
    setting->origin = arena_format(settings->arena, "--%s", name);
    return settings_read_secret(settings, setting, value, err);
}

static bool arguments_read_verb(Settings *settings, const char *word)
{
    for (size_t i = 0; !settings->verb_given && i < settings->tool->verb_count; i++) {
        if (!text_equal(settings->tool->verbs[i].name, word))
            continue;
        settings->verb = &settings->tool->verbs[i];
        settings->verb_given = true;
        return true;
    }
    return false;
}

static Setting *arguments_operand(const Settings *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        const Option *option = settings->items[i].option;
        if (option->flags & OPTION_OPERAND && option_belongs(option, settings->verb))
            return &settings->items[i];
    }
    return NULL;
}

static bool arguments_read_operand(Settings *settings, const char *word, Error *err)
{
    Setting *setting = arguments_operand(settings);
    bool many =
        setting && (setting->option->type == OPTION_PATHS || setting->option->type == OPTION_TEXTS);
    if (!setting || (!many && setting->values.count))
        return arguments_refuse_word(settings, word, err);
    return arguments_take(settings, setting, word, err);
}

static bool arguments_read_command(Arguments *args, Error *err)
{
    Settings *settings = args->settings;
    for (size_t i = 0; i < settings->count; i++) {
        Setting *setting = &settings->items[i];
        if (setting->option->type != OPTION_COMMAND ||
            !option_belongs(setting->option, settings->verb))
            continue;
        setting->source = SETTING_ARGV;
        setting->origin = "the words after '--'";
        while (args->at < args->count)
            *list_push(settings->arena, &setting->values) = args->words[args->at++];
        return true;
    }
    // Without a command to take, `--` only ends the options.
    while (args->at < args->count) {
        if (!arguments_read_operand(settings, args->words[args->at++], err))
            return false;
    }
    return true;
}

bool settings_read_argv(Settings *settings, int argc, char **argv, Error *err)
{
    Arguments args = {.settings = settings, .words = argv, .count = argc, .at = 1};
    TextList operands = {0};
    bool is_first = true;
    while (args.at < args.count) {
        const char *word = args.words[args.at];
        if (text_equal(word, "--")) {
            args.at++;
            break;
        }
        if (text_equal(word, "-h"))
            args.words[args.at] = (char *)(uintptr_t) "--help";
        if (text_starts(args.words[args.at], "--")) {
            if (!arguments_read_option(&args, err))
                return false;
            continue;
        }
        if (*word == '-' && word[1])
            return error_set(err, ERROR_USAGE, "%s has no option '%s'; options start with '--'",
                             settings->tool->name, clean_text_short(settings->arena, word, 64));
        args.at++;
        if (!is_first || !arguments_read_verb(settings, word))
            *list_push(settings->arena, &operands) = word;
        is_first = false;
    }
    // Which option takes the operands depends on the verb, which is known only now.
    for (size_t i = 0; i < operands.count; i++) {
        if (!arguments_read_operand(settings, operands.items[i], err))
            return false;
    }
    if (args.at < args.count && !arguments_read_command(&args, err))
        return false;
    for (size_t i = 0; i < settings->count; i++) {
        const Setting *setting = &settings->items[i];
        if (setting->values.count && !option_belongs(setting->option, settings->verb))
            return error_set(err, ERROR_USAGE, "'--%s' belongs to '%s', not to '%s %s'",
                             setting->option->name, setting->option->verbs, settings->tool->name,
                             settings->verb->name);
    }
    return true;
}
