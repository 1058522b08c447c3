// Checks: how many rows of small tables break them, and that their page tells every kind.

#include "base/file.h"
#include "doc/yaml.h"
#include "schema/data_check_run.h"
#include "unit.h"

#include <string.h>
#include <unistd.h>

#define PAGE "../../docs/checks.md"

static char folder_path[] = "/tmp/test_checks.XXXXXX";

static const struct {
    const char *name;
    const char *check; // the column is a, the other one b
    const char *rows;
    int64_t broken;
    int64_t judged;
} judged[] = {
    {"missing values are not judged", "check: between, column: a, minimum: 1", "2,x\nNA,x\n0,x\n",
     1, 2},
    {"they are where they are asked for", "check: not-missing, column: a", "2,x\nNA,x\n", 1, 2},
    {"a bound may be left out", "check: between, column: a, maximum: 1", "2,x\n-9,x\n", 1, 2},
    {"an open bound is no value", "check: between, column: a, exclusiveMinimum: 2", "2,x\n3,x\n", 1,
     2},
    {"integers beyond doubles are told apart",
     "check: between, column: a, maximum: 9007199254740992", "9007199254740993,x\n", 1, 1},
    {"dates are compared as dates", "check: between, column: b, minimum: 2026-02-01",
     "1,1/31/2026\n1,2026-02-01\n1,5 Feb 2026\n", 1, 3},
    {"a text is within no bounds", "check: between, column: b, minimum: 0", "1,x\n", 1, 1},
    {"numbers of a set are numbers", "check: in, column: a, values: [1, 2]", "1.0,x\n3,x\n", 1, 2},
    {"truth values have three spellings", "check: in, column: b, values: [true]",
     "1,True\n1,TRUE\n1,yes\n", 1, 3},
    {"a length is one of characters", "check: length, column: b, maximum: 2", "1,zü\n1,züg\n", 1,
     2},
    {"a pattern is found anywhere", "check: matches, column: b, pattern: b", "1,abc\n1,ac\n", 1, 2},
    {"a pattern may be whole", "check: matches, column: b, pattern: b, whole: true", "1,abc\n1,b\n",
     1, 2},
    {"all patterns may be wanted", "check: matches, column: b, patterns: [a, b], match: all",
     "1,ab\n1,a\n", 1, 2},
    {"a point is a point to LIKE", "check: like, column: b, pattern: 'a.%'", "1,a.b\n1,acb\n", 1,
     2},
    {"values go up", "check: increasing, column: a", "1,x\n3,x\n2,x\n2,x\n", 1, 4},
    {"values go strictly up", "check: increasing, column: a, strictly: true",
     "1,x\n3,x\n2,x\n2,x\n", 2, 4},
    {"values go down", "check: decreasing, column: a", "3,x\n1,x\n2,x\n", 1, 3},
    {"repeated values", "check: unique, column: b", "1,x\n2,y\n3,x\n4,x\n", 2, 4},
    {"repeated rows", "check: no-duplicate-rows", "1,x\n1,x\n1,y\n", 1, 3},
    {"labels that differ", "check: consistent-labels, columns: [a], label: b",
     "1,x\n1,x\n1,y\n2,y\n", 1, 4},
    {"a card number has a check digit", "check: no-personal-data, column: b",
     "1,4111111111111111\n1,4111111111111112\n1,1234567890123456\n", 1, 3},
    {"an account has check digits", "check: no-personal-data, column: b",
     "1,GB82 WEST 1234 5698 7654 32\n1,GB83 WEST 1234 5698 7654 32\n", 1, 2},
    {"a card number may be wanted", "check: card-number, column: b",
     "1,4111 1111 1111 1111\n1,4111111111111112\n1,x\n", 2, 3},
    {"an account may be wanted", "check: iban, column: b",
     "1,GB82WEST12345698765432\n1,GB82WEST1234569876543\n", 1, 2},
    {"columns are found by their names", "check: between, columnsMatching: ^a$, maximum: 1",
     "1,7\n2,8\n", 1, 2},
    {"an address has a domain", "check: no-personal-data, column: b", "1,a@b.ch\n1,a@b\n1,@b.ch\n",
     1, 3},
    {"the no-break space is a space", "check: no-outer-spaces, column: b", "1,a\xc2\xa0\n1,a b\n",
     1, 2},
    {"what was decoded twice", "check: no-mojibake, column: b",
     "1,Z\xc3\x83\xc2\xbcrich\n1,Zürich\n", 1, 2},
    {"pairs are in order", "check: greater, columns: [a, b]", "2,1\n1,2\n1,1\n", 1, 3},
    {"pairs are strictly in order", "check: greater, columns: [a, b], strictly: true",
     "2,1\n1,2\n1,1\n", 2, 3},
    {"pairs without a value are left out", "check: equal, columns: [a, b]", "1,NA\n1,1\n", 0, 1},
    {"pairs without a value are judged if they shall", "check: equal, columns: [a, b], skip: never",
     "1,NA\n1,1\n", 1, 2},
    {"combinations", "check: tuples, columns: [a, b], values: [[1, x], [2, y]]", "1,x\n1,y\n", 1,
     2},
    {"a family without members is not judged", "check: no-duplicate-rows, columnsMatching: ^zz",
     "1,x\n1,x\n", 0, 0},
    {"nor do its members equal each other", "check: equal, columnsMatching: ^zz", "1,x\n", 0, 0},
    {"a label among the columns is the label",
     "check: consistent-labels, columns: [a, b], label: b", "1,x\n1,x\n1,y\n2,y\n", 1, 4},
    {"columns that match have a label", "check: consistent-labels, columnsMatching: ^a, label: b",
     "1,x\n1,x\n1,y\n2,y\n", 1, 4},
    {"rows with the label among what matches agree",
     "check: consistent-labels, columnsMatching: '[ab]', label: b", "1,x\n1,x\n1,x\n", 0, 3},
    {"what is named and matches is one column",
     "check: different, columns: [a], columnsMatching: '[ab]'", "1,2\n3,3\n", 1, 2},
    {"a column is summed once",
     "check: sum-of-columns, columns: [a], columnsMatching: '[ab]', value: 3", "1,2\n2,2\n", 1, 2},
    {"NaN is within no bound", "check: json-schema, column: b, schema: {minimum: 0}",
     "1,1\n1,NaN\n1,-1\n", 2, 3},
    {"NaN is a multiple of nothing", "check: json-schema, column: b, schema: {multipleOf: 2}",
     "1,2\n1,NaN\n1,Infinity\n", 2, 3},
    {"conditions choose rows", "check: not-missing, column: a, where: b = 'x'", "NA,x\nNA,y\n", 1,
     1},
};

