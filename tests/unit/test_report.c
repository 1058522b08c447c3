// Verdicts, exit codes, fingerprints, and reports read from JSON.

#include "report/report_json.h"
#include "unit.h"

#include <string.h>

static const Rule rules[] = {
    {"test/error", SEVERITY_ERROR, "it is wrong", "It matters.", "Mend it."},
    {"test/warning", SEVERITY_WARNING, "it is odd", NULL, NULL},
    {"test/notice", SEVERITY_NOTICE, "it is as it is", NULL, NULL},
};

static Report *report_empty(Arena *arena)
{
    Report *report = report_new("gate", "1.2.3", NULL, arena);
    report->rules = rules;
    report->rule_count = array_count(rules);
    return report;
}

// What a report holds, one letter each: e w n are findings, p f i x are checks that passed, failed,
// were inconclusive or could not be done, U and N are an error of usage and of the network.
static void report_fill(Report *report, const char *contents)
{
    static const char findings[] = "ewn";
    static const char checks[] = "pfix";
    for (; *contents; contents++) {
        const char *finding = strchr(findings, *contents);
        const char *check = strchr(checks, *contents);
        Error err = ERROR_EMPTY;
        if (finding)
            report_find(report, &rules[finding - findings], "found %c", *contents);
        else if (check)
            report_add_check(report,
                             (Check){.name = "check", .verdict = (Verdict)(check - checks)});
        else if (!error_set(&err, *contents == 'U' ? ERROR_USAGE : ERROR_NETWORK, "could not"))
            report_add_error(report, &err);
    }
}

static const struct {
    const char *name;
    const char *contents;
    FailOn fail_on;
    Verdict verdict;
    int exit_code;
} verdicts[] = {
    {"an empty report passes", "", FAIL_ON_ERROR, VERDICT_PASS, 0},
    {"an error fails", "nwe", FAIL_ON_ERROR, VERDICT_FAIL, 1},
    {"a warning passes", "wn", FAIL_ON_ERROR, VERDICT_PASS, 0},
    {"a warning fails if told to", "wn", FAIL_ON_WARNING, VERDICT_FAIL, 1},
    {"a notice never fails", "n", FAIL_ON_WARNING, VERDICT_PASS, 0},
    {"an error keeps its verdict with never", "e", FAIL_ON_NEVER, VERDICT_FAIL, 0},
    {"a warning is none with never", "w", FAIL_ON_NEVER, VERDICT_PASS, 0},
    {"a failed check fails", "pf", FAIL_ON_ERROR, VERDICT_FAIL, 1},
    {"what cannot be judged does not pass", "pi", FAIL_ON_ERROR, VERDICT_INCONCLUSIVE, 4},
    {"what cannot be judged may be let through", "i", FAIL_ON_NEVER, VERDICT_INCONCLUSIVE, 0},
    {"a failure outweighs what cannot be judged", "ie", FAIL_ON_ERROR, VERDICT_FAIL, 1},
    {"a check that could not be done is an error", "xe", FAIL_ON_ERROR, VERDICT_ERROR, 3},
    {"wrong usage exits with 2", "eU", FAIL_ON_ERROR, VERDICT_ERROR, 2},
    {"a dead network exits with 3", "N", FAIL_ON_ERROR, VERDICT_ERROR, 3},
    {"an error of the run is never let through", "N", FAIL_ON_NEVER, VERDICT_ERROR, 3},
};

static void check_verdict(void **state)
{
    const typeof(verdicts[0]) *row = *state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    report->fail_on = row->fail_on;
    report_fill(report, row->contents);
    assert_int_equal(report_verdict(report), row->verdict);
    assert_int_equal(report_exit_code(report), row->exit_code);
}

