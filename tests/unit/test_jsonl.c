// JSON Lines: which cells a line has, what is wrong with a line that is none; and that what is read
// by masks and by what was remembered is what the strict scanner reads, whatever the kernel, the
// number of threads and the blocks.

#include "base/file.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "stats/random.h"
#include "table/jsonl.h"
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder_path[] = "/tmp/test_jsonl.XXXXXX";

#define NO_ISSUE TABLE_ISSUE_KINDS

// Columns are written with a blank between them; cells with | between them and a / behind each row,
// those without a value as `.`.
static const struct {
    const char *name;
    const char *input;
    const char *columns;
    const char *rows;
    TableIssueKind issue;
    int64_t line;
    int64_t column;
} lines[] = {
    {"reads values", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2.5,\"b\":\"\"}\n", "a b", "1|x/2.5|/",
     NO_ISSUE, 0, 0},
    {"needs no last line end", "{\"a\":1}\n{\"a\":2}", "a", "1/2/", NO_ISSUE, 0, 0},
    {"keeps words", "{\"a\":true,\"b\":false,\"c\":null}\n", "a b c", "true|false|./", NO_ISSUE, 0,
     0},
    {"knows a missing key", "{\"a\":1}\n{\"b\":2}\n{}\n", "a b", "1|./.|2/.|./", NO_ISSUE, 0, 0},
    {"reads keys in any order", "{\"a\":1,\"b\":2}\n{\"b\":3,\"a\":4}\n", "a b", "1|2/4|3/",
     NO_ISSUE, 0, 0},
    {"takes blanks where JSON has them", " {\t\"a\" :\r1 , \"b\":2 } \r\n{\"a\":3,\"b\":4}\r\n",
     "a b", "1|2/3|4/", NO_ISSUE, 0, 0},
    {"resolves escapes", "{\"a\":\"\\\"\\\\\\/\\n\\u00e9\\ud83d\\ude00\"}\n", "a",
     "\"\\/\n\xc3\xa9\xf0\x9f\x98\x80/", NO_ISSUE, 0, 0},
    {"knows an escaped key", "{\"a\":1}\n{\"\\u0061\":2}\n", "a", "1/2/", NO_ISSUE, 0, 0},
    {"goes into objects", "{\"a\":{\"b\":1,\"c\":{\"d\":2}}}\n{\"a\":{\"c\":{\"d\":3}}}\n",
     "a.b a.c.d", "1|2/.|3/", NO_ISSUE, 0, 0},
    {"goes into vectors", "{\"a\":[1,2]}\n{\"a\":[3,4]}\n", "a[0] a[1]", "1|2/3|4/", NO_ISSUE, 0,
     0},
    {"goes into objects in vectors", "{\"a\":[{\"b\":1},{\"b\":2}]}\n", "a[0].b a[1].b", "1|2/",
     NO_ISSUE, 0, 0},
    {"keeps lists of several sizes", "{\"a\":[1,2]}\n{\"a\":[ 3 ]}\n{\"a\":[]}\n", "a",
     "[1,2]/[ 3 ]/[]/", NO_ISSUE, 0, 0},
    {"has a column for a value and for what is below it", "{\"a\":1}\n{\"a\":{\"b\":2}}\n", "a a.b",
     "1|./.|2/", NO_ISSUE, 0, 0},
    {"has a column for nothing but null", "{\"a\":null}\n", "a", "./", NO_ISSUE, 0, 0},
    {"skips blank lines", "{\"a\":1}\n\n \r\n{\"a\":2}\n", "a", "1/2/", TABLE_BLANK_LINE, 2, 1},
    {"skips a byte order mark", "\xef\xbb\xbf{\"a\":1}\n", "a", "1/", TABLE_BYTE_ORDER_MARK, 1, 1},
    {"tells a list", "{\"a\":1}\n[1]\n", "a", "1/", TABLE_NO_OBJECT, 2, 1},
    {"tells a text", "{\"a\":1}\n  hello\n", "a", "1/", TABLE_NO_OBJECT, 2, 3},
    {"tells a key that comes twice", "{\"a\":1}\n{\"a\":2,\"a\":3}\n", "a", "1/",
     TABLE_DUPLICATE_KEY, 2, 8},
    {"tells an escaped key that comes twice", "{\"a\":1}\n{\"a\":2,\"\\u0061\":3}\n", "a", "1/",
     TABLE_DUPLICATE_KEY, 2, 8},
    {"tells an object that comes twice",
     "{\"a\":{\"b\":1,\"c\":2}}\n{\"a\":{\"b\":1},\"a\":{\"c\":2}}\n", "a.b a.c", "1|2/",
     TABLE_DUPLICATE_KEY, 2, 14},
    {"tells a key that comes twice inside of a list", "{\"a\":[]}\n{\"a\":[{\"b\":1,\"b\":2}]}\n",
     "a", "[]/", TABLE_DUPLICATE_KEY, 2, 14},
    {"tells a bad escape", "{\"a\":1}\n{\"a\":\"x\\y\"}\n", "a", "1/", TABLE_BAD_ESCAPE, 2, 8},
    {"tells half of a pair", "{\"a\":1}\n{\"a\":\"\\udc00\"}\n", "a", "1/", TABLE_SURROGATE, 2, 7},
    {"tells half of a pair before another escape", "{\"a\":1}\n{\"a\":\"\\ud800\\n\"}\n", "a", "1/",
     TABLE_SURROGATE, 2, 7},
    {"tells a control character", "{\"a\":1}\n{\"a\":\"x\ty\"}\n", "a", "1/", TABLE_CONTROL_BYTE, 2,
     8},
    {"tells a leading zero", "{\"a\":1}\n{\"a\":01}\n", "a", "1/", TABLE_BAD_NUMBER, 2, 6},
    {"tells a point without digits behind it", "{\"a\":1}\n{\"a\":1.}\n", "a", "1/",
     TABLE_BAD_NUMBER, 2, 6},
    {"tells a point without digits before it", "{\"a\":1}\n{\"a\":-.5}\n", "a", "1/",
     TABLE_BAD_NUMBER, 2, 6},
    {"tells a plus", "{\"a\":1}\n{\"a\":+1}\n", "a", "1/", TABLE_BAD_NUMBER, 2, 6},
    {"tells NaN", "{\"a\":1}\n{\"a\":NaN}\n", "a", "1/", TABLE_BAD_NUMBER, 2, 6},
    {"tells infinity", "{\"a\":1}\n{\"a\":-Infinity}\n", "a", "1/", TABLE_BAD_NUMBER, 2, 6},
    {"tells a comma behind the last member", "{\"a\":1}\n{\"a\":2,}\n", "a", "1/",
     TABLE_EXTRA_COMMA, 2, 8},
    {"tells a comma behind the last item", "{\"a\":[]}\n{\"a\":[1,]}\n", "a", "[]/",
     TABLE_EXTRA_COMMA, 2, 9},
    {"tells bytes that are not UTF-8", "{\"a\":1}\n{\"a\":\"x\xff\"}\n", "a", "1/", TABLE_BAD_UTF8,
     2, 8},
    {"tells a line that was broken in two", "{\"a\":1}\n{\"a\":\n2}\n", "a", "1/",
     TABLE_BROKEN_LINE, 2, 6},
    {"tells a file that was cut", "{\"a\":1}\n{\"a\":\"x", "a", "1/", TABLE_CUT_LINE, 2, 8},
    {"tells a missing comma", "{\"a\":1,\"b\":2}\n{\"a\":1 \"b\":2}\n", "a b", "1|2/",
     TABLE_BAD_JSON, 2, 8},
    {"tells two objects on a line", "{\"a\":1}\n{\"a\":2}{\"a\":3}\n", "a", "1/", TABLE_BAD_JSON, 2,
     8},
    {"tells a misspelt word", "{\"a\":1}\n{\"a\":nul}\n", "a", "1/", TABLE_BAD_JSON, 2, 6},
    {"keeps a zero byte that is escaped", "{\"a\":\"x\\u0000\"}\n", "a", "x\0/", TABLE_NUL_BYTE, 1,
     6},
    {"tells two columns of one path", "{\"a.b\":1,\"a\":{\"b\":2}}\n", "a.b a.b", "1|2/",
     TABLE_DUPLICATE_HEADER, 1, 15},
    {"tells an empty key", "{\"\":1}\n", "", "1/", TABLE_BLANK_HEADER, 1, 2},
};

