// http_transfer: one try of one request, on a handle that keeps its connection; what the client and
// the load runner share.

#ifndef HTTP_HTTP_TRANSFER_H
#define HTTP_HTTP_TRANSFER_H

#include "base/buf.h"
#include "http/http.h"
#include "http/http_retry.h"

#include <curl/curl.h>

typedef struct HttpTransfer {
    CURL *easy;
    struct curl_slist *headers;
    const char *certificates; // NULL until https is asked for
    Buf head;                 // header lines of the last reply, each closed by a line feed
    Buf body;
    char reason[CURL_ERROR_SIZE];
} HttpTransfer;

typedef struct HttpTry {
    const HttpRequest *request;
    const char *url; // the request's, or where it was redirected to
    bool without_secrets;
    int64_t timeout_ms;  // of this try
    bool new_connection; // libcurl sends again by itself if a kept connection turns out dead
    const char *user_agent;
} HttpTry;

bool http_transfer_open(HttpTransfer *transfer, Error *err) MUST_USE;

// Makes the handle ready for curl_easy_perform() or a multi handle; what `try` points to must live
// until the transfer is over.
bool http_transfer_prepare(HttpTransfer *transfer, const HttpTry *try, Error *err) MUST_USE;

// What the code means for another try.
HttpFailure http_transfer_failure(const HttpTransfer *transfer, CURLcode code);

// What happened, as an ERROR_NETWORK.
bool http_transfer_refuse(const HttpTransfer *transfer, const HttpTry *try, CURLcode code,
                          Error *err);

// Status, headers, body and latency, copied into the arena.
void http_transfer_reply(const HttpTransfer *transfer, Arena *arena, HttpReply *ret_reply);

void http_transfer_close(HttpTransfer *transfer);

#endif
