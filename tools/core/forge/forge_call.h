// forge_call: one request to the API of a forge, and what its answer means.
//
// A session waits and tries again within one deadline for all its calls. A write is sent again only
// if it may arrive twice; of one that may not, the answer tells whether it could have been done
// (`lost`): look it up before it is sent again.
//
// A rehearsal sends nothing: calls are written down instead, with the token blacked out, and every
// look-up finds nothing.

#ifndef FORGE_FORGE_CALL_H
#define FORGE_FORGE_CALL_H

#include "base/buf.h"
#include "doc/payload.h"
#include "forge/forge.h"
#include "http/http.h"

#define FORGE_DEADLINE_MS ((int64_t)120000)
#define FORGE_RETRIES     5
#define FORGE_REDIRECTS   3
// A hundred comments of 64 KiB, escaped.
#define FORGE_REPLY_LIMIT ((size_t)16 << 20)
// We ask for a hundred items a page. A longer list is no list of ours.
#define FORGE_MOST_ITEMS ((size_t)1000)
#define FORGE_MOST_PAGES 100
// How often a write whose answer was lost is looked up and sent again.
#define FORGE_MOST_ROUNDS 3

typedef struct ForgeSession {
    const Forge *forge;
    HttpClient *client; // NULL for a rehearsal
    Buf *rehearsal;     // what would be sent; NULL to act
    Arena *arena;
    int64_t end_ms; // of the clock that never goes back
    int requests;
} ForgeSession;

typedef struct ForgeCall {
    const char *method;
    const char *url;     // of forge_url(), or a `next` of an answer
    const Payload *body; // NULL for none
    bool repeatable;     // a write that may arrive twice
} ForgeCall;

typedef struct ForgeAnswer {
    Payload *json;    // of a success; NULL in a rehearsal
    const char *next; // the next page; NULL if this is the last one
    bool refused;     // the token may not: 403, 404, on GitLab also 401
    bool lost;        // no success was told, but the write may have been done
} ForgeAnswer;

void forge_answer_release(ForgeAnswer *answer);
#define scoped_forge_answer CLEANUP(forge_answer_release) ForgeAnswer

// The session begins now.
ForgeSession forge_session(const Forge *forge, HttpClient *client, Buf *rehearsal, Arena *arena);

// A URL below the repository: forge_url(session, "/statuses/%s", commit). Texts in it are escaped.
char *forge_url(const ForgeSession *session, const char *format, ...) PRINTF_LIKE(2, 3);

// True with `json` for an answer of 2xx with JSON; else the error says what was answered, and the
// answer tells `refused` and `lost`.
bool forge_call(ForgeSession *session, const ForgeCall *call, ForgeAnswer *ret_answer, Error *err)
    MUST_USE;

// Looks at one item; true if it was the one that was looked for. Texts do not outlive the call.
typedef bool ForgeVisit(void *what, const Payload *item, Arena *arena);

// Goes through a list by GET, page by page, until one is found or the list ends. The list is the
// answer itself, or stands below `key`.
bool forge_walk(ForgeSession *session, const char *url, const char *key, ForgeVisit *visit,
                void *what, ForgeAnswer *ret_answer, Error *err) MUST_USE;

// The `id` of what an answer tells of, as text: "{id}" in a rehearsal. An answer without one is no
// success.
bool forge_answer_id(const ForgeSession *session, const ForgeAnswer *answer, const char **ret_id,
                     Error *err) MUST_USE;

// Where people see what was published: http or https; NULL if the answer does not say.
const char *forge_answer_page(const ForgeSession *session, const Payload *json, const char *key);

#endif
