// What a pipeline looks like as a check run, a status and a comment, and that it keeps their
// limits.

#include "base/utf8.h"
#include "publish_body.h"
#include "unit.h"

#include <string.h>

static const Rule rule = {.name = "a/rule", .severity = SEVERITY_ERROR};

static Report *make_report(const char *stage, Verdict verdict, Arena *arena)
{
    Report *report = report_new("gate", "1", stage, arena);
    report_add_check(report, (Check){.name = "c", .verdict = verdict});
    return report;
}

static Finding *add_finding(Report *report, const char *message, Place place)
{
    Finding *finding = report_find(report, &rule, "%s", message);
    finding_add_place(report, finding, place);
    return finding;
}

static const struct {
    const char *name;
    Verdict verdict;
    int exit_code;
    const char *conclusion;
    CommitState state;
} results[] = {
    {"a pass is a success", VERDICT_PASS, 0, "success", COMMIT_SUCCESS},
    {"a failure is one", VERDICT_FAIL, 1, "failure", COMMIT_FAILURE},
    {"a failure that is let through is neutral", VERDICT_FAIL, 0, "neutral", COMMIT_SUCCESS},
    {"what could not be judged is no success", VERDICT_INCONCLUSIVE, 4, "action_required",
     COMMIT_ERROR},
    {"what could not be judged and is let through is neutral", VERDICT_INCONCLUSIVE, 0, "neutral",
     COMMIT_SUCCESS},
    {"work that could not be done is a failure", VERDICT_ERROR, 3, "failure", COMMIT_ERROR},
    {"a wrong setting is a failure", VERDICT_ERROR, 2, "failure", COMMIT_ERROR},
};

