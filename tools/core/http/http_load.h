// http_load: many requests, a few at a time, and how long each took.
//
// The loop is closed: a worker sends its next request when it has its reply, on a connection it
// keeps. So a slow server is asked less often, and the figures are those of `concurrency` patient
// clients, not of an open stream of arrivals. Nothing is retried or redirected.

#ifndef HTTP_HTTP_LOAD_H
#define HTTP_HTTP_LOAD_H

#include "http/http.h"

#define HTTP_LOAD_MOST_REQUESTS    ((int64_t)1000000)
#define HTTP_LOAD_MOST_CONCURRENCY ((int64_t)256)

typedef struct HttpSample {
    size_t request;      // index of the request that was sent
    int status;          // 0 if there was no reply
    bool right;          // there was a reply, and the judge liked it
    int64_t latency_us;  // to the last byte of the reply, with a new connection where one was made
    const char *failure; // why there was no reply; NULL if there was one
} HttpSample;

// Says whether a reply is right. The reply is gone after the call.
typedef bool HttpJudge(void *what, size_t request, const HttpReply *reply);

typedef struct HttpLoad {
    const HttpRequest *requests; // sent in turn; their time-outs hold, their retries do not
    size_t request_count;        // at least 1
    int64_t total;               // requests to send: 1 to HTTP_LOAD_MOST_REQUESTS
    int64_t concurrency;         // at a time: 1 to HTTP_LOAD_MOST_CONCURRENCY
    int64_t deadline_ms;         // nothing new is sent afterwards; 0 for no limit
    HttpJudge *judge;
    void *what; // the judge's first argument
} HttpLoad;

typedef struct HttpLoadResult {
    LIST(HttpSample) samples; // in the order in which they ended; fewer than `total` by deadline
    int64_t elapsed_ms;
} HttpLoadResult;

// False (ERROR_CONFIG) for a load that cannot be run; failed requests are samples.
bool http_load(const HttpLoad *load, Arena *arena, HttpLoadResult *ret_result, Error *err) MUST_USE;

#endif
