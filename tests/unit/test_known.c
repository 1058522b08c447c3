// Known findings: what is known does not count, what is new does, and the file that says so.

#include "report/known.h"
#include "unit.h"

#include <string.h>

static const Rule rules[] = {
    {"test/type", SEVERITY_ERROR, "it is wrong", "It matters.", "Mend it."},
    {"test/range", SEVERITY_ERROR, "it is odd", NULL, NULL},
    {"test/advice", SEVERITY_NOTICE, "it is as it is", NULL, NULL},
};

#define TODAY "2026-06-15"

static Report *report_empty(Arena *arena)
{
    Report *report = report_new("data-validate", "1", NULL, arena);
    report->rules = rules;
    report->rule_count = array_count(rules);
    return report;
}

// A finding at a.csv, column `age`, `count` times: one place a letter of `values`, as many lines
// below `line`.
static Finding *find(Report *report, const Rule *rule, const char *values, int64_t count,
                     int64_t line)
{
    Finding *finding = report_find(report, rule, "column 'age' wants better");
    finding->count = count;
    finding->check = "values are right";
    for (size_t i = 0; values[i]; i++)
        finding_add_place(report, finding,
                          (Place){.file = "a.csv",
                                  .line = line + (int64_t)i,
                                  .field = "age",
                                  .value = arena_text_sized(report->arena, &values[i], 1)});
    finding_add_place(report, finding,
                      (Place){.kind = PLACE_SCHEMA, .file = "schema.json", .line = 4});
    return finding;
}

static KnownFile *parse(Arena *arena, const char *text)
{
    KnownFile *file = NULL;
    Error err = ERROR_EMPTY;
    if (!known_parse("known.yml", text, strlen(text), report_empty(arena), arena, &file, &err))
        fail_msg("%s", err.message);
    return file;
}

// The file that knows everything in the report.
static const char *written(const Report *report, const char *before)
{
    scoped_buf out = BUF_EMPTY;
    const KnownWriting writing = {TODAY, NULL};
    known_write(parse(report->arena, before), report, &writing, &out);
    return buf_keep(&out, report->arena);
}

#define NOTHING "version: 1\nknown: []\n"

static int64_t fresh_count(const Report *report)
{
    int64_t count = 0;
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        count += finding->known || text_starts(finding->rule, "known/") ? 0 : finding->count;
    }
    return count;
}

static bool has_rule(const Report *report, const char *rule)
{
    for (size_t i = 0; i < report->findings.count; i++) {
        if (text_equal(report->findings.items[i].rule, rule))
            return true;
    }
    return false;
}

static const struct {
    const char *name;
    const char *before; // values that were known, and how often
    int64_t before_count;
    const char *now;
    int64_t now_count;
    int64_t line;  // of the first value now; 10 before
    int64_t fresh; // what fails
    bool gone;
} changes[] = {
    {"what was written is known", "abc", 3, "abc", 3, 10, 0, false},
    {"moved lines are known", "abc", 3, "abc", 3, 500, 0, false},
    {"another order is known", "abc", 3, "cab", 3, 10, 0, false},
    {"one new value is new", "abc", 3, "abcd", 4, 10, 1, false},
    {"a value in place of another is new", "abc", 3, "abd", 3, 10, 1, true},
    {"a second cell with a known value is new", "abc", 3, "abca", 4, 10, 1, false},
    {"equal cells are counted", "aaa", 3, "aaaa", 4, 10, 1, false},
    {"fewer equal cells leave something over", "aaa", 3, "aa", 2, 10, 0, true},
    {"the 401st of 400 is new though nobody knows which", "abc", 400, "abc", 401, 10, 1, false},
    {"400 stay known when their first ones change", "abc", 400, "xyz", 400, 10, 0, false},
    {"of 400 that became 3 all are known", "abc", 400, "xyz", 3, 10, 0, true},
    {"3 that became 400 are 397 new ones", "abc", 3, "abc", 400, 10, 397, false},
};

static void check_change(void **state)
{
    const typeof(changes[0]) *row = *state;
    scoped_arena arena = arena_open();
    Report *before = report_empty(arena);
    find(before, &rules[0], row->before, row->before_count, 10);
    Report *now = report_empty(arena);
    find(now, &rules[0], row->now, row->now_count, row->line);
    report_add_check(now, (Check){.name = "values are right", .verdict = VERDICT_FAIL});
    known_apply(parse(arena, written(before, NOTHING)), now, TODAY);
    assert_int_equal(fresh_count(now), row->fresh);
    assert_int_equal(report_verdict(now), row->fresh ? VERDICT_FAIL : VERDICT_PASS);
    assert_int_equal(now->checks.items[0].known, row->fresh == 0);
    assert_int_equal(has_rule(now, "known/gone"), row->gone);
    // Nothing is lost: what is new and what is known are what was found.
    int64_t all = 0;
    for (size_t i = 0; i < now->findings.count; i++)
        all +=
            text_equal(now->findings.items[i].rule, "test/type") ? now->findings.items[i].count : 0;
    assert_int_equal(all, row->now_count);
}

