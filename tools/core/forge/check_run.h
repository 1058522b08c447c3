// check_run: a check on a commit of GitHub, with findings on the lines of its files.
//
// GitHub takes 50 annotations at a time and only ever adds them, so what is there is looked up
// first, by the check's external id: nothing is shown twice, also where an answer was lost.

#ifndef FORGE_CHECK_RUN_H
#define FORGE_CHECK_RUN_H

#include "forge/forge_comment.h"

#define CHECK_RUN_BATCH         ((size_t)50)
#define CHECK_RUN_LONGEST_TITLE ((size_t)255)   // characters, also of an annotation's
#define CHECK_RUN_LONGEST_TEXT  ((size_t)65535) // of the summary
#define CHECK_RUN_LONGEST_WORDS ((size_t)65536) // bytes of an annotation's message

typedef struct CheckAnnotation {
    const char *path;  // from the repository's root
    int64_t line;      // from 1
    int64_t column;    // from 1; 0 for the whole line
    const char *level; // "notice", "warning", "failure"
    const char *title;
    const char *message;
} CheckAnnotation;

typedef struct CheckRun {
    const char *name;
    const char *external_id; // of this run's check: another run of the workflow makes another one
    const char *conclusion;  // "success", "failure", "neutral", "action_required"
    const char *title;
    const char *summary; // Markdown
    LIST(CheckAnnotation) annotations;
} CheckRun;

// False if it could not be published, `ret_answer` tells whether the token may not.
bool forge_check_run(ForgeSession *session, const CheckRun *check, ForgePublished *ret_published,
                     ForgeAnswer *ret_answer, Error *err) MUST_USE;

#endif
