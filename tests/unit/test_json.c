// The JSON reader: what it accepts, where things stand, what it refuses and where.

#include "doc/json.h"
#include "doc/json_writer.h"
#include "unit.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static bool parse(Arena *arena, const char *text, bool accept_nan, const Value **ret, Error *err)
{
    return json_parse("x.json", text, strlen(text), (JsonOptions){.accept_nan = accept_nan}, arena,
                      ret, err);
}

// Documents, and how the compact writer spells them.
static const struct {
    const char *name;
    const char *text;
    const char *written;
} documents[] = {
    {"reads a text on its own", "\"a\"", "\"a\""},
    {"reads an empty map", " { } ", "{}"},
    {"reads an empty list", "[\n]\n", "[]"},
    {"reads an empty key", "{\"\":1}", "{\"\":1}"},
    {"keeps the order of keys", "{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}"},
    {"reads nested lists and maps", "[[{\"a\":[]}],{}]", "[[{\"a\":[]}],{}]"},
    {"reads the words", "[true,false,null]", "[true,false,null]"},
    {"reads the smallest integer", "-9223372036854775808", "-9223372036854775808"},
    {"keeps integers that no machine word holds", "18446744073709551617", "18446744073709551617"},
    {"reads minus nothing as nothing", "-0", "0"},
    {"keeps the sign of a real nothing", "-0.0", "-0.0"},
    {"reads an exponent", "1E+2", "100"},
    {"reads what is below every double as nothing", "1e-999", "0"},
    {"resolves escapes", "\"\\n\\u00e9\\/\\\"\"", "\"\\n\xc3\xa9/\\\"\""},
    {"joins surrogates", "\"\\ud83d\\udc27\"", "\"\xf0\x9f\x90\xa7\""},
    {"keeps a zero byte", "\"a\\u0000b\"", "\"a\\u0000b\""},
    {"skips a byte order mark", "\xef\xbb\xbf[1]", "[1]"},
    {"tells keys apart that only differ in a zero", "{\"a\":1,\"a\\u0000\":2}",
     "{\"a\":1,\"a\\u0000\":2}"},
};

