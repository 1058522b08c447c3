#include "health.h"

#include "base/clean.h"
#include "base/time.h"
#include "doc/json.h"
#include "doc/value_match.h"
#include "http/http_certificates.h"
#include "http/http_url.h"

#define HEALTH_REPLY_LIMIT ((size_t)1 << 20)

static bool health_judge_version(const HealthQuestion *question, const Value *root, Arena *arena,
                                 const char **ret_why)
{
    const char *path = question->health->version;
    if (!path || text_empty(question->version))
        return true;
    const Value *value = value_find(root, path);
    if (value && value->kind == VALUE_TEXT && text_equal(value->text, question->version))
        return true;
    const char *got = value && value->kind == VALUE_TEXT
                          ? arena_format(arena, "'%s'", clean_text_short(arena, value->text, 80))
                      : value ? value_kind_name(value->kind)
                              : "missing";
    *ret_why = arena_format(arena, "%s is %s, wanted '%s'", path, got, question->version);
    return false;
}

static bool health_judge(const HealthQuestion *question, const HttpReply *reply, Arena *arena,
                         const char **ret_why)
{
    const TargetHealth *health = question->health;
    const bool right = health->status ? reply->status == health->status
                                      : reply->status >= 200 && reply->status <= 299;
    if (!right) {
        *ret_why =
            arena_format(arena, "the status is %d, wanted %s: '%s'", reply->status,
                         health->status ? arena_format(arena, "%d", (int)health->status) : "2xx",
                         clean_text_short(arena, reply->body, 200));
        return false;
    }
    if (!health->json && !health->version)
        return true;
    const Value *root = NULL;
    ValueDifference differs;
    Error why = ERROR_EMPTY;
    if (!json_parse("reply", reply->body, reply->body_size, (JsonOptions){0}, arena, &root, &why)) {
        *ret_why = arena_format(arena, "the reply is no JSON: %s", why.message);
        return false;
    }
    if (health->json && !value_match(health->json, root, (ValueTolerance){0}, arena, &differs)) {
        *ret_why = differs.message;
        return false;
    }
    return health_judge_version(question, root, arena, ret_why);
}

// One try.
static bool health_try(HttpClient *client, const HealthQuestion *question, const char *url,
                       Arena *arena, const char **ret_why)
{
    const HttpRequest request = {
        .url = url, .timeout_ms = question->health->timeout_ms, .reply_limit = HEALTH_REPLY_LIMIT};
    HttpReply reply = {0};
    Error why = ERROR_EMPTY;
    if (http_send(client, &request, arena, &reply, &why))
        return health_judge(question, &reply, arena, ret_why);
    *ret_why = arena_text(arena, why.message);
    return false;
}

bool health_check(const TargetHealth *health, Arena *arena, Error *err)
{
    const char *url = NULL;
    const char *certificates = NULL;
    if (!health->value)
        return true;
    return target_text_get(&health->url, "health URL", arena, &url, err) &&
           http_url_check("health URL", url, err) &&
           (!http_url_is_https(url) || http_certificates_find(&certificates, err));
}

Step health_ask(HttpClient *client, HealthQuestion question, Arena *arena)
{
    const TargetHealth *health = question.health;
    const int64_t start_ms = time_monotonic_ms();
    const char *url = NULL;
    Error why = ERROR_EMPTY;
    Step step = {.name = "health check"};
    if (!target_text_get(&health->url, "health URL", arena, &url, &why)) {
        step.detail = arena_text(arena, why.message);
        return step;
    }
    for (int64_t tries = 1; !step.succeeded; tries++) {
        scoped_arena turn = arena_open();
        const char *reason = "";
        step.succeeded = health_try(client, &question, url, turn, &reason);
        step.detail =
            arena_format(arena, "%s at try %lld of %lld", step.succeeded ? "well" : reason,
                         (long long)tries, (long long)health->retries + 1);
        if (step.succeeded || tries > health->retries)
            break;
        time_sleep_ms(health->interval_ms);
    }
    step.took_ms = time_monotonic_ms() - start_ms;
    return step;
}
