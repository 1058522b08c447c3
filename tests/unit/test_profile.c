// Profiles: what is guessed, kept, merged and compared.

#include "base/file.h"
#include "doc/json.h"
#include "profile/drift.h"
#include "profile/guess.h"
#include "profile/profile_file.h"
#include "table/table.h"
#include "unit.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static char folder_path[] = "/tmp/test_profile.XXXXXX";

static Profile *profile_of(const char *data, size_t size, TextList *ret_missing, Arena *arena)
{
    Error err = ERROR_EMPTY;
    const char *path = path_join(arena, folder_path, "data.csv");
    assert_true(file_write(path, data, size, &err));
    scoped_table table = NULL;
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    scoped_table_guess guess = table_guess_open(table_names(table), NULL, arena);
    const Batch *batch = NULL;
    size_t block_count = GUESS_BLOCKS * table_names(table)->count;
    ColumnBlock *blocks = arena_array(arena, ColumnBlock, block_count);
    for (size_t i = 0; i < block_count; i++)
        blocks[i].arena = arena;
    table_guess_want_all_texts(guess);
    while (table_next(table, &batch))
        table_guess_batch(guess, kernel_find(KERNEL_BEST), batch, blocks);
    table_guess_fold(guess, blocks);
    Profile *profile = table_guess_finish(guess, ret_missing);
    profile->rows = table_rows(table);
    return profile;
}

static const struct {
    const char *name;
    const char *data;
    FieldType type;
    int64_t missing;
    int64_t distinct;
} guesses[] = {
    {"integers", "a\n1\n-2\n0\n", FIELD_INTEGER, 0, 3},
    {"integers and numbers are numbers", "a\n1\n2.5\n3\n", FIELD_NUMBER, 0, 3},
    {"numbers and texts are texts", "a\n1\n2.5\nx\n", FIELD_STRING, 0, 3},
    {"a leading zero makes a text", "a\n1\n007\n", FIELD_STRING, 0, 2},
    {"a zero alone is a number", "a\n0\n0.5\n", FIELD_NUMBER, 0, 2},
    {"truth values", "a\ntrue\nfalse\ntrue\n", FIELD_BOOLEAN, 0, 2},
    {"dates", "a\n2024-01-31\n", FIELD_DATE, 0, 1},
    {"a day that does not exist makes texts", "a\n2024-01-31\n2024-02-31\n", FIELD_STRING, 0, 2},
    {"dates and numbers are texts", "a\n2024-01-31\n5\n", FIELD_STRING, 0, 2},
    {"moments", "a\n2024-01-31T12:00:00Z\n", FIELD_DATETIME, 0, 1},
    {"moments with a blank", "a\n2024-01-31 12:00:00\n", FIELD_DATETIME, 0, 1},
    {"NA among numbers is missing", "a\n1\nNA\n2\n", FIELD_INTEGER, 1, 2},
    {"NA among texts is Namibia", "a\nDE\nNA\nFR\n", FIELD_STRING, 0, 3},
    {"an empty cell is missing", "a,b\nx,\n,\n", FIELD_STRING, 1, 1},
    {"nothing at all is a text", "a,b\n,\n,\n", FIELD_STRING, 2, 0},
};

static void check_guess(void **state)
{
    const typeof(guesses[0]) *row = *state;
    scoped_arena arena = arena_open();
    TextList missing = {0};
    scoped_profile profile = profile_of(row->data, strlen(row->data), &missing, arena);
    const ColumnProfile *column = &profile->columns.items[0];
    assert_string_equal(field_type_name(column->type), field_type_name(row->type));
    assert_int_equal(column->missing, row->missing);
    assert_int_equal(column->distinct, row->distinct);
}

// Rows first … last of a table with more values than are told apart.
static void write_rows(Buf *data, int first, int last)
{
    buf_add(data, "x,kind,word\n");
    for (int i = first; i < last; i++)
        buf_format(data, "%d.%d,%c,w%d\n", i * 7919 % 5003, i % 7, 'a' + i * i % 5, i * 31 % 3000);
}

