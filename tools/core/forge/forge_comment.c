#include "forge/forge_comment.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

// Who comments with the token that GitHub gives to a job.
#define COMMENT_GITHUB_JOB "github-actions[bot]"

// An earlier comment of ours.
typedef struct CommentSearch {
    const ForgeSession *session;
    const ForgeComment *comment;
    LIST(const char *) ids; // of comments with the hidden line, and of whom they are
    LIST(const char *) authors;
    LIST(bool) same;
} CommentSearch;

static const char *const comment_done_names[] = {
    [FORGE_CREATED] = "created",
    [FORGE_UPDATED] = "updated",
    [FORGE_KEPT] = "unchanged",
    [FORGE_NONE] = "not needed",
};

const char *forge_done_name(ForgeDone done)
{
    return comment_done_names[done];
}

char *forge_comment_text(const ForgeComment *comment, Arena *arena)
{
    return arena_format(arena, "<!-- sluice:%s state:%s -->\n%s", comment->key, comment->state,
                        comment->body);
}

bool forge_comment_is(const char *text, const ForgeComment *comment, bool *ret_same)
{
    scoped_arena arena = arena_open();
    const char *start = arena_format(arena, "<!-- sluice:%s state:", comment->key);
    if (!text || !text_starts(text, start))
        return false;
    *ret_same = text_starts(text + strlen(start), arena_format(arena, "%s -->", comment->state));
    return true;
}

static bool comment_visit(void *what, const Payload *item, Arena *arena)
{
    CommentSearch *search = what;
    const bool github = search->session->forge->kind == FORGE_GITHUB;
    const int64_t id = payload_int(item, "id", 0);
    const char *author =
        payload_text(payload_get(item, github ? "user" : "author"), github ? "login" : "username");
    bool same = false;
    if (id <= 0 || !author || !forge_comment_is(payload_text(item, "body"), search->comment, &same))
        return false;
    *list_push(arena, &search->ids) = arena_format(arena, "%" PRId64, id);
    *list_push(arena, &search->authors) = arena_text(arena, author);
    *list_push(arena, &search->same) = same;
    return false; // a stranger's may come before ours
}

// GitHub answers an app's token on `/user` with 403, but knows every viewer in GraphQL.
static const char *comment_self_github(ForgeSession *session)
{
    const char *api = session->forge->api;
    const size_t length = strlen(api) - (text_ends(api, "/v3") ? strlen("/v3") : 0);
    scoped_payload query = payload_open_map();
    payload_put_text(query, "query", "{viewer{login}}");
    const ForgeCall call = {.method = "POST",
                            .url = arena_format(session->arena, "%.*s/graphql", (int)length, api),
                            .body = query,
                            .repeatable = true};
    scoped_forge_answer answer = {0};
    Error ignored = ERROR_EMPTY;
    if (!forge_call(session, &call, &answer, &ignored))
        return COMMENT_GITHUB_JOB;
    const char *login =
        payload_text(payload_get(payload_get(answer.json, "data"), "viewer"), "login");
    return login ? arena_text(session->arena, login) : COMMENT_GITHUB_JOB;
}

// Whose comments are ours. False if nobody says so.
static bool comment_self(ForgeSession *session, const char **ret_self, ForgeAnswer *ret_answer,
                         Error *err)
{
    if (session->forge->kind == FORGE_GITHUB) {
        *ret_self = comment_self_github(session);
        return true;
    }
    const ForgeCall call = {.method = "GET",
                            .url = arena_format(session->arena, "%s/user", session->forge->api)};
    scoped_forge_answer answer = {0};
    const bool answered = forge_call(session, &call, &answer, err);
    *ret_answer = (ForgeAnswer){.refused = answer.refused};
    const char *name = payload_text(answer.json, "username");
    if (answered && !name)
        return error_set(err, ERROR_NETWORK, "GitLab does not say whose the token is");
    *ret_self = arena_text(session->arena, name);
    return answered;
}

static char *comment_list_url(const ForgeSession *session)
{
    const int64_t change = session->forge->change;
    return session->forge->kind == FORGE_GITHUB
               ? forge_url(session, "/issues/%" PRId64 "/comments", change)
               : forge_url(session, "/merge_requests/%" PRId64 "/notes", change);
}

// Our earlier comment; NULL in `ret_id` if there is none.
static bool comment_find(ForgeSession *session, const ForgeComment *comment, const char **ret_id,
                         bool *ret_same, ForgeAnswer *ret_answer, Error *err)
{
    CommentSearch search = {.session = session, .comment = comment};
    const char *list = arena_format(session->arena, "%s?per_page=100", comment_list_url(session));
    const char *self = NULL;
    *ret_id = NULL;
    if (!forge_walk(session, list, NULL, comment_visit, &search, ret_answer, err))
        return false;
    if (search.ids.count && !comment_self(session, &self, ret_answer, err))
        return false;
    for (size_t i = 0; i < search.ids.count && !*ret_id; i++) {
        if (!text_equal(search.authors.items[i], self))
            continue;
        *ret_id = search.ids.items[i];
        *ret_same = search.same.items[i];
    }
    return true;
}

// Adds a comment, or edits the one with that number.
static bool comment_write(ForgeSession *session, const ForgeComment *comment, const char *id,
                          ForgePublished *published, ForgeAnswer *ret_answer, Error *err)
{
    const bool github = session->forge->kind == FORGE_GITHUB;
    const char *list = comment_list_url(session);
    const char *one = github ? forge_url(session, "/issues/comments/%s", id ? id : "")
                             : arena_format(session->arena, "%s/%s", list, id ? id : "");
    scoped_payload body = payload_open_map();
    payload_put_text(body, "body", forge_comment_text(comment, session->arena));
    const ForgeCall call = {.method = !id      ? "POST"
                                      : github ? "PATCH"
                                               : "PUT",
                            .url = id ? one : list,
                            .body = body,
                            .repeatable = id != NULL};
    scoped_forge_answer answer = {0};
    const char *written = NULL;
    const bool done = forge_call(session, &call, &answer, err) &&
                      forge_answer_id(session, &answer, &written, err);
    // A success that names nothing may be one.
    *ret_answer = (ForgeAnswer){.refused = answer.refused, .lost = answer.lost || answer.json};
    *published = (ForgePublished){.done = id ? FORGE_UPDATED : FORGE_CREATED,
                                  .page = forge_answer_page(session, answer.json, "html_url")};
    return done;
}

bool forge_comment(ForgeSession *session, const ForgeComment *comment,
                   ForgePublished *ret_published, ForgeAnswer *ret_answer, Error *err)
{
    for (int sent = 0;; sent++) {
        const char *id = NULL;
        bool same = false;
        if (!comment_find(session, comment, &id, &same, ret_answer, err))
            return false;
        // Found after it was sent: that is what the lost answer would have told.
        const ForgeDone found = sent ? FORGE_CREATED : FORGE_KEPT;
        if ((!id && !comment->create) || (id && same && (comment->keep_same || sent))) {
            *ret_published = (ForgePublished){.done = id ? found : FORGE_NONE};
            return true;
        }
        if (sent == FORGE_MOST_ROUNDS)
            return false;
        ForgePublished published = {0};
        if (comment_write(session, comment, id, &published, ret_answer, err)) {
            *ret_published = published;
            return true;
        }
        // Perhaps it was done: another one is only added after a look.
        if (!ret_answer->lost || id)
            return false;
    }
}
