#include "http/http_retry.h"

#include "base/text.h"

#include <curl/curl.h>

static const char *const repeatable_methods[] = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"};

static const struct {
    int status;
    bool for_all; // the server says that it did nothing
} passing[] = {
    {429, true}, {503, true}, {500, false}, {502, false}, {504, false},
};

bool http_request_repeatable(const HttpRequest *request)
{
    const char *method = request->method ? request->method : request->body ? "POST" : "GET";
    for (size_t i = 0; i < array_count(repeatable_methods); i++) {
        if (text_equal(method, repeatable_methods[i]))
            return true;
    }
    return request->repeatable;
}

bool http_failure_passes(HttpFailure failure, const HttpRequest *request)
{
    return failure == HTTP_FAILURE_CONNECT ||
           (failure == HTTP_FAILURE_CUT && http_request_repeatable(request));
}

static bool reply_limits_rate(const HttpReply *reply)
{
    return http_reply_header(reply, "Retry-After") ||
           text_equal(http_reply_header(reply, "X-RateLimit-Remaining"), "0");
}

bool http_status_passes(const HttpReply *reply, const HttpRequest *request)
{
    for (size_t i = 0; i < array_count(passing); i++) {
        if (reply->status == passing[i].status)
            return passing[i].for_all || http_request_repeatable(request);
    }
    return reply->status == 403 && reply_limits_rate(reply);
}

// From `now` to `then`, both in seconds, in milliseconds; what is over is not waited for.
static int64_t seconds_until(int64_t then, int64_t now)
{
    return then <= now ? 0 : then - now > INT64_MAX / 1000 ? INT64_MAX : (then - now) * 1000;
}

int64_t http_reply_wait_ms(const HttpReply *reply, int64_t now)
{
    int64_t number = 0;
    const char *after = http_reply_header(reply, "Retry-After");
    if (after && text_to_int(after, &number) && number >= 0)
        return seconds_until(number, 0);
    // A date has letters; libcurl would read bare digits as one as well.
    if (after && after[0] >= 'A') {
        time_t then = curl_getdate(after, NULL);
        if (then >= 0)
            return seconds_until(then, now);
    }
    const char *reset = http_reply_header(reply, "X-RateLimit-Reset");
    if (text_equal(http_reply_header(reply, "X-RateLimit-Remaining"), "0") && reset &&
        text_to_int(reset, &number) && number >= 0)
        return seconds_until(number, now);
    return -1;
}

int64_t http_backoff_ms(int retry, double chance)
{
    // The shift is bounded before it is made.
    int64_t whole = MIN(HTTP_BACKOFF_FIRST_MS << MIN(retry, 10), HTTP_BACKOFF_MOST_MS);
    return whole / 2 + (int64_t)(chance * (double)(whole - whole / 2));
}
