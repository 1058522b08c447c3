// What training scripts say of their command lines.

#include "base/buf.h"
#include "script_options.h"
#include "unit.h"

static const struct {
    const char *name;
    const char *script;
    const char *said; // one option after the other: name, role, `!` required, `=default`, `?` flag
} scripts[] = {
    {"an option of argparse", "p.add_argument('--data', default='x.csv')", "--data:data=x.csv"},
    {"the long name of an option", "p.add_argument('-e', '--epochs', type=int, default=10)",
     "--epochs:epochs"},
    {"underscores and capitals are the same", "p.add_argument('--Num_Train_Epochs')",
     "--Num_Train_Epochs:epochs"},
    {"an option that must be given", "p.add_argument(\"--train-file\", required=True)",
     "--train-file:data!"},
    {"an operand must be given", "p.add_argument('csv')", "csv:data!"},
    {"an operand that may be left out", "p.add_argument('csv', nargs='?')", "csv:data"},
    {"a flag takes nothing", "p.add_argument('--seed', action='store_true')", "--seed:seed?"},
    {"a path as a default", "p.add_argument('--out', default=Path('m.pkl'))", "--out:out=m.pkl"},
    {"a default that is put together is not known",
     "p.add_argument('--out', default=os.path.join('a', 'b'))", "--out:out"},
    {"a folder of data", "p.add_argument('--data-dir')", "--data-dir:folder"},
    {"several lines and a comment between",
     "p.add_argument(\n  # '--old'\n  '--data',  # the '--new' one\n  help='not "
     "(\"--epochs\")',\n)",
     "--data:data"},
    {"what is in a comment is no option", "# p.add_argument('--data')", ""},
    {"what is in a text is no option", "\"\"\"p.add_argument('--data')\"\"\"", ""},
    {"an option of click",
     "@click.option('--data/--no-data', '-d')\n@click.option('--epochs', "
     "default=3)\ndef f(): pass",
     "--data:data?,--epochs:epochs"},
    {"an option of click, imported", "from click import option\n@option('--epochs')",
     "--epochs:epochs"},
    {"an operand of click", "@click.argument('input_file')", "input_file:data!"},
    {"an option of typer", "def f(d: str = typer.Option(..., '--data', '-d')): ...",
     "--data:data!"},
    {"an option of absl", "flags.DEFINE_string('data', 'a.csv', 'the data')", "--data:data=a.csv"},
    {"the Option of somebody else is none", "Option('--data')\nx.argument('data')", ""},
    {"a name that is put together is not known", "p.add_argument('--' + name)", ""},
    {"a call that never ends is none", "p.add_argument('--data'", ""},
    {"a quote that never ends ends its call", "p.add_argument('--data\n', '--epochs')", ""},
};

static void add_option(Buf *said, const ScriptOption *option)
{
    static const char *const roles[] = {
        [SCRIPT_OTHER] = "other",   [SCRIPT_DATA] = "data", [SCRIPT_DATA_FOLDER] = "folder",
        [SCRIPT_EPOCHS] = "epochs", [SCRIPT_OUT] = "out",   [SCRIPT_SEED] = "seed",
    };
    buf_format(said, "%s%s:%s%s%s%s%s", said->size ? "," : "", option->name, roles[option->role],
               option->required ? "!" : "", option->takes_value ? "" : "?",
               option->fallback ? "=" : "", option->fallback ? option->fallback : "");
}

static void check_script(void **state)
{
    const typeof(scripts[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf said = BUF_EMPTY;
    ScriptOptions options;
    script_options_read(row->script, arena, &options);
    for (size_t i = 0; i < options.items.count; i++)
        add_option(&said, &options.items.items[i]);
    assert_string_equal(buf_text(&said), row->said);
}

static void commands_are_told_apart(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    ScriptOptions options;
    script_options_read("s = p.add_subparsers()\nt = s.add_parser('train')\n", arena, &options);
    assert_true(options.has_commands && options.has_train_command);
    script_options_read("s = p.add_subparsers()\nt = s.add_parser('predict')\n", arena, &options);
    assert_true(options.has_commands && !options.has_train_command);
}

static void hydra_is_known_by_its_decorator(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    ScriptOptions options;
    script_options_read("@hydra.main(version_base=None, config_path='conf', config_name=\"run\")",
                        arena, &options);
    assert_string_equal(options.hydra_folder, "conf");
    assert_string_equal(options.hydra_name, "run");
    script_options_read("hydra = 1\nmain()", arena, &options);
    assert_null(options.hydra_name);
}

static void a_script_may_know_the_smoke_test(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    ScriptOptions options;
    script_options_read("d = os.environ.get('SMOKE_DATA')  # SMOKE_EPOCHS", arena, &options);
    assert_true(options.reads_smoke_data);
    assert_false(options.reads_smoke_epochs);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(commands_are_told_apart),
        cmocka_unit_test(hydra_is_known_by_its_decorator),
        cmocka_unit_test(a_script_may_know_the_smoke_test),
    };
    return unit_run_table("script", scripts, check_script) +
           cmocka_run_group_tests_name("other", others, NULL, NULL);
}
