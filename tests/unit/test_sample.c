// Samples: classes keep their shares, rows their bytes and their order.

#include "base/file.h"
#include "base/text.h"
#include "table/sample.h"
#include "unit.h"

#include <string.h>
#include <unistd.h>

static char folder_path[] = "/tmp/test_sample.XXXXXX";

typedef struct Counts {
    int64_t a;
    int64_t b;
    int64_t c;
} Counts;

// A file of 900 rows: `a` in 597 of them, `b` in 300, `c` in 3.
static const char *write_data(Arena *arena)
{
    scoped_buf data = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    buf_add(&data, "id,class\r\n");
    for (int i = 0; i < 900; i++)
        buf_format(&data, "\"%d\",%s\r\n", i, i % 300 == 7 ? "c" : i % 3 == 0 ? "b" : "a");
    const char *path = path_join(arena, folder_path, "data.csv");
    assert_true(file_write(path, buf_text(&data), data.size - 2, &err));
    return path;
}

static Counts count_classes(const char *csv)
{
    Counts counts = {0};
    for (const char *at = csv; (at = strchr(at, '\n')); at++) {
        counts.a += at[-1] == '\r' ? at[-2] == 'a' : at[-1] == 'a';
        counts.b += at[-1] == '\r' ? at[-2] == 'b' : at[-1] == 'b';
        counts.c += at[-1] == '\r' ? at[-2] == 'c' : at[-1] == 'c';
    }
    return counts;
}

static const struct {
    const char *name;
    const char *label;
    int64_t rows;
    Counts counts;
} samples[] = {
    {"gives classes their shares and two rows at least", "class", 100, {65, 33, 2}},
    {"gives every class two rows of six", "class", 6, {2, 2, 2}},
    {"gives the largest class its rows first", "class", 3, {2, 1, 0}},
    {"gives all rows of a small file", "class", 5000, {597, 300, 3}},
};

