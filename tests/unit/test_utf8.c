// UTF-8: what is a character, how long it is, how GitHub counts it.

#include "base/utf8.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *bytes;
    size_t length; // 0 if it is not a character
    uint32_t character;
} characters[] = {
    {"reads one byte", "a", 1, 'a'},
    {"reads the smallest of two", "\xc2\x80", 2, 0x80},
    {"reads the largest of two", "\xdf\xbf", 2, 0x7ff},
    {"reads the smallest of three", "\xe0\xa0\x80", 3, 0x800},
    {"reads before the surrogates", "\xed\x9f\xbf", 3, 0xd7ff},
    {"reads behind the surrogates", "\xee\x80\x80", 3, 0xe000},
    {"reads the smallest of four", "\xf0\x90\x80\x80", 4, 0x10000},
    {"reads the largest of all", "\xf4\x8f\xbf\xbf", 4, 0x10ffff},
    {"refuses a byte of the middle", "\x80", 0, 0},
    {"refuses an overlong one", "\xc1\xbf", 0, 0},
    {"refuses an overlong one of 3", "\xe0\x9f\xbf", 0, 0},
    {"refuses an overlong one of 4", "\xf0\x8f\xbf\xbf", 0, 0},
    {"refuses the first surrogate", "\xed\xa0\x80", 0, 0},
    {"refuses the last surrogate", "\xed\xbf\xbf", 0, 0},
    {"refuses what is beyond Unicode", "\xf4\x90\x80\x80", 0, 0},
    {"refuses five bytes", "\xf8\x88\x80\x80", 0, 0},
    {"refuses a cut end", "\xe2\x82", 0, 0},
    {"refuses a wrong middle", "\xe2\x28\xac", 0, 0},
    {"refuses nothing", "", 0, 0},
};

static void check_character(void **state)
{
    const typeof(characters[0]) *row = *state;
    uint32_t character = 7;
    size_t length = 7;
    size_t size = strlen(row->bytes);
    assert_int_equal(utf8_decode(row->bytes, size, &character, &length), row->length > 0);
    assert_int_equal(length, row->length ? row->length : 7);
    assert_int_equal(character, row->length ? row->character : 7);
    assert_int_equal(utf8_valid_prefix(row->bytes, size), row->length);
    if (row->length == 0)
        return;
    scoped_buf written = BUF_EMPTY;
    utf8_append(&written, row->character);
    assert_string_equal(buf_text(&written), row->bytes);
}

static const struct {
    const char *name;
    const char *text;
    size_t units; // of UTF-16
    size_t most;
    size_t prefix; // bytes that fit into `most` units
} counted[] = {
    {"letters are one unit", "abc", 3, 2, 2},
    {"accents are one unit", "\xc3\xa9\xc3\xa9", 2, 1, 2},
    {"a penguin is two units", "\xf0\x9f\x90\xa7", 2, 2, 4},
    {"a penguin is not cut in two", "a\xf0\x9f\x90\xa7", 3, 2, 1},
    {"invalid bytes are one each", "\xff\xfe", 2, 1, 1},
    {"nothing is nothing", "", 0, 5, 0},
};

static void check_counted(void **state)
{
    const typeof(counted[0]) *row = *state;
    assert_int_equal(utf8_utf16_length(row->text), row->units);
    assert_int_equal(utf8_utf16_prefix(row->text, row->most), row->prefix);
}

static void test_repair(void **state)
{
    (void)state;
    uint32_t character = 0;
    assert_int_equal(utf8_next("\xff"
                               "a",
                               2, &character),
                     1);
    assert_int_equal(character, 0xfffd);
    assert_int_equal(utf8_next("\xc3\xa9", 2, &character), 2);
    assert_int_equal(character, 0xe9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"what is invalid is replaced a byte at a time", test_repair, NULL, NULL, NULL},
    };
    return unit_run_table("character", characters, check_character) +
           unit_run_table("counted", counted, check_counted) +
           cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}
