#include "script_options.h"

#include "python_text.h"

#include <string.h>

// A call with more words declares no option.
#define SCRIPT_LONGEST_CALL 1000

// How the calls that declare options look.
typedef enum ScriptDialect {
    DIALECT_ARGPARSE, // add_argument("-d", "--data", default=…)
    DIALECT_CLICK,    // @click.option("--data", …), typer.Option("x.csv", "--data")
    DIALECT_OPERAND,  // @click.argument("data")
    DIALECT_ABSL,     // flags.DEFINE_string("data", "x.csv", "help")
    DIALECT_COMMAND,  // add_parser("train")
} ScriptDialect;

static const struct {
    const char *callee;
    const char *owner; // what must stand in front of the dot; NULL for whatever
    ScriptDialect dialect;
} calls[] = {
    {"add_argument", NULL, DIALECT_ARGPARSE}, {"option", "click", DIALECT_CLICK},
    {"option", "@", DIALECT_CLICK},           {"Option", "typer", DIALECT_CLICK},
    {"argument", "click", DIALECT_OPERAND},   {"argument", "@", DIALECT_OPERAND},
    {"DEFINE_string", NULL, DIALECT_ABSL},    {"DEFINE_integer", NULL, DIALECT_ABSL},
    {"DEFINE_float", NULL, DIALECT_ABSL},     {"DEFINE_enum", NULL, DIALECT_ABSL},
    {"add_parser", NULL, DIALECT_COMMAND},
};

// One call: its words from behind the opening bracket to the closing one.
typedef struct ScriptCall {
    const PythonWord *words;
    size_t count;
    ScriptDialect dialect;
} ScriptCall;

static bool script_is_name(const char *text)
{
    return *text &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
               strlen(text);
}

// An argument of the call: where it begins, and its keyword if it has one.
typedef struct ScriptArgument {
    const char *keyword; // NULL for none
    const PythonWord *value;
    size_t words; // of the value
} ScriptArgument;

// The next argument from *at on, at this level of brackets.
static bool script_next_argument(const ScriptCall *call, size_t *at, ScriptArgument *ret_argument)
{
    if (*at >= call->count)
        return false;
    const PythonWord *first = &call->words[*at];
    const bool named = *at + 1 < call->count && first->kind == PYTHON_NAME &&
                       python_is(&first[1], "=") &&
                       !(*at + 2 < call->count && python_is(&first[2], "="));
    const size_t start = *at + (named ? 2 : 0);
    int depth = 0;
    size_t end = start;
    for (; end < call->count && !(depth == 0 && python_is(&call->words[end], ",")); end++) {
        if (call->words[end].kind == PYTHON_SIGN)
            depth += strchr("([{", *call->words[end].text)   ? 1
                     : strchr(")]}", *call->words[end].text) ? -1
                                                             : 0;
    }
    *at = end + 1;
    *ret_argument = (ScriptArgument){named ? first->text : NULL, &call->words[start], end - start};
    return true;
}

// The only text between quotes in a value: "x.csv", Path("x.csv").
static const char *script_text_in(const ScriptArgument *argument)
{
    const char *found = NULL;
    for (size_t i = 0; i < argument->words; i++) {
        if (argument->value[i].kind != PYTHON_TEXT)
            continue;
        if (found)
            return NULL;
        found = argument->value[i].text;
    }
    return found;
}

static void script_apply_keyword(ScriptOption *option, const ScriptArgument *argument)
{
    const PythonWord *value = argument->value;
    if (text_equal(argument->keyword, "default")) {
        option->fallback = script_text_in(argument);
        option->required = false;
    } else if (argument->words != 1) {
        return;
    } else if (text_equal(argument->keyword, "required")) {
        option->required = python_is(value, "True");
    } else if (text_equal(argument->keyword, "nargs") && value->kind == PYTHON_TEXT) {
        option->required &= !text_equal(value->text, "?") && !text_equal(value->text, "*");
    } else if (text_equal(argument->keyword, "is_flag")) {
        option->takes_value = !python_is(value, "True");
    } else if (text_equal(argument->keyword, "action") && value->kind == PYTHON_TEXT) {
        option->takes_value = text_equal(value->text, "store") || text_equal(value->text, "append");
    }
}

// `-d`, `--data`: the long name counts. Click's `--shout/--no-shout` is a flag.
static void script_apply_name(ScriptOption *option, const char *text, Arena *arena, bool *is_flag)
{
    const size_t size = strcspn(text, "/");
    *is_flag |= text[size] != '\0';
    const char *name = arena_text_sized(arena, text, size);
    if (!script_is_name(name))
        return;
    const bool longer =
        !option->name || (text_starts(name, "--") && !text_starts(option->name, "--"));
    if (longer)
        option->name = name;
}

