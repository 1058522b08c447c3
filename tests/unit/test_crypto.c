// Known answers of hashes, HMAC and base64; keys that sign, and what they refuse.

#include "base/file.h"
#include "base/text.h"
#include "crypto/base64.h"
#include "crypto/entropy.h"
#include "crypto/hashing.h"
#include "crypto/key.h"
#include "unit.h"

#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    HashKind kind;
    const char *text;
    const char *digest;
} digests[] = {
    {"knows SHA-256 of nothing", HASH_SHA256, "",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"knows SHA-256 of abc (FIPS 180-2)", HASH_SHA256, "abc",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"knows SHA-512 of abc (FIPS 180-2)", HASH_SHA512, "abc",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
};

static void check_digest(void **state)
{
    const typeof(digests[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(hash_bytes(row->kind, row->text, strlen(row->text), arena), row->digest);
    // The same in pieces.
    scoped_hash hash = hash_open(row->kind);
    for (const char *at = row->text; *at; at++)
        hash_add(hash, at, 1);
    assert_string_equal(hash_finish(hash, arena), row->digest);
}

static const struct {
    const char *name;
    const char *key;
    const char *text;
    const char *mac;
} macs[] = {
    {"knows HMAC-SHA256 of RFC 4231, case 2", "Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"knows HMAC-SHA256 of nothing with no key", "", "",
     "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
};

static void check_mac(void **state)
{
    const typeof(macs[0]) *row = *state;
    scoped_arena arena = arena_open();
    uint8_t mac[HASH_SHA256_SIZE];
    crypto_hmac_sha256(row->key, strlen(row->key), row->text, strlen(row->text), mac);
    assert_string_equal(crypto_hex(arena, mac, sizeof mac), row->mac);
}

// RFC 4231, case 6: a key of 131 bytes 0xaa.
static void check_long_key(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    char key[131];
    memset(key, 0xaa, sizeof key);
    const char *text = "Test Using Larger Than Block-Size Key - Hash Key First";
    uint8_t mac[HASH_SHA256_SIZE];
    crypto_hmac_sha256(key, sizeof key, text, strlen(text), mac);
    assert_string_equal(crypto_hex(arena, mac, sizeof mac),
                        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static const struct {
    const char *name;
    const char *text;
    bool valid;
    const char *bytes;
    const char *again; // what is written for the bytes
} base64s[] = {
    {"reads nothing", "", true, "", ""},
    {"reads two paddings (RFC 4648)", "Zg==", true, "f", "Zg=="},
    {"reads one padding (RFC 4648)", "Zm8=", true, "fo", "Zm8="},
    {"reads whole groups (RFC 4648)", "Zm9vYmFy", true, "foobar", "Zm9vYmFy"},
    {"reads the letters of URLs", "_-__", true, "\xff\xef\xff", "/+//"},
    {"refuses a missing padding", "Zg", false, "", ""},
    {"refuses a line end", "Zm9v\n", false, "", ""},
    {"refuses padding inside", "Zg==Zg==", false, "", ""},
    {"refuses bits that no byte has", "Zh==", false, "", ""},
    {"refuses a letter that is none", "Zm9*", false, "", ""},
    {"refuses nothing but padding", "====", false, "", ""},
};

static void check_base64(void **state)
{
    const typeof(base64s[0]) *row = *state;
    scoped_buf bytes = BUF_EMPTY;
    assert_int_equal(base64_read(row->text, strlen(row->text), &bytes), row->valid);
    if (!row->valid)
        return;
    assert_int_equal(bytes.size, strlen(row->bytes));
    assert_memory_equal(buf_text(&bytes), row->bytes, bytes.size);
    scoped_buf again = BUF_EMPTY;
    base64_write(&again, buf_text(&bytes), bytes.size);
    assert_string_equal(buf_text(&again), row->again);
}

typedef struct KeyCase {
    const char *name;
    const char *passphrase; // the file is written with
    const char *given;      // it is read with
    const char *refusal;    // part of the message; NULL if it can be read
} KeyCase;

static const KeyCase keys[] = {
    {"reads a plain key", NULL, NULL, NULL},
    {"reads a plain key whatever the passphrase", NULL, "x", NULL},
    {"reads an encrypted key", "blue fox", "blue fox", NULL},
    {"refuses a wrong passphrase", "blue fox", "red fox", "cannot be decrypted"},
    {"asks nobody for a passphrase", "blue fox", NULL, "no passphrase was given"},
};

static void check_key(void **state)
{
    const KeyCase *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    assert_true(folder_make_temporary(arena, &folder, &err));
    const char *path = path_join(arena, folder, "new/signing.key");
    scoped_key key = NULL;
    scoped_key again = NULL;
    assert_true(key_generate(&key, &err));
    assert_true(key_save_private(key, path, row->passphrase, &err));
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    // A key that is there is never overwritten.
    assert_false(key_save_private(key, path, row->passphrase, &err));
    scoped_buf pem = BUF_EMPTY;
    assert_true(file_read("private key", path, &pem, &err));
    bool loaded = key_parse_private(path, buf_text(&pem), pem.size, row->given, &again, &err);
    folder_remove(folder);
    assert_int_equal(loaded, row->refusal == NULL);
    if (!loaded) {
        assert_non_null(strstr(err.message, row->refusal));
        assert_null(strstr(err.message, "fox"));
        return;
    }
    const char *one = NULL;
    const char *two = NULL;
    assert_true(key_fingerprint(key, arena, &one, &err));
    assert_true(key_fingerprint(again, arena, &two, &err));
    assert_string_equal(one, two);
}

// Signing with one key, verifying with another half, other bytes, another signature.
static void check_signature(void **state)
{
    (void)state;
    Error err = ERROR_EMPTY;
    scoped_key key = NULL;
    scoped_key other = NULL;
    scoped_key public_half = NULL;
    scoped_buf pem = BUF_EMPTY;
    scoped_buf signature = BUF_EMPTY;
    assert_true(key_generate(&key, &err) && key_generate(&other, &err));
    assert_true(key_write_public(key, &pem, &err));
    assert_true(key_parse_public("test", pem.data, pem.size, &public_half, &err));
    assert_true(key_sign(key, "penguins", 8, &signature, &err));
    assert_true(key_verify(public_half, "penguins", 8, signature.data, signature.size));
    assert_false(key_verify(public_half, "penguine", 8, signature.data, signature.size));
    assert_false(key_verify(other, "penguins", 8, signature.data, signature.size));
    assert_false(key_verify(public_half, "penguins", 8, "", 0));
    for (size_t i = 0; i < signature.size; i++) {
        signature.data[i] ^= 1;
        assert_false(key_verify(public_half, "penguins", 8, signature.data, signature.size));
        signature.data[i] ^= 1;
    }
}

static const struct {
    const char *name;
    const char *pem;
    const char *refusal;
} foreign_keys[] = {
    {"refuses a text that is no key", "hello\n", "holds no public key"},
    {"refuses an empty file", "", "holds no public key"},
    {"refuses a key on another curve",
     "-----BEGIN PUBLIC KEY-----\n"
     "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
     "-----END PUBLIC KEY-----\n",
     "wanted ECDSA on P-256"},
};

static void check_foreign_key(void **state)
{
    const typeof(foreign_keys[0]) *row = *state;
    Error err = ERROR_EMPTY;
    scoped_key key = NULL;
    assert_false(key_parse_public("foreign", row->pem, strlen(row->pem), &key, &err));
    assert_non_null(strstr(err.message, row->refusal));
}

static void check_entropy(void **state)
{
    (void)state;
    Error err = ERROR_EMPTY;
    uint8_t one[32] = {0};
    uint8_t two[32] = {0};
    assert_true(entropy_fill(one, sizeof one, &err) && entropy_fill(two, sizeof two, &err));
    assert_memory_not_equal(one, two, sizeof one);
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test(check_long_key),
    cmocka_unit_test(check_signature),
    cmocka_unit_test(check_entropy),
};

int main(void)
{
    int failed = unit_run_table("digests", digests, check_digest);
    failed += unit_run_table("macs", macs, check_mac);
    failed += unit_run_table("base64", base64s, check_base64);
    failed += unit_run_table("keys", keys, check_key);
    failed += unit_run_table("foreign keys", foreign_keys, check_foreign_key);
    failed += cmocka_run_group_tests_name("signatures", others, NULL, NULL);
    return failed;
}
