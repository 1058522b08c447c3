// Tables: what a CSV file says, and what is wrong with its form, at which place.

#include "base/file.h"
#include "table/table.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NO_ISSUE TABLE_ISSUE_KINDS

// Cells are written with | between them and a / behind each row.
static const struct {
    const char *name;
    const char *input;
    const char *rows;
    TableIssueKind issue;
    int64_t count;
    int64_t line;
    int64_t column;
} forms[] = {
    {"reads rows", "a,b\n1,2\n3,4\n", "1|2/3|4/", NO_ISSUE, 0, 0, 0},
    {"needs no last line end", "a,b\n1,2", "1|2/", NO_ISSUE, 0, 0, 0},
    {"keeps empty cells", "a,b\n,\n", "|/", NO_ISSUE, 0, 0, 0},
    {"keeps an empty cell at the end of the file", "a,b\n1,", "1|/", NO_ISSUE, 0, 0, 0},
    {"reads lines that end like on Windows", "a,b\r\n1,2\r\n", "1|2/", NO_ISSUE, 0, 0, 0},
    {"unquotes cells", "a,b\n\"1\",\"x,y\"\n", "1|x,y/", NO_ISSUE, 0, 0, 0},
    {"halves doubled quotes", "a,b\n\"a\"\"b\",2\n", "a\"b|2/", NO_ISSUE, 0, 0, 0},
    {"reads a cell of one doubled quote", "a,b\n\"\"\"\",2\n", "\"|2/", NO_ISSUE, 0, 0, 0},
    {"reads an empty quoted cell", "a,b\n\"\",2\n", "|2/", NO_ISSUE, 0, 0, 0},
    {"keeps line ends in quotes", "a,b\n\"x\ny\",2\n", "x\ny|2/", NO_ISSUE, 0, 0, 0},
    {"reads an empty line of one column as a row", "a\n1\n\n2\n", "1//2/", NO_ISSUE, 0, 0, 0},
    {"keeps blanks around cells", "a,b\n 1 ,\t2\n", " 1 |\t2/", NO_ISSUE, 0, 0, 0},
    {"takes a quote in a cell literally", "a,b\n1,12\" mon\n", "1|12\" mon/", TABLE_QUOTE_IN_CELL,
     1, 2, 5},
    {"takes a quote behind a blank literally", "a,b\n1, \"x\"\n", "1| \"x\"/", TABLE_QUOTE_IN_CELL,
     1, 2, 4},
    {"keeps text behind a closing quote", "a,b\n\"aa\"a,2\n", "aaa|2/", TABLE_TEXT_AFTER_QUOTE, 1,
     2, 4},
    {"keeps quotes behind a closing quote", "a,b\n\"bb\"bb\"b,2\n", "bbbb\"b|2/",
     TABLE_TEXT_AFTER_QUOTE, 1, 2, 4},
    {"keeps a blank behind a closing quote", "a,b\n\" a\" ,2\n", " a |2/", TABLE_TEXT_AFTER_QUOTE,
     1, 2, 4},
    {"tells a quote that is never closed", "a,b\n1,2\n3,\"x\ny\n", "1|2/", TABLE_UNCLOSED_QUOTE, 1,
     3, 3},
    {"tells a lone quote at the end", "a,b\n1,\"", "", TABLE_UNCLOSED_QUOTE, 1, 2, 3},
    {"leaves out a short row", "a,b\n1\n3,4\n", "3|4/", TABLE_SHORT_ROW, 1, 2, 1},
    {"leaves out a long row", "a,b\n1,2,3\n3,4\n", "3|4/", TABLE_LONG_ROW, 1, 2, 1},
    {"knows lines behind quoted line ends", "a,b\n\"x\ny\",2\n3\n", "x\ny|2/", TABLE_SHORT_ROW, 1,
     4, 1},
    {"skips blank lines", "a,b\n1,2\n\n3,4\n\n", "1|2/3|4/", TABLE_BLANK_LINE, 2, 3, 1},
    {"tells line ends that change", "a,b\r\n1,2\n3,4\r\n", "1|2/3|4/", TABLE_MIXED_LINE_ENDS, 1, 2,
     1},
    {"ends lines at a lone carriage return", "a,b\n1,2\r3,4\n", "1|2/3|4/", TABLE_LONE_CR, 1, 2, 1},
    {"reads a file of carriage returns only", "a,b\r1,2\r3,4\r", "1|2/3|4/", TABLE_LONE_CR, 3, 1,
     1},
    {"skips a byte order mark",
     "\xef\xbb\xbf"
     "a,b\n1,2\n",
     "1|2/", TABLE_BYTE_ORDER_MARK, 1, 1, 1},
    {"tells bytes that are not UTF-8", "a,b\n1,2\n3,\xff\n", "1|2/3|\xff/", TABLE_BAD_UTF8, 1, 3,
     3},
    {"tells a column name that comes twice", "a,a\n1,2\n", "1|2/", TABLE_DUPLICATE_HEADER, 1, 1, 3},
    {"tells a column without a name", "a,\n1,2\n", "1|2/", TABLE_BLANK_HEADER, 1, 1, 3},
    {"reads characters beyond ASCII", "a,b\nä,2\n", "ä|2/", NO_ISSUE, 0, 0, 0},
};

