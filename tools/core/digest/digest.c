#include "digest/digest.h"

#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <md5.h>
#include <sha1.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>

#define DIGEST_LARGEST ((size_t)32)      // bytes of the longest digest
#define DIGEST_READ    ((size_t)1 << 20) // bytes read at once, as DVC does

typedef union DigestState {
    MD5_CTX md5;
    SHA1_CTX sha1;
    SHA2_CTX sha2;
} DigestState;

// libmd's functions differ in the type of their first parameter only.
typedef struct DigestMethod {
    size_t size;
    void (*begin)(DigestState *state);
    void (*add)(DigestState *state, const uint8_t *bytes, size_t size);
    void (*finish)(DigestState *state, uint8_t *ret_bytes);
} DigestMethod;

static void digest_md5_begin(DigestState *state)
{
    MD5Init(&state->md5);
}

static void digest_md5_add(DigestState *state, const uint8_t *bytes, size_t size)
{
    MD5Update(&state->md5, bytes, size);
}

static void digest_md5_finish(DigestState *state, uint8_t *ret_bytes)
{
    MD5Final(ret_bytes, &state->md5);
}

static void digest_sha1_begin(DigestState *state)
{
    SHA1Init(&state->sha1);
}

static void digest_sha1_add(DigestState *state, const uint8_t *bytes, size_t size)
{
    SHA1Update(&state->sha1, bytes, size);
}

static void digest_sha1_finish(DigestState *state, uint8_t *ret_bytes)
{
    SHA1Final(ret_bytes, &state->sha1);
}

static void digest_sha256_begin(DigestState *state)
{
    SHA256Init(&state->sha2);
}

static void digest_sha256_add(DigestState *state, const uint8_t *bytes, size_t size)
{
    SHA256Update(&state->sha2, bytes, size);
}

static void digest_sha256_finish(DigestState *state, uint8_t *ret_bytes)
{
    SHA256Final(ret_bytes, &state->sha2);
}

static const DigestMethod digest_methods[] = {
    [DIGEST_MD5] = {MD5_DIGEST_LENGTH, digest_md5_begin, digest_md5_add, digest_md5_finish},
    [DIGEST_SHA1] = {SHA1_DIGEST_LENGTH, digest_sha1_begin, digest_sha1_add, digest_sha1_finish},
    [DIGEST_SHA256] = {SHA256_DIGEST_LENGTH, digest_sha256_begin, digest_sha256_add,
                       digest_sha256_finish},
};

static char *digest_finish(const DigestMethod *method, DigestState *state, Arena *arena)
{
    uint8_t bytes[DIGEST_LARGEST];
    method->finish(state, bytes);
    char *digits = arena_alloc(arena, 2 * method->size + 1);
    for (size_t i = 0; i < method->size; i++)
        snprintf(digits + 2 * i, 3, "%02x", (unsigned)bytes[i]);
    return digits;
}

char *digest_bytes(DigestKind kind, const void *bytes, size_t size, Arena *arena)
{
    const DigestMethod *method = &digest_methods[kind];
    DigestState state;
    method->begin(&state);
    if (size)
        method->add(&state, bytes, size);
    return digest_finish(method, &state, arena);
}

// By the share of bytes that texts seldom have.
static bool looks_like_text(const uint8_t *bytes, size_t size)
{
    size_t odd = 0;
    size = MIN(size, (size_t)512);
    if (memchr(bytes, '\0', size))
        return false;
    for (size_t i = 0; i < size; i++)
        odd += (bytes[i] < 32 || bytes[i] > 126) && !strchr("\n\r\t\f\b", bytes[i]);
    return 10 * odd <= 3 * size;
}

static size_t drop_returns(uint8_t *bytes, size_t size)
{
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\r' || i + 1 == size || bytes[i + 1] != '\n')
            bytes[kept++] = bytes[i];
    }
    return kept;
}

static bool digest_read(DigestKind kind, bool as_text, const char *what, const char *path,
                        Arena *arena, const char **ret_digest, Error *err)
{
    const DigestMethod *method = &digest_methods[kind];
    bool standard_input = text_equal(path, "-");
    scoped_file opened = standard_input ? NULL : fopen(path, "re");
    FILE *in = standard_input ? stdin : opened;
    if (!in)
        return error_set(err, ERROR_INPUT, "cannot open %s '%s': %s", what, path, strerror(errno));

    DigestState state;
    method->begin(&state);
    scoped_arena memory = arena_open();
    uint8_t *bytes = arena_alloc(memory, DIGEST_READ);
    bool first = true;
    for (size_t size; (size = fread(bytes, 1, DIGEST_READ, in)) > 0; first = false) {
        as_text = as_text && (!first || looks_like_text(bytes, size));
        method->add(&state, bytes, as_text ? drop_returns(bytes, size) : size);
    }
    if (ferror(in))
        return error_set(err, ERROR_INPUT, "cannot read %s '%s': %s", what, path, strerror(errno));
    *ret_digest = digest_finish(method, &state, arena);
    return true;
}

bool digest_file(DigestKind kind, const char *what, const char *path, Arena *arena,
                 const char **ret_digest, Error *err)
{
    return digest_read(kind, false, what, path, arena, ret_digest, err);
}

bool digest_file_as_text(const char *what, const char *path, Arena *arena, const char **ret_digest,
                         Error *err)
{
    return digest_read(DIGEST_MD5, true, what, path, arena, ret_digest, err);
}
