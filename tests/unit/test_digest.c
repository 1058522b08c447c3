// Digests of bytes and files; the wanted ones are those of RFC 1321, RFC 3174 and FIPS 180.

#include "base/file.h"
#include "digest/digest.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    DigestKind kind;
    const char *bytes;
    const char *digest;
} digests[] = {
    {"knows the md5 of nothing", DIGEST_MD5, "", "d41d8cd98f00b204e9800998ecf8427e"},
    {"knows the md5 of abc", DIGEST_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72"},
    {"knows the sha1 of abc", DIGEST_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"knows the sha256 of nothing", DIGEST_SHA256, "",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"knows the sha256 of abc", DIGEST_SHA256, "abc",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"knows the sha256 of two blocks", DIGEST_SHA256,
     "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void check_bytes(void **state)
{
    const typeof(digests[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(digest_bytes(row->kind, row->bytes, strlen(row->bytes), arena),
                        row->digest);
}

static void check_file(void **state)
{
    const typeof(digests[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    const char *digest = NULL;
    assert_true(folder_make_temporary(arena, &folder, &err));
    const char *path = path_join(arena, folder, "data");
    assert_true(file_write(path, row->bytes, strlen(row->bytes), &err));
    assert_true(digest_file(row->kind, "data", path, arena, &digest, &err));
    assert_string_equal(digest, row->digest);
    folder_remove(folder);
}

static const struct {
    const char *name;
    const char *path;
    const char *message;
} refused[] = {
    {"tells a missing file by its name", "/no/such/file", "cannot open data '/no/such/file'"},
    {"refuses a folder", "/", "cannot read data '/'"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *digest = "untouched";
    assert_false(digest_file(DIGEST_SHA256, "data", row->path, arena, &digest, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, row->message));
    assert_string_equal(digest, "untouched");
}

int main(void)
{
    int failed = unit_run_table("digests of bytes", digests, check_bytes);
    failed += unit_run_table("digests of files", digests, check_file);
    failed += unit_run_table("refused files", refused, check_refused);
    return failed;
}