static void check_result(void **state)
{
    const typeof(results[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Report *report = make_report("s", row->verdict, arena);
    const PublishSubject subject = {{"t", &report, 1, NULL, 0}, row->exit_code};
    assert_string_equal(publish_check_run(&subject, "r", arena).conclusion, row->conclusion);
    assert_int_equal(publish_commit_status(&subject, arena).state, row->state);
}

static const struct {
    const char *name;
    Place place;
    int64_t line; // 0 for no annotation
    int64_t column;
} places[] = {
    {"an annotation stands on its line", {.file = "a.csv", .line = 3}, 3, 0},
    {"an annotation stands at its character, not at its byte",
     {.file = "a.csv", .line = 3, .column = 6, .character = 4},
     3,
     4},
    {"a file without a line is annotated at its first", {.file = "a.csv", .character = 4}, 1, 0},
    {"a file outside of the repository is not annotated", {.file = "/etc/passwd", .line = 1}, 0, 0},
    {"a file above the repository is not annotated", {.file = "../a.csv", .line = 1}, 0, 0},
    {"an address is not annotated", {.file = "https://a/b", .line = 1}, 0, 0},
    {"standard input is not annotated", {.file = "-", .line = 1}, 0, 0},
};

static void check_place(void **state)
{
    const typeof(places[0]) *row = *state;
    scoped_arena arena = arena_open();
    Report *report = make_report("s", VERDICT_FAIL, arena);
    add_finding(report, "m", row->place);
    const Report *const list[] = {report};
    const PublishSubject subject = {{"t", list, 1, NULL, 0}, 1};
    const CheckRun check = publish_check_run(&subject, "r", arena);
    assert_int_equal(check.annotations.count, row->line ? 1 : 0);
    if (!row->line)
        return;
    assert_string_equal(check.annotations.items[0].path, row->place.file);
    assert_int_equal(check.annotations.items[0].line, row->line);
    assert_int_equal(check.annotations.items[0].column, row->column);
}

static void test_errors_first(void **state)
{
    (void)state;
    static const Rule notice = {.name = "a/notice", .severity = SEVERITY_NOTICE};
    scoped_arena arena = arena_open();
    Report *first = make_report("first", VERDICT_PASS, arena);
    Report *second = make_report("second", VERDICT_FAIL, arena);
    finding_add_place(first, report_find(first, &notice, "n"), (Place){.file = "a", .line = 1});
    add_finding(second, "e", (Place){.file = "b", .line = 2});
    const Report *const list[] = {first, second};
    const PublishSubject subject = {{"t", list, 2, NULL, 0}, 1};
    const CheckRun check = publish_check_run(&subject, "r", arena);
    assert_int_equal(check.annotations.count, 2);
    assert_string_equal(check.annotations.items[0].level, "failure");
    assert_string_equal(check.annotations.items[0].title, "second: a/rule");
    assert_string_equal(check.annotations.items[1].level, "notice");
}

// Of everything more than the platforms take, in characters of four bytes.
static void test_limits(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf buf = BUF_EMPTY;
    for (int i = 0; i < 40000; i++)
        buf_add(&buf, "\xf0\x9f\x90\xa7");
    const char *wide = buf_keep(&buf, arena);
    const char *long_enough = arena_text_sized(arena, wide, 4000);
    const Report *list[30] = {NULL};
    for (size_t i = 0; i < array_count(list); i++) {
        Report *report = make_report(i ? long_enough : wide, VERDICT_FAIL, arena);
        for (long line = 1; line <= 40; line++)
            add_finding(report, line > 1 || i ? long_enough : wide,
                        (Place){.file = "a.csv", .line = line});
        list[i] = report;
    }
    const PublishSubject subject = {{wide, list, array_count(list), NULL, 0}, 1};
    const CheckRun check = publish_check_run(&subject, wide, arena);
    assert_true(utf8_utf16_length(check.title) <= 2 * CHECK_RUN_LONGEST_TITLE);
    assert_true(strlen(check.summary) <= CHECK_RUN_LONGEST_TEXT);
    assert_int_equal(check.annotations.count, PUBLISH_MOST_ANNOTATIONS);
    for (size_t i = 0; i < check.annotations.count; i++) {
        assert_true(strlen(check.annotations.items[i].title) <= 4 * CHECK_RUN_LONGEST_TITLE);
        assert_true(strlen(check.annotations.items[i].message) <= CHECK_RUN_LONGEST_WORDS);
    }
    const CommitStatus status = publish_commit_status(&subject, arena);
    assert_true(strlen(status.description) <= 4 * COMMIT_STATUS_LONGEST);
    assert_true(strlen(status.context) <= 4 * 100);
    const ForgeComment comment = publish_comment(&subject, PUBLISH_ALWAYS, "https://a/b", arena);
    assert_true(utf8_utf16_length(forge_comment_text(&comment, arena)) <= FORGE_LONGEST_COMMENT);
}

static const struct {
    const char *name;
    PublishMode mode;
    Verdict verdict;
    bool finding;
    bool create;
    bool keep_same;
} modes[] = {
    {"always comments on a pass", PUBLISH_ALWAYS, VERDICT_PASS, false, true, false},
    {"comments on no pass if only failures count", PUBLISH_FAILURES, VERDICT_PASS, false, false,
     false},
    {"comments on a failure", PUBLISH_FAILURES, VERDICT_FAIL, false, true, false},
    {"comments on what could not be judged", PUBLISH_FAILURES, VERDICT_INCONCLUSIVE, false, true,
     false},
    {"has nothing to tell of a first pass", PUBLISH_CHANGES, VERDICT_PASS, false, false, true},
    {"tells of findings", PUBLISH_CHANGES, VERDICT_PASS, true, true, true},
};

static void check_mode(void **state)
{
    const typeof(modes[0]) *row = *state;
    static const Rule notice = {.name = "a/notice", .severity = SEVERITY_NOTICE};
    scoped_arena arena = arena_open();
    Report *report = make_report("s", row->verdict, arena);
    if (row->finding)
        report_find(report, &notice, "n");
    const Report *const list[] = {report};
    const PublishSubject subject = {{"t", list, 1, NULL, 0}, 0};
    const ForgeComment comment = publish_comment(&subject, row->mode, NULL, arena);
    assert_int_equal(comment.create, row->create);
    assert_int_equal(comment.keep_same, row->keep_same);
}

// The state of a comment about one stage with a finding, a metric and a title of its own.
static ForgeComment state_of(const char *title, Verdict verdict, const char *message, double metric,
                             Arena *arena)
{
    Report *report = make_report("s", verdict, arena);
    report_find(report, &rule, "%s", message);
    report_add_metric(report, (Metric){.name = "m", .value = metric});
    const Report *const list[] = {report};
    const PublishSubject subject = {{title, list, 1, NULL, 0}, 0};
    return publish_comment(&subject, PUBLISH_CHANGES, NULL, arena);
}

static void test_state(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const ForgeComment one = state_of("t", VERDICT_FAIL, "x", 1, arena);
    assert_string_equal(one.state, state_of("t", VERDICT_FAIL, "x", 2, arena).state);
    assert_string_not_equal(one.state, state_of("t", VERDICT_FAIL, "y", 1, arena).state);
    assert_string_not_equal(one.state, state_of("t", VERDICT_ERROR, "x", 1, arena).state);
    assert_string_not_equal(one.key, state_of("u", VERDICT_FAIL, "x", 1, arena).key);
}

static void test_headline(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const Report *const list[] = {make_report("data", VERDICT_PASS, arena),
                                  make_report("gate", VERDICT_FAIL, arena),
                                  make_report("serve", VERDICT_INCONCLUSIVE, arena)};
    const PublishSubject all = {{"t", list, 3, NULL, 0}, 1};
    const PublishSubject one = {{"t", list, 1, NULL, 0}, 0};
    assert_string_equal(publish_headline(&all, 100, arena),
                        "fail: 1 of 3 stages passed, not gate, serve");
    assert_string_equal(publish_headline(&all, 10, arena), "fail: 1 o…");
    assert_string_equal(publish_headline(&one, 100, arena), "pass: 1 of 1 stage passed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"errors are annotated before notices", test_errors_first, NULL, NULL, NULL},
        {"nothing is longer than the platforms take", test_limits, NULL, NULL, NULL},
        {"a comment changes with verdict and findings, not with numbers", test_state, NULL, NULL,
         NULL},
        {"the headline names what is not green", test_headline, NULL, NULL, NULL},
    };
    return unit_run_table("results", results, check_result) +
           unit_run_table("places", places, check_place) +
           unit_run_table("modes", modes, check_mode) +
           cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
