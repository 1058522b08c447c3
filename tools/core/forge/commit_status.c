#include "forge/commit_status.h"

#include "base/text.h"

static const char *const status_states[][3] = {
    [FORGE_GITHUB] = {"success", "failure", "error"},
    [FORGE_GITLAB] = {"success", "failed", "failed"},
};

bool forge_commit_status(ForgeSession *session, const CommitStatus *status,
                         ForgePublished *ret_published, ForgeAnswer *ret_answer, Error *err)
{
    const Forge *forge = session->forge;
    const bool github = forge->kind == FORGE_GITHUB;
    const char *state = status_states[forge->kind][status->state];
    scoped_payload body = payload_open_map();
    payload_put_text(body, "state", state);
    payload_put_text(body, github ? "context" : "name", status->context);
    payload_put_text(body, "description", status->description);
    if (forge->page)
        payload_put_text(body, "target_url", forge->page);
    if (!github && forge->pipeline)
        payload_put_int(body, "pipeline_id", forge->pipeline);
    // The last status of a name counts: one that arrives twice says the same.
    const ForgeCall call = {.method = "POST",
                            .url = forge_url(session, "/statuses/%s", forge->commit),
                            .body = body,
                            .repeatable = true};
    scoped_forge_answer answer = {0};
    const char *id = NULL;
    const bool done =
        forge_call(session, &call, &answer, err) && forge_answer_id(session, &answer, &id, err);
    *ret_answer = (ForgeAnswer){.refused = answer.refused};
    *ret_published = (ForgePublished){.done = FORGE_CREATED};
    return done;
}
