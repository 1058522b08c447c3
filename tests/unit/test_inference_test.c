// Cases against replies, and quantiles of latencies.

#include "case_judge.h"
#include "latency.h"
#include "unit.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    const char *expect; // of the case, as JSON
    int status;
    const char *reply;
    const char *rule; // of the first fault; NULL if the reply is right
    const char *message;
} replies[] = {
    {"takes any 2xx if nothing is said", "{}", 204, "", NULL, NULL},
    {"refuses a redirect if nothing is said", "{}", 301, "", "serve/status", "wanted 2xx"},
    {"takes one of several statuses", "{\"status\": [400, 422]}", 422, "", NULL, NULL},
    {"takes a class of statuses", "{\"status\": \"4xx\"}", 418, "", NULL, NULL},
    {"calls an answer to nonsense by its name", "{\"status\": \"4xx\"}", 200, "1",
     "serve/accepts-nonsense", "wanted 4xx"},
    {"calls a crash on nonsense no refusal", "{\"status\": 400}", 500, "", "serve/status", "500"},
    {"calls a redirect no acceptance", "{\"status\": 400}", 302, "", "serve/status", "302"},
    {"does not look into a body that nobody asks about", "{\"status\": 200}", 200, "\xff", NULL,
     NULL},
    {"wants JSON if members are wanted", "{\"has\": [\"a\"]}", 200, "<html>", "serve/not-json",
     "<html>"},
    {"calls NaN no JSON", "{\"has\": [\"a\"]}", 200, "{\"a\": NaN}", "serve/not-json", "NaN"},
    {"calls an empty reply no JSON", "{\"json\": {}}", 200, "", "serve/not-json", ""},
    {"finds a member by its path", "{\"has\": [\"a[1].b\"]}", 200, "{\"a\": [0, {\"b\": 1}]}", NULL,
     NULL},
    {"misses a member beyond a list's end", "{\"has\": [\"a[2]\"]}", 200, "{\"a\": [0, 1]}",
     "serve/missing", "a[2]"},
    {"takes a number on the bound", "{\"ranges\": {\"a\": [1, 2]}}", 200, "{\"a\": 2}", NULL, NULL},
    {"refuses a number beyond the bound", "{\"ranges\": {\"a\": [1, 2]}}", 200, "{\"a\": 2.01}",
     "serve/range", "a is 2.01, wanted 1 to 2"},
    {"refuses null for a number", "{\"ranges\": {\"a\": [1, 2]}}", 200, "{\"a\": null}",
     "serve/range", "null"},
    {"misses a number that is not there", "{\"ranges\": {\"a\": [1, 2]}}", 200, "{}",
     "serve/missing", "missing"},
    {"keeps within a tolerance", "{\"json\": {\"a\": 1}, \"tolerance\": 0.1}", 200, "{\"a\": 1.05}",
     NULL, NULL},
    {"shows a mismatch with its path", "{\"json\": {\"a\": [1, {\"b\": true}]}}", 200,
     "{\"a\": [1, {\"b\": false}]}", "serve/mismatch", "a[1].b is false, wanted true"},
};

static CaseFile parse_cases(const char *name, const char *text, Arena *arena, bool wanted,
                            Error *err)
{
    CaseFile file = {0};
    assert_int_equal(case_file_parse(name, text, strlen(text), arena, &file, err), wanted);
    return file;
}

