#include "forge/github_event.h"

#include "base/clean.h"
#include "base/file.h"
#include "base/text.h"
#include "doc/payload.h"
#include "forge/forge.h"

// Larger numbers are no pull requests.
#define EVENT_LARGEST_NUMBER INT32_MAX

static bool event_number(const Payload *map, const char *what, int64_t *ret_number, Error *err)
{
    const int64_t number = payload_int(map, "number", 0);
    if (number < 1 || number > EVENT_LARGEST_NUMBER)
        return error_set(err, ERROR_INPUT, "'%s.number' must be a positive whole number", what);
    *ret_number = number;
    return true;
}

static bool event_commit(const Payload *map, const char *key, const char *what, Arena *arena,
                         const char **ret_commit, Error *err)
{
    const char *commit = payload_text(map, key);
    if (!forge_is_commit(commit))
        return error_set(err, ERROR_INPUT, "'%s.%s' must be 40 to 64 hexadecimal digits, got '%s'",
                         what, key, commit ? clean_text_short(arena, commit, 80) : "");
    *ret_commit = arena_text(arena, commit);
    return true;
}

static bool event_pull_request(const Payload *map, Arena *arena, GithubEvent *event, Error *err)
{
    return event_number(map, "pull_request", &event->change, err) &&
           event_commit(payload_get(map, "head"), "sha", "pull_request.head", arena, &event->commit,
                        err);
}

// The list of pull requests is empty for forks; owner and branch tell which one it was.
static bool event_workflow_run(const Payload *map, Arena *arena, GithubEvent *event, Error *err)
{
    const Payload *changes = payload_get(map, "pull_requests");
    const char *branch = payload_text(map, "head_branch");
    const char *owner =
        payload_text(payload_get(payload_get(map, "head_repository"), "owner"), "login");
    if (owner && branch)
        event->head = arena_format(arena, "%s:%s", owner, branch);
    if (payload_count(changes) == 1 &&
        !event_number(payload_at(changes, 0), "workflow_run.pull_requests[0]", &event->change, err))
        return false;
    return event_commit(map, "head_sha", "workflow_run", arena, &event->commit, err);
}

static bool event_merge_group(const Payload *map, Arena *arena, GithubEvent *event, Error *err)
{
    return event_commit(map, "head_sha", "merge_group", arena, &event->commit, err);
}

// A comment's event does not say what the pull request's head is.
static bool event_issue(const Payload *map, Arena *arena, GithubEvent *event, Error *err)
{
    (void)arena;
    return !payload_is_map(payload_get(map, "pull_request")) ||
           event_number(map, "issue", &event->change, err);
}

static const struct {
    const char *key;
    bool (*read)(const Payload *map, Arena *arena, GithubEvent *event, Error *err);
} event_parts[] = {
    {"pull_request", event_pull_request},
    {"workflow_run", event_workflow_run},
    {"merge_group", event_merge_group},
    {"issue", event_issue},
};

bool github_event_read(const char *bytes, size_t size, Arena *arena, GithubEvent *ret_event,
                       Error *err)
{
    scoped_payload root = NULL;
    if (!payload_parse(bytes, size, &root, err))
        return false;
    if (!payload_is_map(root))
        return error_set(err, ERROR_INPUT, "an event must be a map");
    GithubEvent event = {0};
    for (size_t i = 0; i < array_count(event_parts); i++) {
        const Payload *part = payload_get(root, event_parts[i].key);
        if (!part)
            continue;
        if (!payload_is_map(part))
            return error_set(err, ERROR_INPUT, "'%s' must be a map", event_parts[i].key);
        if (!event_parts[i].read(part, arena, &event, err))
            return false;
        break;
    }
    *ret_event = event;
    return true;
}

bool github_event_load(const char *path, Arena *arena, GithubEvent *ret_event, Error *err)
{
    scoped_buf bytes = BUF_LIMITED(GITHUB_EVENT_LARGEST);
    if (!file_read("event file", path, &bytes, err))
        return false;
    if (!github_event_read(buf_text(&bytes), bytes.size, arena, ret_event, err))
        return error_wrap(err, "the event file '%s' cannot be used", path);
    return true;
}
