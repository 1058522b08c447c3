// Suites of Great Expectations: the table of expectations is what its page tells people.

#include "base/file.h"
#include "doc/json.h"
#include "schema/suite.h"
#include "schema/suite_condition.h"
#include "schema/suite_parameter.h"
#include "unit.h"

#include <string.h>

#define PAGE "../../docs/great-expectations.md"

static void each_expectation_is_told(void **state)
{
    scoped_arena arena = arena_open();
    scoped_buf page = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    (void)state;
    assert_true(file_read("page", PAGE, &page, &err));
    for (size_t i = 0; i < suite_entry_count; i++) {
        const SuiteEntry *entry = &suite_entries[i];
        const char *check = entry->check ? arena_format(arena, "`%s`", entry->check) : "refused";
        const char *row = arena_format(arena, "| `%s` | %s | %s |\n", entry->name, check,
                                       entry->note ? entry->note : "");
        if (!strstr(buf_text(&page), row))
            fail_msg("the page lacks: %s", row);
    }
}

static void each_check_is_one_of_ours(void **state)
{
    (void)state;
    for (size_t i = 0; i < suite_entry_count; i++) {
        const SuiteEntry *entry = &suite_entries[i];
        assert_true(entry->check ? check_kind_find(entry->check) != NULL : entry->note != NULL);
        if (i)
            assert_true(strcmp(suite_entries[i - 1].name, entry->name) < 0);
    }
}

static const Value *parse(const char *text, Arena *arena)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    assert_true(json_parse("t", text, strlen(text), (JsonOptions){0}, arena, &value, &err));
    return value;
}

static const struct {
    const char *name;
    const char *argument;
    const char *value; // as JSON; NULL: it is refused
    const char *message;
} parameters[] = {
    {"what is no parameter stays", "{\"a\": 1}", "{\"a\": 1}", NULL},
    {"a value may stand in the suite", "{\"$PARAMETER\": \"rows\"}", "200", NULL},
    {"a suite of 1.x has other words", "{\"$PARAMETER\": \"low\"}", "-1.5", NULL},
    {"a value beside it is preferred", "{\"$PARAMETER\": \"rows\", \"$PARAMETER.rows\": 3}", "3",
     NULL},
    {"a value may be a list", "{\"$PARAMETER\": \"words\"}", "[\"a\"]", NULL},
    {"products bind before sums", "{\"$PARAMETER\": \"2 + rows * 3 - 4 / 8\"}", "601.5", NULL},
    {"brackets bind first", "{\"$PARAMETER\": \"(2 + rows) * -0.5e1\"}", "-1010", NULL},
    {"a parameter without a value", "{\"$PARAMETER\": \"high * 2\"}", NULL, "has no value"},
    {"a list is no number", "{\"$PARAMETER\": \"words * 2\"}", NULL, "no number: 'words'"},
    {"what depends on the time", "{\"$PARAMETER\": \"now()\"}", NULL, "has no value"},
    {"an open bracket", "{\"$PARAMETER\": \"(1 + 2\"}", NULL, "is not understood from ''"},
    {"an exponent without digits", "{\"$PARAMETER\": \"1 * 2e\"}", NULL,
     "not understood from '2e'"},
    {"two numbers", "{\"$PARAMETER\": \"1 2\"}", NULL, "is not understood from '2'"},
    {"an address", "{\"$PARAMETER\": \"urn:great_expectations:x\"}", NULL, "has no value"},
    {"a division by nothing", "{\"$PARAMETER\": \"1 / (rows - 200)\"}", NULL, "no finite number"},
    {"a parameter that is no text", "{\"$PARAMETER\": 1}", NULL, "wanted a text"},
};

static void check_parameter(void **state)
{
    const typeof(parameters[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *suite = parse("{\"evaluation_parameters\": {\"rows\": 200, \"words\": [\"a\"]}, "
                               "\"suite_parameters\": {\"low\": -1.5}}",
                               arena);
    const Value *arguments = parse(arena_format(arena, "{\"x\": %s}", row->argument), arena);
    Error err = ERROR_EMPTY;
    Value values = {0};
    bool done = suite_parameters(suite, arguments, arena, &values, &err);
    assert_int_equal(done, row->value != NULL);
    if (row->value)
        assert_true(value_equal(&values.items[0], parse(row->value, arena)));
    else if (!strstr(err.message, row->message))
        fail_msg("%s", err.message);
}

static const struct {
    const char *name;
    const char *query;
    const char *condition; // NULL: it is refused
} queries[] = {
    {"a condition is taken", "SELECT * FROM {batch} WHERE a > 5", "a > 5"},
    {"case and blanks do not matter", "select *\n  from {batch}\n  where a IS NULL ; \n",
     "a IS NULL"},
    {"a query without condition", "SELECT * FROM {batch}", NULL},
    {"a query of some columns", "SELECT a FROM {batch} WHERE a > 5", NULL},
    {"a query of another table", "SELECT * FROM orders WHERE a > 5", NULL},
    {"a join", "SELECT * FROM {batch} JOIN b ON a = b WHERE a > 5", NULL},
};

static void check_query(void **state)
{
    const typeof(queries[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value query = {.kind = VALUE_TEXT, .text = row->query, .size = strlen(row->query)};
    const char *condition = NULL;
    Error err = ERROR_EMPTY;
    assert_int_equal(suite_query(&query, arena, &condition, &err), row->condition != NULL);
    if (row->condition)
        assert_string_equal(condition, row->condition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_expectation_is_told),
        cmocka_unit_test(each_check_is_one_of_ours),
    };
    return cmocka_run_group_tests_name("suite", tests, NULL, NULL) +
           unit_run_table("a parameter of a suite", parameters, check_parameter) +
           unit_run_table("a query of a suite", queries, check_query);
}
