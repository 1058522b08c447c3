// unit: one cmocka test for every row of a table. A row's first member is its name, a sentence
// about the world.

#ifndef SUPPORT_UNIT_H
#define SUPPORT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

// Runs `check` once for every row of `table`, which it gets as *state. The number of failed rows.
#define unit_run_table(group, table, check)                                                        \
    unit_run_rows((group), (table), sizeof(table)[0], sizeof(table) / sizeof(table)[0], (check))

static inline int unit_run_rows(const char *group, const void *rows, size_t size, size_t count,
                                CMUnitTestFunction check)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return 1;
    for (size_t i = 0; i < count; i++) {
        const void *row = (const char *)rows + i * size;
        tests[i] = (struct CMUnitTest){.name = *(const char *const *)row,
                                       .test_func = check,
                                       .initial_state = (void *)(uintptr_t)row};
    }
    int failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

#endif
