// digest: MD5, SHA-1 and SHA-256 of bytes and files, for tools without OpenSSL (libmd underneath).
//
// Digests are texts of lower-case hexadecimal digits. MD5 and SHA-1 are here because data
// versioning tools name files by them; nothing of ours is made safe by them.

#ifndef DIGEST_DIGEST_H
#define DIGEST_DIGEST_H

#include "base/arena.h"
#include "base/error.h"

typedef enum DigestKind {
    DIGEST_MD5,    // 32 digits
    DIGEST_SHA1,   // 40 digits
    DIGEST_SHA256, // 64 digits
} DigestKind;

char *digest_bytes(DigestKind kind, const void *bytes, size_t size, Arena *arena);

// The digest of a file of any size, or of standard input if `path` is "-"; `what` names its role in
// messages ("data", "model"). Errors are ERROR_INPUT.
bool digest_file(DigestKind kind, const char *what, const char *path, Arena *arena,
                 const char **ret_digest, Error *err) MUST_USE;

// The MD5 that DVC before version 3 gave files: in what looks like a text by its first 512 bytes,
// the line ends are LF, except where a chunk of 1 MiB ends between CR and LF.
bool digest_file_as_text(const char *what, const char *path, Arena *arena, const char **ret_digest,
                         Error *err) MUST_USE;

#endif