static void check_files(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf whole = BUF_EMPTY;
    scoped_buf left = BUF_EMPTY;
    scoped_buf right = BUF_EMPTY;
    scoped_buf first = BUF_EMPTY;
    scoped_buf second = BUF_EMPTY;
    TextList missing = {0};
    Error err = ERROR_EMPTY;
    write_rows(&whole, 0, 9000);
    write_rows(&left, 0, 4000);
    write_rows(&right, 4000, 9000);
    scoped_profile profile = profile_of(buf_text(&whole), whole.size, &missing, arena);
    profile_write(profile, &first);
    scoped_profile again = NULL;
    assert_true(profile_read("x", buf_text(&first), first.size, arena, &again, &err));
    profile_write(again, &second);
    assert_string_equal(buf_text(&first), buf_text(&second));

    scoped_profile merged = profile_of(buf_text(&left), left.size, &missing, arena);
    scoped_profile part = profile_of(buf_text(&right), right.size, &missing, arena);
    assert_true(profile_merge(merged, part, &err));
    buf_clear(&second);
    profile_write(merged, &second);
    // Mean and variance of the coarse column may differ in the last digits: nothing else.
    const ColumnProfile *x = profile_find(merged, "x");
    assert_true(fabs(x->moments.mean - profile_find(profile, "x")->moments.mean) < 1e-9);
    const char *ours = strstr(buf_text(&first), "\"shift\"");
    const char *theirs = strstr(buf_text(&second), "\"shift\"");
    assert_string_equal(ours, theirs);
}

static const struct {
    const char *name;
    const char *file;
    const char *message;
} refused[] = {
    {"a file that is no profile", "{\"fields\": []}", "is not a profile"},
    {"a profile of tomorrow", "{\"schema\": \"sluice.profile/2\"}", "version 2"},
    {"a version that is none", "{\"schema\": \"sluice.profile/x\"}", "is not a profile"},
    {"a document that is no map", "[]", "is not a profile"},
    {"a column without a type",
     "{\"schema\": \"sluice.profile/1\", \"columns\": [{\"name\": \"a\"}]}", "unknown type"},
    {"counts that do not belong to values",
     "{\"schema\": \"sluice.profile/1\", \"columns\": [{\"name\": \"a\", \"type\": \"number\", "
     "\"values\": [1], \"counts\": []}]}",
     "as many 'counts'"},
    {"a count below zero",
     "{\"schema\": \"sluice.profile/1\", \"columns\": [{\"name\": \"a\", \"type\": \"number\", "
     "\"values\": [1], \"counts\": [-1]}]}",
     "positive integer"},
    {"a column of other rows than the profile",
     "{\"schema\": \"sluice.profile/1\", \"rows\": 2, \"columns\": [{\"name\": \"a\", \"type\": "
     "\"number\", \"rows\": 1, \"values\": [1], \"counts\": [1], \"mean\": 1, \"squares\": 0, "
     "\"least\": 1, \"most\": 1}]}",
     "do not add up"},
    {"more missing values than rows",
     "{\"schema\": \"sluice.profile/1\", \"rows\": 1, \"columns\": [{\"name\": \"a\", \"type\": "
     "\"number\", \"rows\": 1, \"missing\": 7, \"values\": [], \"counts\": []}]}",
     "do not add up"},
    {"lengths of texts without the texts",
     "{\"schema\": \"sluice.profile/1\", \"rows\": 1, \"columns\": [{\"name\": \"a\", \"type\": "
     "\"string\", \"rows\": 1, \"lengths\": {\"values\": [1], \"counts\": [1], \"mean\": 1, "
     "\"squares\": 0, \"least\": 1, \"most\": 1}, \"texts\": []}]}",
     "do not add up"},
    {"rows below zero", "{\"schema\": \"sluice.profile/1\", \"rows\": -1}", "a count"},
};

// What other documents may hold is less than the profile of a thousand columns has.
static void check_many_values(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    scoped_profile profile = NULL;
    buf_add(&text, "{\"schema\": \"sluice.profile/1\", \"values\": [0");
    for (size_t i = 0; i < JSON_MOST_NODES; i++)
        buf_add(&text, ",0");
    buf_add(&text, "]}");
    assert_true(profile_read("p.json", buf_text(&text), text.size, arena, &profile, &err));
}

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    Profile *profile = NULL;
    assert_false(profile_read("p.json", row->file, strlen(row->file), arena, &profile, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->message))
        fail_msg("%s", err.message);
}

typedef struct Shift {
    int rows;
    double number; // added to every number
    int swapped;   // of a hundred rows, how many change their category
    int missing;   // of a hundred rows
} Shift;

