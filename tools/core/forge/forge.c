#include "forge/forge.h"

#include "base/clean.h"
#include "base/text.h"
#include "cli/platform.h"
#include "forge/github_event.h"
#include "http/http_url.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FORGE_COMMIT_SHORTEST ((size_t)40) // SHA-1
#define FORGE_COMMIT_LONGEST  ((size_t)64) // SHA-256

typedef struct ForgeNames {
    const char *name;
    const char *change;
    const char *api_variable;
    const char *api; // of the public service
    const char *repository_variable;
    const char *commit_variable;
} ForgeNames;

static const ForgeNames forge_names[] = {
    [FORGE_GITHUB] = {.name = "GitHub",
                      .change = "pull request",
                      .api_variable = "GITHUB_API_URL",
                      .api = "https://api.github.com",
                      .repository_variable = "GITHUB_REPOSITORY",
                      .commit_variable = "GITHUB_SHA"},
    [FORGE_GITLAB] = {.name = "GitLab",
                      .change = "merge request",
                      .api_variable = "CI_API_V4_URL",
                      .api = "https://gitlab.com/api/v4",
                      .repository_variable = "CI_PROJECT_ID",
                      .commit_variable = "CI_COMMIT_SHA"},
};

const char *forge_name(const Forge *forge)
{
    return forge_names[forge->kind].name;
}

const char *forge_change_name(const Forge *forge)
{
    return forge_names[forge->kind].change;
}

bool forge_is_commit(const char *text)
{
    const size_t length = text ? strlen(text) : 0;
    return length >= FORGE_COMMIT_SHORTEST && length <= FORGE_COMMIT_LONGEST &&
           strspn(text, "0123456789abcdefABCDEF") == length;
}

char *forge_escape(Arena *arena, const char *text)
{
    scoped_buf escaped = BUF_EMPTY;
    for (; *text; text++) {
        const unsigned char byte = (unsigned char)*text;
        if (isalnum(byte) || strchr("-._~", byte))
            buf_add_char(&escaped, (char)byte);
        else
            buf_format(&escaped, "%%%02X", (unsigned)byte);
    }
    return buf_keep(&escaped, arena);
}

static const char *forge_variable(const char *name)
{
    const char *value = getenv(name);
    return text_empty(value) ? NULL : value;
}

// What an option gave, else what the environment says; `ret_kind` tells whose fault it is if it
// cannot be used, `ret_name` what it is called.
static const char *forge_choose(const char *given, const char *option, const char *variable,
                                const char **ret_name, ErrorKind *ret_kind)
{
    *ret_name = given ? option : variable;
    *ret_kind = given ? ERROR_USAGE : ERROR_CONFIG;
    return given ? given : forge_variable(variable);
}

static bool forge_find_kind(const ForgeGiven *given, ForgeKind *ret_kind, Error *err)
{
    const PlatformKind platform = platform_detect().kind;
    const bool github =
        given->kind ? text_equal(given->kind, "github") : platform == PLATFORM_GITHUB;
    const bool gitlab =
        given->kind ? text_equal(given->kind, "gitlab") : platform == PLATFORM_GITLAB;
    if (!github && !gitlab)
        return error_set(err, ERROR_USAGE,
                         "this is neither a job of GitHub nor of GitLab: say where to publish by "
                         "--forge, --repository and --commit");
    *ret_kind = github ? FORGE_GITHUB : FORGE_GITLAB;
    return true;
}

static bool forge_find_api(const ForgeGiven *given, Arena *arena, Forge *forge, Error *err)
{
    const ForgeNames *names = &forge_names[forge->kind];
    const char *name = NULL;
    ErrorKind kind = ERROR_NONE;
    const char *api = forge_choose(given->api, "--api-url", names->api_variable, &name, &kind);
    if (!api)
        api = names->api;
    if (!http_url_check(name, api, err)) {
        err->kind = kind;
        return false;
    }
    if (!http_url_is_https(api) && !http_url_is_loopback(api))
        return error_set(err, kind,
                         "'%s' is '%s': the token would travel readable by everybody; wanted "
                         "https://",
                         name, http_url_masked(arena, api, false));
    size_t length = strcspn(api, "?#");
    while (length && api[length - 1] == '/')
        length--;
    forge->api = arena_text_sized(arena, api, length);
    return true;
}

