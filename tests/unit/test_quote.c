// Words as YAML and a shell read them back.

#include "doc/quote.h"
#include "unit.h"

static const struct {
    const char *name;
    const char *text;
    const char *yaml;
    const char *shell;
} rows[] = {
    {"a word stays bare", "train.py", "train.py", "train.py"},
    {"a path stays bare", "data/raw/a-b_c.csv", "data/raw/a-b_c.csv", "data/raw/a-b_c.csv"},
    {"an option stays bare", "--max-epochs", "--max-epochs", "--max-epochs"},
    {"a number is a text", "10", "'10'", "10"},
    {"a number with a letter in it is a text", "1e5", "'1e5'", "1e5"},
    {"what means yes is a text", "Yes", "'Yes'", "Yes"},
    {"nothing is a text", "", "''", "''"},
    {"a document's mark is a text", "---", "'---'", "---"},
    {"blanks are quoted", "my data.csv", "'my data.csv'", "'my data.csv'"},
    {"quotes are quoted", "it's", "'it''s'", "'it'\\''s'"},
    {"a comment does not begin", "a #b", "'a #b'", "'a #b'"},
    {"names in braces are texts", "{SMOKE_DATA}", "'{SMOKE_DATA}'", "'{SMOKE_DATA}'"},
    {"a variable stays a word", "$HOME", "'$HOME'", "'$HOME'"},
    {"a key is no key", "a: b", "'a: b'", "'a: b'"},
    {"what does not show is escaped", "a\n\"\\", "\"a\\U0000000a\\\"\\\\\"", "'a\n\"\\'"},
};

static void check_row(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_buf yaml = BUF_EMPTY;
    scoped_buf shell = BUF_EMPTY;
    quote_yaml(&yaml, row->text);
    quote_shell(&shell, row->text);
    assert_string_equal(buf_text(&yaml), row->yaml);
    assert_string_equal(buf_text(&shell), row->shell);
}

static const struct {
    const char *name;
    const char *path;
    bool harmless;
} paths[] = {
    {"a path may stand in a workflow", "data/train set (1).csv", true},
    {"letters of all languages may stand in a workflow",
     "donn\xc3\xa9"
     "es.csv",
     true},
    {"nothing may not", "", false},
    {"a line end may not", "a\nb.csv", false},
    {"a quote may not", "a'b.csv", false},
    {"a double quote may not", "a\"b.csv", false},
    {"an expression may not", "${{ github.token }}.csv", false},
    {"a command of a log may not", "##[error]a.csv", false},
    {"a variable may not", "$HOME.csv", false},
    {"a command in backticks may not", "`id`.csv", false},
    {"two commands may not", "a;b.csv", false},
    {"a name in braces may not", "{SMOKE_OUT}.csv", false},
    {"a backslash may not", "a\\b.csv", false},
    {"an option may not", "-rf.csv", false},
    {"a control character may not", "a\x1b[0m.csv", false},
    {"broken UTF-8 may not", "a\xff.csv", false},
    {"what turns the text around may not", "a\xe2\x80\xae.csv", false},
    {"a blank at the end may not", "a ", false},
};

static void check_path(void **state)
{
    const typeof(paths[0]) *row = *state;
    assert_int_equal(quote_is_harmless(row->path), row->harmless);
}

int main(void)
{
    return unit_run_table("quote", rows, check_row) + unit_run_table("path", paths, check_path);
}