static void check_document(void **state)
{
    const typeof(documents[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    if (!parse(arena, row->text, false, &value, &err))
        fail_msg("%s", err.message);
    scoped_buf out = BUF_EMPTY;
    JsonWriter writer = json_writer_compact(&out);
    json_value(&writer, value);
    assert_string_equal(buf_text(&out), row->written);
}

// What is refused: the line and column, and a part of what is said.
static const struct {
    const char *name;
    const char *text;
    int line;
    int column;
    const char *says;
} refused[] = {
    {"refuses nothing", "", 1, 1, "got the end of the text"},
    {"refuses blanks only", " \n ", 2, 2, "wanted a value"},
    {"refuses text behind the document", "[1]\n x", 2, 2, "nothing behind the document"},
    {"refuses a second document", "1 2", 1, 3, "got '2'"},
    {"refuses a comma before the end", "[1,]", 1, 4, "wanted a value, got ']'"},
    {"refuses a comma before a brace", "{\"a\":1,}", 1, 8, "behind the comma, got '}'"},
    {"refuses a missing comma", "[1 2]", 1, 4, "wanted ',' or ']'"},
    {"refuses a missing colon", "{\"a\" 1}", 1, 6, "wanted ':' behind a key"},
    {"refuses a missing value", "{\"a\":}", 1, 6, "wanted a value"},
    {"refuses a key without quotes", "{a:1}", 1, 2, "a key in double quotes"},
    {"refuses a key that is a number", "{1:1}", 1, 2, "a key in double quotes"},
    {"refuses single quotes", "['a']", 1, 2, "got ''a''"},
    {"refuses a comment", "[1, // one\n2]", 1, 5, "got '//'"},
    {"refuses the wrong bracket", "[1}", 1, 3, "',' or ']'"},
    {"refuses a list that is never closed", "[1,\n[2]", 2, 4, "got the end of the text"},
    {"refuses a text that is never closed", "[\"abc", 1, 6, "the closing quote"},
    {"refuses a line end in a text", "\"a\nb\"", 1, 3, "ends on its line"},
    {"refuses a tab in a text", "\"\t\"", 1, 2, "control characters escaped"},
    {"refuses an unknown escape", "\"\\x41\"", 1, 2, "an escape such as"},
    {"refuses half an escape", "\"\\u12\"", 1, 2, "an escape such as"},
    {"refuses a backslash at the end", "\"\\", 1, 2, "an escape such as"},
    {"refuses a lone high surrogate", "\"\\ud83d\"", 1, 2, "an escape such as"},
    {"refuses a lone low surrogate", "\"\\udc27\"", 1, 2, "an escape such as"},
    {"refuses surrogates in disorder", "\"\\ud83d\\ud83d\"", 1, 2, "an escape such as"},
    {"refuses bytes that are not UTF-8", "\"a\xff\"", 1, 3, "wanted UTF-8, got '\\xff\"'"},
    {"refuses surrogates in UTF-8", "\"\xed\xa0\x80\"", 1, 2, "wanted UTF-8"},
    {"refuses a leading zero", "01", 1, 1, "without leading zeros"},
    {"refuses a leading plus", "+1", 1, 1, "wanted a value, got '+1'"},
    {"refuses a bare minus", "[-]", 1, 2, "a digit behind '-'"},
    {"refuses a bare point", "1.", 1, 1, "a digit behind the point"},
    {"refuses a bare exponent", "1e+", 1, 1, "a digit in the exponent"},
    {"refuses hexadecimal", "0x10", 1, 2, "nothing behind the document"},
    {"refuses NaN unless told otherwise", "[NaN]", 1, 2, "got 'NaN'"},
    {"refuses a number beyond doubles", "[1e999]", 1, 2, "number '1e999' is too large"},
    {"refuses words of other languages", "True", 1, 1, "wanted a value, got 'True'"},
    {"refuses a word that goes on", "nullx", 1, 5, "nothing behind the document"},
    {"refuses a key that is there twice", "{\"a\":1,\n\"a\":2}", 2, 1, "it was set on line 1"},
    {"refuses escaped spellings of a key", "{\"a\":1,\"\\u0061\":2}", 1, 8,
     "key 'a' stands here again"},
    {"counts columns in bytes", "[\"\xc3\xa9\", x]", 1, 8, "got 'x'"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_false(parse(arena, row->text, false, &value, &err));
    assert_null(value);
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_true(err.has_place);
    assert_string_equal(err.place.file, "x.json");
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
    assert_true(parse(arena, "{\n  \"a\": [1,\r\n    2.50]\n}", false, &value, &err));
    const Value *key = value_key(value, "a");
    const Value *second = &value_get(value, "a")->items[1];
    assert_int_equal(key->line, 2);
    assert_int_equal(key->column, 3);
    assert_int_equal(key->byte, 4);
    assert_int_equal(second->line, 3);
    assert_int_equal(second->column, 5);
    assert_int_equal(second->byte, 18);
    assert_int_equal(second->kind, VALUE_REAL);
    assert_string_equal(second->raw, "2.50");
    assert_string_equal(second->file, "x.json");
}

static void test_python(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_true(parse(arena, "[NaN, Infinity, -Infinity, 1e999]", true, &value, &err));
    assert_true(isnan(value->items[0].real));
    assert_true(value->items[1].real == INFINITY);
    assert_true(value->items[2].real == -INFINITY);
    assert_true(value->items[3].real == INFINITY);
    assert_false(parse(arena, "[-NaN]", true, &value, &err));
}

static void test_depth(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    char text[2 * JSON_DEEPEST + 4] = "";
    memset(text, '[', JSON_DEEPEST);
    memset(text + JSON_DEEPEST, ']', JSON_DEEPEST);
    assert_true(parse(arena, text, false, &value, &err));
    memset(text, '[', JSON_DEEPEST + 1);
    assert_false(parse(arena, text, false, &value, &err));
    assert_non_null(strstr(err.message, "nested deeper than 128 levels"));
}

static void test_many_values(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    buf_add_char(&text, '[');
    for (size_t i = 0; i < JSON_MOST_NODES; i++)
        buf_add(&text, "0,");
    assert_false(parse(arena, buf_text(&text), false, &value, &err));
    assert_non_null(strstr(err.message, "more than 2000000 values"));
}

static void test_missing_file(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_false(json_load("policy", "/nonexistent/p.json", (JsonOptions){0}, arena, &value, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.message,
                        "cannot open policy '/nonexistent/p.json': No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"knows where everything stands", test_places, NULL, NULL, NULL},
        {"reads what Python writes if told so", test_python, NULL, NULL, NULL},
        {"refuses what is nested too deep", test_depth, NULL, NULL, NULL},
        {"refuses more values than it keeps", test_many_values, NULL, NULL, NULL},
        {"names the file that is missing", test_missing_file, NULL, NULL, NULL},
    };
    return unit_run_table("document", documents, check_document) +
           unit_run_table("refused", refused, check_refused) +
           cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
