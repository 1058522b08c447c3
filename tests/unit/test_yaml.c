// The YAML reader: core schema typing, places, and what it refuses.

#include "base/text.h"
#include "doc/json_writer.h"
#include "doc/yaml.h"
#include "unit.h"

#include <string.h>

static bool parse(Arena *arena, const char *text, const Value **ret, Error *err)
{
    return yaml_parse("x.yml", text, strlen(text), arena, ret, err);
}

// Documents, and the same as compact JSON.
static const struct {
    const char *name;
    const char *text;
    const char *json;
} documents[] = {
    {"reads an empty file as null", "", "null"},
    {"reads comments only as null", "# nothing\n", "null"},
    {"reads an empty document as null", "---\n...\n", "null"},
    {"reads every spelling of null", "[~, null, Null, NULL]", "[null,null,null,null]"},
    {"reads a missing value as null", "a:\n", "{\"a\":null}"},
    {"reads every spelling of true", "[true, True, TRUE]", "[true,true,true]"},
    {"keeps no, on and y as texts", "[no, on, y, Off, tRUE]",
     "[\"no\",\"on\",\"y\",\"Off\",\"tRUE\"]"},
    {"reads a leading zero as decimal", "0777", "777"},
    {"reads octal and hexadecimal", "[0o17, 0x1F, 0xff]", "[15,31,255]"},
    {"keeps other bases as texts", "[0b11, 0o8, -0x1, 0x]", "[\"0b11\",\"0o8\",\"-0x1\",\"0x\"]"},
    {"reads reals", "[1., .5, -1e3, +2.5]", "[1,0.5,-1000,2.5]"},
    {"keeps what only looks like numbers", "[1_000, 1:30, 1e, ., -, 2026-01-31]",
     "[\"1_000\",\"1:30\",\"1e\",\".\",\"-\",\"2026-01-31\"]"},
    {"reads infinities and what is no number", "[.inf, -.INF, .nan]", "[null,null,null]"},
    {"keeps a signed .nan as a text", "-.nan", "\"-.nan\""},
    {"keeps quoted numbers as texts", "[\"1\", '2']", "[\"1\",\"2\"]"},
    {"keeps huge integers", "18446744073709551617", "18446744073709551617"},
    {"obeys the tag of a text", "!!str 12", "\"12\""},
    {"obeys the tag of a number", "[!!int '3', !!float 4]", "[3,4]"},
    {"reads block texts", "a: |\n  b\n  c\n", "{\"a\":\"b\\nc\\n\"}"},
    {"reads JSON", "{\"a\":[1,{\"b\":null}]}", "{\"a\":[1,{\"b\":null}]}"},
    {"repeats what an alias stands for", "a: &x [1, 2]\nb: *x\n", "{\"a\":[1,2],\"b\":[1,2]}"},
    {"takes the last anchor of a name", "[&x 1, &x 2, *x]", "[1,2,2]"},
    {"reads a quoted merge key as a text", "'<<': 1", "{\"<<\":1}"},
    {"skips a byte order mark",
     "\xef\xbb\xbf"
     "a: 1",
     "{\"a\":1}"},
    {"reads a key in quotes that is a number", "\"2007\": x", "{\"2007\":\"x\"}"},
    {"keeps a zero byte", "\"a\\0b\"", "\"a\\u0000b\""},
};