static void script_read_call(const ScriptCall *call, Arena *arena, ScriptOptions *options)
{
    ScriptOption option = {.takes_value = true};
    ScriptArgument argument;
    size_t position = 0;
    bool is_flag = false;
    for (size_t at = 0; script_next_argument(call, &at, &argument);) {
        const PythonWord *value = argument.value;
        const bool text = argument.words == 1 && value->kind == PYTHON_TEXT;
        if (argument.keyword) {
            script_apply_keyword(&option, &argument);
            continue;
        }
        if (call->dialect == DIALECT_ABSL && position == 0 && text && script_is_name(value->text))
            option.name = arena_format(arena, "--%s", value->text);
        else if (call->dialect == DIALECT_ABSL && position == 1)
            option.fallback = text ? value->text : NULL;
        else if (call->dialect != DIALECT_ABSL && text &&
                 (call->dialect != DIALECT_CLICK || *value->text == '-'))
            script_apply_name(&option, value->text, arena, &is_flag);
        if (!option.name && call->dialect == DIALECT_CLICK && argument.words == 3 && position == 0)
            option.required = python_is(value, "."); // typer.Option(..., "--data")
        if (position == 0 && option.name && *option.name != '-')
            option.required = true;
        position++;
    }
    if (!option.name)
        return;
    if (call->dialect == DIALECT_COMMAND) {
        options->has_commands = true;
        options->has_train_command |= text_equal(option.name, "train");
        return;
    }
    options->declared = true;
    option.takes_value &= !is_flag;
    option.role = script_role(option.name);
    *list_push(arena, &options->items) = option;
}

// How many words there are up to the bracket that closes the one in front of `start`; 0 if it is
// never closed, or too late.
static size_t script_call_size(const PythonWords *words, size_t start)
{
    int depth = 1;
    size_t at = start;
    for (; words->items[at].kind != PYTHON_END && at - start < SCRIPT_LONGEST_CALL; at++) {
        if (words->items[at].kind != PYTHON_SIGN)
            continue;
        depth += strchr("([{", *words->items[at].text)   ? 1
                 : strchr(")]}", *words->items[at].text) ? -1
                                                         : 0;
        if (depth == 0)
            return at - start;
    }
    return 0;
}

// Whether the name at `at` is called by that owner: `click.option(`, `@option(`.
static bool script_is_call(const PythonWords *words, size_t at, size_t call)
{
    const PythonWord *word = &words->items[at];
    const char *owner = calls[call].owner;
    if (!python_is(word, calls[call].callee) || !python_is(&word[1], "("))
        return false;
    if (!owner)
        return true;
    if (text_equal(owner, "@"))
        return at >= 1 && python_is(&word[-1], "@");
    return at >= 2 && python_is(&word[-1], ".") && python_is(&word[-2], owner);
}

// @hydra.main(config_path="conf", config_name="config")
static void script_read_hydra(const ScriptCall *call, ScriptOptions *options)
{
    ScriptArgument argument;
    options->hydra_folder = "";
    options->hydra_name = "config";
    for (size_t at = 0; script_next_argument(call, &at, &argument);) {
        if (argument.words != 1 || argument.value->kind != PYTHON_TEXT)
            continue;
        if (text_equal(argument.keyword, "config_path"))
            options->hydra_folder = argument.value->text;
        else if (text_equal(argument.keyword, "config_name"))
            options->hydra_name = argument.value->text;
    }
}

static void script_read_word(const PythonWords *words, size_t at, Arena *arena,
                             ScriptOptions *options)
{
    const PythonWord *word = &words->items[at];
    if (word->kind == PYTHON_TEXT) {
        options->reads_smoke_data |= text_equal(word->text, "SMOKE_DATA");
        options->reads_smoke_epochs |= text_equal(word->text, "SMOKE_EPOCHS");
    }
    if (word->kind != PYTHON_NAME || !python_is(&word[1], "("))
        return;
    ScriptCall call = {&word[2], script_call_size(words, at + 2), DIALECT_ARGPARSE};
    if (python_is(word, "main") && at >= 2 && python_is(&word[-1], ".") &&
        python_is(&word[-2], "hydra"))
        script_read_hydra(&call, options);
    options->has_commands |= python_is(word, "add_subparsers");
    for (size_t i = 0; i < array_count(calls); i++) {
        if (!script_is_call(words, at, i))
            continue;
        call.dialect = calls[i].dialect;
        script_read_call(&call, arena, options);
        return;
    }
}

void script_options_read(const char *text, Arena *arena, ScriptOptions *ret_options)
{
    PythonWords words = {0};
    ScriptOptions options = {0};
    python_words(text, arena, &words);
    for (size_t i = 0; i + 1 < words.count; i++)
        script_read_word(&words, i, arena, &options);
    *ret_options = options;
}

const ScriptOption *script_option_for(const ScriptOptions *options, ScriptRole role)
{
    for (size_t i = 0; i < options->items.count; i++) {
        const ScriptOption *option = &options->items.items[i];
        if (option->role == role && option->takes_value)
            return option;
    }
    return NULL;
}
