#include "notify.h"

#include "http/http_sign.h"
#include "http/http_url.h"

#include <string.h>

#define NOTIFY_RETRIES     4
#define NOTIFY_TIMEOUT_MS  ((int64_t)10000)
#define NOTIFY_DEADLINE_MS ((int64_t)60000)
#define NOTIFY_REPLY_LIMIT ((size_t)64 << 10)

// A key of fewer bytes can be guessed, and masking it would mask half of every page.
#define NOTIFY_SHORTEST_SECRET ((size_t)8)

void notify_hide_secrets(Run *run, const Target *target)
{
    for (size_t i = 0; i < target->notifications.count; i++) {
        const TargetNotification *notification = &target->notifications.items[i];
        const char *text = NULL;
        Error ignored = ERROR_EMPTY;
        const bool url_is_secret = notification->url.text == NULL;
        if (url_is_secret &&
            target_text_get(&notification->url, "URL", run->arena, &text, &ignored))
            run_add_secret(run, text);
        if (target_text_get(&notification->secret, "secret", run->arena, &text, &ignored) && text &&
            strlen(text) >= NOTIFY_SHORTEST_SECRET)
            run_add_secret(run, text);
    }
}

// The URL, if a message may go there.
static bool notify_find_url(const TargetNotification *notification, Arena *arena,
                            const char **ret_url, Error *err)
{
    const char *url = NULL;
    if (!target_text_get(&notification->url, "URL of the notification", arena, &url, err) ||
        !http_url_check("URL of the notification", url, err))
        return false;
    if (!http_url_is_https(url) && !http_url_is_loopback(url) && !notification->allow_http)
        return error_set(err, ERROR_CONFIG,
                         "'%s' is not encrypted: give an https URL, or 'allow_http: true' for a "
                         "private network",
                         http_url_masked(arena, url, true));
    *ret_url = url;
    return true;
}

// The key that signs; NULL if the target names none.
static bool notify_find_secret(const TargetNotification *notification, Arena *arena,
                               const char **ret_secret, Error *err)
{
    const char *secret = NULL;
    if (!target_text_get(&notification->secret, "secret of the webhook", arena, &secret, err))
        return false;
    if (secret && strlen(secret) < NOTIFY_SHORTEST_SECRET)
        return error_set(
            err, ERROR_CONFIG,
            "the secret of the webhook is too short: wanted at least %zu bytes, got %zu",
            NOTIFY_SHORTEST_SECRET, strlen(secret));
    *ret_secret = secret;
    return true;
}

static bool notify_send(HttpClient *client, const TargetNotification *notification,
                        const Message *message, Arena *arena, Error *err)
{
    const char *url = NULL;
    const char *secret = NULL;
    scoped_buf body = BUF_EMPTY;
    HttpHeader headers[HTTP_SIGN_HEADERS];
    HttpReply reply = {0};
    if (!notify_find_url(notification, arena, &url, err) ||
        !notify_find_secret(notification, arena, &secret, err))
        return false;
    notification->kind->write(message, &body);
    const HttpSigned content = {.secret = secret,
                                .timestamp = message->timestamp,
                                .delivery = message->delivery,
                                .body = body.data,
                                .body_size = body.size};
    const HttpRequest request = {
        .url = url,
        .url_secret = true,
        .headers = headers,
        .header_count = notification->kind->is_signed ? http_sign(&content, arena, headers) : 0,
        .body = body.data,
        .body_size = body.size,
        .retries = NOTIFY_RETRIES,
        .timeout_ms = NOTIFY_TIMEOUT_MS,
        .deadline_ms = NOTIFY_DEADLINE_MS,
        .reply_limit = NOTIFY_REPLY_LIMIT,
        .repeatable = notification->kind->is_repeatable,
    };
    if (!http_send(client, &request, arena, &reply, err))
        return false;
    return (reply.status >= 200 && reply.status <= 299) ||
           http_refuse_status(err, &request, &reply);
}

void notify_all(Run *run, HttpClient *client, const Target *target, const Message *message)
{
    Report *report = run->report;
    for (size_t i = 0; i < target->notifications.count; i++) {
        const TargetNotification *notification = &target->notifications.items[i];
        const char *kind = notification->kind->name;
        Error err = ERROR_EMPTY;
        if (!notification->events[message->event])
            continue;
        if (notify_send(client, notification, message, run->arena, &err)) {
            report_add_check(report, (Check){.name = arena_format(run->arena, "notify %s", kind),
                                             .verdict = VERDICT_PASS,
                                             .value = event_name(message->event)});
            continue;
        }
        Finding *finding = report_find(report, report_rule(report, "notify/failed"),
                                       "the %s message about the %s was not delivered: %s", kind,
                                       event_name(message->event), err.message);
        if (notification->place.file)
            finding_add_place(report, finding, notification->place);
    }
}

void notify_rehearse(Run *run, const Target *target, const Message *message, Section *table)
{
    for (size_t i = 0; i < target->notifications.count; i++) {
        const TargetNotification *notification = &target->notifications.items[i];
        const char *url = NULL;
        Error err = ERROR_EMPTY;
        if (!notification->events[message->event])
            continue;
        scoped_buf what = BUF_EMPTY;
        if (notify_find_url(notification, run->arena, &url, &err)) {
            buf_format(&what, "POST %s ", http_url_masked(run->arena, url, true));
            notification->kind->write(message, &what);
        } else {
            buf_format(&what, "cannot be sent: %s", err.message);
        }
        section_add_cells(table, run->arena,
                          arena_format(run->arena, "notify %s of %s", notification->kind->name,
                                       event_name(message->event)),
                          buf_keep(&what, run->arena), NULL);
    }
}
