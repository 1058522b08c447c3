#include "base/clean.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "http/http_transfer.h"
#include "http/http_url.h"

#include <stdlib.h>
#include <string.h>

struct HttpClient {
    HttpTransfer transfer;
    const char *user_agent;
    uint64_t random;
};

bool http_open(const HttpClientOptions *options, HttpClient **ret_client, Error *err)
{
    HttpClient *client = calloc(1, sizeof *client);
    // libcurl counts these calls; http_close() takes one back.
    if (!client || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(client);
        return error_set(err, ERROR_SYSTEM, "libcurl could not be started");
    }
    client->user_agent = options->user_agent;
    client->random = options->seed;
    if (!http_transfer_open(&client->transfer, err)) {
        http_close(client);
        return false;
    }
    *ret_client = client;
    return true;
}

void http_close(HttpClient *client)
{
    http_transfer_close(&client->transfer);
    free(client);
    curl_global_cleanup();
}

// In [0, 1): a step of splitmix64.
static double client_chance(HttpClient *client)
{
    uint64_t mixed = client->random += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return (double)((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53;
}

// Characters of names and methods: RFC 9110 §5.6.2.
static bool is_token(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789!#$%&'*+-.^_`|~";
    return !text_empty(text) && text[strspn(text, letters)] == 0;
}

static bool is_one_line(const char *text)
{
    return text && !strpbrk(text, "\r\n");
}

bool http_request_check(const HttpRequest *request, Error *err)
{
    if (!http_url_check("URL", request->url, err))
        return false;
    if (request->method && !is_token(request->method))
        return error_set(err, ERROR_CONFIG, "the method must be a word such as POST, got '%s'",
                         request->method);
    for (size_t i = 0; i < request->header_count; i++) {
        const HttpHeader *header = &request->headers[i];
        if (!is_token(header->name) || !is_one_line(header->value))
            return error_set(err, ERROR_CONFIG,
                             "the header '%s' must have a name without blanks and a value on one "
                             "line",
                             header->name ? header->name : "");
    }
    return true;
}

const char *http_request_shown(const HttpRequest *request, Arena *arena)
{
    return http_url_masked(arena, request->url, request->url_secret);
}

const char *http_reply_header(const HttpReply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (text_equal_any_case(reply->headers[i].name, name))
            return reply->headers[i].value;
    }
    return NULL;
}

bool http_refuse_status(Error *err, const HttpRequest *request, const HttpReply *reply)
{
    scoped_arena arena = arena_open();
    const char *said = clean_text_short(arena, reply->body, 300);
    return error_set(err, ERROR_NETWORK, "'%s' answered with status %d%s%s%s",
                     http_request_shown(request, arena), reply->status,
                     text_empty(said) ? "" : ": '", said, text_empty(said) ? "" : "'");
}

// One journey: the request, and where it is redirected to.
typedef struct Journey {
    HttpClient *client;
    const HttpRequest *request;
    int64_t end_ms; // of the clock that never goes back
    Arena *arena;
} Journey;

static int64_t journey_left_ms(const Journey *journey)
{
    return journey->end_ms - time_monotonic_ms();
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Whether the request may go on to `next`. A body may hold secrets, so it never changes its host,
// and only 307 and 308 promise that it arrives as it was sent.
static bool redirect_check(const Journey *journey, const char *next, int status, Error *err)
{
    const HttpRequest *request = journey->request;
    const char *from = http_request_shown(request, journey->arena);
    Error ignored = ERROR_EMPTY;
    if (!http_url_check("URL", next, &ignored))
        return error_set(err, ERROR_NETWORK, "'%s' redirects to what is no http or https URL",
                         from);
    const char *to = http_url_masked(journey->arena, next, true);
    if (http_url_is_https(request->url) && !http_url_is_https(next))
        return error_set(err, ERROR_NETWORK,
                         "'%s' redirects from https to '%s', which is not followed", from, to);
    bool reads = text_equal(request->method, "HEAD") || text_equal(request->method, "GET") ||
                 (!request->method && !request->body);
    if (!reads && !(status >= 307 && http_url_same_origin(request->url, next)))
        return error_set(err, ERROR_NETWORK,
                         "'%s' redirects (%d) to '%s': what is sent goes to no other address; give "
                         "the final one",
                         from, status, to);
    return true;
}

// One try with its redirects. False with `ret_failure` if there was no reply.
static bool journey_try(const Journey *journey, HttpReply *ret_reply, HttpFailure *ret_failure,
                        Error *err)
{
    HttpTransfer *transfer = &journey->client->transfer;
    const HttpRequest *request = journey->request;
    int64_t wanted_ms = request->timeout_ms > 0 ? request->timeout_ms : HTTP_TIMEOUT_MS;
    const char *url = request->url;
    *ret_failure = HTTP_FAILURE_FINAL;
    for (int redirects = MIN(request->redirects, HTTP_MOST_REDIRECTS);; redirects--) {
        const int64_t left_ms = journey_left_ms(journey);
        HttpTry try = {.request = request,
                       .url = url,
                       .without_secrets = !http_url_same_origin(request->url, url),
                       .new_connection = request->retries == 0 || !http_request_repeatable(request),
                       .timeout_ms = MIN(wanted_ms, MAX(left_ms, 1)),
                       .user_agent = journey->client->user_agent};
        if (!http_transfer_prepare(transfer, &try, err))
            return false;
        CURLcode code = curl_easy_perform(transfer->easy);
        *ret_failure = http_transfer_failure(transfer, code);
        if (code != CURLE_OK)
            return http_transfer_refuse(transfer, &try, code, err);
        http_transfer_reply(transfer, journey->arena, ret_reply);
        char *next = NULL;
        curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &next);
        if (!is_redirect(ret_reply->status) || !next || redirects <= 0)
            return true;
        *ret_failure = HTTP_FAILURE_FINAL;
        url = arena_text(journey->arena, next);
        if (!redirect_check(journey, url, ret_reply->status, err))
            return false;
    }
}

// Waits before the next try; false if there is no time for it.
static bool journey_wait(const Journey *journey, const HttpReply *reply, int retry)
{
    int64_t wait_ms = reply ? http_reply_wait_ms(reply, time_now()) : -1;
    if (wait_ms < 0)
        wait_ms = http_backoff_ms(retry, client_chance(journey->client));
    if (wait_ms >= journey_left_ms(journey))
        return false;
    log_debug("another try in %lld ms", (long long)wait_ms);
    time_sleep_ms(wait_ms);
    return true;
}

bool http_send(HttpClient *client, const HttpRequest *request, Arena *arena, HttpReply *ret_reply,
               Error *err)
{
    if (!http_request_check(request, err))
        return false;
    int64_t deadline_ms = request->deadline_ms > 0 ? request->deadline_ms : HTTP_DEADLINE_MS;
    Journey journey = {.client = client,
                       .request = request,
                       .end_ms = time_monotonic_ms() + deadline_ms,
                       .arena = arena};
    int retries = MIN(request->retries, HTTP_MOST_RETRIES);
    for (int retry = 0;; retry++) {
        HttpReply reply = {0};
        HttpFailure failure = HTTP_FAILURE_NONE;
        bool replied = journey_try(&journey, &reply, &failure, err);
        reply.tries = retry + 1;
        bool passes =
            replied ? http_status_passes(&reply, request) : http_failure_passes(failure, request);
        if (passes && retry < retries && journey_wait(&journey, replied ? &reply : NULL, retry))
            continue;
        if (replied)
            *ret_reply = reply;
        else if (retry > 0)
            error_wrap(err, "after %d tries", retry + 1);
        return replied;
    }
}
