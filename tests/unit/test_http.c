// URLs, what passes and how long to wait, signatures of requests.

#include "base/text.h"
#include "http/http_retry.h"
#include "http/http_sign.h"
#include "http/http_url.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *url;
    const char *message; // a part of it; NULL if the URL is accepted
} urls[] = {
    {"accepts a path with a query", "https://example.org/a?b=c", NULL},
    {"accepts a port on an address", "http://127.0.0.1:8080", NULL},
    {"accepts an IPv6 address", "http://[::1]:80/", NULL},
    {"refuses an empty URL", "", "is empty"},
    {"refuses a file", "file:///etc/passwd", "must start with"},
    {"refuses gopher", "gopher://example.org/", "must start with"},
    {"refuses a URL without a scheme", "example.org/a", "must start with"},
    {"refuses a line end that makes a header", "http://a/\r\nX-Evil: 1", "control"},
    {"refuses a blank", "http://a/b c", "control"},
    {"refuses a user and a password", "https://me:secret@a/", "password"},
    {"refuses a URL without a host", "https:///path", "is no URL"},
    {"refuses a port that is no number", "http://a:http/", "is no URL"},
    {"refuses a port beyond the last one", "http://a:65536/", "is no URL"},
};

static void check_url(void **state)
{
    const typeof(urls[0]) *row = *state;
    Error err = ERROR_EMPTY;
    bool accepted = http_url_check("webhook URL", row->url, &err);
    assert_int_equal(accepted, row->message == NULL);
    if (row->message) {
        assert_non_null(strstr(err.message, row->message));
        assert_null(strstr(err.message, "secret@"));
        assert_int_equal(err.kind, ERROR_CONFIG);
    }
}

static const struct {
    const char *name;
    const char *url;
    bool secret;
    const char *shown;
} masks[] = {
    {"shows a plain URL whole", "https://a.org/b/c", false, "https://a.org/b/c"},
    {"hides a query", "https://a.org:8/b?key=1", false, "https://a.org:8/b?***"},
    {"hides the path of a secret URL", "https://hooks.org/T0/B0/X", true, "https://hooks.org/***"},
    {"hides what is no URL", "token", false, "***"},
    {"hides a URL with a password", "https://me:pw@a.org/", false, "***"},
    {"hides a URL that is not there", NULL, false, "***"},
};

