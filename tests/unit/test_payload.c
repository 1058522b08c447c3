// Payloads: building and reading the JSON of other programs.

#include "base/text.h"
#include "doc/payload.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static void test_build(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_payload map = payload_open_map();
    payload_put_text(map, "text", "h\xc3\xa9\"\n\xff");
    payload_put_text(map, "none", NULL);
    payload_put_int(map, "small", -7);
    payload_put_int(map, "large", INT64_MAX);
    payload_put_real(map, "real", 0.1);
    payload_put_real(map, "nan", NAN);
    payload_put_bool(map, "yes", true);
    Payload *list = payload_put(map, "list", payload_open_list());
    payload_add_text(list, "a");
    payload_put_int(payload_add(list, payload_open_map()), "b", 1);
    assert_string_equal(payload_print(map, arena),
                        "{\"text\":\"h\xc3\xa9\\\"\\n\xef\xbf\xbd\",\"none\":null,\"small\":-7,"
                        "\"large\":9223372036854775807,\"real\":0.1,\"nan\":null,\"yes\":true,"
                        "\"list\":[\"a\",{\"b\":1}]}");
    assert_true(payload_real(map, "small", 0) == -7);
}

static void test_read(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":\"x\",\"n\":1.5,\"b\":true,\"l\":[1,{\"c\":\"y\"}]} \n";
    scoped_payload map = NULL;
    Error err = ERROR_EMPTY;
    assert_true(payload_parse(text, strlen(text), &map, &err));
    assert_string_equal(payload_text(map, "a"), "x");
    assert_true(payload_real(map, "n", 0) == 1.5);
    assert_true(payload_bool(map, "b", false));
    const Payload *list = payload_get(map, "l");
    assert_int_equal(payload_count(list), 2);
    assert_string_equal(payload_text(payload_at(list, 1), "c"), "y");
    assert_null(payload_at(list, 2));
    assert_true(payload_is_map(map) && !payload_is_map(list) && !payload_is_map(NULL));
    assert_true(payload_is_list(list) && !payload_is_list(map) && !payload_is_list(NULL));
    // What is missing or of another kind.
    assert_null(payload_text(map, "A"));
    assert_null(payload_text(map, "n"));
    assert_null(payload_text(list, "a"));
    assert_null(payload_text(NULL, "a"));
    assert_true(payload_real(map, "a", 7) == 7);
    assert_true(payload_bool(map, "n", true));
    assert_int_equal(payload_count(map), 0);
    assert_null(payload_at(map, 0));
}

static const struct {
    const char *name;
    const char *text;
    int64_t number; // -1 is the fallback
} whole_numbers[] = {
    {"reads a whole number", "{\"n\": 12}", 12},
    {"reads a whole number written as a real", "{\"n\": 1.2e1}", 12},
    {"reads the largest number that is exact", "{\"n\": 9007199254740992}", 9007199254740992},
    {"takes no number beyond that", "{\"n\": 1e300}", -1},
    {"takes no fraction", "{\"n\": 1.5}", -1},
    {"takes no digits in a text", "{\"n\": \"12\"}", -1},
    {"takes no null", "{\"n\": null}", -1},
};

static void check_whole_number(void **state)
{
    const typeof(whole_numbers[0]) *row = *state;
    scoped_payload map = NULL;
    Error err = ERROR_EMPTY;
    assert_true(payload_parse(row->text, strlen(row->text), &map, &err));
    assert_true(payload_int(map, "n", -1) == row->number);
}

static const struct {
    const char *name;
    const char *text;
    const char *message;
} broken[] = {
    {"refuses nothing", "", "not valid JSON at byte 0 of 0, got ''"},
    {"refuses text behind the document", "{} {}", "not valid JSON at byte 3 of 5, got '{}'"},
    {"refuses a page that is HTML", "<html>\n", "not valid JSON at byte 0 of 7, got '<html>\\x0a'"},
    {"refuses a text that is never closed", "{\"a\":\"b", "not valid JSON at byte 6 of 7, got 'b'"},
    {"refuses a map that ends in a comma", "{\"1\":1,", "not valid JSON at byte 7 of 7, got ''"},
};

static void check_broken(void **state)
{
    const typeof(broken[0]) *row = *state;
    scoped_payload payload = NULL;
    Error err = ERROR_EMPTY;
    assert_false(payload_parse(row->text, strlen(row->text), &payload, &err));
    assert_null(payload);
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.message, row->message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"prints what was put in", test_build, NULL, NULL, NULL},
        {"answers what is asked for", test_read, NULL, NULL, NULL},
    };
    return unit_run_table("broken", broken, check_broken) +
           unit_run_table("whole numbers", whole_numbers, check_whole_number) +
           cmocka_run_group_tests_name("payload", tests, NULL, NULL);
}
