// What a document must contain, and paths into it.

#include "base/text.h"
#include "doc/json.h"
#include "doc/value_match.h"
#include "unit.h"

#include <string.h>

static const Value *parse(const char *text, Arena *arena)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_true(json_parse("t", text, strlen(text), (JsonOptions){0}, arena, &value, &err));
    return value;
}

static const struct {
    const char *name;
    const char *wanted;
    const char *got;
    double tolerance;
    double relative;
    const char *difference; // NULL if it matches
} matches[] = {
    {"lets a map have more", "{\"a\": 1}", "{\"b\": 2, \"a\": 1}", 0, 0, NULL},
    {"wants every member", "{\"a\": 1}", "{\"b\": 2}", 0, 0, "a is missing, wanted 1"},
    {"takes 1.0 for 1", "1", "1.0", 0, 0, NULL},
    {"takes 1e2 for 100", "[100]", "[1e2]", 0, 0, NULL},
    {"tells integers beyond 2^53 apart", "9007199254740993", "9007199254740992", 0, 0,
     "the document is 9007199254740992, wanted 9007199254740993"},
    {"tells a text from its number", "1", "\"1\"", 0, 0, "the document is \"1\", wanted 1"},
    {"tells true from 1", "true", "1", 0, 0, "the document is 1, wanted true"},
    {"tells null from a missing member", "{\"a\": null}", "{}", 0, 0, "a is missing, wanted null"},
    {"lets no list be longer", "[1]", "[1, 2]", 0, 0, "the document is [1,2], wanted [1]"},
    {"keeps the order of a list", "[1, 2]", "[2, 1]", 0, 0, "[0] is 2, wanted 1"},
    {"takes what is on the tolerance", "{\"a\": 2}", "{\"a\": 2.5}", 0.5, 0, NULL},
    {"refuses what is beyond it", "{\"a\": 2}", "{\"a\": 2.75}", 0.5, 0, "a is 2.75, wanted 2"},
    {"scales a relative tolerance", "[1000]", "[1001]", 0, 0.001, NULL},
    {"wants a map where a list is", "{\"a\": {}}", "{\"a\": []}", 0, 0, "a is [], wanted {}"},
};

static void check_match(void **state)
{
    const typeof(matches[0]) *row = *state;
    scoped_arena arena = arena_open();
    ValueDifference difference = {0};
    bool matched = value_match(parse(row->wanted, arena), parse(row->got, arena),
                               (ValueTolerance){row->tolerance, row->relative}, arena, &difference);
    assert_int_equal(matched, row->difference == NULL);
    if (row->difference)
        assert_string_equal(difference.message, row->difference);
}

static const struct {
    const char *name;
    const char *path;
    int64_t found; // the number there; -1 for nothing
} paths[] = {
    {"finds a member", "a", 1},
    {"finds an entry of a list in a map", "b.c[1]", 3},
    {"finds a map in a list", "b.d[0].e", 4},
    {"finds an entry of an entry", "b.f[0][1]", 6},
    {"prefers a key that contains a dot", "x.y", 7},
    {"finds nothing beyond the end", "b.c[2]", -1},
    {"finds nothing below a number", "a.b", -1},
    {"finds nothing by a number too large", "b.c[99999999999999999999]", -1},
    {"finds nothing by a negative number", "b.c[-1]", -1},
    {"finds nothing by an open bracket", "b.c[1", -1},
    {"finds nothing by two dots", "b..c", -1},
    {"finds nothing by a dot at the end", "a.", -1},
    {"finds nothing by text behind a bracket", "b.c[1]x", -1},
    {"finds nothing by a list's index of a map", "b[0]", -1},
};

static void check_path(void **state)
{
    const typeof(paths[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *root = parse("{\"a\": 1, \"b\": {\"c\": [2, 3], \"d\": [{\"e\": 4}], "
                              "\"f\": [[5, 6]]}, \"x.y\": 7, \"x\": {\"y\": 8}}",
                              arena);
    const Value *value = value_find(root, row->path);
    assert_int_equal(value ? value->integer : -1, row->found);
}

int main(void)
{
    return unit_run_table("a document is matched", matches, check_match) +
           unit_run_table("a path is followed", paths, check_path);
}
