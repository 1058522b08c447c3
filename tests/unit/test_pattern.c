// Patterns: what matches, where it must, and what takes too long.

#include "pattern/pattern.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *pattern;
    PatternExtent extent;
    const char *text;
    PatternResult result;
} matches[] = {
    {"finds a pattern inside a text",       "[0-9]+",      PATTERN_ANYWHERE, "a12b", PATTERN_MATCH   },
    {"wants the whole text if told so",     "[0-9]+",      PATTERN_WHOLE,    "12b",  PATTERN_NO_MATCH},
    {"wants the text from its start",       "[0-9]+",      PATTERN_WHOLE,    "b12",  PATTERN_NO_MATCH},
    {"tries every way to reach the end",    "a|ab",        PATTERN_WHOLE,    "ab",   PATTERN_MATCH   },
    {"a dollar is not before a line end",   "^a$",         PATTERN_WHOLE,    "a\n",  PATTERN_NO_MATCH},
    {"a dot is a character, not a byte",    "^.$",         PATTERN_WHOLE,    "ä",   PATTERN_MATCH   },
    {"survives bytes that are not UTF-8",   "a.*",         PATTERN_ANYWHERE,
     "\xff"
     "a",                                                                            PATTERN_MATCH   },
    {"knows look-ahead",                    "(?=.*b)a.+",  PATTERN_WHOLE,    "axb",  PATTERN_MATCH   },
    {"gives up on a pattern that explodes", "(a+)+(b+)+c", PATTERN_ANYWHERE,
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd c",           PATTERN_TOO_HARD},
    {"an empty text can match",             "a*",          PATTERN_WHOLE,    "",     PATTERN_MATCH   },
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
        {"tells what the parentheses matched",       check_groups,  NULL, NULL, NULL},
        {"refuses a broken pattern where it stands", check_refused, NULL, NULL, NULL},
    };
    return unit_run_table("match", matches, check_match) +
           cmocka_run_group_tests(whole, NULL, NULL);
}
