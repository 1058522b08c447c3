// tests/tables/edge-cases.yml: whatever the kernel, the number of threads and the cut into blocks,
// a file that readers take differently has these cells and these findings at these places.

#include "base/file.h"
#include "dialect_options.h"
#include "doc/yaml.h"
#include "findings.h"
#include "rules.h"
#include "unit.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define CASES "../tables/edge-cases.yml"

static char folder_path[] = "/tmp/test_edge_cases.XXXXXX";

static int hex_digit(char letter)
{
    const char *const digits = "0123456789abcdef";
    const char *found = letter ? strchr(digits, letter) : NULL;
    assert_non_null(found);
    return (int)(found - digits);
}

// Puts in what the case's text stands for.
static void unescape(const char *text, Buf *out)
{
    static const char escapes[] = "n\nr\rt\t0\0\\\\";
    for (const char *at = text; *at; at++) {
        if (*at != '\\') {
            buf_add_char(out, *at);
        } else if (*++at == 'x') {
            buf_add_char(out, (char)(hex_digit(at[1]) << 4 | hex_digit(at[2])));
            at += 2;
        } else {
            const char *found = memchr(escapes, *at, sizeof escapes - 1);
            assert_non_null(found);
            buf_add_char(out, found[1]);
        }
    }
}

typedef struct Case {
    const char *name;
    TablePlan plan;
    Buf input;
    Buf rows;             // a line for each, cells with | between them
    const char *refused;  // NULL if it is read
    const char *findings; // a line for each rule
    bool whole;           // it must be seen as one block
} Case;

// What is read, by slots.
typedef struct Seen {
    Buf rows;
    Buf slots[TABLE_MOST_SLOTS];
} Seen;

static void see_batch(void *context, size_t worker, size_t slot, const Batch *batch)
{
    (void)worker;
    Buf *out = &((Seen *)context)->slots[slot];
    for (size_t row = 0; row < batch->rows; row++) {
        for (size_t i = 0; i < batch->columns; i++) {
            const Cell *cell = batch_cell(batch, row, i);
            buf_add(out, i ? "|" : "");
            buf_append(out, cell->bytes, cell->size);
        }
        buf_add_char(out, '\n');
    }
}

static void see_fold(void *context, size_t slot)
{
    Seen *seen = context;
    buf_append(&seen->rows, buf_text(&seen->slots[slot]), seen->slots[slot].size);
    buf_clear(&seen->slots[slot]);
}

static void print_place(Buf *out, const Place *place)
{
    assert_true(place->has_byte);
    buf_format(out, " %" PRId64 ":%" PRId64 "@%" PRId64, place->line, place->column, place->byte);
}

static const char *print_findings(const TableIssue *issues, Arena *arena)
{
    scoped_buf out = BUF_EMPTY;
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        assert_non_null(
            rule_find(data_validate_rules, rules_count(data_validate_rules), form_rule(kind)));
        if (issues[kind].count == 0)
            continue;
        assert_int_equal(issues[kind].count, issues[kind].places.count);
        buf_add(&out, form_rule(kind));
        for (size_t i = 0; i < issues[kind].places.count; i++)
            print_place(&out, &issues[kind].places.items[i]);
        buf_add_char(&out, '\n');
    }
    return arena_text(arena, buf_text(&out));
}

static const char *print_refusal(const Error *err, Arena *arena)
{
    assert_int_equal(err->kind, ERROR_INPUT);
    scoped_buf out = BUF_EMPTY;
    buf_add(&out, err->rule ? err->rule : "input");
    assert_true(!err->rule ||
                rule_find(data_validate_rules, rules_count(data_validate_rules), err->rule));
    if (err->has_place)
        print_place(&out, &err->place);
    return arena_text(arena, buf_text(&out));
}

static void check_text(const Case *wanted, const char *what, const char *how, const char *got,
                       const char *text)
{
    if (!text_equal(got, text))
        fail_msg("%s (%s): %s are\n%.300s\nwanted\n%.300s", wanted->name, how, what, got, text);
}

static void check_rows(const Case *wanted, const char *how, const Buf *got)
{
    if (got->size != wanted->rows.size ||
        memcmp(buf_text(got), buf_text(&wanted->rows), got->size) != 0)
        fail_msg("%s (%s): rows are\n%s\nwanted\n%s", wanted->name, how, buf_text(got),
                 buf_text(&wanted->rows));
}

