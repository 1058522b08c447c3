// http: one request, its reply, and all that can go wrong between them (libcurl underneath).
//
// Any status is a reply and no error; http_refuse_status() makes one of it. Certificates are always
// verified. What a request marks as secret goes to the host it was meant for and to no other, and
// never into a message.

#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/error.h"

#define HTTP_CONNECT_TIMEOUT_MS ((int64_t)10000)
#define HTTP_TIMEOUT_MS         ((int64_t)30000)
#define HTTP_DEADLINE_MS        ((int64_t)120000)
#define HTTP_REPLY_LIMIT        ((size_t)8 << 20)
#define HTTP_HEAD_LIMIT         ((size_t)64 << 10)
#define HTTP_MOST_RETRIES       10
#define HTTP_MOST_REDIRECTS     10

typedef struct HttpHeader {
    const char *name;
    const char *value;
    bool secret; // goes to the origin of the request's own URL only
} HttpHeader;

typedef struct HttpRequest {
    const char *method; // upper case; NULL is POST if there is a body, else GET
    const char *url;    // http or https, without user and password
    const HttpHeader *headers;
    size_t header_count;
    const void *body; // NULL for none
    size_t body_size;
    const char *content_type;   // of the body, unless a header says it; NULL is application/json
    int64_t connect_timeout_ms; // 0 is HTTP_CONNECT_TIMEOUT_MS
    int64_t timeout_ms;         // of one try; 0 is HTTP_TIMEOUT_MS
    int64_t deadline_ms;        // of all tries and waits together; 0 is HTTP_DEADLINE_MS
    int retries;                // tries after the first one, at most HTTP_MOST_RETRIES
    int redirects;              // how many are followed, at most HTTP_MOST_REDIRECTS
    size_t reply_limit;         // bytes of a body; 0 is HTTP_REPLY_LIMIT
    bool repeatable;            // a POST that may arrive twice: it carries a key that tells
    bool url_secret;            // the URL's path is a secret, as with webhooks of chat services
} HttpRequest;

typedef struct HttpReply {
    int status;       // 200
    const char *body; // closed by a zero byte that does not count
    size_t body_size;
    const HttpHeader *headers; // of the last reply; names as they came
    size_t header_count;
    int64_t latency_us; // of the last try: from its start to the last byte
    int tries;
} HttpReply;

// Connections are kept between requests that may arrive twice. Not for several threads.
typedef struct HttpClient HttpClient;

typedef struct HttpClientOptions {
    const char *user_agent; // NULL is "sluice"
    uint64_t seed;          // of the jitter between retries
} HttpClientOptions;

bool http_open(const HttpClientOptions *options, HttpClient **ret_client, Error *err) MUST_USE;

// Sends the request, again after failures that pass (http_retry.h) while the deadline allows. False
// if there was no reply at all, or one that breaks a limit or redirects where we do not go: the
// error is ERROR_NETWORK, or ERROR_CONFIG for a request that cannot be sent.
bool http_send(HttpClient *client, const HttpRequest *request, Arena *arena, HttpReply *ret_reply,
               Error *err) MUST_USE;

void http_close(HttpClient *client);
SCOPED_CLOSE(HttpClient *, http_close)
#define scoped_http CLEANUP(http_close_scoped) HttpClient *

// The value of a header, whatever the case of its name; NULL if the reply has none.
const char *http_reply_header(const HttpReply *reply, const char *name);

// An ERROR_NETWORK that tells what was answered instead of a 2xx, with the start of the body.
bool http_refuse_status(Error *err, const HttpRequest *request, const HttpReply *reply);

// True if the request could be sent: URL, method, headers and numbers; else an ERROR_CONFIG.
bool http_request_check(const HttpRequest *request, Error *err) MUST_USE;

// The request's URL for messages: without its query, and without its path if that is a secret.
const char *http_request_shown(const HttpRequest *request, Arena *arena);

#endif