static void check_mask(void **state)
{
    const typeof(masks[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(http_url_masked(arena, row->url, row->secret), row->shown);
}

static const struct {
    const char *name;
    const char *a;
    const char *b;
    bool same;
} origins[] = {
    {"knows the same origin by another path", "https://a/x", "https://A/y", true},
    {"knows the default port of https", "https://a/", "https://a:443/", true},
    {"tells two hosts apart", "https://a/", "https://a.evil/", false},
    {"tells two ports apart", "http://a:80/", "http://a:81/", false},
    {"tells two schemes apart", "http://a:443/", "https://a:443/", false},
    {"never matches what is no URL", "a", "a", false},
};

static void check_origin(void **state)
{
    const typeof(origins[0]) *row = *state;
    assert_int_equal(http_url_same_origin(row->a, row->b), row->same);
}

static const struct {
    const char *name;
    const char *url;
    bool loopback;
} loopbacks[] = {
    {"knows localhost", "http://localhost:1/", true},
    {"knows a short spelling of loopback", "http://127.1/", true},
    {"knows loopback of IPv6", "http://[::1]/", true},
    {"is not fooled by a name that starts with 127", "http://127.0.0.1.evil/", false},
    {"is not fooled by localhost as a first label", "http://localhost.evil/", false},
    {"knows that a private address is another host", "http://10.0.0.1/", false},
};

static void check_loopback(void **state)
{
    const typeof(loopbacks[0]) *row = *state;
    assert_int_equal(http_url_is_loopback(row->url), row->loopback);
}

static const struct {
    const char *name;
    const char *base;
    const char *path;
    const char *joined;
} joins[] = {
    {"joins without a slash on either side", "http://a", "b", "http://a/b"},
    {"joins with a slash on both sides", "http://a/x/", "/b", "http://a/x/b"},
    {"keeps the query of the path", "http://a?q=1", "/b?c", "http://a/b?c"},
};

static void check_join(void **state)
{
    const typeof(joins[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(http_url_join(arena, row->base, row->path), row->joined);
}

static const struct {
    const char *name;
    const char *method;
    bool repeatable;
    int status;
    const char *header;
    const char *value;
    bool passes;
} statuses[] = {
    {"asks again when there were too many requests", "POST", false, 429, "", "", true},
    {"asks again when a service is unavailable", "POST", false, 503, "", "", true},
    {"does not post twice what may have been done", "POST", false, 500, "", "", false},
    {"posts twice what carries a delivery key", "POST", true, 500, "", "", true},
    {"gets again after a bad gateway", "GET", false, 502, "", "", true},
    {"takes 403 for an answer", "GET", false, 403, "", "", false},
    {"takes 403 with Retry-After for a rate limit", "GET", false, 403, "Retry-After", "1", true},
    {"takes 403 with nothing left for a rate limit", "GET", false, 403, "X-RateLimit-Remaining",
     "0", true},
    {"takes 404 for an answer", "GET", true, 404, "", "", false},
    {"takes 200 for an answer", "GET", true, 200, "Retry-After", "1", false},
};

static void check_status(void **state)
{
    const typeof(statuses[0]) *row = *state;
    HttpHeader header = {.name = row->header, .value = row->value};
    HttpReply reply = {.status = row->status, .headers = &header, .header_count = 1};
    HttpRequest request = {.method = row->method, .repeatable = row->repeatable};
    assert_int_equal(http_status_passes(&reply, &request), row->passes);
}

static const struct {
    const char *name;
    HttpFailure failure;
    const char *method;
    bool passes;
} failures[] = {
    {"connects again for a POST", HTTP_FAILURE_CONNECT, "POST", true},
    {"does not post again when the reply never came", HTTP_FAILURE_CUT, "POST", false},
    {"gets again when the reply never came", HTTP_FAILURE_CUT, "GET", true},
    {"does not try a bad certificate again", HTTP_FAILURE_FINAL, "GET", false},
};

static void check_failure(void **state)
{
    const typeof(failures[0]) *row = *state;
    HttpRequest request = {.method = row->method};
    assert_int_equal(http_failure_passes(row->failure, &request), row->passes);
}

// Saturday, 31 January 2026, 12:00:00 UTC.
#define NOON ((int64_t)1769860800)

static const struct {
    const char *name;
    const char *header;
    const char *value;
    int64_t wait_ms;
} waits[] = {
    {"waits as many seconds as were asked for", "retry-after", "3", 3000},
    {"waits until a date", "Retry-After", "Sat, 31 Jan 2026 12:01:30 GMT", 90000},
    {"waits until a date in the old form", "Retry-After", "Saturday, 31-Jan-26 12:00:05 GMT", 5000},
    {"does not wait for what is over", "Retry-After", "Sat, 31 Jan 2026 11:00:00 GMT", 0},
    {"survives a wait beyond all numbers", "Retry-After", "9223372036854775807", INT64_MAX},
    {"ignores a negative wait", "Retry-After", "-5", -1},
    {"ignores a wait that is a word", "Retry-After", "soon", -1},
    {"ignores an empty wait", "Retry-After", "", -1},
    {"ignores a reset while something is left", "X-RateLimit-Reset", "1769860810", -1},
};

static void check_wait(void **state)
{
    const typeof(waits[0]) *row = *state;
    HttpHeader header = {.name = row->header, .value = row->value};
    HttpReply reply = {.status = 429, .headers = &header, .header_count = 1};
    assert_int_equal(http_reply_wait_ms(&reply, NOON), row->wait_ms);
}

static void waits_until_the_rate_limit_ends(void **state)
{
    (void)state;
    const HttpHeader headers[] = {{.name = "X-RateLimit-Remaining", .value = "0"},
                                  {.name = "X-RateLimit-Reset", .value = "1769860810"}};
    HttpReply reply = {.status = 403, .headers = headers, .header_count = array_count(headers)};
    assert_int_equal(http_reply_wait_ms(&reply, NOON), 10000);
}

static const struct {
    const char *name;
    int retry;
    double chance;
    int64_t wait_ms;
} backoffs[] = {
    {"waits a quarter of a second at least", 0, 0, 250},
    {"waits half a second at most at first", 0, 0.999999, 499},
    {"doubles", 3, 0, 2000},
    {"never waits longer than half a minute", 1000, 0.999999, 29999},
};

static void check_backoff(void **state)
{
    const typeof(backoffs[0]) *row = *state;
    assert_int_equal(http_backoff_ms(row->retry, row->chance), row->wait_ms);
}

// The expected value was computed by `openssl dgst -sha256 -hmac`.
static void signs_timestamp_and_body(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    HttpHeader headers[HTTP_SIGN_HEADERS];
    HttpSigned message = {.secret = "It's a secret",
                          .timestamp = NOON,
                          .delivery = "d1",
                          .body = "{\"a\":1}",
                          .body_size = 7};
    assert_int_equal(http_sign(&message, arena, headers), 3);
    assert_string_equal(headers[0].value, "1769860800");
    assert_string_equal(headers[2].name, "X-Sluice-Signature");
    assert_string_equal(headers[2].value,
                        "sha256=564ca3e7a750310e5c5bb17605815caf9005969933eab7962429fc9e3ceae133");
    message.secret = NULL;
    assert_int_equal(http_sign(&message, arena, headers), 2);
}

static const struct {
    const char *name;
    HttpRequest request;
    bool sendable;
} requests[] = {
    {"sends a plain request", {.url = "http://a/"}, true},
    {"refuses a method with a blank", {.url = "http://a/", .method = "GET /x"}, false},
    {"refuses an empty method", {.url = "http://a/", .method = ""}, false},
    {"refuses a header value with a line end",
     {.url = "http://a/",
      .headers = &(const HttpHeader){.name = "A", .value = "b\r\nC: d"},
      .header_count = 1},
     false},
    {"refuses a header name with a colon",
     {.url = "http://a/",
      .headers = &(const HttpHeader){.name = "A: b", .value = "c"},
      .header_count = 1},
     false},
};

static void check_request(void **state)
{
    const typeof(requests[0]) *row = *state;
    Error err = ERROR_EMPTY;
    assert_int_equal(http_request_check(&row->request, &err), row->sendable);
}

int main(void)
{
    const struct CMUnitTest single[] = {
        cmocka_unit_test(waits_until_the_rate_limit_ends),
        cmocka_unit_test(signs_timestamp_and_body),
    };
    return unit_run_table("a URL is checked", urls, check_url) +
           unit_run_table("a URL is masked", masks, check_mask) +
           unit_run_table("origins are compared", origins, check_origin) +
           unit_run_table("loopback is known", loopbacks, check_loopback) +
           unit_run_table("paths are joined", joins, check_join) +
           unit_run_table("a status passes", statuses, check_status) +
           unit_run_table("a failure passes", failures, check_failure) +
           unit_run_table("a wait is read", waits, check_wait) +
           unit_run_table("a wait grows", backoffs, check_backoff) +
           unit_run_table("a request is checked", requests, check_request) +
           cmocka_run_group_tests_name("requests are signed", single, NULL, NULL);
}
