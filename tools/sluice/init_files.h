// init_files: the files that `sluice init` writes: each only where nothing has its name, all of
// them or none.

#ifndef SLUICE_INIT_FILES_H
#define SLUICE_INIT_FILES_H

#include "base/error.h"
#include "base/text.h"
#include "survey.h"

typedef struct InitFile {
    const char *path; // from the repository's root
    const char *text; // NULL: it is there, or is not needed, and `why` says so
    const char *why;
    bool kept; // something has the name already
} InitFile;

typedef LIST(InitFile) InitFileList;

// Finds out which of the files are there already: those are kept.
void init_files_look(const Survey *survey, InitFileList *files);

// Writes those that are not kept. On an error those that were written are removed again.
bool init_files_write(const Survey *survey, InitFileList *files, Error *err) MUST_USE;

#endif
