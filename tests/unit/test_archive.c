// A tar that is the same everywhere, and hostile tars that must not leave their folder.

#include "archive/entry_name.h"
#include "archive/gzip_writer.h"
#include "archive/tar_reader.h"
#include "archive/tar_writer.h"
#include "archive/unpack.h"
#include "base/file.h"
#include "base/text.h"
#include "unit.h"

#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool into_buf(void *to, const void *bytes, size_t size, Error *err)
{
    (void)err;
    buf_append(to, bytes, size);
    return true;
}

static const struct {
    const char *name;
    const char *entry;
    bool valid;
} names[] = {
    {"accepts a plain name", "model.json", true},
    {"accepts a path", "models/a b/ü.onnx", true},
    {"accepts a hidden file", ".keep", true},
    {"refuses an empty name", "", false},
    {"refuses an absolute name", "/etc/passwd", false},
    {"refuses a name that climbs", "../x", false},
    {"refuses a name that climbs later", "a/../../x", false},
    {"refuses a single dot", "a/./b", false},
    {"refuses two slashes", "a//b", false},
    {"refuses a slash at the end", "a/", false},
    {"refuses a backslash", "a\\..\\b", false},
    {"refuses a line end", "a\nb", false},
    {"refuses what is not UTF-8", "a\xff", false},
};

static void check_name(void **state)
{
    const typeof(names[0]) *row = *state;
    Error err = ERROR_EMPTY;
    assert_int_equal(entry_name_check(row->entry, &err), row->valid);
}

// Writes a raw ustar entry, as an attacker would: any name, any type, any link.
static void raw_entry(Buf *out, const char *name, char type, const char *link, const char *content)
{
    char header[512] = {0};
    snprintf(header, 100, "%s", name);
    memcpy(header + 100, "0000644", 8);
    memcpy(header + 108, "0000000", 8);
    memcpy(header + 116, "0000000", 8);
    snprintf(header + 124, 12, "%011o", (unsigned)strlen(content));
    memcpy(header + 136, "00000000000", 12);
    header[156] = type;
    snprintf(header + 157, 100, "%s", link);
    memcpy(header + 257, "ustar\00000", 8);
    memset(header + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof header; i++)
        sum += (unsigned char)header[i];
    snprintf(header + 148, 8, "%06o", sum);
    buf_append(out, header, sizeof header);
    static const char zeros[512] = {0};
    buf_add(out, content);
    if (strlen(content) % 512)
        buf_append(out, zeros, 512 - strlen(content) % 512);
}

typedef struct RawEntry {
    const char *name;
    char type;
    const char *link;
    const char *content;
} RawEntry;

static const struct {
    const char *name;
    RawEntry entries[3];
    const char *refusal; // part of the message; NULL if it is fine
} tars[] = {
    {"unpacks files and folders",
     {{"a/", '5', "", ""}, {"a/x", '0', "", "hello"}, {"b", '0', "", ""}},
     NULL},
    {"unpacks a name that begins with ./", {{"./a/x", '0', "", "hello"}}, NULL},
    {"unpacks folders that have no entry",
     {{"a/b/c", '0', "", "x"}, {"a/b/d", '0', "", "y"}},
     NULL},
    {"refuses a name that climbs", {{"../x", '0', "", "x"}}, "'..'"},
    {"refuses a name that climbs later", {{"a/../../x", '0', "", "x"}}, "'..'"},
    {"refuses an absolute name", {{"/tmp/sluice-absolute", '0', "", "x"}}, "absolute"},
    {"refuses a symbolic link", {{"l", '2', "/etc", ""}, {"l/x", '0', "", "x"}}, "neither"},
    {"refuses a hard link", {{"a", '0', "", "x"}, {"h", '1', "a", ""}}, "neither"},
    {"refuses a pipe", {{"p", '6', "", ""}}, "neither"},
    {"refuses a device", {{"d", '3', "", ""}}, "neither"},
    {"refuses a name twice", {{"a", '0', "", "x"}, {"a", '0', "", "y"}}, "twice"},
    {"refuses names that differ in case only", {{"a", '0', "", "x"}, {"A", '0', "", "y"}}, "twice"},
    {"refuses a file where a folder was", {{"a/x", '0', "", "x"}, {"a", '0', "", "y"}}, "twice"},
    {"refuses a folder where a file was", {{"a", '0', "", "x"}, {"a/x", '0', "", "y"}}, "twice"},
};

