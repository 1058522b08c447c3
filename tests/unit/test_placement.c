// What a checkout says of its files: git's index, and the attributes of LFS.

#include "base/file.h"
#include "cli/git_index.h"
#include "cli/lfs_attributes.h"
#include "cli/placement.h"
#include "unit.h"

#include <string.h>

#define INDICES "../fuzz/corpus/git_index/"

static void load(const char *name, Buf *bytes)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    if (!file_read("index", arena_format(arena, INDICES "%s", name), bytes, &err))
        fail_msg("%s", err.message);
}

static const struct {
    const char *name;
    const char *index;
    const char *file;
    bool has;
} files[] = {
    {"version 2 lists a file", "version-2", "data/train.csv", true},
    {"version 2 lists the last file", "version-2", "schema.json", true},
    {"a file that is ignored is not listed", "version-2", "ignored.csv", false},
    {"a link is no file", "version-2", "link.csv", false},
    {"a folder is no file", "version-2", "data", false},
    {"version 4 shares the starts of paths", "version-4", "data/train.csv", true},
    {"version 4 lists the last file", "version-4", "schema.json", true},
    {"an index of SHA-256 is read", "sha256", "a.csv", true},
};

static void check_file(void **state)
{
    const typeof(files[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf bytes = BUF_EMPTY;
    GitIndex index = {0};
    load(row->index, &bytes);
    assert_true(git_index_parse(buf_text(&bytes), bytes.size, arena, &index));
    assert_int_equal(git_index_has(&index, row->file), row->has);
}

// Of a torn index nobody knows what is in it.
static void check_torn(void **state)
{
    (void)state;
    scoped_buf bytes = BUF_EMPTY;
    load("version-2", &bytes);
    for (size_t size = 0; size + 200 < bytes.size; size++) {
        scoped_arena arena = arena_open();
        GitIndex index = {0};
        char *copy = arena_alloc(arena, size + 1);
        memcpy(copy, bytes.data, size);
        if (git_index_parse(copy, size, arena, &index))
            fail_msg("%zu of %zu bytes were an index", size, bytes.size);
    }
}

static void check_split(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf bytes = BUF_EMPTY;
    GitIndex index = {0};
    load("split", &bytes);
    assert_false(git_index_parse(buf_text(&bytes), bytes.size, arena, &index));
}

static const struct {
    const char *name;
    const char *attributes;
    const char *path;
    bool kept;
} attributes[] = {
    {"a name that fits in the folder", "*.csv filter=lfs -text", "a.csv", true},
    {"a name that fits below", "*.csv filter=lfs", "data/raw/a.csv", true},
    {"another name", "*.csv filter=lfs", "a.json", false},
    {"another filter", "*.csv filter=crypt", "a.csv", false},
    {"a comment", "# *.csv filter=lfs", "a.csv", false},
    {"a folder's files", "data/*.csv filter=lfs", "data/a.csv", true},
    {"a star ends at a folder", "data/*.csv filter=lfs", "data/raw/a.csv", false},
    {"two stars go through folders", "data/** filter=lfs", "data/raw/a.csv", true},
    {"two stars in front are any folder", "**/raw/*.csv filter=lfs", "x/raw/a.csv", true},
    {"two stars in front are no folder too", "**/raw/*.csv filter=lfs", "raw/a.csv", true},
    {"a slash in front is the folder itself", "/a.csv filter=lfs", "a.csv", true},
    {"a slash in front is no folder below", "/a.csv filter=lfs", "data/a.csv", false},
    {"the last line has the last word", "*.csv filter=lfs\ntiny.csv !filter", "tiny.csv", false},
    {"tabs and carriage returns are blanks", "*.csv\tfilter=lfs\r\n", "a.csv", true},
    {"a blank in a class", "a[[:space:]]b.csv filter=lfs", "a b.csv", true},
};

static void check_attributes(void **state)
{
    const typeof(attributes[0]) *row = *state;
    assert_int_equal(lfs_attributes_say(row->attributes, row->path, false), row->kept);
}

static const Rule rule = {"test/error", SEVERITY_ERROR, "it is wrong", NULL, NULL};

static const struct {
    const char *name;
    const char *bytes;
    size_t size; // 0: a folder
    int64_t line;
    int64_t column;
    bool elsewhere;
    int64_t character;
} lines[] = {
    {"letters of one byte are one character", "id\nab,cd\n", 9, 2, 4, false, 4},
    {"letters of two bytes are one character", "id\n\xc3\xbc,x\n", 8, 2, 4, false, 3},
    {"what is beyond 16 bits is two", "\xf0\x9f\x98\x80,x\n", 7, 1, 6, false, 4},
    {"the first column is the first character", "x\n", 2, 1, 1, false, 1},
    {"a column behind the line's end is left away", "id\nx\n", 5, 2, 9, false, 0},
    {"a column of a line that is not there is left away", "id\n", 3, 7, 2, false, 0},
    {"a place without a column has none", "id\n", 3, 1, 0, false, 0},
    {"a binary file has no lines", "PAR1\0\0\n", 7, 1, 2, true, 0},
    {"a folder has no lines", NULL, 0, 1, 1, true, 0},
};

static void check_line(void **state)
{
    const typeof(lines[0]) *row = *state;
    scoped_arena arena = arena_open();
    const char *folder = NULL;
    Error err = ERROR_EMPTY;
    assert_true(folder_make_temporary(arena, &folder, &err));
    const char *path = path_join(arena, folder, "file");
    assert_true(row->bytes ? file_write(path, row->bytes, row->size, &err)
                           : folder_make(path, &err));
    Report *report = report_new("gate", "1", NULL, arena);
    Finding *finding = report_find(report, &rule, "m");
    finding_add_place(report, finding,
                      (Place){.file = "file", .line = row->line, .column = row->column});
    placement_mark(report, folder);
    folder_remove(folder);
    assert_int_equal(finding->places.items[0].elsewhere, row->elsewhere);
    assert_int_equal(finding->places.items[0].character, row->character);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        {"a torn index is none", check_torn, NULL, NULL, NULL},
        {"an index whose entries stand elsewhere is none", check_split, NULL, NULL, NULL},
    };
    int failed = unit_run_table("files", files, check_file);
    failed += unit_run_table("lines", lines, check_line);
    failed += unit_run_table("attributes", attributes, check_attributes);
    failed += cmocka_run_group_tests_name("indices", others, NULL, NULL);
    return failed;
}
