// survey: the files of a project, as `sluice init` finds them: from the top down, in the order of
// their names, bounded.
//
// Paths are relative to the project's folder. Files whose names may not stand in a workflow
// (quote_is_harmless()) are counted, never named in what is written. Linked folders are not
// entered.

#ifndef SLUICE_SURVEY_H
#define SLUICE_SURVEY_H

#include "base/arena.h"
#include "base/error.h"

// Names looked at, and folders below folders; a tree that has more was not written by hand.
#define SURVEY_MOST_NAMES 100000
#define SURVEY_DEEPEST    12

// The largest file of text that is looked into: scripts, requirements, workflows.
#define SURVEY_LARGEST_TEXT ((size_t)1 << 20)

typedef struct SurveyFile {
    const char *path;
    int64_t size; // bytes
} SurveyFile;

typedef struct Survey {
    Arena *arena;
    const char *named;      // the project's folder as the user wrote it
    const char *folder;     // the same, absolute
    const char *repository; // the folder that holds `.git`, at or above the project; else `folder`
    const char *prefix;     // the project's folder as seen from the repository; "" if they are one
    LIST(SurveyFile) files;
    int64_t names;         // looked at
    bool cut;              // there were more than SURVEY_MOST_NAMES
    int64_t refused;       // files whose names may not stand in a workflow
    const char *a_refused; // the first of them
} Survey;

// Walks `folder`, which must be one. Folders below it that cannot be read are left out.
bool survey_take(const char *folder, Arena *arena, Survey **ret_survey, Error *err) MUST_USE;

// NULL if there is no such file.
const SurveyFile *survey_find(const Survey *survey, const char *path);

// The text of a file of the project, or of the repository by a path from its root; NULL if it is
// not there, cannot be read, is not UTF-8 or is larger than SURVEY_LARGEST_TEXT.
const char *survey_text(const Survey *survey, const char *path);
const char *survey_repository_text(const Survey *survey, const char *path);

// `path` of the project as seen from the repository.
const char *survey_from_repository(const Survey *survey, const char *path);

#endif
