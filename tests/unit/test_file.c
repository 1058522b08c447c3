// Files, folders and paths.

#include "base/file.h"
#include "base/text.h"
#include "unit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef char *PathPair(Arena *arena, const char *a, const char *b);

static char *folder_of(Arena *arena, const char *a, const char *b)
{
    (void)b;
    return path_folder(arena, a);
}

static char *name_of(Arena *arena, const char *a, const char *b)
{
    (void)b;
    return arena_text(arena, path_name(a));
}

static char *absolute(Arena *arena, const char *a, const char *b)
{
    (void)b;
    return path_absolute(arena, a);
}

static const struct {
    const char *name;
    PathPair *ask;
    const char *a;
    const char *b;
    const char *answer;
} paths[] = {
    {"joins a folder and a name", path_join, "a", "b", "a/b"},
    {"joins without a second slash", path_join, "a/", "b", "a/b"},
    {"joins nothing to an absolute path", path_join, "a", "/b", "/b"},
    {"joins no dot", path_join, ".", "b", "b"},
    {"joins no empty folder", path_join, "", "b", "b"},
    {"the folder of a name is a dot", folder_of, "a", NULL, "."},
    {"the folder of a path", folder_of, "a/b/c", NULL, "a/b"},
    {"the folder below the root is the root", folder_of, "/a", NULL, "/"},
    {"the name of a path", name_of, "a/b.c", NULL, "b.c"},
    {"the name of a name", name_of, "b.c", NULL, "b.c"},
    {"the name of a folder is empty", name_of, "a/", NULL, ""},
    {"an absolute path loses its dots", absolute, "/a/./b/../c//d/", NULL, "/a/c/d"},
    {"an absolute path stays below the root", absolute, "/../../a", NULL, "/a"},
    {"the root stays the root", absolute, "/", NULL, "/"},
    {"a path seen from its folder", path_relative, "/a/b", "/a/b/c/d", "c/d"},
    {"a path seen from itself", path_relative, "/a/b", "/a/b", "."},
    {"a path seen from the root", path_relative, "/", "/a/b", "a/b"},
    {"the root seen from itself", path_relative, "/", "/", "."},
    {"a path seen from elsewhere", path_relative, "/a/b", "/a/bc", "/a/bc"},
};