static void check_once(const Case *wanted, TablePlan plan, size_t threads)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    Error err = ERROR_EMPTY;
    Seen *seen = arena_new(arena, Seen);
    seen->rows = BUF_EMPTY;
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        seen->slots[i] = BUF_EMPTY;
    const char *how = arena_format(arena, "kernel %s, %zu threads, blocks of %zu",
                                   cpu_kernel_name(plan.kernel), threads, plan.block_size);
    bool read = table_open(&plan, arena, &table, &err);
    if (read) {
        table_map(table, &(TableWork){seen, threads, see_batch, see_fold, false});
        read = table_finish(table, &err);
        check_text(wanted, "findings", how, print_findings(table_issues(table), arena),
                   wanted->findings);
    }
    if (read != !wanted->refused)
        fail_msg("%s (%s): %s", wanted->name, how, read ? "was not refused" : err.message);
    if (!read)
        check_text(wanted, "refusals", how, print_refusal(&err, arena), wanted->refused);
    check_rows(wanted, how, &seen->rows);
    buf_release(&seen->rows);
    for (size_t i = 0; i < TABLE_MOST_SLOTS; i++)
        buf_release(&seen->slots[i]);
}

static void check_case(const Case *wanted)
{
    static const size_t threads[] = {1, 2, 4};
    static const size_t blocks[] = {0, 64, 7, 1};
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = path_join(arena, folder_path, "case.csv");
    TablePlan plan = wanted->plan;
    plan.paths = &path;
    plan.path_count = 1;
    assert_true(file_write(path, buf_text(&wanted->input), wanted->input.size, &err));
    for (plan.kernel = KERNEL_SCALAR; plan.kernel < CPU_KERNELS; plan.kernel++) {
        if (!cpu_has_kernel(plan.kernel))
            continue;
        for (size_t i = 0; i < array_count(threads); i++) {
            // A row that may be long must be longer than a block.
            size_t count = wanted->whole ? 1 : array_count(blocks);
            for (size_t k = plan.longest_row ? 1 : 0; k < count; k++) {
                plan.block_size = blocks[k];
                check_once(wanted, plan, threads[i]);
            }
        }
    }
}

static const char *case_findings(const Value *list, Arena *arena)
{
    scoped_buf out = BUF_EMPTY;
    for (size_t i = 0; list && i < list->count; i++)
        buf_format(&out, "%s\n", list->items[i].text);
    return arena_text(arena, buf_text(&out));
}

// A row of the table of tests.
typedef struct NamedCase {
    const char *name;
    const Value *map;
} NamedCase;

static void read_dialect(const Value *map, TableDialect *ret_dialect)
{
    DialectTexts texts = {0};
    Error err = ERROR_EMPTY;
    const struct {
        const char *key;
        const char **text;
    } keys[] = {{"delimiter", &texts.delimiter},
                {"quote", &texts.quote},
                {"comment", &texts.comment},
                {"header", &texts.header}};
    for (size_t i = 0; i < array_count(keys); i++)
        assert_true(value_read_text(map, keys[i].key, keys[i].text, &err));
    assert_true(dialect_read(&texts, ret_dialect, &err));
}

static void check_value(void **state)
{
    const NamedCase *row = *state;
    const Value *map = row->map;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    int64_t longest = 0;
    const Value *dialect = NULL;
    Case wanted = {.name = row->name, .input = BUF_EMPTY, .rows = BUF_EMPTY};
    const Value *rows = NULL;
    const Value *findings = NULL;
    assert_true(value_read_int(map, "longest", &longest, &err));
    assert_true(value_read_text(map, "refused", &wanted.refused, &err));
    assert_true(value_read_list(map, "rows", &rows, &err));
    assert_true(value_read_list(map, "findings", &findings, &err));
    assert_true(value_read_map(map, "dialect", &dialect, &err));
    assert_true(value_read_bool(map, "whole", &wanted.whole, &err));
    read_dialect(dialect, &wanted.plan.dialect);
    wanted.findings = case_findings(findings, arena);
    wanted.plan.longest_row = (size_t)longest;
    unescape(value_get(map, "input")->text, &wanted.input);
    for (size_t i = 0; rows && i < rows->count; i++) {
        unescape(rows->items[i].text, &wanted.rows);
        buf_add_char(&wanted.rows, '\n');
    }
    check_case(&wanted);
    buf_release(&wanted.input);
    buf_release(&wanted.rows);
}

int main(void)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const Value *cases = NULL;
    if (!mkdtemp(folder_path) || !yaml_load("edge cases", CASES, arena, &cases, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    NamedCase *rows = arena_array(arena, NamedCase, cases->count);
    for (size_t i = 0; i < cases->count; i++)
        rows[i] = (NamedCase){value_get(&cases->items[i], "name")->text, &cases->items[i]};
    int failed = unit_run_rows("edge cases", rows, sizeof *rows, cases->count, check_value);
    folder_remove(folder_path);
    return failed;
}
