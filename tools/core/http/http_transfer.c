#include "http/http_transfer.h"

#include "base/clean.h"
#include "base/text.h"
#include "http/http_certificates.h"
#include "http/http_url.h"

#include <string.h>

// Any byte that was not taken ends the transfer.
static size_t transfer_take(char *bytes, size_t size, size_t count, void *what)
{
    Buf *buf = what;
    buf_append(buf, bytes, size * count);
    return buf->full ? 0 : size * count;
}

// A status line starts the headers anew: before the last reply there may be 100 Continue.
static size_t transfer_take_head(char *bytes, size_t size, size_t count, void *what)
{
    Buf *buf = what;
    if (size * count > 5 && strncmp(bytes, "HTTP/", 5) == 0)
        buf_clear(buf);
    return transfer_take(bytes, size, count, what);
}

bool http_transfer_open(HttpTransfer *transfer, Error *err)
{
    *transfer = (HttpTransfer){.head = BUF_LIMITED(HTTP_HEAD_LIMIT), .easy = curl_easy_init()};
    if (!transfer->easy)
        return error_set(err, ERROR_SYSTEM, "libcurl has no memory left");
    return true;
}

static void transfer_add_header(HttpTransfer *transfer, Arena *arena, const char *name,
                                const char *value)
{
    // libcurl takes `Name:` for a wish to leave the header out, and `Name;` for one without value.
    const char *line = text_empty(value) ? arena_format(arena, "%s;", name)
                                         : arena_format(arena, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);
    if (longer)
        transfer->headers = longer;
}

static void transfer_set_headers(HttpTransfer *transfer, const HttpTry *try)
{
    scoped_arena arena = arena_open();
    const HttpRequest *request = try->request;
    bool has_type = false;
    for (size_t i = 0; i < request->header_count; i++) {
        const HttpHeader *header = &request->headers[i];
        has_type = has_type || text_equal_any_case(header->name, "Content-Type");
        if (!header->secret || !try->without_secrets)
            transfer_add_header(transfer, arena, header->name, header->value);
    }
    if (request->body && !has_type)
        transfer_add_header(transfer, arena, "Content-Type",
                            request->content_type ? request->content_type : "application/json");
    // Nobody waits for a `100 Continue` that old servers never send.
    transfer->headers = curl_slist_append(transfer->headers, "Expect:");
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static void transfer_set_method(HttpTransfer *transfer, const HttpRequest *request)
{
    CURL *easy = transfer->easy;
    const char *method = request->method ? request->method : request->body ? "POST" : "GET";
    if (text_equal(method, "HEAD"))
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    bool is_post = text_equal(method, "POST");
    if (request->body || is_post) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body ? request->body : "");
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
}

static bool transfer_set_trust(HttpTransfer *transfer, const char *url, Error *err)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    // A proxy of the environment serves the world outside, not this machine's own servers.
    if (http_url_is_loopback(url))
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    if (!http_url_is_https(url))
        return true;
    if (!transfer->certificates && !http_certificates_find(&transfer->certificates, err))
        return false;
    curl_easy_setopt(easy, CURLOPT_CAINFO, transfer->certificates);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    return true;
}

static int64_t given_or(int64_t given, int64_t fallback)
{
    return given > 0 ? given : fallback;
}

bool http_transfer_prepare(HttpTransfer *transfer, const HttpTry *try, Error *err)
{
    const HttpRequest *request = try->request;
    CURL *easy = transfer->easy;
    curl_slist_free_all(take(transfer->headers));
    buf_clear(&transfer->head);
    buf_clear(&transfer->body);
    transfer->body.limit = request->reply_limit ? request->reply_limit : HTTP_REPLY_LIMIT;
    transfer->head.full = false;
    transfer->body.full = false;
    transfer->reason[0] = 0;

    curl_easy_reset(easy); // keeps connections
    curl_easy_setopt(easy, CURLOPT_URL, try->url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->reason);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, try->user_agent ? try->user_agent : "sluice");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)given_or(request->connect_timeout_ms, HTTP_CONNECT_TIMEOUT_MS));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)MAX(try->timeout_ms, 1));
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, (long)try->new_connection);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, transfer_take_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer->head);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, transfer_take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer->body);
    transfer_set_method(transfer, request);
    transfer_set_headers(transfer, try);
    return transfer_set_trust(transfer, try->url, err);
}