// "owner/name" of letters, digits and `-._`, so that it can be nothing else in a URL.
static bool forge_is_repository(const char *text)
{
    const char *slash = strchr(text, '/');
    return slash && slash != text && slash[1] && !strchr(slash + 1, '/') &&
           text[strspn(text,
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/")] ==
               '\0' &&
           !strstr(text, "..");
}

static bool forge_find_project(const ForgeGiven *given, Arena *arena, Forge *forge, Error *err)
{
    const bool github = forge->kind == FORGE_GITHUB;
    const char *name = NULL;
    ErrorKind kind = ERROR_NONE;
    const char *repository =
        forge_choose(given->repository, "--repository",
                     forge_names[forge->kind].repository_variable, &name, &kind);
    if (!repository)
        return error_set(err, given->kind ? ERROR_USAGE : ERROR_CONFIG,
                         "which repository to publish to is not known: set --repository");
    if (github && !forge_is_repository(repository))
        return error_set(err, kind, "'%s' must be OWNER/NAME, got '%s'", name,
                         clean_text_short(arena, repository, 100));
    forge->project = github ? arena_format(arena, "repos/%s", repository)
                            : arena_format(arena, "projects/%s", forge_escape(arena, repository));
    return true;
}

// An event that cannot be read is told later, by those who need what it says.
static GithubEvent forge_event(Arena *arena, Forge *forge)
{
    GithubEvent event = {0};
    const char *path = forge_variable("GITHUB_EVENT_PATH");
    Error err = ERROR_EMPTY;
    if (!path)
        forge->no_event = "there is no event file: 'GITHUB_EVENT_PATH' is not set";
    else if (!github_event_load(path, arena, &event, &err))
        forge->no_event = arena_text(arena, err.message);
    return event;
}

// Under these events the commit of the environment is not the one that a pull request shows: a
// merge that nobody sees, or the head of the default branch.
static bool forge_needs_event(void)
{
    static const char *const events[] = {"pull_request", "pull_request_target",
                                         "pull_request_review", "workflow_run"};
    for (size_t i = 0; i < array_count(events); i++) {
        if (text_equal(forge_variable("GITHUB_EVENT_NAME"), events[i]))
            return true;
    }
    return false;
}

static bool forge_find_commit(const ForgeGiven *given, const GithubEvent *event, Arena *arena,
                              Forge *forge, Error *err)
{
    const char *name = NULL;
    ErrorKind kind = ERROR_NONE;
    const char *commit = forge_choose(given->commit, "--commit",
                                      forge_names[forge->kind].commit_variable, &name, &kind);
    if (!given->commit && forge->kind == FORGE_GITHUB && (event->commit || forge_needs_event()))
        commit = event->commit;
    if (commit && !forge_is_commit(commit))
        return error_set(err, kind, "'%s' must be 40 to 64 hexadecimal digits, got '%s'", name,
                         clean_text_short(arena, commit, 80));
    forge->commit = commit;
    return true;
}

static int64_t forge_number(const char *variable)
{
    int64_t number = 0;
    const char *text = forge_variable(variable);
    return text && text_to_int(text, &number) && number > 0 ? number : 0;
}

static void forge_find_run(Arena *arena, Forge *forge)
{
    const char *server = forge_variable("GITHUB_SERVER_URL");
    const char *repository = forge_variable("GITHUB_REPOSITORY");
    const char *run = forge_variable("GITHUB_RUN_ID");
    const char *attempt = forge_variable("GITHUB_RUN_ATTEMPT");
    const char *job = forge_variable("GITHUB_JOB");
    const char *page = forge_variable("CI_PIPELINE_URL");
    Error ignored = ERROR_EMPTY;
    forge->run = run ? arena_format(arena, "%s.%s.%s", run, attempt ? attempt : "1", job ? job : "")
                     : "local";
    if (forge->kind == FORGE_GITHUB)
        page = server && repository && run
                   ? arena_format(arena, "%s/%s/actions/runs/%s", server, repository, run)
                   : NULL;
    if (page && http_url_check("page", page, &ignored))
        forge->page = page;
    forge->pipeline = forge_number("CI_PIPELINE_ID");
}

static void forge_find_token(const ForgeGiven *given, Forge *forge)
{
    if (forge->kind == FORGE_GITHUB) {
        forge->token = given->github_token ? given->github_token : forge_variable("GITHUB_TOKEN");
        return;
    }
    forge->job_token = !given->gitlab_token;
    forge->token = given->gitlab_token ? given->gitlab_token : forge_variable("CI_JOB_TOKEN");
}

bool forge_find(const ForgeGiven *given, Arena *arena, Forge *ret_forge, Error *err)
{
    Forge forge = {0};
    GithubEvent event = {0};
    if (!forge_find_kind(given, &forge.kind, err) || !forge_find_api(given, arena, &forge, err) ||
        !forge_find_project(given, arena, &forge, err))
        return false;
    // In a shell that only rehearses there is no event to be missed.
    const bool wants_event = forge.kind == FORGE_GITHUB && !(given->commit && given->change);
    if (wants_event && platform_detect().kind == PLATFORM_GITHUB)
        event = forge_event(arena, &forge);
    if (!forge_find_commit(given, &event, arena, &forge, err))
        return false;
    forge.change = given->change                ? given->change
                   : forge.kind == FORGE_GITHUB ? event.change
                                                : forge_number("CI_MERGE_REQUEST_IID");
    forge.head = forge.change ? NULL : event.head;
    forge_find_run(arena, &forge);
    forge_find_token(given, &forge);
    *ret_forge = forge;
    return true;
}
