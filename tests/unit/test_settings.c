// Settings of a tool: the command line, the environment, a stage of the pipeline, and which of them
// wins.

#include "cli/settings.h"
#include "scratch.h"
#include "unit.h"

#include <string.h>

typedef struct FakeOptions {
    const char *file;
    const char *size;
    int64_t rows;
    int64_t wait;
    double share;
    bool strict;
    const char *token;
    TextList words;
    TextList command;
} FakeOptions;

static const char *const sizes[] = {"small", "large", NULL};

static const Option options[] = {
    {.name = "file",
     OPTION(PATH, FakeOptions, file),
     .flags = OPTION_NEEDED | OPTION_OPERAND,
     .value_name = "FILE",
     .help = "what to read"},
    {.name = "size", OPTION(CHOICE, FakeOptions, size), .choices = sizes, .fallback = "small"},
    {.name = "max-rows", OPTION(INT, FakeOptions, rows), .fallback = "100"},
    {.name = "wait", OPTION(DURATION, FakeOptions, wait), .fallback = "2s"},
    {.name = "share", OPTION(REAL, FakeOptions, share), .fallback = "0.5"},
    {.name = "strict", OPTION(FLAG, FakeOptions, strict)},
    {.name = "token", OPTION(SECRET, FakeOptions, token)},
    {.name = "word", OPTION(TEXTS, FakeOptions, words), .verbs = "check"},
    {.name = "command", OPTION(COMMAND, FakeOptions, command), .verbs = "run"},
};

static bool fake_run(Run *run, Error *err)
{
    (void)run;
    (void)err;
    return true;
}

static const Verb verbs[] = {
    {"check", "FILE", "look at it", fake_run, false},
    {"run", "FILE", "run something", fake_run, false},
};

static const Tool tool = {
    .name = "fake",
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(FakeOptions),
};

// Words and variables as one text, separated by blanks, for short rows.
static size_t split(Arena *arena, const char *text, char **words, size_t most)
{
    TextList list = {0};
    text_split(arena, text, ' ', &list);
    assert_true(list.count < most);
    for (size_t i = 0; i < list.count; i++)
        words[i] = arena_text(arena, list.items[i]);
    return list.count;
}

static void set_variables(Arena *arena, const char *variables, bool present)
{
    char *words[16];
    size_t count = split(arena, variables, words, array_count(words));
    for (size_t i = 0; i < count; i++) {
        char *equals = strchr(words[i], '=');
        *equals = '\0';
        assert_int_equal(present ? setenv(words[i], equals + 1, 1) : unsetenv(words[i]), 0);
    }
}

typedef struct Sources {
    const char *argv;
    const char *variables;
    const char *with; // of the stage, as a YAML flow map; NULL for no stage
} Sources;

static bool take_stage(Settings *settings, const char *with, Arena *arena, Error *err)
{
    Pipeline *pipeline = NULL;
    const char *text = arena_format(
        arena, "version: 1\nstages:\n  - name: fake\n    tool: fake\n    with: %s\n", with);
    assert_true(pipeline_load(scratch_write(text, strlen(text)), arena, &pipeline, err));
    return settings_read_stage(settings, &pipeline->stages.items[0], err);
}

static bool read_all(const Sources *from, Arena *arena, Settings *settings,
                     FakeOptions *ret_options, Error *err)
{
    char *argv[16] = {arena_text(arena, "fake")};
    CommonOptions common = {0};
    int argc = 1 + (int)split(arena, from->argv, argv + 1, array_count(argv) - 1);
    if (!settings_read_argv(settings, argc, argv, err))
        return false;
    set_variables(arena, from->variables, true);
    bool read = settings_read_environment(settings, err);
    set_variables(arena, from->variables, false);
    return read && (!from->with || take_stage(settings, from->with, arena, err)) &&
           settings_store(settings, &common, ret_options, err) &&
           settings_check_needed(settings, err);
}

