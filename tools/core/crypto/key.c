#include "crypto/key.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/hashing.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// A Key is OpenSSL's EVP_PKEY under another name.
static EVP_PKEY *key_pair(const Key *key)
{
    return (EVP_PKEY *)(uintptr_t)key;
}

static void bio_close(BIO *bio)
{
    BIO_free_all(bio);
}
SCOPED_CLOSE(BIO *, bio_close)
#define scoped_bio CLEANUP(bio_close_scoped) BIO *

static void signer_close(EVP_MD_CTX *context)
{
    EVP_MD_CTX_free(context);
}
SCOPED_CLOSE(EVP_MD_CTX *, signer_close)
#define scoped_signer CLEANUP(signer_close_scoped) EVP_MD_CTX *

static bool key_fail(Error *err, ErrorKind kind, const char *what)
{
    unsigned long code = ERR_peek_last_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    ERR_clear_error();
    return error_set(err, kind, "%s: %s", what, reason ? reason : "OpenSSL gives no reason");
}

bool key_generate(Key **ret_key, Error *err)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    if (!pair)
        return key_fail(err, ERROR_SYSTEM, "cannot generate a key");
    *ret_key = (Key *)pair;
    return true;
}

void key_close(Key *key)
{
    EVP_PKEY_free(key_pair(key));
}

typedef struct Passphrase {
    const char *text;
    bool asked;
} Passphrase;

// OpenSSL's question for a passphrase; without this answer it would ask the terminal.
static int key_answer(char *answer, int room, int encrypting, void *given)
{
    (void)encrypting;
    Passphrase *passphrase = given;
    passphrase->asked = true;
    size_t size = passphrase->text ? strlen(passphrase->text) : 0;
    if (size == 0 || size > (size_t)room)
        return -1;
    memcpy(answer, passphrase->text, size);
    return (int)size;
}

// Takes over `pair`, which must be a key on P-256.
static bool key_accept(EVP_PKEY *pair, const char *name, Key **ret_key, Error *err)
{
    scoped_key key = (Key *)pair;
    char curve[64] = "";
    size_t size = 0;
    if (EVP_PKEY_get_base_id(pair) != EVP_PKEY_EC ||
        !EVP_PKEY_get_group_name(pair, curve, sizeof curve, &size) ||
        !text_equal(curve, SN_X9_62_prime256v1)) {
        ERR_clear_error();
        const char *kind = curve[0] ? curve : EVP_PKEY_get0_type_name(pair);
        return error_set(err, ERROR_CONFIG, "key '%s' is of kind %s, wanted ECDSA on P-256", name,
                         kind ? kind : "unknown");
    }
    *ret_key = take(key);
    return true;
}

bool key_parse_private(const char *name, const char *pem, size_t size, const char *passphrase,
                       Key **ret_key, Error *err)
{
    scoped_bio in = BIO_new_mem_buf(pem, (int)MIN(size, KEY_LARGEST_FILE));
    Passphrase given = {.text = passphrase};
    EVP_PKEY *pair = in ? PEM_read_bio_PrivateKey(in, NULL, key_answer, &given) : NULL;
    if (pair)
        return key_accept(pair, name, ret_key, err);
    ERR_clear_error();
    if (given.asked && text_empty(passphrase))
        return error_set(err, ERROR_CONFIG, "key '%s' is encrypted, and no passphrase was given",
                         name);
    if (given.asked)
        return error_set(
            err, ERROR_CONFIG,
            "key '%s' cannot be decrypted: the passphrase is wrong or the file damaged", name);
    return error_set(err, ERROR_CONFIG, "key '%s' holds no private key in PEM", name);
}

bool key_parse_public(const char *name, const char *pem, size_t size, Key **ret_key, Error *err)
{
    scoped_bio in = BIO_new_mem_buf(pem, (int)MIN(size, KEY_LARGEST_FILE));
    Passphrase none = {0};
    EVP_PKEY *pair = in ? PEM_read_bio_PUBKEY(in, NULL, key_answer, &none) : NULL;
    if (pair)
        return key_accept(pair, name, ret_key, err);
    ERR_clear_error();
    return error_set(err, ERROR_CONFIG, "key '%s' holds no public key in PEM", name);
}