static void check_tar(void **state)
{
    const typeof(tars[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf tar = BUF_EMPTY;
    for (size_t i = 0; i < array_count(row->entries) && row->entries[i].name; i++) {
        const RawEntry *entry = &row->entries[i];
        raw_entry(&tar, entry->name, entry->type, entry->link, entry->content);
    }
    static const char end[1024] = {0};
    buf_append(&tar, end, sizeof end);

    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    assert_true(folder_make_temporary(arena, &folder, &err));
    const char *inside = path_join(arena, folder, "inside");
    assert_true(folder_make(inside, &err));
    const TarSource source = {.bytes = tar.data, .size = tar.size, .name = "test"};
    bool done = unpack_tar(&source, &tar_limits, inside, &err);
    bool outside = file_exists(path_join(arena, folder, "x"));
    folder_remove(folder);
    assert_int_equal(done, row->refusal == NULL);
    assert_false(outside);
    assert_false(file_exists("/tmp/sluice-absolute"));
    if (row->refusal)
        assert_non_null(strstr(err.message, row->refusal));
}

static const struct {
    const char *name;
    TarLimits limits;
    const char *refusal;
} limits[] = {
    {"accepts what is within all limits", {2, 2000000, 4000000, 2000}, NULL},
    {"refuses too many entries", {1, 2000000, 4000000, 2000}, "1 entries"},
    {"refuses a large file", {2, 999, 4000000, 2000}, "999 bytes in one file"},
    {"refuses too many bytes", {2, 2000000, 1500000, 2000}, "1500000 bytes"},
};

static void check_limit(void **state)
{
    const typeof(limits[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    scoped_gzip_writer gzip = NULL;
    scoped_buf plain = BUF_EMPTY;
    const TarWriter tar = {.sink = {.write = into_buf, .to = &plain}};
    const char *zeros = arena_alloc(arena, 1000000);
    assert_true(tar_add_bytes(&tar, "a", zeros, 1000000, &err));
    assert_true(tar_add_bytes(&tar, "b", zeros, 1000000, &err));
    assert_true(tar_finish(&tar, &err));
    assert_true(gzip_writer_open((Sink){.write = into_buf, .to = &out}, &gzip, &err));
    assert_true(gzip_writer_add(gzip, plain.data, plain.size, &err));
    assert_true(gzip_writer_finish(gzip, &err));
    const TarSource source = {.bytes = out.data, .size = out.size, .name = "test"};
    assert_int_equal(tar_walk(&source, &row->limits, &(TarVisitor){0}, &err), row->refusal == NULL);
    if (row->refusal)
        assert_non_null(strstr(err.message, row->refusal));
}

// A bomb: 64 MiB of zeros in some 60 kB.
static void refuses_a_bomb(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    scoped_gzip_writer gzip = NULL;
    scoped_buf header = BUF_EMPTY;
    raw_entry(&header, "bomb", '0', "", "");
    snprintf(header.data + 124, 12, "%011o", 64 << 20);
    memset(header.data + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < 512; i++)
        sum += (unsigned char)header.data[i];
    snprintf(header.data + 148, 8, "%06o", sum);
    const char *zeros = arena_alloc(arena, 1 << 20);
    assert_true(gzip_writer_open((Sink){.write = into_buf, .to = &out}, &gzip, &err));
    assert_true(gzip_writer_add(gzip, header.data, 512, &err));
    for (int i = 0; i < 64; i++)
        assert_true(gzip_writer_add(gzip, zeros, 1 << 20, &err));
    assert_true(gzip_writer_finish(gzip, &err));
    const TarSource source = {.bytes = out.data, .size = out.size, .name = "test"};
    assert_false(tar_walk(&source, &tar_limits, &(TarVisitor){0}, &err));
    assert_non_null(strstr(err.message, "one packed byte"));
}

static bool note_name(void *to, const char *name, bool executable, Error *err)
{
    (void)executable;
    (void)err;
    buf_add(to, name);
    buf_add(to, "\n");
    return true;
}

// Long names, characters beyond ASCII, in the C locale and in another one.
static void names_survive_every_locale(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    scoped_buf first = BUF_EMPTY;
    static const char *const locales[] = {"C", "C.UTF-8"};
    char *piece = arena_alloc(arena, 200);
    memset(piece, 'n', 180);
    memcpy(piece, "ü", 2);
    const char *name = arena_format(arena, "models/%s/%s", piece, piece);
    for (size_t i = 0; i < array_count(locales); i++) {
        assert_non_null(setlocale(LC_ALL, locales[i]));
        scoped_buf out = BUF_EMPTY;
        const TarWriter tar = {.sink = {.write = into_buf, .to = &out}, .time = 1700000000};
        assert_true(tar_add_bytes(&tar, name, "x", 1, &err));
        assert_true(tar_add_bytes(&tar, "models/ünï", "y", 1, &err));
        assert_true(tar_finish(&tar, &err));
        if (i == 0)
            buf_append(&first, out.data, out.size);
        assert_int_equal(first.size, out.size);
        assert_memory_equal(first.data, out.data, out.size);
        scoped_buf seen = BUF_EMPTY;
        const TarVisitor visitor = {.file = note_name, .to = &seen};
        const TarSource source = {.bytes = out.data, .size = out.size, .name = "test"};
        if (!tar_walk(&source, &tar_limits, &visitor, &err))
            fail_msg("%s: %s", locales[i], err.message);
        assert_string_equal(buf_text(&seen), arena_format(arena, "%s\nmodels/ünï\n", name));
    }
    setlocale(LC_ALL, "C");
}

// A gzip header without time and name: bytes 4 to 7 and the flags are zero.
static void gzip_knows_no_time(void **state)
{
    (void)state;
    Error err = ERROR_EMPTY;
    scoped_buf out = BUF_EMPTY;
    scoped_gzip_writer gzip = NULL;
    assert_true(gzip_writer_open((Sink){.write = into_buf, .to = &out}, &gzip, &err));
    assert_true(gzip_writer_add(gzip, "x", 1, &err));
    assert_true(gzip_writer_finish(gzip, &err));
    assert_memory_equal(out.data, "\x1f\x8b\x08\0\0\0\0\0", 8);
}

// A file that grows while it is packed would break the header's size.
static void a_changed_file_is_an_error(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    assert_true(folder_make_temporary(arena, &folder, &err));
    TarFile file = {.name = "x", .path = path_join(arena, folder, "x"), .size = 3};
    assert_true(file_write(file.path, "four", 4, &err));
    scoped_buf out = BUF_EMPTY;
    const TarWriter tar = {.sink = {.write = into_buf, .to = &out}};
    assert_false(tar_add_file(&tar, &file, &err));
    file.size = 5;
    assert_false(tar_add_file(&tar, &file, &err));
    assert_non_null(strstr(err.message, "changed while"));
    file.size = 4;
    assert_true(tar_add_file(&tar, &file, &err));
    folder_remove(folder);
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test(refuses_a_bomb),
    cmocka_unit_test(names_survive_every_locale),
    cmocka_unit_test(gzip_knows_no_time),
    cmocka_unit_test(a_changed_file_is_an_error),
};

int main(void)
{
    int failed = unit_run_table("names", names, check_name);
    failed += unit_run_table("tars", tars, check_tar);
    failed += unit_run_table("limits", limits, check_limit);
    failed += cmocka_run_group_tests_name("archive", others, NULL, NULL);
    return failed;
}