// The new one of several stands at its own line and says how many are known.
static void check_new_place(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *before = report_empty(arena);
    find(before, &rules[0], "abc", 3, 10);
    Report *now = report_empty(arena);
    find(now, &rules[0], "abxc", 4, 10);
    known_apply(parse(arena, written(before, NOTHING)), now, TODAY);
    const Finding *fresh = &now->findings.items[0];
    assert_null(fresh->known);
    assert_int_equal(fresh->places.items[0].line, 12);
    assert_int_equal(fresh->places.items[1].kind, PLACE_SCHEMA);
    assert_string_equal(fresh->message, "1 new beside 3 known: column 'age' wants better");
    assert_string_equal(now->findings.items[1].known->reason, "known when written");
}

static const struct {
    const char *name;
    const char *entry;
    bool known;
} entries[] = {
    {"a rule alone covers all of it", "rule: test/type", true},
    {"another rule covers nothing", "rule: test/range", false},
    {"file and column that fit cover it", "rule: test/type, file: a.csv, field: age", true},
    {"another file covers nothing", "rule: test/type, file: b.csv", false},
    {"another column covers nothing", "rule: test/type, field: name", false},
    {"the value that fits covers it", "rule: test/type, value: a", true},
    {"another value covers nothing", "rule: test/type, value: b", false},
    {"the line that fits covers it", "rule: test/type, line: 10", true},
    {"another line covers nothing", "rule: test/type, line: 11", false},
    {"a day that is to come covers it", "rule: test/type, expires: 2026-06-16", true},
    {"the last day still covers it", "rule: test/type, expires: 2026-06-15", true},
    {"a day that is over covers nothing", "rule: test/type, expires: 2026-06-14", false},
    {"a foreign fingerprint covers nothing, whatever fits beside it",
     "rule: test/type, file: a.csv, fingerprint: '00'", false},
};

static void check_entry(void **state)
{
    const typeof(entries[0]) *row = *state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    find(report, &rules[0], "a", 1, 10);
    known_apply(
        parse(arena, arena_format(arena, "version: 1\nknown:\n- {%s, reason: r}\n", row->entry)),
        report, TODAY);
    assert_int_equal(fresh_count(report), row->known ? 0 : 1);
    assert_int_equal(has_rule(report, "known/expired"), strstr(row->entry, "06-14") != NULL);
}

static const struct {
    const char *name;
    const char *text;
    int line;
    const char *wanted;
} refusals[] = {
    {"a file without a version", "known: []", 1, "needs 'version: 1'"},
    {"a version to come", "version: 2\nknown: []", 1, "need a newer sluice"},
    {"a file without a list", "version: 1", 1, "needs the list 'known'"},
    {"a list alone", "- rule: test/type", 1, "a map with 'version' and 'known'"},
    {"a misspelt key", "version: 1\nknown:\n- rule: test/type\n  reson: x", 4, "'reason'"},
    {"a misspelt rule", "version: 1\nknown:\n- rule: test/tpye\n  reason: x", 3, "'test/type'?"},
    {"what always counts", "version: 1\nknown:\n- {rule: sluice/input, reason: x}", 3,
     "always counts"},
    {"an entry about itself", "version: 1\nknown:\n- {rule: known/expired, reason: x}", 3,
     "always counts"},
    {"an entry without a rule", "version: 1\nknown:\n- {reason: x}", 3, "needs its 'rule'"},
    {"an entry without a reason", "version: 1\nknown:\n\n- {rule: test/type}", 4,
     "needs a 'reason'"},
    {"an empty reason", "version: 1\nknown:\n- {rule: test/type, reason: ''}", 3,
     "needs a 'reason'"},
    {"a day that is none",
     "version: 1\nknown:\n- {rule: test/type, reason: x, expires: 2027-02-29}", 3,
     "a day such as 2027-01-31"},
    {"a count of nothing", "version: 1\nknown:\n- {rule: test/type, reason: x, count: 0}", 3,
     "1 or more"},
    {"a negative line", "version: 1\nknown:\n- {rule: test/type, reason: x, line: -1}", 3,
     "1 or more"},
    {"a text for an entry", "version: 1\nknown:\n- all of it", 3, "a map with 'rule'"},
    {"what is no YAML", "version: [", 1, ""},
};

