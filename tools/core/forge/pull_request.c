#include "forge/pull_request.h"

#include "base/text.h"

typedef struct PullSearch {
    const char *commit;
    int64_t number;
} PullSearch;

// A branch has one pull request for every branch it is to be merged into; the first one is taken.
static bool pull_visit(void *what, const Payload *item, Arena *arena)
{
    (void)arena;
    PullSearch *search = what;
    const int64_t number = payload_int(item, "number", 0);
    if (number <= 0 ||
        !text_equal_any_case(payload_text(payload_get(item, "head"), "sha"), search->commit))
        return false;
    search->number = number;
    return true;
}

bool forge_pull_request(ForgeSession *session, int64_t *ret_number, ForgeAnswer *ret_answer,
                        Error *err)
{
    const Forge *forge = session->forge;
    PullSearch search = {.commit = forge->commit};
    const char *url = forge_url(session, "/pulls?state=open&head=%s&per_page=100",
                                forge_escape(session->arena, forge->head));
    if (!forge_walk(session, url, NULL, pull_visit, &search, ret_answer, err))
        return false;
    *ret_number = search.number;
    return true;
}
