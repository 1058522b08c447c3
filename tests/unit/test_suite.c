// Suites of Great Expectations: the table of expectations is what its page tells people.

#include "base/file.h"
#include "doc/json.h"
#include "schema/suite.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_expectation_is_told),
        cmocka_unit_test(each_check_is_one_of_ours),
    };
    return cmocka_run_group_tests_name("suite", tests, NULL, NULL);
}
