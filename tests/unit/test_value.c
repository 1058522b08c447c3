// Values: asking a document, being refused by it, comparing two.

#include "base/text.h"
#include "doc/json.h"
#include "doc/yaml.h"
#include "unit.h"

#include <string.h>

static const Value *parse(Arena *arena, const char *text)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    if (!yaml_parse("x.yml", text, strlen(text), arena, &value, &err))
        fail_msg("%s", err.message);
    return value;
}

static const struct {
    const char *name;
    const char *document;
    const char *path;
    const char *found; // NULL for nothing
} paths[] = {
    {"a path goes through maps", "{a: {b: {c: x}}}", "a.b.c", "x"},
    {"a key with dots is preferred", "{a: {b: x}, a.b: y}", "a.b", "y"},
    {"a key with dots may begin a path", "{a.b: {c: x}}", "a.b.c", "x"},
    {"a path turns back from a dead end", "{a.b: {z: 1}, a: {b.c: x}}", "a.b.c", "x"},
    {"a path does not go through a list", "{a: [x]}", "a.0", NULL},
    {"a path does not go through a text", "{a: x}", "a.b", NULL},
    {"an empty path is the empty key", "{'': x}", "", "x"},
    {"a missing key is nothing", "{a: x}", "b", NULL},
    {"what is not a map has no keys", "[a]", "a", NULL},
};

