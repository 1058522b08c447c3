// http_retry: which failures pass, and how long to wait before another try.

#ifndef HTTP_HTTP_RETRY_H
#define HTTP_HTTP_RETRY_H

#include "http/http.h"

#define HTTP_BACKOFF_FIRST_MS ((int64_t)500)
#define HTTP_BACKOFF_MOST_MS  ((int64_t)30000)

// What became of a try that got no reply.
typedef enum HttpFailure {
    HTTP_FAILURE_NONE,
    HTTP_FAILURE_CONNECT, // nothing was sent
    HTTP_FAILURE_CUT,     // it may have been received: no reply in time, or a broken one
    HTTP_FAILURE_FINAL,   // a certificate, a limit: another try would end in the same way
} HttpFailure;

// Requests that may arrive twice: GET, HEAD, PUT, DELETE, OPTIONS, and those marked repeatable.
bool http_request_repeatable(const HttpRequest *request);

// A connection that failed, 429, 503, and 403 that speaks of a rate limit, for every request; 500,
// 502, 504 and a reply that never came only for what may arrive twice.
bool http_failure_passes(HttpFailure failure, const HttpRequest *request);
bool http_status_passes(const HttpReply *reply, const HttpRequest *request);

// What the reply asks for, in milliseconds: Retry-After as seconds or as a date (RFC 9110 §10.2.3),
// else X-RateLimit-Reset if X-RateLimit-Remaining is 0. -1 if it asks for nothing readable. `now`
// is in seconds since 1970.
int64_t http_reply_wait_ms(const HttpReply *reply, int64_t now);

// Between half of and the whole 500 ms · 2^retry, at most 30 s; `retry` counts from 0, `chance` is
// in [0, 1).
int64_t http_backoff_ms(int retry, double chance);

#endif