static const TableSchema *read_schema(const char *check, Arena *arena)
{
    const Value *document = NULL;
    const TableSchema *schema = NULL;
    Error err = ERROR_EMPTY;
    const char *text = arena_format(arena,
                                    "missingValues: [NA]\nfields:\n- name: unused\nchecks:\n"
                                    "- {%s}\n",
                                    check);
    if (!yaml_parse("schema.yml", text, strlen(text), arena, &document, &err) ||
        !table_schema_read(document, arena, &schema, &err))
        fail_msg("%s", err.message);
    return schema;
}

static void check_judged(void **state)
{
    const typeof(judged[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const TableSchema *schema = read_schema(row->check, arena);
    const char *path = path_join(arena, folder_path, "data.csv");
    const char *data = arena_format(arena, "a,b\n%s", row->rows);
    assert_true(file_write(path, data, strlen(data), &err));
    scoped_table table = NULL;
    const TablePlan plan = {.paths = &path, .path_count = 1, .block_size = 64};
    assert_true(table_open(&plan, arena, &table, &err));
    CheckRun *run CLEANUP(check_run_close_scoped) = NULL;
    const CheckRunPlan run_plan = {.checks = &schema->checks,
                                   .table = table,
                                   .table_plan = &plan,
                                   .folder = ".",
                                   .unique_memory = 1 << 20,
                                   .kernel = kernel_find(KERNEL_BEST),
                                   .workers = 1,
                                   .slots = 1};
    if (!check_run_open(&run_plan, arena, &run, &err))
        fail_msg("%s", err.message);
    const Batch *batch = NULL;
    while (table_next(table, &batch)) {
        check_run_batch(run, 0, 0, batch);
        check_run_fold(run, 0);
    }
    assert_true(check_run_finish(run, &err));
    const CheckCounts *counts = check_run_counts(run);
    assert_int_equal(counts->count, 1);
    assert_int_equal(counts->items[0].breach.count, row->broken);
    assert_int_equal(counts->items[0].rows, row->judged);
    assert_int_equal(counts->items[0].breach.places.count, row->broken);
}

static const struct {
    const char *name;
    const char *tolerance;
    int64_t broken;
    int64_t rows;
    bool kept;
} tolerances[] = {
    {"nothing is tolerated unless it is said", "severity: error", 1, 1000000, false},
    {"a share may be reached", "tolerance: 0.1", 1, 10, true},
    {"a share may not be passed", "tolerance: 0.1", 11, 100, false},
    {"some rows may break it", "tolerance: 3", 3, 4, true},
    {"no further row may", "tolerance: 3", 4, 1000, false},
    {"mostly may be reached", "mostly: 0.9", 1, 10, true},
    {"mostly may not be missed", "mostly: 0.95", 1, 10, false},
    {"no rows break nothing", "mostly: 1", 0, 0, true},
};

static void check_tolerance(void **state)
{
    const typeof(tolerances[0]) *row = *state;
    scoped_arena arena = arena_open();
    const char *text = arena_format(arena, "check: finite, column: a, %s", row->tolerance);
    const TableSchema *schema = read_schema(text, arena);
    assert_int_equal(check_tolerates(&schema->checks.items.items[0], row->broken, row->rows),
                     row->kept);
}

static void check_page(void **state)
{
    scoped_arena arena = arena_open();
    scoped_buf page = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    (void)state;
    assert_true(file_read("page", PAGE, &page, &err));
    for (size_t i = 0; i < check_kind_count; i++) {
        const char *row = arena_format(arena, "\n| `%s` |", check_kinds[i].name);
        if (!strstr(buf_text(&page), row))
            fail_msg("the page does not tell '%s'", check_kinds[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest page[] = {
        {"the page tells every kind", check_page, NULL, NULL, NULL},
    };
    if (!mkdtemp(folder_path))
        return 1;
    int failed = unit_run_table("judged", judged, check_judged) +
                 unit_run_table("tolerance", tolerances, check_tolerance) +
                 cmocka_run_group_tests_name("page", page, NULL, NULL);
    folder_remove(folder_path);
    return failed;
}
