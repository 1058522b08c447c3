#include "target.h"

#include "base/file.h"
#include "doc/yaml.h"
#include "http/http_url.h"

#include <stdlib.h>
#include <string.h>

#define TARGET_VERSION 1
#define SECRET_LARGEST ((size_t)64 << 10)

static const PayloadKind payload_kinds[] = {
    {"webhook", payload_webhook, true, true},
    {"slack", payload_slack, false, false},
};

static const char *const target_keys[] = {"version", "name",     "folder", "timeout",
                                          "deploy",  "rollback", "health", "notify"};
static const char *const health_keys[] = {"url",     "url_env", "url_file", "status", "json",
                                          "version", "retries", "interval", "timeout"};
static const char *const notify_keys[] = {"type",       "url",         "url_env", "url_file",
                                          "secret_env", "secret_file", "on",      "allow_http"};
static const char *const placeholders[] = {"{VERSION}", "{PACKAGE}", "{DIGEST}", "{TARGET}"};

const PayloadKind *payload_kind_find(const char *name)
{
    for (size_t i = 0; i < array_count(payload_kinds); i++) {
        if (text_equal(payload_kinds[i].name, name))
            return &payload_kinds[i];
    }
    return NULL;
}

bool target_text_given(const TargetText *text)
{
    return text->text || text->variable || text->file;
}

bool target_text_get(const TargetText *text, const char *what, Arena *arena, const char **ret_text,
                     Error *err)
{
    const char *found = text->text;
    if (text->variable) {
        found = getenv(text->variable);
        if (text_empty(found))
            return error_set(err, ERROR_CONFIG, "the variable '%s', which holds the %s, is not set",
                             text->variable, what);
    } else if (text->file) {
        scoped_buf bytes = BUF_LIMITED(SECRET_LARGEST);
        if (!file_read(what, text->file, &bytes, err))
            return false;
        found = text_trim(arena, buf_text(&bytes));
    }
    *ret_text = arena_text(arena, found);
    return true;
}

// `key`, `key_env` or `key_file`: one of them at most.
static bool target_read_text(const Value *map, const char *key, const char *folder, Arena *arena,
                             TargetText *ret_text, Error *err)
{
    TargetText text = {0};
    const char *variable = arena_format(arena, "%s_env", key);
    const char *file = arena_format(arena, "%s_file", key);
    if (!value_read_text(map, key, &text.text, err) ||
        !value_read_text(map, variable, &text.variable, err) ||
        !value_read_text(map, file, &text.file, err))
        return false;
    if (!!text.text + !!text.variable + !!text.file > 1)
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "'%s', '%s' and '%s' are given together, wanted one of them", key, variable,
                        file);
    if (text.file)
        text.file = path_join(arena, folder, text.file);
    *ret_text = text;
    return true;
}

static bool target_read_duration(const Value *map, const char *key, int64_t *ret_ms, Error *err)
{
    const Value *value = value_get(map, key);
    int64_t ms = 0;
    if (!value)
        return true;
    // A bare number is seconds, as on the command line.
    const char *text = value->kind == VALUE_INT ? value->raw : value->text;
    if ((value->kind != VALUE_INT && value->kind != VALUE_TEXT) || !text_to_duration(text, &ms) ||
        ms < 1 || ms > INT32_MAX)
        return value_refuse(err, value, key, "a duration such as 500ms, 30s or 5m");
    *ret_ms = ms;
    return true;
}

// A text for the shell must not have values pasted in.
static bool command_check_text(const Value *value, Error *err)
{
    for (size_t i = 0; i < array_count(placeholders); i++) {
        if (!strstr(value->text, placeholders[i]))
            continue;
        const char *name = placeholders[i] + 1;
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "%s in a command for the shell would run whatever the value says: write "
                        "\"$DEPLOY_%.*s\", or the command as a list of words",
                        placeholders[i], (int)strlen(name) - 1, name);
    }
    return true;
}

static bool target_read_command(const Value *root, const char *key, Arena *arena, TextList *list,
                                Error *err)
{
    static const char wanted[] = "a command: a text for the shell or a list of words";
    const Value *value = value_get(root, key);
    if (!value)
        return true;
    if (value->kind == VALUE_TEXT && value->size) {
        *list_push(arena, list) = "sh";
        *list_push(arena, list) = "-c";
        *list_push(arena, list) = value->text;
        return command_check_text(value, err);
    }
    if (value->kind != VALUE_LIST || value->count == 0)
        return value_refuse(err, value, key, wanted);
    for (size_t i = 0; i < value->count; i++) {
        const Value *word = &value->items[i];
        bool is_number = word->kind == VALUE_INT || word->kind == VALUE_REAL;
        if (word->kind != VALUE_TEXT && !is_number)
            return value_refuse(err, word, key, wanted);
        *list_push(arena, list) = is_number ? word->raw : word->text;
    }
    return true;
}

static bool health_check_numbers(const TargetHealth *health, Error *err)
{
    const Value *status = value_get(health->value, "status");
    const Value *retries = value_get(health->value, "retries");
    if (status && (health->status < 100 || health->status > 599))
        return value_refuse(err, status, "key 'status'", "a status such as 200");
    if (retries && (health->retries < 0 || health->retries > TARGET_MOST_RETRIES))
        return value_refuse(err, retries, "key 'retries'", "0 to 1000");
    return true;
}