static void check_refusal(void **state)
{
    const typeof(refusals[0]) *row = *state;
    scoped_arena arena = arena_open();
    KnownFile *file = NULL;
    Error err = ERROR_EMPTY;
    assert_false(known_parse("known.yml", row->text, strlen(row->text), report_empty(arena), arena,
                             &file, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->wanted) || err.place.line != row->line)
        fail_msg("line %ld: %s", (long)err.place.line, err.message);
}

static const struct {
    const char *name;
    const char *day;
    bool is;
} days[] = {
    {"a day of January", "2027-01-31", true},
    {"the 29th of February in 2028", "2028-02-29", true},
    {"the 29th of February in 2100", "2100-02-29", false},
    {"the 29th of February in 2000", "2000-02-29", true},
    {"a 31st of April", "2027-04-31", false},
    {"a month 13", "2027-13-01", false},
    {"a day 0", "2027-01-00", false},
    {"a day with a time", "2027-01-31T00:00:00Z", false},
    {"a short year", "27-01-31", false},
    {"nothing", "", false},
};

static void check_day(void **state)
{
    const typeof(days[0]) *row = *state;
    assert_int_equal(known_is_day(row->day), row->is);
}

// What is written is sorted, the same whatever the order was, and keeps what people wrote.
static void check_writing(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *one = report_empty(arena);
    Report *other = report_empty(arena);
    find(one, &rules[1], "z", 1, 3);
    find(one, &rules[0], "ba", 2, 10);
    find(other, &rules[0], "ba", 2, 10);
    find(other, &rules[1], "z", 1, 3);
    const char *first = written(one, NOTHING);
    assert_string_equal(first, written(other, NOTHING));
    assert_true(strstr(first, "test/range") < strstr(first, "test/type"));

    // The reason of an entry is kept; what is gone is not.
    const char *range = strstr(first, "  - {\"rule\": \"test/range\"");
    assert_non_null(range);
    char *edited = arena_text(arena, first);
    char *reason = strstr(edited, "known when written");
    memcpy(reason, "waits for new data", strlen("waits for new data"));
    const char *again = written(one, edited);
    assert_string_equal(again, edited);
    Report *less = report_empty(arena);
    find(less, &rules[1], "z", 1, 3);
    const char *left = written(less, edited);
    assert_non_null(strstr(left, "waits for new data"));
    assert_null(strstr(left, "test/type"));

    // An entry of somebody's own stays as it is, and what it covers is not written beside it.
    const char *own = written(one, "version: 1\nknown:\n- {rule: test/type, reason: ours}\n");
    assert_non_null(strstr(own, "{\"rule\": \"test/type\", \"reason\": \"ours\"}"));
    assert_null(strstr(own, "\"value\": \"a\""));
}

static void check_not_written(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    Error err = ERROR_EMPTY;
    report_find(report, &rules[2], "only a notice");
    if (!error_set(&err, ERROR_INPUT, "cannot read"))
        report_add_error(report, &err);
    const char *text = written(report, NOTHING);
    assert_null(strstr(text, "rule"));
    assert_int_equal(parse(arena, text)->entries.count, 0);
    // What was not done to its end does not say that something is gone.
    known_apply(parse(arena, "version: 1\nknown:\n- {rule: test/type, reason: r}\n"), report,
                TODAY);
    assert_false(has_rule(report, "known/gone"));
    assert_int_equal(report_exit_code(report), 3);
}

// A check that fails also by something that nobody knows still fails.
static void check_checks(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    find(report, &rules[0], "a", 1, 10);
    find(report, &rules[1], "b", 1, 10);
    report_add_check(report, (Check){.name = "values are right", .verdict = VERDICT_FAIL});
    report_add_check(report, (Check){.name = "of its own", .verdict = VERDICT_FAIL});
    known_apply(parse(arena, "version: 1\nknown:\n- {rule: test/type, reason: r}\n"), report,
                TODAY);
    assert_false(report->checks.items[0].known);
    known_apply(parse(arena, "version: 1\nknown:\n- {rule: test/type, reason: r}\n"
                             "- {rule: test/range, reason: r}\n"),
                report, TODAY);
    assert_true(report->checks.items[0].known);
    assert_false(report->checks.items[1].known);
    assert_int_equal(report_verdict(report), VERDICT_FAIL);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        {"a new one of several stands at its own line", check_new_place, NULL, NULL, NULL},
        {"what is written is sorted and keeps reasons", check_writing, NULL, NULL, NULL},
        {"notices and what ended the work are not written", check_not_written, NULL, NULL, NULL},
        {"a check is known if all that it fails by is", check_checks, NULL, NULL, NULL},
    };
    int failed = unit_run_table("changes", changes, check_change);
    failed += unit_run_table("entries", entries, check_entry);
    failed += unit_run_table("refusals", refusals, check_refusal);
    failed += unit_run_table("days", days, check_day);
    failed += cmocka_run_group_tests_name("known findings", others, NULL, NULL);
    return failed;
}
