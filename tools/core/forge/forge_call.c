#include "forge/forge_call.h"

#include "base/clean.h"
#include "base/text.h"
#include "base/time.h"
#include "forge/link_header.h"
#include "http/http_url.h"

#include <inttypes.h>
#include <string.h>

// What a server says about itself in a message of ours, at most.
#define FORGE_LONGEST_SAYING ((size_t)200)

#define FORGE_MOST_HEADERS 3

void forge_answer_release(ForgeAnswer *answer)
{
    if (answer->json)
        payload_close(answer->json);
}

ForgeSession forge_session(const Forge *forge, HttpClient *client, Buf *rehearsal, Arena *arena)
{
    return (ForgeSession){.forge = forge,
                          .client = client,
                          .rehearsal = rehearsal,
                          .arena = arena,
                          .end_ms = time_monotonic_ms() + FORGE_DEADLINE_MS};
}

char *forge_url(const ForgeSession *session, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *path = arena_format_list(session->arena, format, args);
    va_end(args);
    return arena_format(session->arena, "%s/%s%s", session->forge->api, session->forge->project,
                        path);
}

// The headers that every call carries; `token` stands for the token.
static size_t forge_headers(const Forge *forge, const char *token, Arena *arena,
                            HttpHeader ret_headers[static FORGE_MOST_HEADERS])
{
    if (forge->kind == FORGE_GITLAB) {
        ret_headers[0] =
            (HttpHeader){forge->job_token ? "JOB-TOKEN" : "PRIVATE-TOKEN", token, true};
        return 1;
    }
    ret_headers[0] = (HttpHeader){"Authorization", arena_format(arena, "Bearer %s", token), true};
    ret_headers[1] = (HttpHeader){"Accept", "application/vnd.github+json", false};
    ret_headers[2] = (HttpHeader){"X-GitHub-Api-Version", "2022-11-28", false};
    return 3;
}

static bool forge_rehearse(const ForgeSession *session, const ForgeCall *call)
{
    HttpHeader headers[FORGE_MOST_HEADERS];
    const size_t count = forge_headers(session->forge, "***", session->arena, headers);
    buf_format(session->rehearsal, "%s %s\n", call->method, call->url);
    for (size_t i = 0; i < count; i++)
        buf_format(session->rehearsal, "%s: %s\n", headers[i].name, headers[i].value);
    if (call->body)
        buf_format(session->rehearsal, "\n%s\n", payload_print(call->body, session->arena));
    buf_add(session->rehearsal, "\n");
    return true;
}

static bool forge_is_rate_limited(const HttpReply *reply)
{
    return reply->status == 429 ||
           (reply->status == 403 &&
            (http_reply_header(reply, "Retry-After") ||
             text_equal(http_reply_header(reply, "X-RateLimit-Remaining"), "0")));
}

// What the server says is wrong: both platforms say it in `message`, GitLab also in `error`.
static const char *forge_saying(const HttpReply *reply, Arena *arena)
{
    scoped_payload json = NULL;
    Error ignored = ERROR_EMPTY;
    const char *said = NULL;
    if (payload_parse(reply->body, reply->body_size, &json, &ignored)) {
        said = payload_text(json, "message");
        said = said ? said : payload_text(json, "error");
    }
    return clean_text_short(arena, said ? said : reply->body, FORGE_LONGEST_SAYING);
}

static bool forge_refuse(const ForgeSession *session, const HttpRequest *request,
                         const HttpReply *reply, ForgeAnswer *answer, Error *err)
{
    const bool limited = forge_is_rate_limited(reply);
    const char *said = forge_saying(reply, session->arena);
    // On GitHub 401 is a token that is none; on GitLab the job's own gets it for what it may not.
    const bool unknown = reply->status == 401 && session->forge->kind == FORGE_GITHUB;
    answer->refused = !limited && !unknown &&
                      (reply->status == 401 || reply->status == 403 || reply->status == 404);
    answer->lost = reply->status >= 500;
    return error_set(err, ERROR_NETWORK, "%s '%s' was answered with status %d%s%s%s%s%s",
                     request->method, http_request_shown(request, session->arena), reply->status,
                     limited ? ", the limit of requests is reached" : "",
                     unknown ? ", the token is not valid there" : "", text_empty(said) ? "" : ": '",
                     said, text_empty(said) ? "" : "'");
}

// The next page stays with the API that the token is for.
static bool forge_take_next(const ForgeSession *session, const HttpReply *reply,
                            ForgeAnswer *answer, Error *err)
{
    const char *header = http_reply_header(reply, "Link");
    const char *next = header ? link_header_next(header, session->arena) : NULL;
    if (next && !http_url_same_origin(next, session->forge->api))
        return error_set(err, ERROR_NETWORK, "the list goes on at '%s', which is not the API '%s'",
                         http_url_masked(session->arena, next, true), session->forge->api);
    answer->next = next;
    return true;
}