static char folder_path[] = "/tmp/test_table.XXXXXX";

static const char *write_input(Arena *arena, const char *name, const char *bytes, size_t size)
{
    const char *path = path_join(arena, folder_path, name);
    Error err = ERROR_EMPTY;
    assert_true(file_write(path, bytes, size, &err));
    return path;
}

static void print_rows(Table *table, Buf *out)
{
    Row row = {0};
    while (table_next_row(table, &row)) {
        for (size_t i = 0; i < row.batch->columns; i++) {
            const Cell *cell = row_cell(&row, i);
            buf_add(out, i ? "|" : "");
            buf_append(out, cell->bytes, cell->size);
        }
        buf_add(out, "/");
    }
}

static void check_form(void **state)
{
    const typeof(forms[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    const char *path = write_input(arena, "form.csv", row->input, strlen(row->input));
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    scoped_buf rows = BUF_EMPTY;
    print_rows(table, &rows);
    assert_true(table_finish(table, &err));
    assert_string_equal(buf_text(&rows), row->rows);
    const TableIssue *issues = table_issues(table);
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        bool carriage = kind == TABLE_MIXED_LINE_ENDS && row->issue == TABLE_LONE_CR;
        if (kind != row->issue && !carriage)
            assert_int_equal(issues[kind].count, 0);
    }
    if (row->issue == NO_ISSUE)
        return;
    assert_int_equal(issues[row->issue].count, row->count);
    assert_int_equal(issues[row->issue].places.items[0].line, row->line);
    assert_int_equal(issues[row->issue].places.items[0].column, row->column);
}

static const struct {
    const char *name;
    const char *input;
    size_t size;
    const char *message;
} refused[] = {
    {"refuses an empty file", "", 0, "is empty"},
    {"refuses an empty first line", "\na,b\n", 5, "starts with an empty"},
    {"refuses a header that never ends", "a,\"b\n1,2\n", 9, "never closed"},
    {"refuses gzip that is cut in its header", "\x1f\x8b\x08", 3,
     "ends in the midst of its gzip data"},
    {"names bzip2", "BZh91AY", 7, "compressed by bzip2"},
    {"names UTF-16",
     "\xff\xfe"
     "a",
     3, "UTF-16"},
    {"names Parquet", "PAR1xxxx", 8, "Parquet"},
    {"names a file with zero bytes", "ab\0c,d\n", 7, "binary"},
    {"names a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid x\n", 49,
     "Git LFS pointer"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    const char *path = write_input(arena, "refused.csv", row->input, row->size);
    assert_false(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, row->message));
}

// Rows that straddle the window's end read like others, whatever their length.
static void check_windows(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf input = BUF_EMPTY;
    buf_add(&input, "a,b\n");
    for (int i = 0; i < 60000; i++)
        buf_format(&input, "%d,\"x\"\"%0*d\n\"\n", i, i % 97 + 1, i);
    const char *path = write_input(arena, "long.csv", buf_text(&input), input.size);
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    Row row = {0};
    for (int i = 0; i < 60000; i++) {
        assert_true(table_next_row(table, &row));
        char wanted[128];
        int size = snprintf(wanted, sizeof wanted, "x\"%0*d\n", i % 97 + 1, i);
        const Cell *cell = row_cell(&row, 1);
        assert_int_equal(cell->size, size);
        assert_memory_equal(cell->bytes, wanted, cell->size);
        if (i % 97 == 0)
            assert_int_equal(batch_row_place(row.batch, row.index).line, 2 + 2 * i);
    }
    assert_false(table_next_row(table, &row));
    assert_true(table_finish(table, &err));
    assert_int_equal(table_rows(table), 60000);
    assert_int_equal(table_bytes(table), input.size);
}

static void check_huge(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf input = BUF_EMPTY;
    buf_add(&input, "a,b\n1,\"");
    while (input.size < TABLE_LONGEST_ROW + 3 * TABLE_BLOCK)
        buf_add(&input, "there is no end of this line, or is there? ");
    const char *path = write_input(arena, "huge.csv", buf_text(&input), input.size);
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    const Batch *batch = NULL;
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    assert_false(table_next(table, &batch));
    assert_false(table_finish(table, &err));
    assert_non_null(strstr(err.message, "a quote is not closed before"));
    assert_int_equal(err.place.line, 2);
    assert_int_equal(err.place.column, 3);
}

// By worker, which rows were given out.
#define GIVEN_THREADS ((size_t)4)
typedef struct Given {
    size_t rows[GIVEN_THREADS];
} Given;

static void give_batch(void *context, size_t worker, size_t slot, const Batch *batch)
{
    (void)slot;
    ((Given *)context)->rows[worker] += batch->rows;
}

static void give_fold(void *context, size_t slot)
{
    (void)context, (void)slot;
}

static void check_behind_failure(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf input = BUF_EMPTY;
    buf_add(&input, "a,b\n1,2\n3,\"");
    while (input.size < TABLE_LONGEST_ROW + 2 * TABLE_BLOCK)
        buf_add(&input, "there is an end of this line, but far away; ");
    buf_add(&input, "\"\n");
    for (size_t i = 0; i < 2 * TABLE_BLOCK; i++)
        buf_add(&input, "5,6\n");
    const char *path = write_input(arena, "behind.csv", buf_text(&input), input.size);
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    Given given = {0};
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    table_map(table, &(TableWork){&given, GIVEN_THREADS, give_batch, give_fold, false});
    assert_false(table_finish(table, &err));
    assert_string_equal(err.rule, "csv/huge-row");
    size_t rows = 0;
    for (size_t i = 0; i < GIVEN_THREADS; i++)
        rows += given.rows[i];
    assert_int_equal(rows, 1);
}

static bool change_by_cutting(const char *path)
{
    return truncate(path, 1000) == 0;
}

static bool change_by_open(const char *path, const char *mode)
{
    scoped_file file = fopen(path, mode);
    return file && fputs("1,2\n", file) >= 0;
}

static bool change_by_writing(const char *path)
{
    return change_by_open(path, "r+e");
}

static bool change_by_appending(const char *path)
{
    return change_by_open(path, "ae");
}

static bool change_by_renaming(const char *path)
{
    Error err = ERROR_EMPTY;
    return file_write(path, "a,b\n", 4, &err);
}

static bool change_by_removing(const char *path)
{
    return unlink(path) == 0;
}

static bool change_by_nothing(const char *path)
{
    return file_exists(path);
}

// The block of the header is filled again, when further ones were read.
static void check_long_header(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf input = BUF_EMPTY;
    for (int i = 0; i < 1000; i++)
        buf_format(&input, "%sa column with a long name, its number is %d", i ? "," : "", i);
    for (int row = 0; row < 800; row++) {
        buf_add(&input, "\n1");
        for (int i = 1; i < 1000; i++)
            buf_add(&input, ",1");
    }
    const char *path = write_input(arena, "long_header.csv", buf_text(&input), input.size);
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    Row row = {0};
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    while (table_next_row(table, &row))
        assert_memory_equal(row_cell(&row, 999)->bytes, "1", 1);
    assert_true(table_finish(table, &err));
    assert_int_equal(table_rows(table), 800);
}

static void check_parts(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    const char *paths[] = {write_input(arena, "one.csv", "a,b\n1,2\n", 8),
                           write_input(arena, "two.csv", "a,b\n3,4\n", 8),
                           write_input(arena, "three.csv", "b,a\n", 4)};
    assert_true(table_open(&(TablePlan){.paths = paths, .path_count = 2}, arena, &table, &err));
    scoped_buf rows = BUF_EMPTY;
    print_rows(table, &rows);
    assert_true(table_finish(table, &err));
    assert_string_equal(buf_text(&rows), "1|2/3|4/");
    table_close(take(table));

    assert_true(table_open(&(TablePlan){.paths = paths, .path_count = 3}, arena, &table, &err));
    print_rows(table, &rows);
    assert_false(table_finish(table, &err));
    assert_non_null(strstr(err.message, "column 1 of"));
}

// What happens to a file of many blocks once the first of them was read.
static const struct {
    const char *name;
    bool (*change)(const char *path);
    const char *message;
} changes[] = {
    {"refuses a file that gets shorter while it is read", change_by_cutting, "got shorter"},
    {"refuses a file that is written to while it is read", change_by_writing, "was written to"},
    {"refuses a file that gets longer while it is read", change_by_appending, "was written to"},
    {"refuses a file that is replaced while it is read", change_by_renaming, "was replaced"},
    {"reads a file that is removed while it is read", change_by_removing, NULL},
    {"reads a file that is left alone", change_by_nothing, NULL},
};

static void check_change(void **state)
{
    const typeof(changes[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf input = BUF_EMPTY;
    buf_add(&input, "a,b\n");
    for (int i = 0; i < 300; i++)
        buf_format(&input, "%d,text\n", i);
    const char *path = write_input(arena, "changing.csv", buf_text(&input), input.size);
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    Row seen = {0};
    TablePlan plan = {.paths = &path, .path_count = 1, .block_size = 64};
    // A change within the same tick of the disk's clock would leave no trace.
    const struct timespec past[] = {{1, 0}, {1, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
    assert_true(table_open(&plan, arena, &table, &err));
    assert_true(table_next_row(table, &seen));
    assert_true(row->change(path));
    while (table_next_row(table, &seen))
        continue;
    assert_int_equal(table_finish(table, &err), !row->message);
    if (!row->message)
        return;
    assert_non_null(strstr(err.message, row->message));
    assert_string_equal(err.rule, "data/changed");
}

static void check_wide(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf input = BUF_EMPTY;
    for (int i = 0; i < 20000; i++)
        buf_format(&input, "%sc%d", i ? "," : "", i % 19999);
    buf_add(&input, "\n");
    for (int i = 1; i < 20000; i++)
        buf_add(&input, ",");
    const char *path = write_input(arena, "wide.csv", buf_text(&input), input.size);
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    const Batch *batch = NULL;
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    assert_int_equal(table_names(table)->count, 20000);
    const TableIssue *doubles = &table_issues(table)[TABLE_DUPLICATE_HEADER];
    assert_int_equal(doubles->count, 1);
    assert_string_equal(doubles->places.items[0].field, "c0");
    assert_int_equal(doubles->places.items[0].column, strcspn(buf_text(&input), "\n") - 1);
    assert_true(table_next(table, &batch));
    assert_int_equal(batch->columns, 20000);
    assert_false(table_next(table, &batch));
}

// Of a pipe nobody knows how long it is.
static void check_threads(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const char *path = write_input(arena, "long.csv", "a\n", 2);
    Error err = ERROR_EMPTY;
    const struct {
        off_t size;
        size_t threads;
    } rows[] = {{2, 1}, {TABLE_THREAD_BYTES - 1, 1}, {TABLE_THREAD_BYTES, 2}, {1 << 30, 4}};
    for (size_t i = 0; i < array_count(rows); i++) {
        scoped_table table = NULL;
        assert_int_equal(truncate(path, rows[i].size), 0);
        assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
        assert_int_equal(table_useful_threads(table, 4), rows[i].threads);
    }
    scoped_table table = NULL;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(write(fds[1], "a\n1\n", 4), 4);
    close(fds[1]);
    const char *pipe_path = arena_format(arena, "/dev/fd/%d", fds[0]);
    assert_true(
        table_open(&(TablePlan){.paths = &pipe_path, .path_count = 1}, arena, &table, &err));
    assert_int_equal(table_useful_threads(table, 4), 4);
    close(fds[0]);
}

int main(void)
{
    if (!mkdtemp(folder_path))
        return 1;
    const struct CMUnitTest whole[] = {
        {"reads rows across windows", check_windows, NULL, NULL, NULL},
        {"reads on behind a long header", check_long_header, NULL, NULL, NULL},
        {"refuses a row past the ceiling", check_huge, NULL, NULL, NULL},
        {"judges nothing behind what could not be read", check_behind_failure, NULL, NULL, NULL},
        {"reads twenty thousand columns", check_wide, NULL, NULL, NULL},
        {"reads parts as one table or says why not", check_parts, NULL, NULL, NULL},
        {"starts no thread for a few bytes", check_threads, NULL, NULL, NULL},
    };
    int failed = unit_run_table("form", forms, check_form) +
                 unit_run_table("refused", refused, check_refused) +
                 unit_run_table("changes", changes, check_change) +
                 cmocka_run_group_tests(whole, NULL, NULL);
    folder_remove(folder_path);
    return failed;
}