static void check_document(void **state)
{
    const typeof(documents[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    if (!parse(arena, row->text, &value, &err))
        fail_msg("%s", err.message);
    scoped_buf out = BUF_EMPTY;
    JsonWriter writer = json_writer_compact(&out);
    json_value(&writer, value);
    assert_string_equal(buf_text(&out), row->json);
}

static const struct {
    const char *name;
    const char *text;
    int line;
    int column;
    const char *says;
} refused[] = {
    {"refuses a key that is there twice", "a: 1\nb: 2\na: 3\n", 3, 1,
     "key 'a' stands here again, it was set on line 1"},
    {"refuses a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n", 3, 3, "the merge key '<<'"},
    {"refuses a second document", "a: 1\n---\nb: 2\n", 2, 1, "a second document"},
    {"refuses tags of others", "a: !ruby/object x", 1, 4, "tag '!ruby/object' does not fit"},
    {"refuses a list tagged as a text", "!!str [a]", 1, 1, "does not fit here"},
    {"refuses a text tagged as a number", "!!int abc", 1, 1, "does not fit here"},
    {"refuses a key that is a number", "a:\n  2007: x\n", 2, 3,
     "a key is the number 2007, wanted a text: put it in quotes"},
    {"refuses a key that is null", "~: x", 1, 1, "a key is null, wanted a text"},
    {"refuses a key that is a list", "? [a]\n: b\n", 1, 3, "a key is a list, wanted a text"},
    {"refuses an unknown alias", "a: *nobody", 1, 4, "alias 'nobody' has no anchor before it"},
    {"refuses an alias inside of itself", "a: &x [*x]", 1, 8,
     "stands inside of what it stands for"},
    {"refuses a tab as indent", "a:\n\tb: 1\n", 2, 1, "a tab stands where blanks are wanted"},
    {"refuses a list that is never closed", "a: [1, 2\n", 2, 1,
     "not valid YAML: did not find expected ',' or ']'"},
    {"refuses a stray indent", "a: 1\n  b: 2\n", 2, 4,
     "not valid YAML: mapping values are not allowed"},
    {"refuses bytes that are not UTF-8", "a: \xc3\xa9\nb: \xff", 2, 4,
     "wanted a text in UTF-8, got byte 0xff"},
    {"refuses UTF-16",
     "\xff\xfe"
     "a",
     1, 1, "wanted a text in UTF-8"},
    {"refuses control characters", "a: 1\nb: \x01", 2, 4, "control characters are not allowed"},
    {"refuses a number beyond doubles", "a: 1e999", 1, 4, "number '1e999' is too large"},
    {"counts columns in bytes", "\xc3\xa9: {\xf0\x9f\x90\xa7: 1, \xf0\x9f\x90\xa7: 2}", 1, 15,
     "stands here again"},
    {"counts lines with carriage returns", "a: 1\r\nb: 2\r\na: 1", 3, 1, "stands here again"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_false(parse(arena, row->text, &value, &err));
    assert_null(value);
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_string_equal(err.place.file, "x.yml");
    if (!strstr(err.message, row->says))
        fail_msg("'%s' does not say '%s'", err.message, row->says);
    assert_int_equal(err.place.line, row->line);
    assert_int_equal(err.place.column, row->column);
}

static void test_places(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_true(parse(arena, "\xef\xbb\xbf# h\xc3\xa9\nrules:\n  - name: a\n    max: 1.50\n",
                      &value, &err));
    const Value *rule = &value_get(value, "rules")->items[0];
    const Value *most = value_get(rule, "max");
    assert_int_equal(most->line, 4);
    assert_int_equal(most->column, 10);
    assert_int_equal(most->byte, 3 + 6 + 7 + 12 + 9);
    assert_string_equal(most->raw, "1.50");
    assert_int_equal(value_key(rule, "name")->line, 3);
}

static void test_alias_place(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_true(parse(arena, "a: &x 1\nb: *x\n", &value, &err));
    assert_int_equal(value_get(value, "a")->line, 1);
    assert_int_equal(value_get(value, "b")->line, 2);
}

static void test_laughter(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    buf_add(&text, "l0: &l0 [a,a,a,a,a,a,a,a,a,a]\n");
    for (int i = 1; i < 9; i++) {
        buf_format(&text, "l%d: &l%d [", i, i);
        for (int j = 0; j < 10; j++)
            buf_format(&text, "%s*l%d", j ? ", " : "", i - 1);
        buf_add(&text, "]\n");
    }
    assert_false(parse(arena, buf_text(&text), &value, &err));
    assert_non_null(strstr(err.message, "more than 1000000 values"));
}

static void test_depth(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    char text[2 * YAML_DEEPEST + 4] = "";
    memset(text, '[', YAML_DEEPEST);
    memset(text + YAML_DEEPEST, ']', YAML_DEEPEST);
    assert_true(parse(arena, text, &value, &err));
    memset(text, '[', YAML_DEEPEST + 1);
    assert_false(parse(arena, text, &value, &err));
    assert_non_null(strstr(err.message, "nested deeper than 128 levels"));
}

static void test_deep_aliases(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    buf_add(&text, "- &a0 []\n");
    for (int i = 1; i <= YAML_DEEPEST; i++)
        buf_format(&text, "- &a%d [*a%d]\n", i, i - 1);
    assert_false(parse(arena, buf_text(&text), &value, &err));
    assert_non_null(strstr(err.message, "nested deeper"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"knows where everything stands", test_places, NULL, NULL, NULL},
        {"an alias stands where it was written", test_alias_place, NULL, NULL, NULL},
        {"refuses a billion laughs", test_laughter, NULL, NULL, NULL},
        {"refuses what is nested too deep", test_depth, NULL, NULL, NULL},
        {"refuses what aliases nest too deep", test_deep_aliases, NULL, NULL, NULL},
    };
    return unit_run_table("document", documents, check_document) +
           unit_run_table("refused", refused, check_refused) +
           cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