static bool forge_take_answer(const ForgeSession *session, const HttpRequest *request,
                              const HttpReply *reply, ForgeAnswer *answer, Error *err)
{
    if (reply->status < 200 || reply->status > 299)
        return forge_refuse(session, request, reply, answer, err);
    // A success that makes no sense may still be one.
    answer->lost = true;
    if (!payload_parse(reply->body, reply->body_size, &answer->json, err))
        return error_wrap(err, "%s '%s' was answered with what is no JSON", request->method,
                          http_request_shown(request, session->arena));
    answer->lost = false;
    return forge_take_next(session, reply, answer, err);
}

bool forge_call(ForgeSession *session, const ForgeCall *call, ForgeAnswer *ret_answer, Error *err)
{
    *ret_answer = (ForgeAnswer){0};
    if (session->rehearsal)
        return forge_rehearse(session, call);
    const int64_t left_ms = session->end_ms - time_monotonic_ms();
    if (left_ms <= 0)
        return error_set(err, ERROR_NETWORK, "%s did not do it all within %s",
                         forge_name(session->forge),
                         text_for_duration(session->arena, FORGE_DEADLINE_MS));
    HttpHeader headers[FORGE_MOST_HEADERS];
    const char *body = call->body ? payload_print(call->body, session->arena) : NULL;
    const HttpRequest request = {
        .method = call->method,
        .url = call->url,
        .headers = headers,
        .header_count =
            forge_headers(session->forge, session->forge->token, session->arena, headers),
        .body = body,
        .body_size = body ? strlen(body) : 0,
        .deadline_ms = left_ms,
        .retries = FORGE_RETRIES,
        .redirects = FORGE_REDIRECTS,
        .reply_limit = FORGE_REPLY_LIMIT,
        .repeatable = call->repeatable,
    };
    HttpReply reply = {0};
    session->requests++;
    if (!http_send(session->client, &request, session->arena, &reply, err)) {
        ret_answer->lost = true;
        return false;
    }
    return forge_take_answer(session, &request, &reply, ret_answer, err);
}

// True if an item of the page was the one.
static bool forge_visit_page(const Payload *list, ForgeVisit *visit, void *what, Arena *arena)
{
    const size_t count = payload_count(list);
    for (size_t i = 0; i < count; i++) {
        if (visit(what, payload_at(list, i), arena))
            return true;
    }
    return false;
}

bool forge_walk(ForgeSession *session, const char *url, const char *key, ForgeVisit *visit,
                void *what, ForgeAnswer *ret_answer, Error *err)
{
    for (int page = 0; url; page++) {
        if (page == FORGE_MOST_PAGES)
            return error_set(err, ERROR_NETWORK, "the list '%s' has more than %d pages",
                             http_url_masked(session->arena, url, false), FORGE_MOST_PAGES);
        scoped_forge_answer answer = {0};
        const ForgeCall call = {.method = "GET", .url = url};
        const bool answered = forge_call(session, &call, &answer, err);
        *ret_answer = (ForgeAnswer){.refused = answer.refused};
        if (!answered)
            return false;
        if (session->rehearsal)
            return true;
        const Payload *list = key ? payload_get(answer.json, key) : answer.json;
        if (payload_count(list) > FORGE_MOST_ITEMS)
            return error_set(err, ERROR_NETWORK, "GET '%s' was answered with %zu items, wanted 100",
                             http_url_masked(session->arena, url, false), payload_count(list));
        if (!payload_is_list(list))
            return error_set(err, ERROR_NETWORK, "GET '%s' was answered with no list%s%s",
                             http_url_masked(session->arena, url, false), key ? " of " : "",
                             key ? key : "");
        url = forge_visit_page(list, visit, what, session->arena) ? NULL : answer.next;
    }
    return true;
}

bool forge_answer_id(const ForgeSession *session, const ForgeAnswer *answer, const char **ret_id,
                     Error *err)
{
    const int64_t id = payload_int(answer->json, "id", 0);
    if (!session->rehearsal && id <= 0)
        return error_set(err, ERROR_NETWORK,
                         "%s answered with a success that names nothing: there is no 'id'",
                         forge_name(session->forge));
    *ret_id = session->rehearsal ? "{id}" : arena_format(session->arena, "%" PRId64, id);
    return true;
}

const char *forge_answer_page(const ForgeSession *session, const Payload *json, const char *key)
{
    const char *url = payload_text(json, key);
    Error ignored = ERROR_EMPTY;
    return url && http_url_check("page", url, &ignored) ? arena_text(session->arena, url) : NULL;
}
