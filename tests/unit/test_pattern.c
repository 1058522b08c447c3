// Patterns: what matches, where it must, and what takes too long.

#include "pattern/plain_pattern.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *pattern;
    PatternExtent extent;
    const char *text;
    PatternResult result;
} matches[] = {
    {"finds a pattern inside a text", "[0-9]+", PATTERN_ANYWHERE, "a12b", PATTERN_MATCH},
    {"wants the whole text if told so", "[0-9]+", PATTERN_WHOLE, "12b", PATTERN_NO_MATCH},
    {"wants the text from its start", "[0-9]+", PATTERN_WHOLE, "b12", PATTERN_NO_MATCH},
    {"tries every way to reach the end", "a|ab", PATTERN_WHOLE, "ab", PATTERN_MATCH},
    {"a dollar is not before a line end", "^a$", PATTERN_WHOLE, "a\n", PATTERN_NO_MATCH},
    {"a dot is a character, not a byte", "^.$", PATTERN_WHOLE, "ä", PATTERN_MATCH},
    {"survives bytes that are not UTF-8", "a.*", PATTERN_ANYWHERE,
     "\xff"
     "a",
     PATTERN_MATCH},
    {"knows look-ahead", "(?=.*b)a.+", PATTERN_WHOLE, "axb", PATTERN_MATCH},
    {"gives up on a pattern that explodes", "(a+)+(b+)+c", PATTERN_ANYWHERE,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd c", PATTERN_TOO_HARD},
    {"an empty text can match", "a*", PATTERN_WHOLE, "", PATTERN_MATCH},
};

static void check_match(void **state)
{
    const typeof(matches[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Pattern *pattern = NULL;
    Error err = ERROR_EMPTY;
    assert_true(pattern_new(row->pattern, row->extent, (Place){0}, arena, &pattern, &err));
    assert_int_equal(pattern_match(pattern, row->text, strlen(row->text)), row->result);
}

// Patterns and whether they are matched without PCRE2; both must say the same of all texts.
static const struct {
    const char *name;
    const char *pattern;
    PatternExtent extent;
    bool plain;
} plains[] = {
    {"a code is plain", "^[A-C]{3}-[0-2]{2}$", PATTERN_ANYWHERE, true},
    {"counts have bounds", "^[ab]{1,3}-?[0-1]*$", PATTERN_ANYWHERE, true},
    {"nothing is repeated without an end", "[a-b]+1{2,}", PATTERN_WHOLE, true},
    {"a set ends with a dash", "^[ab-]{2}$", PATTERN_ANYWHERE, true},
    {"digits and words have letters", "^\\w{2}\\.\\d$", PATTERN_ANYWHERE, true},
    {"an empty pattern matches nothing else", "^$", PATTERN_ANYWHERE, true},
    {"steps may be left out", "^a?b?1?$", PATTERN_ANYWHERE, true},
    {"there is a way back", "^[ab]+b$", PATTERN_ANYWHERE, false},
    {"there is a way back beyond a gap", "^a*1?a$", PATTERN_ANYWHERE, false},
    {"it is found anywhere", "[ab]{2}", PATTERN_ANYWHERE, false},
    {"what is not there is no set of ASCII", "^[^a]b$", PATTERN_ANYWHERE, false},
    {"a choice is not plain", "^(a|b)1$", PATTERN_ANYWHERE, false},
    {"a dot is any character", "^a.1$", PATTERN_ANYWHERE, false},
    {"as few as possible", "^a+?1$", PATTERN_ANYWHERE, false},
    {"no way back was asked for", "^a++1$", PATTERN_ANYWHERE, false},
    {"letters are of both cases", "(?i)^a$", PATTERN_ANYWHERE, false},
    {"braces that are no count mean themselves", "^a{,2}$", PATTERN_ANYWHERE, false},
    {"a class stands in a set", "^[a\\d-]{2}$", PATTERN_ANYWHERE, true},
    {"a set starts with its end", "^[]a]$", PATTERN_ANYWHERE, false},
    {"a letter has a meaning of its own", "^a\\b$", PATTERN_ANYWHERE, false},
    {"nothing is left behind a dollar", "^a$b", PATTERN_ANYWHERE, false},
    {"letters are not in the order of ASCII", "^[A-c]{2}$", PATTERN_ANYWHERE, false},
};

static void check_plain(void **state)
{
    const typeof(plains[0]) *row = *state;
    static const char *const letters[] = {"a", "b",  "A",  "C",  "c",       "0", "1",
                                          "2", "-",  ".",  "_",  "\n",      "ä", "\xff",
                                          "",  "aa", "AB", "01", "\xd9\xa1"};
    PlainPattern plain;
    scoped_arena arena = arena_open();
    const Pattern *pattern = NULL;
    Error err = ERROR_EMPTY;
    assert_int_equal(plain_pattern_read(row->pattern, row->extent, &plain), row->plain);
    assert_true(pattern_new(row->pattern, row->extent, (Place){0}, arena, &pattern, &err));
    uint64_t lots = 1;
    for (size_t i = 0; i < 20000; i++) {
        char text[64] = "";
        size_t count = i % 7;
        for (size_t k = 0; k < count; k++) {
            lots = lots * 6364136223846793005U + 1442695040888963407U;
            strcat(text, letters[(lots >> 33) % array_count(letters)]);
        }
        PatternResult wanted = pattern_find(pattern, text, strlen(text), 0, NULL, 0);
        if (pattern_match(pattern, text, strlen(text)) != wanted)
            fail_msg("'%s' on '%s'", row->pattern, text);
    }
}

static void check_groups(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Pattern *pattern = NULL;
    Error err = ERROR_EMPTY;
    PatternGroup groups[4];
    const char *text = "File \"train.py\", line 12";
    assert_true(pattern_new("File \"(.*)\", line ([0-9]+)(, in)?", PATTERN_ANYWHERE, (Place){0},
                            arena, &pattern, &err));
    assert_int_equal(pattern_find(pattern, text, strlen(text), 0, groups, 4), PATTERN_MATCH);
    assert_memory_equal(text + groups[1].start, "train.py", groups[1].end - groups[1].start);
    assert_int_equal(groups[2].end - groups[2].start, 2);
    assert_false(groups[3].matched);
}

static void check_refused(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Pattern *pattern = NULL;
    Error err = ERROR_EMPTY;
    Place place = {.kind = PLACE_SCHEMA, .file = "schema.json", .line = 7};
    assert_false(pattern_new("a(b", PATTERN_WHOLE, place, arena, &pattern, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_int_equal(err.place.line, 7);
    assert_non_null(strstr(err.message, "'a(b' is not valid at position 4"));
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        {"tells what the parentheses matched", check_groups, NULL, NULL, NULL},
        {"refuses a broken pattern where it stands", check_refused, NULL, NULL, NULL},
    };
    return unit_run_table("match", matches, check_match) +
           unit_run_table("plain", plains, check_plain) + cmocka_run_group_tests(whole, NULL, NULL);
}
