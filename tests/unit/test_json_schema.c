// JSON Schema: which values keep a schema, what is told of those that do not, and which schemas are
// refused.

#include "base/text.h"
#include "doc/json.h"
#include "schema/json_schema.h"
#include "schema/json_value.h"
#include "unit.h"

#include <string.h>

static const Value *parse(const char *text, Arena *arena)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    if (!json_parse("t", text, strlen(text), (JsonOptions){0}, arena, &value, &err))
        fail_msg("%s", err.message);
    return value;
}

// tests/peers/json-schema asks the thousands of cases of the public suite; these are about what is
// told, and about numbers.
static const struct {
    const char *name;
    const char *schema;
    const char *value;
    const char *message; // NULL if the value keeps the schema
} judged[] = {
    {"a type is told", "{\"type\": \"object\"}", "[]", "it breaks type \"object\""},
    {"an integer may be written with a point", "{\"type\": \"integer\"}", "1.0", NULL},
    {"true is no number", "{\"enum\": [1]}", "true", "it breaks enum [1]"},
    {"an object is one whatever its order", "{\"const\": {\"a\": 1, \"b\": 2}}",
     "{\"b\": 2.0, \"a\": 1}", NULL},
    {"a place is told by its pointer", "{\"properties\": {\"a/b\": {\"items\": {\"minimum\": 3}}}}",
     "{\"a/b\": [3, 4, 2]}", "at /a~1b/2 it breaks minimum 3"},
    {"the first keyword that is broken is told", "{\"required\": [\"id\"], \"maxProperties\": 0}",
     "{\"x\": 1}", "it breaks required [\"id\"]"},
    {"what leads to false is told", "{\"additionalProperties\": false}", "{\"x\": 1}",
     "at /x it breaks additionalProperties false"},
    {"false alone is told", "false", "1", "it breaks a schema that is false"},
    {"none of several is told as such", "{\"anyOf\": [{\"type\": \"null\"}, {\"minimum\": 2}]}",
     "1", "it breaks anyOf"},
    {"what is not wanted may break whatever it likes", "{\"not\": {\"minimum\": 2}}", "1", NULL},
    {"a condition's branch is told",
     "{\"if\": {\"required\": [\"a\"]}, \"then\": {\"required\": [\"b\"]}}", "{\"a\": 1}",
     "it breaks required [\"b\"]"},
    {"a reference is followed",
     "{\"$defs\": {\"x\": {\"type\": \"string\"}}, \"items\": {\"$ref\": \"#/$defs/x\"}}", "[1]",
     "at /0 it breaks type \"string\""},
    {"an anchor is followed",
     "{\"$defs\": {\"x\": {\"$anchor\": \"here\", \"type\": \"string\"}}, \"$ref\": \"#here\"}",
     "1", "it breaks type \"string\""},
    {"nothing counts beside a reference of draft-07",
     "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"definitions\": {\"x\": true}, "
     "\"$ref\": \"#/definitions/x\", \"type\": \"string\"}",
     "1", NULL},
    {"a pattern is found anywhere", "{\"pattern\": \"b\"}", "\"abc\"", NULL},
    {"a length counts characters", "{\"maxLength\": 2}", "\"\xc3\xbc\xc3\xbc\"", NULL},
    {"a format is an annotation", "{\"format\": \"email\"}", "\"x\"", NULL},
    {"a keyword of one's own says nothing", "{\"x-owner\": \"us\"}", "1", NULL},
    {"a reference in a circle ends", "{\"$ref\": \"#\"}", "1",
     "it takes too many steps to be judged"},
    {"choices that multiply end",
     "{\"$defs\": {\"a\": {\"anyOf\": [{\"items\": {\"$ref\": \"#/$defs/a\"}}, {\"items\": "
     "{\"$ref\": \"#/$defs/a\"}}], \"not\": {\"const\": 1}}}, \"$ref\": \"#/$defs/a\"}",
     "[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]", "it takes too many steps to be judged"},
    {"numbers repeat however they are spelled", "{\"uniqueItems\": true}", "[1, 2, 1.0]",
     "it breaks uniqueItems true"},
    {"0 and false are two", "{\"uniqueItems\": true}", "[0, false, null, \"\", [], {}]", NULL},
};