HttpFailure http_transfer_failure(const HttpTransfer *transfer, CURLcode code)
{
    curl_off_t connected_us = 0;
    switch (code) {
    case CURLE_OK:
        return HTTP_FAILURE_NONE;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return HTTP_FAILURE_CONNECT;
    case CURLE_OPERATION_TIMEDOUT:
        curl_easy_getinfo(transfer->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
        return connected_us > 0 ? HTTP_FAILURE_CUT : HTTP_FAILURE_CONNECT;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return HTTP_FAILURE_CUT;
    default:
        return HTTP_FAILURE_FINAL;
    }
}

bool http_transfer_refuse(const HttpTransfer *transfer, const HttpTry *try, CURLcode code,
                          Error *err)
{
    scoped_arena arena = arena_open();
    const char *url = http_url_masked(arena, try->url, try->request->url_secret);
    if (transfer->body.full)
        return error_set(err, ERROR_NETWORK, "the reply of '%s' is larger than %s", url,
                         text_for_bytes(arena, (int64_t)transfer->body.limit));
    if (transfer->head.full)
        return error_set(err, ERROR_NETWORK, "the reply of '%s' has more than %s of headers", url,
                         text_for_bytes(arena, (int64_t)HTTP_HEAD_LIMIT));
    if (code == CURLE_OPERATION_TIMEDOUT)
        return error_set(err, ERROR_NETWORK, "no complete reply from '%s' within %s", url,
                         text_for_duration(arena, try->timeout_ms));
    const char *reason = transfer->reason[0] ? transfer->reason : curl_easy_strerror(code);
    reason = clean_text_short(arena, reason, 200);
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return error_set(err, ERROR_NETWORK,
                         "the certificate of '%s' is not trusted: %s; authorities were read from "
                         "'%s' (SSL_CERT_FILE names another file)",
                         url, reason, transfer->certificates ? transfer->certificates : "");
    return error_set(err, ERROR_NETWORK, "no reply from '%s': %s", url, reason);
}

// The lines of the head as headers; what has no colon is none.
static void transfer_read_headers(const char *head, Arena *arena, HttpReply *reply)
{
    TextList lines = {0};
    text_split(arena, head, '\n', &lines);
    HttpHeader *headers = arena_array(arena, HttpHeader, lines.count + 1);
    for (size_t i = 0; i < lines.count; i++) {
        const char *colon = strchr(lines.items[i], ':');
        if (!colon || colon == lines.items[i])
            continue;
        char *name = arena_text_sized(arena, lines.items[i], (size_t)(colon - lines.items[i]));
        headers[reply->header_count++] =
            (HttpHeader){.name = name, .value = text_trim(arena, colon + 1)};
    }
    reply->headers = headers;
}

void http_transfer_reply(const HttpTransfer *transfer, Arena *arena, HttpReply *ret_reply)
{
    long status = 0;
    curl_off_t latency_us = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &latency_us);
    *ret_reply = (HttpReply){
        .status = (int)status,
        .latency_us = latency_us,
        .body = arena_text_sized(arena, buf_text(&transfer->body), transfer->body.size),
        .body_size = transfer->body.size,
    };
    transfer_read_headers(buf_text(&transfer->head), arena, ret_reply);
}

void http_transfer_close(HttpTransfer *transfer)
{
    curl_slist_free_all(take(transfer->headers));
    if (transfer->easy)
        curl_easy_cleanup(take(transfer->easy));
    buf_release(&transfer->head);
    buf_release(&transfer->body);
}