static bool target_read_health(Target *target, const Value *root, const char *folder, Arena *arena,
                               Error *err)
{
    TargetHealth *health = &target->health;
    *health = (TargetHealth){.retries = 10, .interval_ms = 1000, .timeout_ms = 5000};
    if (!value_read_map(root, "health", &health->value, err))
        return false;
    const Value *map = health->value;
    if (!map)
        return true;
    if (!value_check_keys(map, "health", health_keys, array_count(health_keys), err) ||
        !target_read_text(map, "url", folder, arena, &health->url, err) ||
        !value_read_int(map, "status", &health->status, err) ||
        !value_read_text(map, "version", &health->version, err) ||
        !value_read_int(map, "retries", &health->retries, err) ||
        !target_read_duration(map, "interval", &health->interval_ms, err) ||
        !target_read_duration(map, "timeout", &health->timeout_ms, err) ||
        !health_check_numbers(health, err))
        return false;
    health->json = value_get(map, "json");
    if (!target_text_given(&health->url))
        return value_refuse(err, map, "health", "a 'url', 'url_env' or 'url_file'");
    Error why = ERROR_EMPTY;
    if (health->url.text && !http_url_check("health URL", health->url.text, &why))
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA), "%s", why.message);
    return true;
}

static bool notification_read_events(TargetNotification *notification, const Value *on, Error *err)
{
    for (size_t i = 0; !on && i < EVENT_COUNT; i++)
        notification->events[i] = true;
    for (size_t i = 0; on && i < on->count; i++) {
        Event event = EVENT_SUCCESS;
        if (on->items[i].kind != VALUE_TEXT || !event_from_name(on->items[i].text, &event))
            return value_refuse(err, &on->items[i], "an entry of 'on'",
                                "success, failure or rollback");
        notification->events[event] = true;
    }
    return true;
}

static bool notification_read(TargetNotification *notification, const Value *map,
                              const char *folder, Arena *arena, Error *err)
{
    const char *type = NULL;
    const Value *on = NULL;
    if (!value_check_keys(map, "notify", notify_keys, array_count(notify_keys), err) ||
        !value_read_text(map, "type", &type, err) ||
        !target_read_text(map, "url", folder, arena, &notification->url, err) ||
        !target_read_text(map, "secret", folder, arena, &notification->secret, err) ||
        !value_read_bool(map, "allow_http", &notification->allow_http, err) ||
        !value_read_list(map, "on", &on, err))
        return false;
    notification->place = value_place(map, PLACE_SCHEMA);
    notification->kind = payload_kind_find(type);
    if (!notification->kind)
        return value_refuse(err, value_get(map, "type") ? value_get(map, "type") : map,
                            "key 'type'", "webhook or slack");
    if (!target_text_given(&notification->url))
        return value_refuse(err, map, "notify", "a 'url_env', 'url_file' or 'url'");
    return notification_read_events(notification, on, err);
}

static bool target_read_notify(Target *target, const Value *root, const char *folder, Arena *arena,
                               Error *err)
{
    const Value *list = NULL;
    if (!value_read_list(root, "notify", &list, err))
        return false;
    if (list && list->count > TARGET_MOST_NOTIFICATIONS)
        return value_refuse(err, list, "key 'notify'", "at most 32 entries");
    for (size_t i = 0; list && i < list->count; i++) {
        TargetNotification *notification = list_push(arena, &target->notifications);
        if (!notification_read(notification, &list->items[i], folder, arena, err))
            return false;
    }
    return true;
}

bool target_read(const Value *root, const char *path, Arena *arena, Target *ret_target, Error *err)
{
    const char *folder = path_folder(arena, path);
    int64_t version = TARGET_VERSION;
    Target target = {.timeout_ms = 600000};
    if (root->kind != VALUE_MAP)
        return value_refuse(err, root, "the target", "a map with 'deploy' and 'health'");
    if (!value_check_keys(root, "the target", target_keys, array_count(target_keys), err) ||
        !value_read_int(root, "version", &version, err))
        return false;
    if (version != TARGET_VERSION)
        return value_refuse(err, value_get(root, "version"), "key 'version'", "1");
    target.place = value_place(root, PLACE_SCHEMA);
    if (!value_read_text(root, "name", &target.name, err) ||
        !value_read_text(root, "folder", &target.folder, err) ||
        !target_read_duration(root, "timeout", &target.timeout_ms, err) ||
        !target_read_command(root, "deploy", arena, &target.deploy, err) ||
        !target_read_command(root, "rollback", arena, &target.rollback, err) ||
        !target_read_health(&target, root, folder, arena, err) ||
        !target_read_notify(&target, root, folder, arena, err))
        return false;
    if (text_empty(target.name))
        return value_refuse(err, root, "the target", "a 'name'");
    if (target.folder)
        target.folder = path_join(arena, folder, target.folder);
    *ret_target = target;
    return true;
}

bool target_load(const char *path, const char *shown, Arena *arena, Target *ret_target, Error *err)
{
    const Value *root = NULL;
    scoped_buf bytes = BUF_LIMITED(FILE_LARGEST);
    if (!file_read("target", path, &bytes, err))
        return false;
    // YAML's flow style is all of JSON that a target needs.
    return yaml_parse(shown, buf_keep(&bytes, arena), bytes.size, arena, &root, err) &&
           target_read(root, path, arena, ret_target, err);
}