static const struct {
    const char *name;
    Shift now;
    DriftVerdict numbers;
    DriftVerdict kinds;
    DriftVerdict missing;
} drifts[] = {
    {"the same distribution is none", {800, 0, 0, 0}, DRIFT_NONE, DRIFT_NONE, DRIFT_NONE},
    {"a small shift is none, however certain",
     {50000, 3, 0, 0},
     DRIFT_NONE,
     DRIFT_NONE,
     DRIFT_NONE},
    {"a large shift is one", {800, 20, 0, 0}, DRIFT_FOUND, DRIFT_NONE, DRIFT_NONE},
    {"other categories are one", {800, 0, 30, 0}, DRIFT_NONE, DRIFT_FOUND, DRIFT_NONE},
    {"other gaps are one", {800, 0, 0, 30}, DRIFT_NONE, DRIFT_NONE, DRIFT_FOUND},
    {"too few rows say nothing", {20, 50, 50, 5}, DRIFT_TOO_FEW, DRIFT_TOO_FEW, DRIFT_TOO_FEW},
};

static Profile *profile_of_shift(Shift shift, Arena *arena)
{
    scoped_buf data = BUF_EMPTY;
    TextList missing = {0};
    buf_add(&data, "x,kind\n");
    for (int i = 0; i < shift.rows; i++) {
        bool gap = i * 37 % 100 < shift.missing;
        buf_format(&data, "%s,",
                   gap ? "" : arena_format(arena, "%.1f", (i * 7919 % 1009) / 10.0 + shift.number));
        buf_format(&data, "%c\n", i * 53 % 100 < shift.swapped ? 'z' : "aabbc"[i * 7 % 5]);
    }
    return profile_of(buf_text(&data), data.size, &missing, arena);
}

// No entry is no drift: nothing is missing on both sides.
static DriftVerdict verdict_of(const DriftList *list, const char *column, bool missing)
{
    for (size_t i = 0; i < list->count; i++) {
        const Drift *drift = &list->items[i];
        if (text_equal(drift->column, column) && (drift->kind == DRIFT_MISSING) == missing)
            return drift->verdict;
    }
    return DRIFT_NONE;
}

static void check_drift(void **state)
{
    const typeof(drifts[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_profile before = profile_of_shift((Shift){1000, 0, 0, 0}, arena);
    scoped_profile now = profile_of_shift(row->now, arena);
    const DriftPlan plan = drift_plan_default();
    Error err = ERROR_EMPTY;
    DriftList list = {0};
    assert_true(drift_compare(before, now, &plan, arena, &list, &err));
    assert_int_equal(verdict_of(&list, "x", false), row->numbers);
    assert_int_equal(verdict_of(&list, "x", true), row->missing);
    assert_int_equal(verdict_of(&list, "kind", false), row->kinds);
}

static void check_ignored(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    TextList ignored = {0};
    *list_push(arena, &ignored) = "x";
    scoped_profile before = profile_of_shift((Shift){1000, 0, 0, 0}, arena);
    scoped_profile now = profile_of_shift((Shift){1000, 90, 0, 0}, arena);
    DriftPlan plan = drift_plan_default();
    plan.ignored = &ignored;
    Error err = ERROR_EMPTY;
    DriftList list = {0};
    assert_true(drift_compare(before, now, &plan, arena, &list, &err));
    assert_int_equal(verdict_of(&list, "x", false), DRIFT_IGNORED);
    assert_int_equal(verdict_of(&list, "kind", false), DRIFT_NONE);
}

int main(void)
{
    if (!mkdtemp(folder_path))
        return 1;
    const struct CMUnitTest whole[] = {
        {"a saved profile reads back equal, and merges to that of all rows", check_files, NULL,
         NULL, NULL},
        {"a column that may change is not judged", check_ignored, NULL, NULL, NULL},
        {"a profile may hold the values of a thousand columns", check_many_values, NULL, NULL,
         NULL},
    };
    int failed = unit_run_table("guess", guesses, check_guess) +
                 unit_run_table("refused", refused, check_refused) +
                 unit_run_table("drift", drifts, check_drift) +
                 cmocka_run_group_tests(whole, NULL, NULL);
    folder_remove(folder_path);
    return failed;
}