static void check_path(void **state)
{
    const typeof(paths[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *found = value_path(parse(arena, row->document), row->path);
    assert_true(text_equal(found ? found->text : NULL, row->found));
}

static const struct {
    const char *name;
    const char *a;
    const char *b;
    bool equal;
} pairs[] = {
    {"the order of keys does not matter", "{a: 1, b: 2}", "{b: 2, a: 1}", true},
    {"the order of items does", "[1, 2]", "[2, 1]", false},
    {"a number equals its other spellings", "[1, 100, 0x10]", "[1.0, 1e2, 16]", true},
    {"a number is not its text", "1", "'1'", false},
    {"null is not false", "null", "false", false},
    {"true is true", "true", "True", true},
    {"NaN is NaN", ".nan", ".NaN", true},
    {"huge integers differ in the last digit", "18446744073709551617", "18446744073709551618",
     false},
    {"an integer is not the real beside it", "9007199254740993", "9007199254740992.0", false},
    {"the largest integer is not 2^63", "9223372036854775807", "9223372036854775808.0", false},
    {"a longer list differs", "[1]", "[1, 1]", false},
    {"another key differs", "{a: 1}", "{b: 1}", false},
    {"texts differ behind a zero byte", "\"a\\0b\"", "\"a\\0c\"", false},
};

static void check_pair(void **state)
{
    const typeof(pairs[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *a = parse(arena, row->a);
    const Value *b = parse(arena, row->b);
    assert_int_equal(value_equal(a, b), row->equal);
    assert_int_equal(value_equal(b, a), row->equal);
    assert_true(value_equal(a, a));
}

// A map of 1000 members, from one end or the other; the last one is `last`.
static const Value *large_map(Arena *arena, bool backwards, int last)
{
    scoped_buf text = BUF_EMPTY;
    for (int i = 0; i < 1000; i++) {
        const int key = backwards ? 999 - i : i;
        buf_format(&text, "k%d: %d\n", key, key == 999 ? last : key);
    }
    return parse(arena, buf_text(&text));
}

static void large_maps_equal_in_any_order(void **state)
{
    scoped_arena arena = arena_open();
    (void)state;
    assert_true(value_equal(large_map(arena, false, 1), large_map(arena, true, 1)));
    assert_false(value_equal(large_map(arena, false, 1), large_map(arena, true, 2)));
}

typedef bool ReadMember(const Value *map, Error *err);

static bool read_text(const Value *map, Error *err)
{
    const char *text = "before";
    return value_read_text(map, "k", &text, err) && text_equal(text, "abc");
}

static bool read_bool(const Value *map, Error *err)
{
    bool value = false;
    return value_read_bool(map, "k", &value, err) && value;
}

static bool read_int(const Value *map, Error *err)
{
    int64_t number = 0;
    return value_read_int(map, "k", &number, err) && number == 5;
}

static bool read_real(const Value *map, Error *err)
{
    double number = 0;
    return value_read_real(map, "k", &number, err) && number == 5;
}

static bool read_list(const Value *map, Error *err)
{
    const Value *list = NULL;
    return value_read_list(map, "k", &list, err) && list->count == 1;
}

static bool read_map(const Value *map, Error *err)
{
    const Value *inner = NULL;
    return value_read_map(map, "k", &inner, err) && value_get(inner, "a");
}

static const struct {
    const char *name;
    ReadMember *read;
    const char *document;
    const char *message; // NULL if it is read
} members[] = {
    {"reads a text", read_text, "k: abc", NULL},
    {"reads true", read_bool, "k: true", NULL},
    {"reads an integer", read_int, "k: 5", NULL},
    {"reads a real", read_real, "k: 5.0", NULL},
    {"reads an integer as a real", read_real, "k: 5", NULL},
    {"reads a list", read_list, "k: [1]", NULL},
    {"reads a map", read_map, "k: {a: 1}", NULL},
    {"tells a number how to become a text", read_text, "k: 1.10",
     "key 'k' is the number 1.10, wanted a text: put it in quotes"},
    {"refuses null for a text", read_text, "k:", "key 'k' is null, wanted a text"},
    {"refuses a zero byte in a text", read_text, "k: \"a\\0\"",
     "key 'k' is the text 'a', wanted a text without zero bytes"},
    {"refuses a text for true", read_bool, "k: yes",
     "key 'k' is the text 'yes', wanted true or false"},
    {"refuses a real for an integer", read_int, "k: 5.0",
     "key 'k' is the number 5.0, wanted an integer"},
    {"refuses a huge integer", read_int, "k: 9999999999999999999",
     "key 'k' is the number 9999999999999999999, wanted an integer"},
    {"refuses NaN for a number", read_real, "k: .nan",
     "key 'k' is the number .nan, wanted a number"},
    {"refuses a map for a list", read_list, "k: {}", "key 'k' is a map, wanted a list"},
    {"refuses false for a map", read_map, "k: false", "key 'k' is false, wanted a map"},
    {"cleans what it quotes", read_int, "k: \"\\e[1m##[error]\"",
     "key 'k' is the text '\\x1b[1m##\\[error]', wanted an integer"},
};

static void check_member(void **state)
{
    const typeof(members[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    bool read = row->read(parse(arena, row->document), &err);
    assert_int_equal(read, !row->message);
    if (read)
        return;
    assert_string_equal(err.message, row->message);
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_int_equal(err.place.line, 1);
    assert_int_equal(err.place.column, value_get(parse(arena, row->document), "k")->column);
}

static const struct {
    const char *name;
    const char *document;
    const char *message; // NULL if all keys are known
} keys[] = {
    {"known keys pass", "{name: 1, tool: 2}", NULL},
    {"no keys pass", "{}", NULL},
    {"a misspelt key gets a suggestion", "{tool: 1, nmae: 2}",
     "unknown key 'nmae' in a stage, did you mean 'name'?"},
    {"a stranger gets the list", "{kangaroo: 1}",
     "unknown key 'kangaroo' in a stage, wanted one of 'name', 'tool'"},
    {"a key with a zero byte is unknown", "{\"name\\0\": 1}",
     "unknown key 'name' in a stage, did you mean 'name'?"},
    {"a list has no keys to know", "[1]", "a stage is a list, wanted a map"},
};

static void check_keys(void **state)
{
    static const char *const known[] = {"name", "tool"};
    const typeof(keys[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    bool passed =
        value_check_keys(parse(arena, row->document), "a stage", known, array_count(known), &err);
    assert_int_equal(passed, !row->message);
    if (!passed)
        assert_string_equal(err.message, row->message);
}

static void test_missing(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *map = parse(arena, "{}");
    Error err = ERROR_EMPTY;
    int64_t number = 7;
    const char *text = "default";
    assert_true(value_read_int(map, "k", &number, &err));
    assert_true(value_read_text(map, "k", &text, &err));
    assert_int_equal(number, 7);
    assert_string_equal(text, "default");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a missing key leaves the default", test_missing, NULL, NULL, NULL},
        {"large maps are equal in any order", large_maps_equal_in_any_order, NULL, NULL, NULL},
    };
    return unit_run_table("path", paths, check_path) + unit_run_table("pair", pairs, check_pair) +
           unit_run_table("member", members, check_member) +
           unit_run_table("keys", keys, check_keys) +
           cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