// A report that went through JSON has the same verdict and exit code.
static void check_verdict_after_reading(void **state)
{
    const typeof(verdicts[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf json = BUF_EMPTY;
    Report *report = report_empty(arena);
    Report *again = NULL;
    Error err = ERROR_EMPTY;
    report->fail_on = row->fail_on;
    report_fill(report, row->contents);
    report_write_json(report, &json);
    assert_true(report_parse_json("r.json", json.data, json.size, arena, &again, &err));
    assert_int_equal(report_verdict(again), row->verdict);
    assert_int_equal(report_exit_code(again), row->exit_code);
    assert_int_equal(again->findings.count, report->findings.count);
}

static const struct {
    const char *name;
    Place one;
    Place other;
    bool equal;
} fingerprints[] = {
    {"a fingerprint survives a moved line",
     {.file = "a", .line = 3, .value = "x"},
     {.file = "a", .line = 9, .value = "x"},
     true},
    {"a fingerprint knows the file", {.file = "a"}, {.file = "b"}, false},
    {"a fingerprint knows the field",
     {.file = "a", .field = "f"},
     {.file = "a", .field = "g"},
     false},
    {"a fingerprint knows the value",
     {.file = "a", .value = "1"},
     {.file = "a", .value = "2"},
     false},
    {"a fingerprint keeps neighbours apart",
     {.file = "a", .field = "bc"},
     {.file = "ab", .field = "c"},
     false},
};

static const char *fingerprint_of(Arena *arena, Place place)
{
    Report *report = report_empty(arena);
    finding_add_place(report, report_find(report, &rules[0], "at line %ld", (long)place.line),
                      place);
    return report_fingerprint(report, 0, arena);
}

static void check_fingerprint(void **state)
{
    const typeof(fingerprints[0]) *row = *state;
    scoped_arena arena = arena_open();
    const char *one = fingerprint_of(arena, row->one);
    const char *other = fingerprint_of(arena, row->other);
    assert_int_equal(strlen(one), 32);
    assert_int_equal(strcmp(one, other) == 0, row->equal);
}

static void check_repeated_fingerprints(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    for (int i = 0; i < 3; i++)
        report_find(report, &rules[0], "the same");
    const char *const *names = report_fingerprints(report, arena);
    assert_string_not_equal(names[0], names[1]);
    assert_string_not_equal(names[1], names[2]);
    assert_string_not_equal(names[0], names[2]);
    assert_string_equal(names[1], report_fingerprint(report, 1, arena));
}

static void check_places_have_a_ceiling(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    Finding *finding = report_find(report, &rules[0], "often");
    for (int i = 0; i < REPORT_MOST_PLACES + 5; i++)
        finding_add_place(report, finding, (Place){.file = "a", .line = i + 1});
    assert_int_equal(finding->places.count, REPORT_MOST_PLACES);
    assert_int_equal(finding->places.items[0].line, 1);
}

static void check_metric_is_replaced(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Report *report = report_empty(arena);
    report_add_metric(report, (Metric){.name = "rmse", .value = 1});
    report_add_metric(report, (Metric){.name = "rmse", .value = 2});
    assert_int_equal(report->metrics.count, 1);
    assert_true(report->metrics.items[0].value == 2);
}

#define HEAD   "{\"schema\":\"sluice.report/1\",\"tool\":\"gate\""
#define PASSED HEAD ",\"verdict\":\"pass\""

static const struct {
    const char *name;
    const char *json;
    const char *message; // NULL if it is accepted
    Verdict verdict;
} documents[] = {
    {"reads the least there can be", PASSED "}", NULL, VERDICT_PASS},
    {"ignores keys of the future", PASSED ",\"weather\":{\"sun\":[1,null]}}", NULL, VERDICT_PASS},
    {"takes null for nothing", PASSED ",\"reproduce\":null,\"stage\":null}", NULL, VERDICT_PASS},
    {"reads a number nobody could measure", PASSED ",\"metrics\":{\"m\":{\"value\":null}}}", NULL,
     VERDICT_PASS},
    {"keeps a verdict which nothing else tells", HEAD ",\"verdict\":\"fail\",\"exit_code\":1}",
     NULL, VERDICT_FAIL},
    {"refuses a report that states no verdict", HEAD "}", "must state its 'verdict'", VERDICT_PASS},
    {"refuses a pass that its exit code contradicts", PASSED ",\"exit_code\":1}",
     "contradict each other", VERDICT_PASS},
    {"keeps an error", HEAD ",\"verdict\":\"error\",\"exit_code\":2}", NULL, VERDICT_ERROR},
    {"does not believe a pass with errors",
     HEAD ",\"verdict\":\"pass\",\"findings\":[{\"rule\":\"a/b\",\"message\":\"m\"}]}", NULL,
     VERDICT_FAIL},
    {"takes a check without a verdict for not judged", PASSED ",\"checks\":[{\"name\":\"c\"}]}",
     NULL, VERDICT_INCONCLUSIVE},
    {"refuses a newer format and names the version",
     "{\"schema\":\"sluice.report/2\",\"tool\":\"gate\",\"version\":\"7.0.0\"}",
     "use sluice 7.0.0 or newer", VERDICT_PASS},
    {"refuses another format", "{\"schema\":\"sluice.profile/1\",\"tool\":\"gate\"}",
     "wanted 'sluice.report/1'", VERDICT_PASS},
    {"refuses a report without a schema", "{\"tool\":\"gate\"}", "needs the key 'schema'",
     VERDICT_PASS},
    {"refuses a list", "[]", "a report is a list, wanted a map", VERDICT_PASS},
    {"refuses an unknown verdict", HEAD ",\"verdict\":\"maybe\"}",
     "wanted one of pass, fail, inconclusive, error", VERDICT_PASS},
    {"refuses a finding without a rule", HEAD ",\"findings\":[{\"message\":\"m\"}]}",
     "needs the key 'rule'", VERDICT_PASS},
    {"refuses a count of none",
     HEAD ",\"findings\":[{\"rule\":\"a\",\"message\":\"m\",\"count\":0}]}", "wanted 1 or more",
     VERDICT_PASS},
    {"refuses a negative line",
     HEAD ",\"findings\":[{\"rule\":\"a\",\"message\":\"m\",\"places\":[{\"line\":-1}]}]}",
     "wanted 0 or more", VERDICT_PASS},
    {"refuses a text with a zero byte",
     HEAD ",\"sections\":[{\"title\":\"t\",\"kind\":\"table\",\"rows\":[[\"a\\u0000b\"]]}]}",
     "without zero bytes", VERDICT_PASS},
    {"refuses a cell that is a number", HEAD ",\"sections\":[{\"title\":\"t\",\"rows\":[[1]]}]}",
     "wanted a text", VERDICT_PASS},
    {"refuses what is cut off", HEAD, "", VERDICT_PASS},
};

static void check_document(void **state)
{
    const typeof(documents[0]) *row = *state;
    scoped_arena arena = arena_open();
    Report *report = NULL;
    Error err = ERROR_EMPTY;
    bool read = report_parse_json("r.json", row->json, strlen(row->json), arena, &report, &err);
    assert_int_equal(read, row->message == NULL);
    if (read) {
        assert_int_equal(report_verdict(report), row->verdict);
        return;
    }
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_true(err.has_place && err.place.line > 0);
    if (!strstr(err.message, row->message))
        fail_msg("%s", err.message);
}

static void check_markers_in_json(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf json = BUF_EMPTY;
    Report *report = report_empty(arena);
    Report *again = NULL;
    Error err = ERROR_EMPTY;
    report_find(report, &rules[0], "##[error]x ##VSO[y] #[z]");
    report_write_json(report, &json);
    assert_null(strstr(json.data, "##["));
    assert_null(strcasestr(json.data, "##vso["));
    assert_true(report_parse_json("r.json", json.data, json.size, arena, &again, &err));
    assert_string_equal(again->findings.items[0].message, "##[error]x ##VSO[y] #[z]");
}

int main(void)
{
    const struct CMUnitTest others[] = {
        {"repeated findings have fingerprints of their own", check_repeated_fingerprints, NULL,
         NULL, NULL},
        {"a finding keeps so many places and no more", check_places_have_a_ceiling, NULL, NULL,
         NULL},
        {"a metric of the same name is replaced", check_metric_is_replaced, NULL, NULL, NULL},
        {"the JSON report commands no runner and loses nothing", check_markers_in_json, NULL, NULL,
         NULL},
    };
    int failed = unit_run_table("verdicts", verdicts, check_verdict);
    failed += unit_run_table("verdicts after reading", verdicts, check_verdict_after_reading);
    failed += unit_run_table("fingerprints", fingerprints, check_fingerprint);
    failed += unit_run_table("documents", documents, check_document);
    failed += cmocka_run_group_tests_name("reports", others, NULL, NULL);
    return failed;
}
