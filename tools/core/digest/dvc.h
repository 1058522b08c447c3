// dvc: which version of a file or a folder DVC has recorded, and which one is there, without DVC.

#ifndef DIGEST_DVC_H
#define DIGEST_DVC_H

#include "base/arena.h"
#include "base/error.h"

typedef struct DvcRecord {
    const char *path;   // what DVC keeps: the file, or a folder that it lies in; NULL for nothing
    const char *digest; // MD5; of a folder with `.dir` behind it
    bool folder;
    bool as_text;     // DVC before version 3: texts are digested with LF at the ends of lines
    const char *file; // `data.csv.dvc` or `dvc.lock`
    Place place;      // of the digest in it
} DvcRecord;

// Looks for `FILE.dvc` and for the outputs in `dvc.lock`, beside the file and beside the folders it
// lies in, up to the root of the repository. Errors are ERROR_CONFIG with the place in such a file.
bool dvc_find(const char *path, Arena *arena, DvcRecord *ret_record, Error *err) MUST_USE;

// The digest of what is there now. False without an error in `err` if that cannot be told without
// DVC: a `.dvcignore` may leave out some of the folder's files.
bool dvc_digest(const DvcRecord *record, Arena *arena, const char **ret_digest, Error *err)
    MUST_USE;

#endif
