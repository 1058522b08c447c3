// hashing: SHA-256 and SHA-512 of bytes, streams and files, and HMAC-SHA256 (OpenSSL underneath).
//
// Digests as texts are lower-case hexadecimal digits. Hashing memory cannot fail; if OpenSSL has no
// memory left the run ends by fatal_out_of_memory().

#ifndef CRYPTO_HASHING_H
#define CRYPTO_HASHING_H

#include "base/arena.h"
#include "base/error.h"

typedef enum HashKind {
    HASH_SHA256, // 32 bytes
    HASH_SHA512, // 64 bytes
} HashKind;

#define HASH_SHA256_SIZE 32
#define HASH_LARGEST     64

typedef struct Hash Hash;

Hash *hash_open(HashKind kind);
void hash_add(Hash *hash, const void *bytes, size_t size);

// The digest of all that was added, as hexadecimal digits; the hash is used up and can only be
// closed.
const char *hash_finish(Hash *hash, Arena *arena);

void hash_close(Hash *hash);
SCOPED_CLOSE(Hash *, hash_close)
#define scoped_hash CLEANUP(hash_close_scoped) Hash *

const char *hash_bytes(HashKind kind, const void *bytes, size_t size, Arena *arena);

// The digest and the size in bytes of a regular file; `what` names its role in messages.
bool hash_file(HashKind kind, const char *what, const char *path, Arena *arena,
               const char **ret_digest, int64_t *ret_size, Error *err) MUST_USE;

// HMAC-SHA256 of RFC 2104; a key of any length, also 0.
void crypto_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                        uint8_t ret_mac[static HASH_SHA256_SIZE]);

// `size` bytes as 2 * size lower-case hexadecimal digits.
char *crypto_hex(Arena *arena, const void *bytes, size_t size);

// True for exactly `digits` lower-case hexadecimal digits: 64 for a SHA-256.
bool crypto_is_hex(const char *text, size_t digits);

#endif
