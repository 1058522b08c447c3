#include "forge/check_run.h"

#include "base/text.h"

#include <inttypes.h>

// What GitHub has of the check.
typedef struct CheckState {
    ForgeSession *session;
    const CheckRun *check;
    const char *id;   // NULL while there is none
    const char *page; // for people
    bool completed;   // it has a conclusion, and the same title
    int64_t shown;    // how many annotations it has
    bool *sent;       // those of ours which it has
} CheckState;

static bool check_visit(void *what, const Payload *item, Arena *arena)
{
    CheckState *state = what;
    const int64_t id = payload_int(item, "id", 0);
    if (id <= 0 || !text_equal(payload_text(item, "external_id"), state->check->external_id))
        return false;
    const Payload *output = payload_get(item, "output");
    state->id = arena_format(arena, "%" PRId64, id);
    state->page = forge_answer_page(state->session, item, "html_url");
    state->shown = payload_int(output, "annotations_count", 0);
    state->completed = text_equal(payload_text(item, "conclusion"), state->check->conclusion) &&
                       text_equal(payload_text(output, "title"), state->check->title);
    return true;
}

static bool check_is_same(const CheckAnnotation *ours, const Payload *theirs)
{
    return text_equal(payload_text(theirs, "path"), ours->path) &&
           payload_int(theirs, "start_line", 0) == ours->line &&
           text_equal(payload_text(theirs, "annotation_level"), ours->level) &&
           text_equal(payload_text(theirs, "title"), ours->title) &&
           text_equal(payload_text(theirs, "message"), ours->message);
}

// One of theirs stands for one of ours, so that two equal ones stay two.
static bool check_visit_annotation(void *what, const Payload *item, Arena *arena)
{
    (void)arena;
    CheckState *state = what;
    const typeof(state->check->annotations) *list = &state->check->annotations;
    for (size_t i = 0; i < list->count; i++) {
        if (state->sent[i] || !check_is_same(&list->items[i], item))
            continue;
        state->sent[i] = true;
        break;
    }
    return false;
}

// The check by its external id, and which annotations it shows.
static bool check_find(CheckState *state, ForgeAnswer *ret_answer, Error *err)
{
    ForgeSession *session = state->session;
    Arena *arena = session->arena;
    const char *url =
        forge_url(session, "/commits/%s/check-runs?check_name=%s&filter=all&per_page=100",
                  session->forge->commit, forge_escape(arena, state->check->name));
    state->id = NULL;
    state->shown = 0;
    state->sent = arena_array(arena, bool, state->check->annotations.count + 1);
    if (!forge_walk(session, url, "check_runs", check_visit, state, ret_answer, err))
        return false;
    if (!state->id || !state->shown)
        return true;
    url = forge_url(session, "/check-runs/%s/annotations?per_page=100", state->id);
    return forge_walk(session, url, NULL, check_visit_annotation, state, ret_answer, err);
}

static void check_put_annotation(Payload *list, const CheckAnnotation *annotation)
{
    Payload *map = payload_add(list, payload_open_map());
    payload_put_text(map, "path", annotation->path);
    payload_put_int(map, "start_line", annotation->line);
    payload_put_int(map, "end_line", annotation->line);
    if (annotation->column > 0) {
        payload_put_int(map, "start_column", annotation->column);
        payload_put_int(map, "end_column", annotation->column);
    }
    payload_put_text(map, "annotation_level", annotation->level);
    payload_put_text(map, "title", annotation->title);
    payload_put_text(map, "message", annotation->message);
}

// The next annotations that are not there yet; they count as sent. True if these are the last.
static bool check_put_batch(CheckState *state, Payload *list)
{
    const typeof(state->check->annotations) *all = &state->check->annotations;
    for (size_t i = 0; i < all->count; i++) {
        if (state->sent[i])
            continue;
        if (payload_count(list) == CHECK_RUN_BATCH)
            return false;
        check_put_annotation(list, &all->items[i]);
        state->sent[i] = true;
    }
    return true;
}

// What is sent: the check with a batch of annotations, and with its conclusion if it is the last.
static Payload *check_body(CheckState *state, bool *ret_last)
{
    const CheckRun *check = state->check;
    const Forge *forge = state->session->forge;
    scoped_payload body = payload_open_map();
    scoped_payload list = payload_open_list();
    *ret_last = check_put_batch(state, list);
    payload_put_text(body, "name", check->name);
    if (!state->id) {
        payload_put_text(body, "head_sha", forge->commit);
        payload_put_text(body, "external_id", check->external_id);
        if (forge->page)
            payload_put_text(body, "details_url", forge->page);
    }
    payload_put_text(body, "status", *ret_last ? "completed" : "in_progress");
    if (*ret_last)
        payload_put_text(body, "conclusion", check->conclusion);
    Payload *output = payload_put(body, "output", payload_open_map());
    payload_put_text(output, "title", check->title);
    payload_put_text(output, "summary", check->summary);
    if (payload_count(list))
        payload_put(output, "annotations", take(list));
    return take(body);
}

// One request: the check is made if it is not there, else it gets what it lacks.
static bool check_send(CheckState *state, bool *ret_last, ForgeAnswer *ret_answer, Error *err)
{
    ForgeSession *session = state->session;
    const bool create = !state->id;
    scoped_payload body = check_body(state, ret_last);
    const ForgeCall call = {.method = create ? "POST" : "PATCH",
                            .url = create ? forge_url(session, "/check-runs")
                                          : forge_url(session, "/check-runs/%s", state->id),
                            .body = body,
                            .repeatable = false}; // annotations would be there twice
    scoped_forge_answer answer = {0};
    const bool done = forge_call(session, &call, &answer, err) &&
                      forge_answer_id(session, &answer, &state->id, err);
    *ret_answer = (ForgeAnswer){.refused = answer.refused, .lost = answer.lost || answer.json};
    const char *page = forge_answer_page(session, answer.json, "html_url");
    state->page = page ? page : state->page;
    return done;
}

// Sends batch after batch from what is there.
static bool check_send_all(CheckState *state, ForgeAnswer *ret_answer, Error *err)
{
    bool last = false;
    while (!last) {
        if (!check_send(state, &last, ret_answer, err))
            return false;
    }
    return true;
}

static bool check_is_complete(const CheckState *state)
{
    bool complete = state->id && state->completed;
    for (size_t i = 0; i < state->check->annotations.count; i++)
        complete = complete && state->sent[i];
    return complete;
}

bool forge_check_run(ForgeSession *session, const CheckRun *check, ForgePublished *ret_published,
                     ForgeAnswer *ret_answer, Error *err)
{
    CheckState state = {.session = session, .check = check};
    bool found = false;
    for (int sent = 0;; sent++) {
        if (!check_find(&state, ret_answer, err))
            return false;
        found = found || (!sent && state.id);
        // What a lost answer would have told.
        if (sent && check_is_complete(&state))
            break;
        if (sent == FORGE_MOST_ROUNDS)
            return false;
        if (check_send_all(&state, ret_answer, err))
            break;
        if (!ret_answer->lost)
            return false;
    }
    *ret_published =
        (ForgePublished){.done = found ? FORGE_UPDATED : FORGE_CREATED, .page = state.page};
    return true;
}
