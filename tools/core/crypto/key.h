// key: a pair of ECDSA keys on P-256; signatures are over SHA-256, in ASN.1 DER, as
// `openssl dgst -sha256 -verify` reads them.
//
// Files are PEM: a private key as PKCS #8 (encrypted by AES-256 if there is a passphrase), a public
// key as SubjectPublicKeyInfo. Nothing ever asks a terminal for a passphrase.

#ifndef CRYPTO_KEY_H
#define CRYPTO_KEY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

typedef struct Key Key;

// The largest key file that is read, and the longest signature of P-256 in DER.
#define KEY_LARGEST_FILE   ((size_t)64 << 10)
#define KEY_LONGEST_SIGNED ((size_t)72)

bool key_generate(Key **ret_key, Error *err) MUST_USE;

// Reads a private key; `passphrase` is NULL if there is none, `name` says in messages where it is
// from.
bool key_parse_private(const char *name, const char *pem, size_t size, const char *passphrase,
                       Key **ret_key, Error *err) MUST_USE;

bool key_load_public(const char *path, Key **ret_key, Error *err) MUST_USE;
bool key_parse_public(const char *name, const char *pem, size_t size, Key **ret_key, Error *err)
    MUST_USE;

void key_close(Key *key);
SCOPED_CLOSE(Key *, key_close)
#define scoped_key CLEANUP(key_close_scoped) Key *

// Writes a new file that only its owner may read; a file that is there already is an error.
bool key_save_private(const Key *key, const char *path, const char *passphrase, Error *err)
    MUST_USE;

// The public half as PEM.
bool key_write_public(const Key *key, Buf *out, Error *err) MUST_USE;

// SHA-256 of the public half's PEM, as hexadecimal digits: a name for the key.
bool key_fingerprint(const Key *key, Arena *arena, const char **ret_fingerprint, Error *err)
    MUST_USE;

bool key_sign(const Key *key, const void *bytes, size_t size, Buf *ret_signature, Error *err)
    MUST_USE;

// True if `signature` was made over these bytes by the private half of `key`.
bool key_verify(const Key *key, const void *bytes, size_t size, const void *signature,
                size_t signature_size) MUST_USE;

#endif