bool key_load_public(const char *path, Key **ret_key, Error *err)
{
    scoped_buf pem = BUF_LIMITED(KEY_LARGEST_FILE);
    return file_read("public key", path, &pem, err) &&
           key_parse_public(path, buf_text(&pem), pem.size, ret_key, err);
}

// The private half as PKCS #8 in `out`.
static bool key_write_private(const Key *key, const char *passphrase, BIO *out, Error *err)
{
    bool encrypted = !text_empty(passphrase);
    // OpenSSL would encrypt with a longer one and then refuse to read it.
    if (encrypted && strlen(passphrase) > PEM_BUFSIZE)
        return error_set(err, ERROR_CONFIG, "the passphrase has %zu bytes, at most %d are accepted",
                         strlen(passphrase), PEM_BUFSIZE);
    if (!PEM_write_bio_PKCS8PrivateKey(out, key_pair(key), encrypted ? EVP_aes_256_cbc() : NULL,
                                       encrypted ? passphrase : NULL,
                                       encrypted ? (int)strlen(passphrase) : 0, NULL, NULL))
        return key_fail(err, ERROR_SYSTEM, "cannot write a private key");
    return true;
}

bool key_save_private(const Key *key, const char *path, const char *passphrase, Error *err)
{
    scoped_bio out = BIO_new(BIO_s_secmem());
    if (!out)
        return key_fail(err, ERROR_SYSTEM, "cannot write a private key");
    if (!key_write_private(key, passphrase, out, err))
        return false;
    char *pem = NULL;
    long size = BIO_get_mem_data(out, &pem);

    scoped_arena arena = arena_open();
    if (!folder_make(path_folder(arena, path), err))
        return false;
    scoped_fd fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return error_set(err, ERROR_OUTPUT, "'%s' exists already and a key is never overwritten",
                         path);
    if (fd < 0)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    // Well below a page: the kernel writes all of it or fails.
    if (write(fd, pem, (size_t)size) != size) {
        int reason = errno;
        unlink(path);
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(reason));
    }
    return true;
}

bool key_write_public(const Key *key, Buf *out, Error *err)
{
    scoped_bio pem = BIO_new(BIO_s_mem());
    if (!pem || !PEM_write_bio_PUBKEY(pem, key_pair(key)))
        return key_fail(err, ERROR_SYSTEM, "cannot write a public key");
    char *text = NULL;
    long size = BIO_get_mem_data(pem, &text);
    buf_append(out, text, (size_t)size);
    return true;
}

bool key_fingerprint(const Key *key, Arena *arena, const char **ret_fingerprint, Error *err)
{
    scoped_buf pem = BUF_EMPTY;
    if (!key_write_public(key, &pem, err))
        return false;
    *ret_fingerprint = hash_bytes(HASH_SHA256, pem.data, pem.size, arena);
    return true;
}

bool key_sign(const Key *key, const void *bytes, size_t size, Buf *ret_signature, Error *err)
{
    scoped_signer signer = EVP_MD_CTX_new();
    uint8_t signature[KEY_LONGEST_SIGNED];
    size_t signature_size = sizeof signature;
    if (!signer || EVP_DigestSignInit(signer, NULL, EVP_sha256(), NULL, key_pair(key)) != 1 ||
        EVP_DigestSign(signer, signature, &signature_size, bytes, size) != 1)
        return key_fail(err, ERROR_SYSTEM, "cannot sign");
    buf_append(ret_signature, signature, signature_size);
    return true;
}

bool key_verify(const Key *key, const void *bytes, size_t size, const void *signature,
                size_t signature_size)
{
    scoped_signer signer = EVP_MD_CTX_new();
    bool valid = signer &&
                 EVP_DigestVerifyInit(signer, NULL, EVP_sha256(), NULL, key_pair(key)) == 1 &&
                 EVP_DigestVerify(signer, signature, signature_size, bytes, size) == 1;
    ERR_clear_error();
    return valid;
}