static void check_path(void **state)
{
    const typeof(paths[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(row->ask(arena, row->a, row->b), row->answer);
}

// Every test gets an empty folder, which is removed behind it.
static int open_folder(void **state)
{
    Error err = ERROR_EMPTY;
    const char *path = NULL;
    Arena *arena = arena_open();
    bool made = folder_make_temporary(arena, &path, &err);
    *state = made ? strdup(path) : NULL;
    arena_close(arena);
    return made ? 0 : -1;
}

static int close_folder(void **state)
{
    folder_remove(*state);
    int left = file_exists(*state);
    free(*state);
    return left;
}

static void check_content(const char *path, const char *wanted)
{
    scoped_buf content = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    if (!file_read("file", path, &content, &err))
        fail_msg("%s", err.message);
    assert_string_equal(buf_text(&content), wanted);
}

static void test_write(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = arena_format(arena, "%s/deep/er/file", (char *)*state);
    assert_true(file_write(path, "first", 5, &err));
    check_content(path, "first");
    assert_true(file_write(path, "", 0, &err));
    check_content(path, "");
    assert_true(file_append(path, "a", 1, &err));
    assert_true(file_append(path, "b", 1, &err));
    check_content(path, "ab");
    const char *const *names = NULL;
    size_t count = 0;
    assert_true(folder_list(arena, path_folder(arena, path), &names, &count, &err));
    assert_int_equal(count, 1);
}

static void test_readers(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = arena_format(arena, "%s/file", (char *)*state);
    assert_true(file_write(path, "old content", 11, &err));
    scoped_fd reader = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(file_write(path, "new", 3, &err));
    char seen[32] = "";
    assert_int_equal(read(reader, seen, sizeof seen - 1), 11);
    assert_string_equal(seen, "old content");
    check_content(path, "new");
}

static void test_mode(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = arena_format(arena, "%s/file", (char *)*state);
    mode_t before = umask(027);
    assert_true(file_write(path, "x", 1, &err));
    umask(before);
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void test_link(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = arena_format(arena, "%s/file", (char *)*state);
    const char *link = arena_format(arena, "%s/link", (char *)*state);
    assert_true(file_write(path, "cached", 6, &err));
    assert_int_equal(symlink("file", link), 0);
    assert_true(file_write(link, "new", 3, &err));
    check_content(path, "cached");
    check_content(link, "new");
}

static void test_device(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = arena_format(arena, "%s/file", (char *)*state);
    scoped_fd fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    assert_int_equal(write(fd, "a", 1), 1);
    const char *device = arena_format(arena, "/dev/fd/%d", fd);
    assert_true(file_write(device, "b", 1, &err));
    check_content(path, "ab");
    assert_true(file_write("/dev/null", "x", 1, &err));
}

static void test_failed_write(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *file = arena_format(arena, "%s/file", (char *)*state);
    assert_true(file_write(file, "kept", 4, &err));
    const char *below = arena_format(arena, "%s/below", file);
    assert_false(file_write(below, "x", 1, &err));
    assert_int_equal(err.kind, ERROR_OUTPUT);
    assert_non_null(strstr(err.message, "a file has its name"));
    check_content(file, "kept");
    // A folder is never replaced by a file.
    assert_false(file_write(*state, "x", 1, &err));
    assert_true(file_is_folder(*state));
}

static void test_failed_read(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    scoped_buf content = BUF_LIMITED(3);
    const char *path = arena_format(arena, "%s/file", (char *)*state);
    assert_false(file_read("schema", path, &content, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "cannot open schema"));
    assert_false(file_read("schema", *state, &content, &err));
    assert_non_null(strstr(err.message, "is a folder, wanted a file"));
    assert_true(file_write(path, "abcd", 4, &err));
    assert_false(file_read("schema", path, &content, &err));
    assert_non_null(strstr(err.message, "too large: at most 3 bytes are read"));
}

static void test_list(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    static const char *const made[] = {"b", "a", ".hidden", "B"};
    for (size_t i = 0; i < array_count(made); i++)
        assert_true(file_write(path_join(arena, *state, made[i]), "", 0, &err));
    const char *const *names = NULL;
    size_t count = 0;
    assert_true(folder_list(arena, *state, &names, &count, &err));
    assert_int_equal(count, 4);
    static const char *const sorted[] = {".hidden", "B", "a", "b"};
    for (size_t i = 0; i < count; i++)
        assert_string_equal(names[i], sorted[i]);
    assert_false(folder_list(arena, path_join(arena, *state, "none"), &names, &count, &err));
}

static void test_remove(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *outside = path_join(arena, *state, "outside");
    const char *tree = path_join(arena, *state, "tree");
    assert_true(file_write(path_join(arena, outside, "kept"), "x", 1, &err));
    assert_true(file_write(path_join(arena, tree, "a/b/c"), "x", 1, &err));
    assert_int_equal(symlink(outside, path_join(arena, tree, "link")), 0);
    folder_remove(tree);
    assert_false(file_exists(tree));
    check_content(path_join(arena, outside, "kept"), "x");
}

static void test_make(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = path_join(arena, *state, "a/b//c/");
    assert_true(folder_make(path, &err));
    assert_true(folder_make(path, &err));
    assert_true(file_is_folder(path));
    const char *file = path_join(arena, *state, "file");
    assert_true(file_write(file, "", 0, &err));
    assert_false(folder_make(file, &err));
    assert_int_equal(err.kind, ERROR_OUTPUT);
}

static void test_create(void **state)
{
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *path = path_join(arena, *state, "new/file");
    bool made = false;
    assert_true(file_create(path, "one", 3, &made, &err));
    assert_true(made);
    assert_true(file_create(path, "two", 3, &made, &err));
    assert_false(made);
    check_content(path, "one");
    const char *link = path_join(arena, *state, "link");
    assert_int_equal(symlink("nowhere", link), 0);
    assert_true(file_create(link, "two", 3, &made, &err));
    assert_false(made);
    assert_false(file_create(path_join(arena, path, "below"), "x", 1, &made, &err));
    assert_int_equal(err.kind, ERROR_OUTPUT);
}

#define FOLDER_TEST(name, test)                                                                    \
    {                                                                                              \
        name, test, open_folder, close_folder, NULL                                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST("what is written can be read", test_write),
        FOLDER_TEST("who reads a file sees the old one or the new one", test_readers),
        FOLDER_TEST("a file has the mode that the umask asks for", test_mode),
        FOLDER_TEST("a link is replaced and what it led to stays", test_link),
        FOLDER_TEST("a device is written, not replaced", test_device),
        FOLDER_TEST("a write that fails changes nothing", test_failed_write),
        FOLDER_TEST("a read that fails says why", test_failed_read),
        FOLDER_TEST("names are listed by their bytes", test_list),
        FOLDER_TEST("removing follows no links", test_remove),
        FOLDER_TEST("a folder is made with its parents", test_make),
        FOLDER_TEST("what has a name already is not written again", test_create),
    };
    return unit_run_table("path", paths, check_path) +
           cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
