#include "crypto/hashing.h"

#include "base/fatal.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const EVP_MD *(*const hash_kinds[])(void) = {
    [HASH_SHA256] = EVP_sha256,
    [HASH_SHA512] = EVP_sha512,
};

Hash *hash_open(HashKind kind)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || !EVP_DigestInit_ex(context, hash_kinds[kind](), NULL))
        fatal_out_of_memory();
    return (Hash *)context;
}

// A Hash is OpenSSL's context under another name.
static EVP_MD_CTX *hash_context(Hash *hash)
{
    return (EVP_MD_CTX *)hash;
}

void hash_add(Hash *hash, const void *bytes, size_t size)
{
    if (size && !EVP_DigestUpdate(hash_context(hash), bytes, size))
        fatal_out_of_memory();
}

const char *hash_finish(Hash *hash, Arena *arena)
{
    uint8_t digest[HASH_LARGEST];
    unsigned size = 0;
    if (!EVP_DigestFinal_ex(hash_context(hash), digest, &size))
        fatal_out_of_memory();
    return crypto_hex(arena, digest, size);
}

void hash_close(Hash *hash)
{
    EVP_MD_CTX_free(hash_context(hash));
}

const char *hash_bytes(HashKind kind, const void *bytes, size_t size, Arena *arena)
{
    scoped_hash hash = hash_open(kind);
    hash_add(hash, bytes, size);
    return hash_finish(hash, arena);
}

bool hash_file(HashKind kind, const char *what, const char *path, Arena *arena,
               const char **ret_digest, int64_t *ret_size, Error *err)
{
    // Without O_NONBLOCK opening a pipe would wait for somebody to write into it.
    scoped_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set(err, ERROR_INPUT, "cannot open %s '%s': %s", what, path, strerror(errno));
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        return error_set(err, ERROR_INPUT, "%s '%s' is not a regular file", what, path);

    scoped_hash hash = hash_open(kind);
    int64_t total = 0;
    char chunk[65536];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERROR_INPUT, "cannot read %s '%s': %s", what, path,
                             strerror(errno));
        if (got == 0)
            break;
        hash_add(hash, chunk, (size_t)got);
        total += got;
    }
    *ret_digest = hash_finish(hash, arena);
    *ret_size = total;
    return true;
}

void crypto_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                        uint8_t ret_mac[static HASH_SHA256_SIZE])
{
    // RFC 2104: a key longer than a block (64 bytes) counts by its digest.
    uint8_t short_key[EVP_MAX_MD_SIZE] = {0};
    unsigned short_size = (unsigned)MIN(key_size, sizeof short_key);
    if (key_size > 64) {
        if (!EVP_Digest(key, key_size, short_key, &short_size, EVP_sha256(), NULL))
            fatal_out_of_memory();
    } else if (key_size) {
        memcpy(short_key, key, key_size);
    }
    unsigned mac_size = 0;
    static const uint8_t nothing[1] = {0};
    if (!HMAC(EVP_sha256(), short_key, (int)short_size, size ? bytes : nothing, size, ret_mac,
              &mac_size))
        fatal_out_of_memory();
    OPENSSL_cleanse(short_key, sizeof short_key);
}

char *crypto_hex(Arena *arena, const void *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes;
    char *text = arena_alloc(arena, 2 * size + 1);
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[from[i] >> 4];
        text[2 * i + 1] = digits[from[i] & 15];
    }
    return text;
}

bool crypto_is_hex(const char *text, size_t digits)
{
    return text && strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}