// What one option becomes, as text, and who says so.
static const struct {
    const char *name;
    Sources from;
    const char *option;
    const char *value; // the first one; NULL for none
    SettingSource source;
} values[] = {
    {"a default is used", {"a", "", NULL}, "size", NULL, SETTING_DEFAULT},
    {"an operand fills its option", {"a", "", NULL}, "file", "a", SETTING_ARGV},
    {"an equals sign gives a value", {"--file=a=b", "", NULL}, "file", "a=b", SETTING_ARGV},
    {"the last word on argv counts",
     {"a --size small --size large", "", NULL},
     "size",
     "large",
     SETTING_ARGV},
    {"a flag needs no value", {"a --strict", "", NULL}, "strict", "true", SETTING_ARGV},
    {"a flag can be taken back", {"a --strict=false", "", NULL}, "strict", "false", SETTING_ARGV},
    {"a stage gives a value", {"a", "", "{size: large}"}, "size", "large", SETTING_FILE},
    {"a variable goes before the stage",
     {"a", "SLUICE_SIZE=small", "{size: large}"},
     "size",
     "small",
     SETTING_ENVIRONMENT},
    {"an input goes before the variable",
     {"a", "SLUICE_SIZE=small INPUT_SIZE=large", NULL},
     "size",
     "large",
     SETTING_INPUT},
    {"argv goes before all",
     {"a --size small", "INPUT_SIZE=large", "{size: large}"},
     "size",
     "small",
     SETTING_ARGV},
    {"an input may be written with a dash",
     {"a", "INPUT_MAX-ROWS=7", NULL},
     "max-rows",
     "7",
     SETTING_INPUT},
    {"an input may be written with an underscore",
     {"a", "INPUT_MAX_ROWS=7", NULL},
     "max-rows",
     "7",
     SETTING_INPUT},
    {"an empty input is unset",
     {"a", "INPUT_SIZE= SLUICE_SIZE=large", NULL},
     "size",
     "large",
     SETTING_ENVIRONMENT},
    {"a null in the stage is unset", {"a", "", "{size: null}"}, "size", NULL, SETTING_DEFAULT},
    {"a number in the stage is a text",
     {"a", "", "{max-rows: 007}"},
     "max-rows",
     "007",
     SETTING_FILE},
    {"what follows -- is the command",
     {"run a -- sh -c x", "", NULL},
     "command",
     "sh",
     SETTING_ARGV},
    {"a command in the stage as a text runs by sh",
     {"run a", "", "{command: make all}"},
     "command",
     "sh",
     SETTING_FILE},
    {"a command in the stage as a list is executed",
     {"run a", "", "{command: [make, all]}"},
     "command",
     "make",
     SETTING_FILE},
    {"behind -- a word with dashes is an operand",
     {"-- --odd", "", NULL},
     "file",
     "--odd",
     SETTING_ARGV},
    {"the first word is a verb if there is one", {"check a", "", NULL}, "file", "a", SETTING_ARGV},
    {"a path keeps a verb from being one", {"./check", "", NULL}, "file", "./check", SETTING_ARGV},
    {"a secret comes from the environment",
     {"a", "SLUICE_TOKEN=xyz", NULL},
     "token",
     "xyz",
     SETTING_ENVIRONMENT},
};

static void check_value(void **state)
{
    const typeof(values[0]) *row = *state;
    scoped_arena arena = arena_open();
    Settings *settings = settings_new(&tool, arena);
    FakeOptions stored = {0};
    Error err = ERROR_EMPTY;
    if (!read_all(&row->from, arena, settings, &stored, &err))
        fail_msg("%s", err.message);
    const char *got = settings_text(settings, row->option);
    if (row->value)
        assert_string_equal(got ? got : "(none)", row->value);
    else
        assert_null(got);
    assert_int_equal(settings_find(settings, row->option)->source, row->source);
}

