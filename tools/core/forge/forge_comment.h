// forge_comment: one comment on a pull or merge request that is edited as things change.
//
// It is found again by a hidden first line and by its author: a stranger's comment that starts in
// the same way is left alone.

#ifndef FORGE_FORGE_COMMENT_H
#define FORGE_FORGE_COMMENT_H

#include "forge/forge_call.h"

// What both platforms take of a comment, in UTF-16 units.
#define FORGE_LONGEST_COMMENT ((size_t)65536)

typedef struct ForgeComment {
    const char *key;   // tells our comments apart: letters, digits, `-`, `_`, `.`
    const char *state; // in the same letters: what the comment is about, in short
    const char *body;  // Markdown
    bool create;       // make one if there is none
    bool keep_same;    // leave an earlier one alone if it has the same state
} ForgeComment;

typedef enum ForgeDone {
    FORGE_CREATED,
    FORGE_UPDATED,
    FORGE_KEPT, // it said so already
    FORGE_NONE, // nothing was there and nothing was to be made
} ForgeDone;

typedef struct ForgePublished {
    ForgeDone done;
    const char *page; // where people see it; NULL if unknown
} ForgePublished;

// "created", "updated", "unchanged", "not needed".
const char *forge_done_name(ForgeDone done);

// False if it could not be published, `ret_answer` tells whether the token may not.
bool forge_comment(ForgeSession *session, const ForgeComment *comment,
                   ForgePublished *ret_published, ForgeAnswer *ret_answer, Error *err) MUST_USE;

// The comment's text with its hidden line.
char *forge_comment_text(const ForgeComment *comment, Arena *arena);

// Whether a comment's text has the key's hidden line; `ret_same` if its state is the same, too.
bool forge_comment_is(const char *text, const ForgeComment *comment, bool *ret_same);

#endif
