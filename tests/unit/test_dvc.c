// What DVC records of files and folders. The digests are those that DVC 3.67 and, for texts with
// CRLF, the formula of DVC 2 give.

#include "base/file.h"
#include "base/text.h"
#include "digest/dvc.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static char home[] = "/tmp/sluice-dvc-XXXXXX";

static void write_file(Arena *arena, const char *path, const char *text)
{
    Error err = ERROR_EMPTY;
    const char *whole = path_join(arena, home, path);
    assert_true(folder_make(path_folder(arena, whole), &err));
    assert_true(file_write(whole, text, strlen(text), &err));
}

// A file of DVC's, and the file whose record is asked for.
static const struct {
    const char *name;
    const char *pointer; // path of DVC's file
    const char *text;    // what stands in it
    const char *file;
    const char *found; // path of what is kept; NULL for nothing
    const char *digest;
    int line;
    bool as_text;
} records[] = {
    {"reads a file's own pointer", "a.csv.dvc",
     "outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  size: 1\n  hash: md5\n  path: a.csv\n",
     "a.csv", "a.csv", "0cc175b9c0f1b6a831c399e269772661", 2, false},
    {"tells records of DVC 2", "a.csv.dvc",
     "outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  path: a.csv\n", "a.csv", "a.csv",
     "0cc175b9c0f1b6a831c399e269772661", 2, true},
    {"reads the pointer of a folder above", "data.dvc",
     "outs:\n- {md5: 5ea40360f5b4ec688df672a4db9c17d1.dir, hash: md5, path: data}\n",
     "data/deep/b.csv", "data", "5ea40360f5b4ec688df672a4db9c17d1.dir", 2, false},
    {"reads the outputs of stages", "dvc.lock",
     "schema: '2.0'\nstages:\n  split:\n    cmd: x\n    deps:\n    - path: a.csv\n      md5: aa\n"
     "    outs:\n    - path: out/a.csv\n      hash: md5\n      md5: bb\n",
     "out/a.csv", "out/a.csv", "bb", 11, false},
    {"does not take a dependency for an output", "dvc.lock",
     "schema: '2.0'\nstages:\n  split:\n    deps:\n    - {path: a.csv, md5: aa}\n    outs:\n"
     "    - {path: b.csv, md5: bb}\n",
     "a.csv", NULL, NULL, 0, false},
    {"takes no longer name for a folder", "dvc.lock",
     "stages:\n  s:\n    outs:\n    - {path: data, md5: aa.dir}\n", "data2/a.csv", NULL, NULL, 0,
     false},
    {"follows the working folder of a pointer", "a.csv.dvc",
     "wdir: ..\nouts:\n- {md5: aa, path: a.csv}\n", "a.csv", NULL, NULL, 0, false},
    {"reads a pointer without outputs", "a.csv.dvc", "outs:\n", "a.csv", NULL, NULL, 0, false},
    {"passes over what has no MD5", "a.csv.dvc", "outs:\n- {etag: aa, path: a.csv}\n", "a.csv",
     NULL, NULL, 0, false},
};

static void check_record(void **state)
{
    const typeof(records[0]) *row = *state;
    scoped_arena arena = arena_open();
    DvcRecord record = {0};
    Error err = ERROR_EMPTY;
    folder_remove(home);
    assert_int_equal(mkdir(home, 0700), 0);
    write_file(arena, ".git/HEAD", "");
    write_file(arena, row->pointer, row->text);
    if (!dvc_find(path_join(arena, home, row->file), arena, &record, &err))
        fail_msg("%s", err.message);
    if (!row->found) {
        assert_null(record.path);
        return;
    }
    assert_string_equal(record.path, path_join(arena, home, row->found));
    assert_string_equal(record.digest, row->digest);
    assert_int_equal(record.place.line, row->line);
    assert_int_equal(record.as_text, row->as_text);
    assert_int_equal(record.folder, text_ends(row->digest, ".dir"));
}

