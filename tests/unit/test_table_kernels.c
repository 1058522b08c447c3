// Whatever bytes a table has: every kernel, any number of threads and any cut into blocks reads
// what the scalar machine reads from the whole in one go, with the same issues at the same places.

#include "base/file.h"
#include "base/utf8.h"
#include "stats/random.h"
#include "table/csv.h"
#include "table/kernel.h"
#include "table/table.h"
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static char folder_path[] = "/tmp/test_table_kernels.XXXXXX";

#define COLUMNS 3
#define HEADER  "a,b,c\n"

// What is read, as a text.
typedef struct Dump {
    Buf rows;
    Buf slots[TABLE_MOST_SLOTS];
} Dump;

static void dump_row(Buf *out, Place place, const Cell cells[COLUMNS])
{
    buf_format(out, "%" PRId64 " %" PRId64 " %" PRId64, place.row, place.line, place.byte);
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_format(out, "|%zu:", cells[i].size);
        buf_append(out, cells[i].bytes, cells[i].size);
    }
    buf_add_char(out, '\n');
}

static void dump_batch(Buf *out, const Batch *batch)
{
    for (size_t row = 0; row < batch->rows; row++) {
        Cell cells[COLUMNS];
        for (size_t i = 0; i < COLUMNS; i++)
            cells[i] = *batch_cell(batch, row, i);
        dump_row(out, batch_row_place(batch, row), cells);
    }
}

static void dump_mapped(void *context, size_t worker, size_t slot, const Batch *batch)
{
    (void)worker;
    dump_batch(&((Dump *)context)->slots[slot], batch);
}

static void dump_folded(void *context, size_t slot)
{
    Dump *dump = context;
    buf_append(&dump->rows, buf_text(&dump->slots[slot]), dump->slots[slot].size);
    buf_clear(&dump->slots[slot]);
}

static void dump_issues(Buf *out, const TableIssue *issues)
{
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        buf_format(out, "issue %d: %" PRId64, (int)kind, issues[kind].count);
        for (size_t i = 0; i < issues[kind].places.count; i++) {
            const Place *place = &issues[kind].places.items[i];
            buf_format(out, " %" PRId64 ":%" PRId64 "@%" PRId64 "#%" PRId64, place->line,
                       place->column, place->byte, place->row);
        }
        buf_add_char(out, '\n');
    }
}

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
            dump_row(out, (Place){.row = row, .line = line, .byte = (int64_t)at}, cells);
        at += record.size;
        line += record.lines;
    }
}

static void dump_table(const char *path, CpuKernel kernel, size_t threads, size_t block, Buf *out,
                       Buf *issues)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    TablePlan plan = {.paths = &path, .path_count = 1, .kernel = kernel, .block_size = block};
    Dump *dump = arena_new(arena, Dump);
    assert_true(table_open(&plan, arena, &table, &err));
    dump->rows = BUF_EMPTY;
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        dump->slots[i] = BUF_EMPTY;
    const Batch *batch = NULL;
    while (threads == 0 && table_next(table, &batch))
        dump_batch(&dump->rows, batch);
    if (threads)
        table_map(table, &(TableWork){dump, threads, dump_mapped, dump_folded});
    assert_true(table_finish(table, &err));
    buf_append(out, buf_text(&dump->rows), dump->rows.size);
    dump_issues(issues, table_issues(table));
    buf_format(issues, "rows %" PRId64 ", bytes %" PRId64 "\n", table_rows(table),
               table_bytes(table));
    buf_release(&dump->rows);
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        buf_release(&dump->slots[i]);
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
            dump_table(path, kernel, threads, block, &rows, &issues);
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

static void check_utf8(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",    "bcdefgh",      "\xc3\xa4",        "\xe2\x82\xac",     "\xf0\x9f\x98\x80",
        "\x80", "\xed\xa0\x80", "\xc0\xaf",        "\xf4\x90\x80\x80", "\xe2\x82",
        "\xf5", "\xe0\x80\x80", "\xf0\x8f\xbf\xbf"};
    for (uint64_t turn = 0; turn < 5000; turn++) {
        scoped_buf text = BUF_EMPTY;
        size_t count = random_at(turn, 0) % 60;
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
