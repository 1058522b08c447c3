// The sanitiser: what untrusted text looks like when it is printed.

#include "base/clean.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
    const char *clean;
} rows[] = {
    {"plain text stays", "h\xc3\xa9llo, \xf0\x9f\x90\xa7\t!", "h\xc3\xa9llo, \xf0\x9f\x90\xa7\t!"},
    {"line ends become visible", "a\nb\r\nc", "a\\x0ab\\x0d\\x0ac"},
    {"terminal sequences become visible", "\x1b[31mred\x07", "\\x1b[31mred\\x07"},
    {"invalid bytes become visible", "caf\xe9", "caf\\xe9"},
    {"overlong forms become visible", "\xc0\xaf", "\\xc0\\xaf"},
    {"surrogates become visible", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
    {"separators of lines become visible", "\xe2\x80\xa8\xc2\x85", "\\u2028\\u0085"},
    {"what turns text around becomes visible",
     "\xe2\x80\xae"
     "gpj.exe",
     "\\u202egpj.exe"},
    {"invisible tags become visible", "a\xf3\xa0\x81\x81", "a\\ue0041"},
    {"a marker loses its meaning", "##[error]x", "##\\[error]x"},
    {"a marker in the middle does too", "a ##[debug]", "a ##\\[debug]"},
    {"a longer marker does too", "###[error]", "###\\[error]"},
    {"a marker in capitals does too", "##VSO[task.x]", "##VSO\\[task.x]"},
    {"brackets on their own stay", "#[a] # #[b] vso[c]", "#[a] # #[b] vso[c]"},
    {"nothing stays nothing", "", ""},
};

static void check_row(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(clean_text(arena, row->text), row->clean);
}

static const struct {
    const char *name;
    const char *text;
    size_t most;
    const char *cut;
} cuts[] = {
    {"what is short enough stays", "abc", 4, "abc"},
    {"what fits exactly stays", "abcd", 4, "abcd"},
    {"what is longer ends in a sign", "abcde", 4, "abc\xe2\x80\xa6"},
    {"characters are counted", "\xc3\xa9\xc3\xa9\xc3\xa9", 2, "\xc3\xa9\xe2\x80\xa6"},
    {"one character is only the sign", "abc", 1, "\xe2\x80\xa6"},
    {"escapes count as they are seen", "\nabc", 5, "\\x0a\xe2\x80\xa6"},
};

static void check_cut(void **state)
{
    const typeof(cuts[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(clean_text_short(arena, row->text, row->most), row->cut);
}

static void test_pieces(void **state)
{
    (void)state;
    scoped_buf out = BUF_EMPTY;
    clean_append(&out, "#", 1);
    clean_append(&out, "#vs", 3);
    clean_append(&out, "o[task]", 7);
    assert_string_equal(buf_text(&out), "##vso\\[task]");
}

static void test_zero_bytes(void **state)
{
    (void)state;
    scoped_buf out = BUF_EMPTY;
    clean_append(&out, "a\0b", 3);
    assert_string_equal(buf_text(&out), "a\\x00b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a marker in pieces loses its meaning", test_pieces, NULL, NULL, NULL},
        {"zero bytes become visible", test_zero_bytes, NULL, NULL, NULL},
    };
    return unit_run_table("clean", rows, check_row) + unit_run_table("cut", cuts, check_cut) +
           cmocka_run_group_tests_name("pieces", tests, NULL, NULL);
}