static const struct {
    const char *name;
    const char *text;
    const char *message;
} refused[] = {
    {"refuses outputs that are no list", "outs: a\n", "outs"},
    {"refuses an output that is no map", "outs: [a]\n", "an output"},
    {"refuses a pointer that is no map", "- a\n", "what DVC keeps"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    DvcRecord record = {0};
    Error err = ERROR_EMPTY;
    folder_remove(home);
    assert_int_equal(mkdir(home, 0700), 0);
    write_file(arena, "a.csv.dvc", row->text);
    assert_false(dvc_find(path_join(arena, home, "a.csv"), arena, &record, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->message))
        fail_msg("got: %s", err.message);
}

typedef struct Written {
    const char *path;
    const char *text;
} Written;

// Files below a folder, and the folder's digest; or one file of that name.
static const struct {
    const char *name;
    Written files[4];
    bool as_text;
    const char *digest;
} digests[] = {
    {"digests a file", {{"data", "a"}}, false, "0cc175b9c0f1b6a831c399e269772661"},
    {"keeps CRLF", {{"data", "a\r\nb\r\n"}}, false, "59b0d7772f0561efb95518f3cb8abc60"},
    {"reads CRLF as LF in texts of DVC 2",
     {{"data", "a\r\nb\r\n"}},
     true,
     "dd8c6a395b5dd36c56d23275028f526c"},
    {"keeps CRLF in what is no text",
     {{"data", "a\r\nb\r\n\x01\x02\x03\x04\x05"}},
     true,
     "7a72b9dac79129cd0a2a324fdde5b866"},
    {"digests a folder",
     {{"data/foo", "foo"}, {"data/bar", "bar"}},
     false,
     "5ea40360f5b4ec688df672a4db9c17d1.dir"},
    {"escapes names as Python does",
     {{"data/z/\xc3\xa9.csv", "1"}, {"data/\xf0\x9f\x90\xa7", "2"}, {"data/a \"b\"", "3"}},
     false,
     "95619e83604a91791eaf68af3b2957e4.dir"},
};

static void check_digest(void **state)
{
    const typeof(digests[0]) *row = *state;
    scoped_arena arena = arena_open();
    const char *digest = NULL;
    Error err = ERROR_EMPTY;
    folder_remove(home);
    assert_int_equal(mkdir(home, 0700), 0);
    for (size_t i = 0; i < array_count(row->files) && row->files[i].path; i++)
        write_file(arena, row->files[i].path, row->files[i].text);
    const char *path = path_join(arena, home, "data");
    const DvcRecord record = {
        .path = path, .folder = file_is_folder(path), .as_text = row->as_text};
    assert_true(dvc_digest(&record, arena, &digest, &err));
    assert_string_equal(digest, row->digest);
}

// Which of the files count is for DVC alone to say.
static void check_rules(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const char *digest = NULL;
    Error err = ERROR_EMPTY;
    folder_remove(home);
    assert_int_equal(mkdir(home, 0700), 0);
    write_file(arena, "data/a", "a");
    write_file(arena, ".dvcignore", "# nothing yet\n\n");
    const DvcRecord record = {.path = path_join(arena, home, "data"), .folder = true};
    assert_true(dvc_digest(&record, arena, &digest, &err));
    write_file(arena, ".dvcignore", "# some\n*.tmp\n");
    assert_false(dvc_digest(&record, arena, &digest, &err));
    assert_int_equal(err.kind, ERROR_NONE);
}

int main(void)
{
    if (!mkdtemp(home))
        return 1;
    const struct CMUnitTest rules[] = {cmocka_unit_test(check_rules)};
    int failed = unit_run_table("records", records, check_record) +
                 unit_run_table("refused", refused, check_refused) +
                 unit_run_table("digests", digests, check_digest) +
                 cmocka_run_group_tests(rules, NULL, NULL);
    folder_remove(home);
    return failed;
}