static const char *write_input(Arena *arena, const char *bytes, size_t size)
{
    const char *path = path_join(arena, folder_path, "data.jsonl");
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
            if (batch_kinds(row.batch, i)[row.index] == CELL_NOTHING)
                buf_add(out, ".");
        }
        buf_add(out, "/");
    }
}

static void check_line(void **state)
{
    const typeof(lines[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    const char *path = write_input(arena, row->input, strlen(row->input));
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    scoped_buf rows = BUF_EMPTY;
    print_rows(table, &rows);
    assert_true(table_finish(table, &err));
    assert_string_equal(buf_text(&rows), row->rows);
    assert_string_equal(text_join(arena, table_names(table), " "), row->columns);
    const TableIssue *issues = table_issues(table);
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        if (kind != row->issue && row->issue != TABLE_BROKEN_LINE)
            assert_int_equal(issues[kind].count, 0);
    }
    if (row->issue == NO_ISSUE)
        return;
    const Place *place = &issues[row->issue].places.items[0];
    assert_int_equal(place->line, row->line);
    assert_int_equal(place->column, row->column);
}

static const struct {
    const char *name;
    const char *input;
    const char *wanted; // with blanks between them
    const char *columns;
    const char *rows;
} paths[] = {
    {"has a column that was asked for", "{\"a\":1}\n", "b", "a b", "1|./"},
    {"goes into a path that was asked for", "{\"a\":[1]}\n{\"a\":[1,2]}\n", "a[1]", "a[1]", "./2/"},
    {"keeps an object that was asked for", "{\"a\":{\"b\": 1},\"c\":2}\n", "a", "a c",
     "{\"b\": 1}|2/"},
    {"keeps a vector that was asked for", "{\"a\":[1,2]}\n", "a", "a", "[1,2]/"},
    {"prefers a key with a dot", "{\"a.b\":1}\n", "a.b", "a.b", "1/"},
    {"goes into the list of a path", "{\"m\":[{\"r\":\"x\"}]}\n{\"m\":[]}\n", "m[0].r m[1].r",
     "m[0].r m[1].r", "x|./.|./"},
};

static void check_path(void **state)
{
    const typeof(paths[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    TextList wanted = {0};
    text_split(arena, row->wanted, ' ', &wanted);
    const char *path = write_input(arena, row->input, strlen(row->input));
    TablePlan plan = {.paths = &path, .path_count = 1, .wanted = &wanted};
    assert_true(table_open(&plan, arena, &table, &err));
    scoped_buf rows = BUF_EMPTY;
    print_rows(table, &rows);
    assert_string_equal(text_join(arena, table_names(table), " "), row->columns);
    assert_string_equal(buf_text(&rows), row->rows);
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++)
        assert_int_equal(table_issues(table)[kind].count, 0);
}

// What is read, as a text.
typedef struct Dump {
    Buf rows;
    Buf slots[TABLE_MOST_SLOTS];
} Dump;

static void dump_cell(Buf *out, CellKind kind, Cell cell)
{
    buf_format(out, "|%d:%zu:", (int)kind, cell.size);
    buf_append(out, cell.bytes, cell.size);
}

// Finding out a row's line takes its time: that of some rows is enough.
#define PLACES_EVERY 32

static void dump_batch(Buf *out, const Batch *batch)
{
    for (size_t row = 0; row < batch->rows; row++) {
        int64_t number = batch_row_number(batch, row);
        buf_format(out, "%" PRId64, number);
        if (number % PLACES_EVERY == 1) {
            const Place place = batch_row_place(batch, row);
            buf_format(out, " %" PRId64 ":%" PRId64, place.line, place.byte);
        }
        for (size_t i = 0; i < batch->columns; i++)
            dump_cell(out, batch_kinds(batch, i)[row], *batch_cell(batch, row, i));
        buf_add_char(out, '\n');
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

// Numbers may be beyond every double; NaN is in none of the inputs.
static const JsonOptions any_number = {.accept_nan = true};

// A cell by the strict parser.
static void dump_reference_cell(Buf *out, const JsonlShape *shape, size_t column, Cell line)
{
    scoped_arena arena = arena_open();
    uint32_t node = shape->columns.items[column];
    Cell bytes = {0};
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    CellKind kind = CELL_NOTHING;
    Cell cell = {0};
    if (jsonl_find_value(shape, node, line, &bytes)) {
        assert_true(json_parse("x", bytes.bytes, bytes.size, any_number, arena, &value, &err));
        bool nested = value->kind == VALUE_MAP || value->kind == VALUE_LIST;
        kind = value->kind == VALUE_NULL || (nested && !shape->nodes.items[node].raw) ? CELL_NOTHING
               : value->kind == VALUE_MAP                                             ? CELL_OBJECT
               : nested                                                               ? CELL_LIST
               : value->kind == VALUE_TEXT                                            ? CELL_TEXT
               : value->kind == VALUE_BOOL                                            ? CELL_TRUTH
                                                                                      : CELL_NUMBER;
        cell = kind == CELL_TEXT ? (Cell){value->text, value->size} : bytes;
    }
    dump_cell(out, kind, kind == CELL_NOTHING ? (Cell){0} : cell);
}

// The lines by the strict parser; returns how many are no rows and not blank.
static int64_t dump_reference(const JsonlShape *shape, const char *bytes, size_t size, Buf *out)
{
    int64_t refused = 0;
    int64_t number = 0;
    for (size_t at = 0, end = 0; at < size; at = end + 1) {
        scoped_arena arena = arena_open();
        const Value *value = NULL;
        Error err = ERROR_EMPTY;
        const char *feed = memchr(bytes + at, '\n', size - at);
        end = feed ? (size_t)(feed - bytes) : size;
        Cell line = {bytes + at, end - at};
        number++;
        bool valid = json_parse("x", line.bytes, line.size, any_number, arena, &value, &err) &&
                     value->kind == VALUE_MAP &&
                     memcmp(line.bytes, "\xef\xbb\xbf", MIN(line.size, 3)) != 0;
        bool blank = strspn(arena_text_sized(arena, line.bytes, line.size), " \t\r") == line.size;
        refused += !valid && !blank;
        if (!valid)
            continue;
        buf_format(out, "%" PRId64, number);
        if (number % PLACES_EVERY == 1)
            buf_format(out, " %" PRId64 ":%zu", number, at);
        for (size_t i = 0; i < shape->columns.count; i++)
            dump_reference_cell(out, shape, i, line);
        buf_add_char(out, '\n');
    }
    return refused;
}

static void dump_issues(Buf *out, const Table *table, int64_t *ret_refused)
{
    const TableIssue *issues = table_issues(table);
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        buf_format(out, "issue %d: %" PRId64, (int)kind, issues[kind].count);
        for (size_t i = 0; i < issues[kind].places.count; i++) {
            const Place *place = &issues[kind].places.items[i];
            buf_format(out, " %" PRId64 ":%" PRId64 "@%" PRId64 "#%" PRId64 " '%s'", place->line,
                       place->column, place->byte, place->row, place->value ? place->value : "");
        }
        buf_add_char(out, '\n');
        bool row = kind == TABLE_BLANK_LINE || kind == TABLE_LATE_KEY ||
                   kind == TABLE_DUPLICATE_HEADER || kind == TABLE_BLANK_HEADER;
        *ret_refused += row ? 0 : issues[kind].count;
    }
    buf_format(out, "rows %" PRId64 ", bytes %" PRId64 "\n", table_rows(table), table_bytes(table));
}

typedef struct Reading {
    CpuKernel kernel;
    size_t threads; // 0: by table_next()
    size_t block;
} Reading;

static void check_same(const Buf *wanted, const Buf *got, const char *what, Reading reading)
{
    size_t same = 0;
    while (same < MIN(wanted->size, got->size) && wanted->data[same] == got->data[same])
        same++;
    if (same == wanted->size && same == got->size)
        return;
    size_t from = same > 100 ? same - 100 : 0;
    fail_msg("%s differ with kernel %s, %zu threads, blocks of %zu:\n%.300s\nwanted:\n%.300s", what,
             cpu_kernel_name(reading.kernel), reading.threads, reading.block, buf_text(got) + from,
             buf_text(wanted) + from);
}

// Reads the input, and holds it to the strict parser and to the issues of the first reading.
static void check_reading(const char *path, Cell input, Reading reading, Buf *wanted,
                          int64_t *refused, Buf *wanted_issues)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    TablePlan plan = {
        .paths = &path, .path_count = 1, .kernel = reading.kernel, .block_size = reading.block};
    Dump *dump = arena_new(arena, Dump);
    assert_true(table_open(&plan, arena, &table, &err));
    dump->rows = BUF_EMPTY;
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        dump->slots[i] = BUF_EMPTY;
    const Batch *batch = NULL;
    while (reading.threads == 0 && table_next(table, &batch))
        dump_batch(&dump->rows, batch);
    if (reading.threads)
        table_map(table, &(TableWork){dump, reading.threads, dump_mapped, dump_folded, false});
    assert_true(table_finish(table, &err));
    if (wanted_issues->size == 0)
        *refused = dump_reference(table->shape, input.bytes, input.size, wanted);
    check_same(wanted, &dump->rows, "rows", reading);
    scoped_buf issues = BUF_EMPTY;
    int64_t told = 0;
    dump_issues(&issues, table, &told);
    assert_int_equal(told, *refused);
    if (wanted_issues->size == 0)
        buf_append(wanted_issues, buf_text(&issues), issues.size);
    check_same(wanted_issues, &issues, "issues", reading);
    buf_release(&dump->rows);
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        buf_release(&dump->slots[i]);
}

static const size_t blocks[] = {1, 7, 64, 100, 257, 4096, 0};

static void check_input(const char *bytes, size_t size, uint64_t lot)
{
    scoped_arena arena = arena_open();
    scoped_buf wanted = BUF_EMPTY;
    scoped_buf issues = BUF_EMPTY;
    int64_t refused = 0;
    const char *path = write_input(arena, bytes, size);
    for (CpuKernel kernel = KERNEL_SCALAR; kernel < CPU_KERNELS; kernel++) {
        for (size_t threads = 0; cpu_has_kernel(kernel) && threads < 4;
             threads += 1 + (threads == 1)) {
            size_t block = blocks[(lot + kernel + threads) % array_count(blocks)];
            check_reading(path, (Cell){bytes, size}, (Reading){kernel, threads, block}, &wanted,
                          &refused, &issues);
        }
    }
}

// What inputs are put together from.
static const struct {
    const char *name;
    const char *pieces[14];
    size_t count;
} alphabets[] = {
    {"lines of a few forms",
     {"{\"a\":1,\"b\":\"x\",\"c\":true}\n",
      "{\"a\":-2.5e3,\"b\":\"some longer text\",\"c\":null}\n", "{\"b\":\"y\",\"a\":3}\n",
      "{ \"a\": 4, \"b\": \"z\" }\r\n", "{}\n", "\n", "{\"a\":{\"d\":1},\"b\":\"\\u00e9\\n\"}\n",
      "{\"c\":false,\"d\":{\"e\":[1,2],\"f\":[]}}\n", "{\"d\":{\"f\":[{\"g\":1}],\"e\":[3,4]}}\n"},
     9},
    {"objects put together at will",
     {"{", "}", "\"a\":", "\"b\":", ",", "1", "\"x\"", "[", "]", "null", "}\n", "{\"a\":1}\n", " ",
      "\n"},
     14},
    {"members put together at will",
     {"{\"a\":1,", "\"b\":{\"a\":2},", "\"b\":{", "\"c\":[1,2]", "}\n", "}", ",\"a\":\"x\"",
      "\"d\":null", ",", "{\"e\":0}\n", "{\"a\":1,\"b\":{\"a\":3},\"c\":[3,4],\"d\":5}\n"},
     11},
    {"texts of all kinds",
     {"{\"a\":\"", "\"}\n", "x", "\\n", "\\u0041", "\\ud83d\\ude00", "\\ud83d", "\\", "\xc3\xa4",
      "\xff", "\t", "{\"a\":\"b\"}\n", "a long text without any end in sight, or is there one? "},
     13},
    {"numbers of all kinds",
     {"{\"a\":", "}\n", "0", "1", "-", ".", "e", "+", "E5", "12345678901234567890", "1.5",
      "{\"a\":7}\n"},
     12},
};

static void check_alphabet(void **state)
{
    const typeof(alphabets[0]) *row = *state;
    for (uint64_t turn = 0; turn < 20; turn++) {
        scoped_buf input = BUF_EMPTY;
        buf_add(&input, "{\"a\":1}\n");
        size_t pieces = random_at(turn, 0) % (turn % 4 ? 40 : 400);
        for (size_t i = 0; i < pieces; i++)
            buf_add(&input, row->pieces[random_at(turn, i + 1) % row->count]);
        check_input(buf_text(&input), input.size, turn);
    }
}

// Keys that the first 256 KiB do not have.
static void check_late(void **state)
{
    (void)state;
    static const char *const late[] = {"{\"a\":1,\"new\":2,\"b\":\"x\"}\n",
                                       "{\"a\":{\"c\":[1,{\"d\":2}]},\"b\":\"y\"}\n",
                                       "{\"new\":1,\"a\":2,\"new\":3}\n",
                                       "{\"new\":null}\n",
                                       "{\"v\":[1,2,3]}\n",
                                       "{\"v\":[{\"x\":1}]}\n"};
    scoped_buf input = BUF_EMPTY;
    while (input.size < TABLE_BLOCK)
        buf_add(&input, "{\"a\":1,\"b\":\"a text that makes the line longer\",\"v\":[1,2]}\n");
    for (size_t i = 0; i < 200; i++)
        buf_add(&input, late[random_at(1, i) % array_count(late)]);
    check_input(buf_text(&input), input.size, 6);
}

int main(void)
{
    if (!mkdtemp(folder_path))
        return 1;
    const struct CMUnitTest whole[] = {
        {"tells keys that the first lines do not have", check_late, NULL, NULL, NULL},
    };
    int failed = unit_run_table("lines", lines, check_line) +
                 unit_run_table("paths", paths, check_path) +
                 unit_run_table("alphabets", alphabets, check_alphabet) +
                 cmocka_run_group_tests(whole, NULL, NULL);
    folder_remove(folder_path);
    return failed;
}