static void check_reply(void **state)
{
    const typeof(replies[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *text = arena_format(
        arena, "{\"name\": \"x\", \"request\": {\"path\": \"/\"}, \"expect\": %s}", row->expect);
    CaseFile file = parse_cases("x.jsonl", text, arena, true, &err);
    HttpReply reply = {.status = row->status, .body = row->reply, .body_size = strlen(row->reply)};
    CaseFaults faults = case_judge(&file.items.items[0], &reply, arena);
    assert_int_equal(faults.items.count > 0, row->rule != NULL);
    if (row->rule) {
        assert_string_equal(faults.items.items[0].rule, row->rule);
        assert_non_null(strstr(faults.items.items[0].message, row->message));
    }
}

static const struct {
    const char *name;
    const char *file;
    const char *text;
    int64_t line;
    const char *message;
} refused[] = {
    {"refuses a case without a request", "c.jsonl", "{\"name\": \"a\"}", 1, "'request'"},
    {"refuses a case without a name", "c.yml", "- request: {path: /}", 1, "'name'"},
    {"counts the lines of a file", "c.jsonl", "\n\n{\"name\": 1}", 3, "a text"},
    {"refuses a path without a slash", "c.yml", "- {name: a, request: {path: x}}", 1,
     "starts with '/'"},
    {"refuses a path with a line end", "c.yml", "- {name: a, request: {path: \"/\\r\\nX: 1\"}}", 1,
     "cannot be sent"},
    {"refuses json and body together", "c.yml", "- {name: a, request: {path: /, json: 1, body: x}}",
     1, "either"},
    {"refuses a range upside down", "c.yml",
     "- {name: a, request: {path: /},\n   expect: {ranges: {p: [2, 1]}}}", 2, "lower one first"},
    {"refuses a status beyond all", "c.yml",
     "- {name: a, request: {path: /}, expect: {status: 700}}", 1, "a status"},
    {"refuses a version of tomorrow", "c.yml", "version: 2\ncases: []", 1, "wanted 1"},
    {"refuses an empty file", "c.yml", "", 1, "cases"},
    {"refuses a negative tolerance", "c.yml",
     "- {name: a, request: {path: /}, expect: {json: 1, tolerance: -1}}", 1, "from 0 on"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    parse_cases(row->file, row->text, arena, false, &err);
    assert_int_equal(err.kind, ERROR_CONFIG);
    assert_true(err.has_place);
    assert_int_equal(err.place.line, row->line);
    assert_non_null(strstr(err.message, row->message));
}

static const int64_t twenty_us[] = {20000, 1000,  2000,  3000,  4000,  5000,  6000,
                                    7000,  8000,  9000,  10000, 11000, 12000, 13000,
                                    14000, 15000, 16000, 17000, 18000, 19000};

static const struct {
    const char *name;
    size_t count;
    double share;
    double ms;
} quantiles[] = {
    {"has no quantile of nothing", 0, 0.5, NAN},
    {"takes the only reply for every quantile", 1, 0.99, 20},
    {"takes the lower middle of an even count", 20, 0.50, 10},
    {"is not fooled by the rounding of 0.95 * 20", 20, 0.95, 19},
    {"takes the slowest for p99 of twenty", 20, 0.99, 20},
    {"takes the slowest for the whole", 20, 1, 20},
};

static void check_quantile(void **state)
{
    const typeof(quantiles[0]) *row = *state;
    scoped_arena arena = arena_open();
    Latency latency = latency_of(twenty_us, row->count, arena);
    double ms = latency_quantile(&latency, row->share);
    assert_true(isnan(row->ms) ? isnan(ms) : ms == row->ms);
}

static void counts_every_reply_in_a_bin(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const int64_t equal_us[] = {500, 500, 500};
    const Latency latencies[] = {latency_of(twenty_us, 20, arena), latency_of(equal_us, 3, arena)};
    for (size_t l = 0; l < array_count(latencies); l++) {
        LatencyHistogram histogram = latency_histogram(&latencies[l]);
        double sum = 0;
        for (size_t i = 0; i < LATENCY_BINS; i++) {
            sum += histogram.counts[i];
            assert_true(histogram.bounds[i] < histogram.bounds[i + 1]);
        }
        assert_true(sum == (double)latencies[l].count);
    }
}

static void knows_how_many_replies_a_quantile_takes(void **state)
{
    (void)state;
    assert_int_equal(latency_fewest(0.5), 2);
    assert_int_equal(latency_fewest(0.95), 20);
    assert_int_equal(latency_fewest(0.99), 100);
}

int main(void)
{
    const struct CMUnitTest single[] = {
        cmocka_unit_test(counts_every_reply_in_a_bin),
        cmocka_unit_test(knows_how_many_replies_a_quantile_takes),
    };
    return unit_run_table("a reply is judged", replies, check_reply) +
           unit_run_table("a file of cases is refused", refused, check_refused) +
           unit_run_table("a quantile is exact", quantiles, check_quantile) +
           cmocka_run_group_tests_name("latencies", single, NULL, NULL);
}
