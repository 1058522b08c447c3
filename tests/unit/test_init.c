// What `sluice init` takes for data, for the training script, for a demand of Python.

#include "base/file.h"
#include "data_files.h"
#include "project.h"
#include "recipe.h"
#include "training.h"
#include "unit.h"

#include <string.h>

// Pairs of files of which the first must be preferred; the same size, none mentioned.
static const struct {
    const char *name;
    const char *better;
    const char *worse;
} pairs[] = {
    {"the training split goes before the test split", "data/train.csv", "data/test.csv"},
    {"the data's folder goes before the top", "data/a.csv", "a.csv"},
    {"data goes before a sample of it", "data/flats.csv", "data/flats_sample.csv"},
    {"data goes before what tests use", "data/a.csv", "tests/data/a.csv"},
    {"near goes before far", "data/a.csv", "data/old/very/a.csv"},
    {"a word counts, not a part of one", "data/train.csv", "data/trainers.csv"},
};

static void check_pair(void **state)
{
    const typeof(pairs[0]) *row = *state;
    assert_true(data_file_weight(row->better, 5000, false) >
                data_file_weight(row->worse, 5000, false));
}

static void outputs_are_no_data(void **state)
{
    (void)state;
    static const char *const paths[] = {"out/predictions.csv", "metrics.csv", "training_log.csv",
                                        "results/run-1.csv", "data/submission.csv"};
    for (size_t i = 0; i < array_count(paths); i++)
        assert_true(data_file_weight(paths[i], 5000, false) < 0);
    assert_true(data_file_weight("data/train.csv", 0, true) < 0);      // empty
    assert_true(data_file_weight("out/features.csv", 5000, true) > 0); // the script reads it
    assert_true(data_file_weight("a.csv", 1 << 30, false) > data_file_weight("a.csv", 100, false));
}

static const struct {
    const char *name;
    const char *header;
    const char *path;
    char delimiter;
} headers[] = {
    {"commas", "a,b;c,d", "x.csv", ','},
    {"semicolons", "a;b;c", "x.csv", ';'},
    {"tabs", "a\tb", "x.tsv", '\t'},
    {"tabs in a file called otherwise", "a\tb", "x.csv", '\t'},
    {"what is quoted does not count", "\"a;b;c;d\",b", "x.csv", ','},
    {"one column of a CSV file", "a", "x.csv", ','},
    {"one column of a TSV file", "a", "x.tsv", '\t'},
};

static void check_header(void **state)
{
    const typeof(headers[0]) *row = *state;
    assert_int_equal(data_delimiter(row->header, row->path), row->delimiter);
}

static const struct {
    const char *name;
    const char *demand;
    const char *version; // NULL: none
} demands[] = {
    {"a version", "3.11.4", "3.11"},
    {"at least", ">=3.8", "3.12"},
    {"at least and below", ">=3.8,<3.12", "3.11"},
    {"with blanks", ">= 3.9, < 3.11", "3.10"},
    {"Poetry's caret", "^3.10", "3.12"},
    {"compatible", "~=3.9", "3.12"},
    {"one minor version", "==3.10.*", "3.10"},
    {"not one of them", ">=3.9,!=3.9.7", "3.12"},
    {"newer than all", ">=4", NULL},
    {"PyPy is no demand", "pypy3.10", NULL},
    {"nothing is none", "", NULL},
    {"a sign without a number", ">=", NULL},
    {"a number beyond all", "99999999999999999999.1", NULL},
};

static void check_demand(void **state)
{
    const typeof(demands[0]) *row = *state;
    const char *version = project_python(row->demand);
    if (row->version)
        assert_string_equal(version, row->version);
    else
        assert_null(version);
}

static const struct {
    const char *name;
    const char *path;
    const char *text;
    bool trains;
} scripts[] = {
    {"train.py trains", "train.py", "x = 1", true},
    {"train.py of a package trains", "src/flats/train.py", "x = 1", true},
    {"a test of it does not", "tests/train.py", "model.fit(x)", false},
    {"main.py may do anything", "main.py", "app.run()", false},
    {"main.py that fits in epochs trains", "main.py", "for epoch in x: model.fit(y)", true},
    {"a name that only begins so is another word", "trainer_utils.py", "epoch", false},
};

static void check_script(void **state)
{
    const typeof(scripts[0]) *row = *state;
    assert_int_equal(training_weight(row->path, row->text) > 0, row->trains);
}

static const struct {
    const char *name;
    const char *line;
    const char *read; // "script words" or "-m script words"; NULL: not followed
} lines[] = {
    {"a script", "python train.py --data a.csv", "train.py --data a.csv"},
    {"a script in this folder", "python3.11 -u ./train.py", "train.py"},
    {"a module below src", "uv run python -m flats.train --x 1", "-m src/flats/train.py --x 1"},
    {"a script that is not there", "python fit.py", NULL},
    {"another program", "bash train.sh", NULL},
    {"a variable", "python train.py $(ARGS)", NULL},
    {"two commands", "python train.py && rm x", NULL},
    {"a name in braces", "python train.py {alpha}", NULL},
    {"a control character", "python train.py a\x1b[1m", NULL},
    {"no script", "python", NULL},
    {"nothing", "", NULL},
};

static void check_line(void **state)
{
    const typeof(lines[0]) *row = *state;
    scoped_arena arena = arena_open();
    Survey survey = {.arena = arena, .folder = "/", .repository = "/", .prefix = ""};
    *list_push(arena, &survey.files) = (SurveyFile){"train.py", 1};
    *list_push(arena, &survey.files) = (SurveyFile){"src/flats/train.py", 1};
    Recipe recipe = {0};
    if (!recipe_read(&survey, row->line, &recipe)) {
        assert_null(row->read);
        return;
    }
    const char *words = text_join(arena, &recipe.words, " ");
    const char *read = arena_format(arena, "%s%s%s%s", recipe.as_module ? "-m " : "", recipe.script,
                                    *words ? " " : "", words);
    assert_string_equal(read, row->read);
}

int main(void)
{
    const struct CMUnitTest others[] = {cmocka_unit_test(outputs_are_no_data)};
    return unit_run_table("data", pairs, check_pair) +
           cmocka_run_group_tests_name("output", others, NULL, NULL) +
           unit_run_table("header", headers, check_header) +
           unit_run_table("python", demands, check_demand) +
           unit_run_table("script", scripts, check_script) +
           unit_run_table("recipe", lines, check_line);
}