static void check_sample(void **state)
{
    const typeof(samples[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Sample sample = {0};
    Error err = ERROR_EMPTY;
    const char *path = write_data(arena);
    SamplePlan plan = {.table = {.paths = &path, .path_count = 1},
                       .label = row->label,
                       .rows = row->rows,
                       .least_per_class = 2,
                       .seed = 42};
    assert_true(sample_table(&plan, arena, &out, &sample, &err));
    assert_true(text_starts(buf_text(&out), "id,class\r\n\""));
    Counts counts = count_classes(buf_text(&out) + strlen("id,class\r\n"));
    assert_int_equal(counts.a, row->counts.a);
    assert_int_equal(counts.b, row->counts.b);
    assert_int_equal(counts.c, row->counts.c);
    assert_int_equal(sample.rows, counts.a + counts.b + counts.c);
    assert_int_equal(sample.total_rows, 900);
    assert_int_equal(sample.classes, 3);

    scoped_buf again = BUF_EMPTY;
    assert_true(sample_table(&plan, arena, &again, &sample, &err));
    assert_string_equal(buf_text(&out), buf_text(&again));
    long last = -1;
    for (const char *at = buf_text(&out); (at = strstr(at, "\n\"")); at += 2) {
        assert_true(strtol(at + 2, NULL, 10) > last);
        last = strtol(at + 2, NULL, 10);
    }
}

static void check_measurement(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf data = BUF_EMPTY;
    scoped_buf out = BUF_EMPTY;
    Sample sample = {0};
    Error err = ERROR_EMPTY;
    buf_add(&data, "x,y\n");
    for (int i = 0; i < 3000; i++)
        buf_format(&data, "%d,%d\n", i, 7 * i);
    buf_add(&data, "1\n");
    const char *path = path_join(arena, folder_path, "measurement.csv");
    assert_true(file_write(path, buf_text(&data), data.size, &err));
    SamplePlan plan = {.table = {.paths = &path, .path_count = 1},
                       .label = "y",
                       .rows = 50,
                       .least_per_class = 2,
                       .seed = 1};
    assert_true(sample_table(&plan, arena, &out, &sample, &err));
    assert_false(sample.stratified);
    assert_int_equal(sample.rows, 50);
    assert_int_equal(sample.total_rows, 3001);
    assert_int_equal(sample.left_out, 1);
    plan.label = NULL;
    scoped_buf plain = BUF_EMPTY;
    assert_true(sample_table(&plan, arena, &plain, &sample, &err));
    assert_string_equal(buf_text(&out), buf_text(&plain));
}

static void check_carriage_returns(void **state)
{
    (void)state;
    static const char data[] = "x,y\r1,a\r2,b";
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Sample sample = {0};
    Error err = ERROR_EMPTY;
    const char *path = path_join(arena, folder_path, "returns.csv");
    assert_true(file_write(path, data, strlen(data), &err));
    assert_true(sample_table(
        &(SamplePlan){.table = {.paths = &path, .path_count = 1}, .rows = 1, .seed = 1}, arena,
        &out, &sample, &err));
    assert_true(text_starts(buf_text(&out), "x,y\r"));
    assert_null(strstr(buf_text(&out), "\r\n"));
}

// Whatever the format and the number of threads, every line of the sample is one of the data, in
// the order of the data.
static void check_lines(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf data = BUF_EMPTY;
    scoped_buf first = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    for (int i = 0; i < 20000; i++)
        buf_format(&data, "{\"id\":%d,%s\"at\": {\"class\":\"%s\"}}%s\n", i, i % 5 ? "" : " ",
                   i % 4 ? "a" : "\\u0062", i % 3 ? "" : "\r");
    const char *path = path_join(arena, folder_path, "data.jsonl");
    assert_true(file_write(path, buf_text(&data), data.size, &err));
    for (size_t threads = 1; threads <= 4; threads++) {
        scoped_buf out = BUF_EMPTY;
        Sample sample = {0};
        SamplePlan plan = {.table = {.paths = &path, .path_count = 1},
                           .label = "at.class",
                           .rows = 400,
                           .seed = 3,
                           .threads = threads};
        assert_true(sample_table(&plan, arena, &out, &sample, &err));
        assert_int_equal(sample.rows, 400);
        assert_int_equal(sample.classes, 2);
        assert_string_equal(sample.format, "jsonl");
        if (threads == 1)
            buf_append(&first, buf_text(&out), out.size);
        assert_string_equal(buf_text(&first), buf_text(&out));
    }
    int64_t rare = 0;
    const char *from = buf_text(&data);
    const char *next = NULL;
    for (const char *at = buf_text(&first); *at; at = next) {
        next = strchr(at, '\n') + 1;
        const char *line = arena_text_sized(arena, at, (size_t)(next - at));
        const char *found = strstr(from, line);
        assert_non_null(found);
        rare += strstr(line, "u0062") != NULL;
        from = found + 1;
    }
    assert_int_equal(rare, 100);
}

static void check_misspelt(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Sample sample = {0};
    Error err = ERROR_EMPTY;
    const char *path = write_data(arena);
    SamplePlan plan = {.table = {.paths = &path, .path_count = 1}, .label = "clas", .rows = 5};
    assert_false(sample_table(&plan, arena, &out, &sample, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_non_null(strstr(err.message, "did you mean 'class'"));
}

int main(void)
{
    if (!mkdtemp(folder_path))
        return 1;
    const struct CMUnitTest whole[] = {
        {"takes a measurement for no label", check_measurement, NULL, NULL, NULL},
        {"keeps carriage returns as line ends", check_carriage_returns, NULL, NULL, NULL},
        {"gives the very lines of JSON by any number of threads", check_lines, NULL, NULL, NULL},
        {"suggests the nearest column for a label", check_misspelt, NULL, NULL, NULL},
    };
    int failed =
        unit_run_table("sample", samples, check_sample) + cmocka_run_group_tests(whole, NULL, NULL);
    folder_remove(folder_path);
    return failed;
}