static const struct {
    const char *name;
    Sources from;
    ErrorKind kind;
    const char *says;
} refusals[] = {
    {"suggests an option", {"a --sise large", "", NULL}, ERROR_USAGE, "did you mean '--size'?"},
    {"refuses a single dash", {"a -s", "", NULL}, ERROR_USAGE, "options start with '--'"},
    {"wants a value at the end", {"a --size", "", NULL}, ERROR_USAGE, "'--size' needs a value"},
    {"suggests a value", {"a --size larg", "", NULL}, ERROR_USAGE, "did you mean 'large'?"},
    {"wants whole numbers", {"a --max-rows 1.5", "", NULL}, ERROR_USAGE, "a whole number"},
    {"refuses what stands behind a number", {"a --max-rows 7x", "", NULL}, ERROR_USAGE, "'7x'"},
    {"wants durations with a unit", {"a --wait soon", "", NULL}, ERROR_USAGE, "a duration"},
    {"refuses the comma of a locale", {"a --share 0,5", "", NULL}, ERROR_USAGE, "a number"},
    {"names the variable of a wrong value",
     {"a", "SLUICE_SIZE=huge", NULL},
     ERROR_USAGE,
     "SLUICE_SIZE must be one of"},
    {"says what is needed", {"", "", NULL}, ERROR_USAGE, "needs '--file FILE': what to read"},
    {"refuses a second operand", {"a b", "", NULL}, ERROR_USAGE, "takes no word 'b'"},
    {"refuses an option of another verb",
     {"run a --word x", "", NULL},
     ERROR_USAGE,
     "'--word' belongs to 'check'"},
    {"refuses a verb that is none in the environment",
     {"a", "INPUT_VERB=chekc", NULL},
     ERROR_USAGE,
     "no verb"},
    {"never takes a secret from argv",
     {"a --token hunter2", "", NULL},
     ERROR_USAGE,
     "'--token-file FILE'"},
    {"suggests a key of the stage", {"a", "", "{sise: large}"}, ERROR_CONFIG, "'size'"},
    {"refuses a secret in the stage", {"a", "", "{token: hunter2}"}, ERROR_CONFIG, "token-file"},
    {"refuses a map where a value is wanted",
     {"a", "", "{size: {a: b}}"},
     ERROR_CONFIG,
     "one value"},
    {"refuses a stage that names the pipeline file",
     {"a", "", "{config: x.yml}"},
     ERROR_CONFIG,
     "config"},
    {"refuses a secret's file that is not there",
     {"a --token-file /nowhere/token", "", NULL},
     ERROR_INPUT,
     "'/nowhere/token'"},
};

static void check_refusal(void **state)
{
    const typeof(refusals[0]) *row = *state;
    scoped_arena arena = arena_open();
    Settings *settings = settings_new(&tool, arena);
    FakeOptions stored = {0};
    Error err = ERROR_EMPTY;
    assert_false(read_all(&row->from, arena, settings, &stored, &err));
    if (!strstr(err.message, row->says) || strstr(err.message, "hunter2"))
        fail_msg("wanted '%s', got '%s'", row->says, err.message);
    assert_int_equal(err.kind, row->kind);
}

static void values_arrive_in_their_types(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Settings *settings = settings_new(&tool, arena);
    FakeOptions stored = {0};
    Error err = ERROR_EMPTY;
    const Sources from = {"a --max-rows -7 --wait 250ms --share 1e-3 --strict --word x --word y",
                          "", NULL};
    assert_true(read_all(&from, arena, settings, &stored, &err));
    assert_string_equal(stored.file, "a");
    assert_string_equal(stored.size, "small");
    assert_int_equal(stored.rows, -7);
    assert_int_equal(stored.wait, 250);
    assert_true(stored.share == 1e-3);
    assert_true(stored.strict);
    assert_int_equal(stored.words.count, 2);
    assert_string_equal(stored.words.items[1], "y");
    assert_null(stored.token);
}

static void secrets_are_neither_shown_nor_repeated(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf shown = BUF_EMPTY;
    Settings *settings = settings_new(&tool, arena);
    FakeOptions stored = {0};
    Error err = ERROR_EMPTY;
    const Sources from = {"a", "INPUT_TOKEN=hunter2", NULL};
    assert_true(read_all(&from, arena, settings, &stored, &err));
    assert_string_equal(stored.token, "hunter2");
    settings_print(settings, &shown);
    assert_null(strstr(buf_text(&shown), "hunter2"));
    assert_non_null(strstr(buf_text(&shown), "***"));
    assert_null(strstr(settings_command_line(settings, NULL, NULL), "hunter2"));
}

static void the_command_line_can_be_pasted_into_a_shell(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Settings *settings = settings_new(&tool, arena);
    FakeOptions stored = {0};
    Error err = ERROR_EMPTY;
    const Sources from = {"run it's -- echo $HOME", "INPUT_SIZE=large", NULL};
    assert_true(read_all(&from, arena, settings, &stored, &err));
    assert_string_equal(settings_command_line(settings, NULL, NULL),
                        "sluice fake run --file 'it'\\''s' --size large -- echo '$HOME'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_arrive_in_their_types),
        cmocka_unit_test(secrets_are_neither_shown_nor_repeated),
        cmocka_unit_test(the_command_line_can_be_pasted_into_a_shell),
    };
    return unit_run_table("values", values, check_value) +
           unit_run_table("refusals", refusals, check_refusal) +
           cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