static void check_judged(void **state)
{
    const typeof(judged[0]) *row = *state;
    scoped_arena arena = arena_open();
    const JsonSchema *schema = NULL;
    Error err = ERROR_EMPTY;
    if (!json_schema_load(parse(row->schema, arena), arena, &schema, &err))
        fail_msg("%s", err.message);
    const Value *value = parse(row->value, arena);
    const JsonSchema *schemas[] = {schema, json_schema_again(schema, arena)};
    for (size_t i = 0; i < array_count(schemas); i++) {
        JsonFault fault = {0};
        JsonVerdict verdict = json_schema_judge(schemas[i], value, arena, &fault);
        assert_int_equal(verdict == JSON_SCHEMA_KEPT, row->message == NULL);
        if (row->message)
            assert_string_equal(fault.message, row->message);
        assert_int_equal(json_schema_judge(schemas[i], value, arena, NULL), verdict);
    }
}

static const struct {
    const char *name;
    const char *value;
    const char *unit;
    bool multiple;
} multiples[] = {
    {"a price is whole cents", "19.99", "0.01", true},
    {"half a cent is not", "19.995", "0.01", false},
    {"zero is a multiple of all", "0", "3", true},
    {"a number may have an exponent", "1e3", "2.5e1", true},
    {"the sign does not count", "-9", "3", true},
    {"zeros at the end do not count", "1.500", "0.5", true},
    {"a large number by its digits", "123456789012345678901234567890", "10", true},
    {"a large number that ends otherwise", "123456789012345678901234567895", "10", false},
    {"far more digits than a double", "1e300", "0.5", true},
    {"a unit with zeros", "300", "200", false},
    {"nothing, whatever its exponent", "0e9223372036854775807", "2", true},
    {"nothing, however small its exponent", "0.0e-9223372036854775808", "2", true},
};

static void check_multiple(void **state)
{
    const typeof(multiples[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *value = parse(row->value, arena);
    assert_int_equal(json_value_is_multiple(value, parse(row->unit, arena)), row->multiple);
}

static const struct {
    const char *name;
    const char *schema;
    const char *message;
} refused[] = {
    {"a schema that is a text", "\"object\"", "wanted a map, true or false"},
    {"a misspelt keyword", "{\"minimun\": 1}", "did you mean 'minimum'?"},
    {"a misspelt keyword deep in it", "{\"items\": {\"requird\": []}}", "did you mean 'required'?"},
    {"a keyword that is not judged", "{\"allOf\": [{\"unevaluatedProperties\": false}]}",
     "'unevaluatedProperties' of a JSON Schema is not judged"},
    {"a truth value where draft-04 had one", "{\"exclusiveMinimum\": true}",
     "keyword 'exclusiveMinimum' is true, wanted a number"},
    {"a reference to another file", "{\"$ref\": \"other.json#/a\"}", "other files are not read"},
    {"a reference to nothing", "{\"$ref\": \"#/$defs/a\"}", "finds nothing in its schema"},
    {"a reference to what is no schema", "{\"$ref\": \"#/x-list\", \"x-list\": [1]}",
     "wanted a map, true or false"},
    {"a draft that nobody knows", "{\"$schema\": \"http://json-schema.org/draft-03/schema#\"}",
     "keyword '$schema'"},
    {"a type that is none", "{\"type\": \"int\"}", "'string' or 'integer'"},
    {"a pattern that is none", "{\"patternProperties\": {\"(\": true}}", "is not valid"},
    {"a length below 0", "{\"minLength\": -1}", "wanted an integer of 0 or more"},
    {"a multiple of nothing", "{\"multipleOf\": 0}", "wanted a number above 0"},
    {"what is required as a text", "{\"required\": \"a\"}", "wanted a list of texts"},
    {"choices that are no list", "{\"anyOf\": {}}", "wanted a list of schemas"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    const JsonSchema *schema = NULL;
    Error err = ERROR_EMPTY;
    assert_false(json_schema_load(parse(row->schema, arena), arena, &schema, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->message))
        fail_msg("%s", err.message);
}

int main(void)
{
    return unit_run_table("JSON is judged", judged, check_judged) +
           unit_run_table("a multiple", multiples, check_multiple) +
           unit_run_table("a JSON Schema is refused", refused, check_refused);
}
