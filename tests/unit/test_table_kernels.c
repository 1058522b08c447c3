// Whatever bytes a table has: every kernel, any number of threads and any cut into blocks reads
// what the scalar machine reads from the whole in one go, with the same issues at the same places.

#include "base/file.h"
#include "base/utf8.h"
#include "stats/random.h"
#include "table/csv.h"
#include "table/kernel.h"
#include "table/table.h"
#include "table_dump.h"
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static char folder_path[] = "/tmp/test_table_kernels.XXXXXX";

#define COLUMNS 3
#define HEADER  "a,b,c\n"

// The whole input by csv_record() alone, as one batch that never ends.
static void dump_reference(const char *bytes, size_t size, Buf *out)
{
    scoped_arena arena = arena_open();
    Csv csv;
    csv_init(&csv, (CsvMarks){.delimiter = ',', .quote = '"'});
    csv.texts = arena_alloc(arena, size + 1);
    size_t at = strlen(HEADER);
    int64_t line = 2;
    int64_t row = 0;
    while (at < size) {
        Cell cells[COLUMNS] = {0};
        CsvRecord record = {0};
        csv.texts_used = 0;
        bool whole =
            csv_record(&csv, bytes + at, size - at, true, (CsvCells){cells, 1, COLUMNS}, &record);
        assert_true(whole);
        row += !record.blank;
        if (record.cells == COLUMNS && !csv_has_breach(&record, CSV_UNCLOSED_QUOTE))
            table_dump_row(out, (Place){.row = row, .line = line, .byte = (int64_t)at}, cells,
                           COLUMNS);
        at += record.size;
        line += record.lines;
    }
}

// What inputs are put together from.
static const struct {
    const char *name;
    const char *pieces[12];
    size_t count;
} alphabets[] = {
    {"plain cells", {"a", "bc", ",", ",", "\n", "12.5", "a,b,c\n", "1,2,3\n"}, 8},
    {"well quoted cells",
     {"a,b,c\n", "\"x\",y,z\n", "\"a,b\",\"\",c\n", "\"line\nline\",2,3\n",
      "\"a\"\"b\",\"\"\"\",c\n", "1,2,\"three\"\n", ",,\n", "x,\"\n\n,\n\",z\n"},
     8},
    {"quotes anywhere",
     {"a", ",", "\n", "\"", "\"\"", "a,b,c\n", "\"a\",", "b\"c", "\",\"", " "},
     10},
    {"line ends of all kinds",
     {"a,b,c\n", "a,b,c\r\n", "1,2,3\r", "\r\n", "\n", "\"\r\",2,3\n", "\"a\r\nb\",2,3\r\n", ",",
      "\r"},
     9},
    {"Windows line ends", {"a,b,c\r\n", "1,\"2\",3\r\n", "x,y\r\n", "\r\n", "\"\r\n\",,\r\n"}, 5},
    {"bytes of all kinds",
     {"a,b,c\n", "ä,ö,ü\n", "\xff,b,c\n", "\xe2\x82", ",", "日本,語,\n", "\xed\xa0\x80",
      "\"é\",\"\n\",x\n"},
     8},
};

static const size_t blocks[] = {1, 7, 64, 100, 257, 4096, 0};

static void check_same(const Buf *wanted, const Buf *got, const char *what, CpuKernel kernel,
                       size_t threads, size_t block)
{
    size_t same = 0;
    while (same < MIN(wanted->size, got->size) && wanted->data[same] == got->data[same])
        same++;
    if (same == wanted->size && same == got->size)
        return;
    size_t from = same > 100 ? same - 100 : 0;
    fail_msg("%s differ with kernel %s, %zu threads, blocks of %zu:\n%.300s\nwanted:\n%.300s", what,
             cpu_kernel_name(kernel), threads, block, buf_text(got) + from,
             buf_text(wanted) + from);
}

static void check_input(const char *bytes, size_t size, uint64_t lot)
{
    scoped_arena arena = arena_open();
    scoped_buf wanted = BUF_EMPTY;
    scoped_buf wanted_issues = BUF_EMPTY;
    const char *path = path_join(arena, folder_path, "data.csv");
    Error err = ERROR_EMPTY;
    assert_true(file_write(path, bytes, size, &err));
    dump_reference(bytes, size, &wanted);
    for (CpuKernel kernel = KERNEL_SCALAR; kernel < CPU_KERNELS; kernel++) {
        if (!cpu_has_kernel(kernel))
            continue;
        for (size_t threads = 0; threads < 4; threads += 1 + (threads == 1)) {
            size_t block = blocks[(lot + kernel + threads) % array_count(blocks)];
            scoped_buf rows = BUF_EMPTY;
            scoped_buf issues = BUF_EMPTY;
            TablePlan plan = {
                .paths = &path, .path_count = 1, .kernel = kernel, .block_size = block};
            assert_true(table_dump(&plan, threads, &rows, &issues));
            check_same(&wanted, &rows, "rows", kernel, threads, block);
            if (wanted_issues.size == 0)
                buf_append(&wanted_issues, buf_text(&issues), issues.size);
            check_same(&wanted_issues, &issues, "issues", kernel, threads, block);
        }
    }
}

static void check_alphabet(void **state)
{
    const typeof(alphabets[0]) *row = *state;
    for (uint64_t turn = 0; turn < 25; turn++) {
        scoped_buf input = BUF_EMPTY;
        buf_add(&input, HEADER);
        size_t pieces = random_at(turn, 0) % (turn % 4 ? 40 : 2000);
        for (size_t i = 0; i < pieces; i++)
            buf_add(&input, row->pieces[random_at(turn, i + 1) % row->count]);
        check_input(buf_text(&input), input.size, turn);
    }
}

#define FORTY "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void check_utf8(void **state)
{
    (void)state;
    // One of them is as long as several vectors of bytes.
    static const char *const pieces[] = {
        "a",
        FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY FORTY,
        "\xc3\xa4",
        "\xe2\x82\xac",
        "\xf0\x9f\x98\x80",
        "\x80",
        "\xed\xa0\x80",
        "\xc0\xaf",
        "\xf4\x90\x80\x80",
        "\xe2\x82",
        "\xf5",
        "\xe0\x80\x80",
        "\xf0\x8f\xbf\xbf"};
    for (uint64_t turn = 0; turn < 5000; turn++) {
        scoped_buf text = BUF_EMPTY;
        size_t count = random_at(turn, 0) % (turn % 7 ? 60 : 300);
        size_t kinds = turn % 3 ? 5 : array_count(pieces);
        for (size_t i = 0; i < count; i++)
            buf_add(&text, pieces[random_at(turn, i + 1) % kinds]);
        if (turn % 5 == 0 && text.size)
            buf_cut(&text, text.size - 1);
        bool valid = utf8_valid_prefix(buf_text(&text), text.size) == text.size;
        for (CpuKernel kernel = KERNEL_SCALAR; kernel < CPU_KERNELS; kernel++) {
            if (cpu_has_kernel(kernel) &&
                kernel_find(kernel)->utf8_valid(buf_text(&text), text.size) != valid)
                fail_msg("kernel %s, turn %" PRIu64, cpu_kernel_name(kernel), turn);
        }
    }
}

int main(void)
{
    if (!mkdtemp(folder_path))
        return 1;
    const struct CMUnitTest whole[] = {
        {"kernels know valid UTF-8", check_utf8, NULL, NULL, NULL},
    };
    int failed = unit_run_table("alphabets", alphabets, check_alphabet) +
                 cmocka_run_group_tests(whole, NULL, NULL);
    folder_remove(folder_path);
    return failed;
}
