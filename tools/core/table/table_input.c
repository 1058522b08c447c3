#include "table/table_input.h"

#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// How files of other kinds start.
typedef struct Signature {
    const char *start;
    size_t size;
    const char *what;
} Signature;

static const Signature signatures[] = {
    {"\x1f\x8b", 2, "compressed by gzip twice: unpack it first"},
    {"\x28\xb5\x2f\xfd", 4, "compressed by zstd twice: unpack it first"},
    {"BZh", 3, "compressed by bzip2: unpack it first"},
    {"\xfd"
     "7zXZ",
     5, "compressed by xz: unpack it first"},
    {"PK\x03\x04", 4, "a zip archive or a workbook: save it as CSV"},
    {"PAR1", 4, "a Parquet file: write it as CSV first"},
    {"\x7f"
     "ELF",
     4, "a program"},
    {"\x89PNG", 4, "a picture"},
    {"version https://git-lfs.github.com", 34,
     "a Git LFS pointer, not the data: run `git lfs pull` (`lfs: true` in actions/checkout)"},
};

// Byte order marks; the longer ones come first.
static const Signature encodings[] = {
    {"\xff\xfe\0\0", 4, "UTF-32 (little-endian)"},
    {"\0\0\xfe\xff", 4, "UTF-32 (big-endian)"},
    {"\xff\xfe", 2, "UTF-16 (little-endian)"},
    {"\xfe\xff", 2, "UTF-16 (big-endian)"},
};

#define INPUT_CHANGED "data/changed"

#define UTF16_LOOKED_AT ((size_t)64)

static bool cell_starts(Cell cell, const char *start, size_t size)
{
    return cell.size >= size && memcmp(cell.bytes, start, size) == 0;
}

// Every second byte of a text in UTF-16 without a byte order mark is zero, as long as its
// characters are ASCII. NULL for a text that is not.
static const char *input_find_utf16(const char *bytes, size_t size)
{
    static const char *const names[] = {"UTF-16 (big-endian)", "UTF-16 (little-endian)"};
    size_t pairs = MIN(size, UTF16_LOOKED_AT) / 2;
    size_t zeros[2] = {0};
    for (size_t i = 0; i < 2 * pairs; i++)
        zeros[i % 2] += bytes[i] == '\0';
    for (size_t i = 0; i < 2; i++) {
        if (pairs > 1 && zeros[i] == pairs && zeros[1 - i] == 0)
            return names[i];
    }
    return NULL;
}

static bool input_refuse_encoding(const TableInput *input, const char *encoding, Place start,
                                  Error *err)
{
    error_at(err, ERROR_INPUT, start, "'%s' is encoded in %s: convert it to UTF-8", input->path,
             encoding);
    return error_name(err, "csv/encoding");
}

static bool input_check_encoding(const TableInput *input, Cell first, Place start, Error *err)
{
    for (size_t i = 0; i < array_count(encodings); i++) {
        if (cell_starts(first, encodings[i].start, encodings[i].size))
            return input_refuse_encoding(input, encodings[i].what, start, err);
    }
    const char *encoding = input_find_utf16(first.bytes, first.size);
    return !encoding || input_refuse_encoding(input, encoding, start, err);
}

bool table_input_recognise(const TableInput *input, Cell first, Place start, Error *err)
{
    for (size_t i = 0; i < array_count(signatures); i++) {
        if (cell_starts(first, signatures[i].start, signatures[i].size))
            return error_set(err, ERROR_INPUT, "'%s' is %s", input->path, signatures[i].what);
    }
    if (!input_check_encoding(input, first, start, err))
        return false;
    const char *line_end = memchr(first.bytes, '\n', first.size);
    size_t first_line = line_end ? (size_t)(line_end - first.bytes) : first.size;
    if (memchr(first.bytes, '\0', first_line))
        return error_set(err, ERROR_INPUT, "'%s' is binary: its first line has zero bytes",
                         input->path);
    return true;
}

static InputStamp input_stamp(const struct stat *about)
{
    return (InputStamp){.known = S_ISREG(about->st_mode) && about->st_size > 0,
                        .device = about->st_dev,
                        .number = about->st_ino,
                        .size = about->st_size,
                        .written = about->st_mtim};
}

static bool stamps_agree(const InputStamp *a, const InputStamp *b)
{
    return a->size == b->size && a->written.tv_sec == b->written.tv_sec &&
           a->written.tv_nsec == b->written.tv_nsec;
}

static bool input_refuse_short(const TableInput *input, int64_t taken, Error *err)
{
    error_set(err, ERROR_INPUT, "'%s' got shorter while it was read: %lld of %lld bytes",
              input->path, (long long)taken, (long long)input->stamp.size);
    return error_name(err, INPUT_CHANGED);
}

// Rows that were read before and after somebody wrote to the file may be of two tables.
static bool input_check_stamp(const TableInput *input, Error *err)
{
    struct stat about;
    if (!input->stamp.known || fstat(input->fd, &about) != 0)
        return true;
    InputStamp now = input_stamp(&about);
    if (input->taken < input->stamp.size)
        return input_refuse_short(input, input->taken, err);
    if (!stamps_agree(&now, &input->stamp)) {
        error_set(err, ERROR_INPUT, "'%s' was written to while it was read", input->path);
        return error_name(err, INPUT_CHANGED);
    }
    // Of a file that was removed nothing else can be meant.
    if (stat(input->path, &about) != 0 ||
        (about.st_dev == now.device && about.st_ino == now.number))
        return true;
    error_set(err, ERROR_INPUT, "'%s' was replaced by another file while it was read", input->path);
    return error_name(err, INPUT_CHANGED);
}

static bool input_refuse(const TableInput *input, Error *err)
{
    return error_set(err, ERROR_INPUT, "cannot read data '%s': %s", input->path, strerror(errno));
}

// Reads from the file itself; nothing at its end.
static bool input_source(void *context, char *bytes, size_t size, size_t *ret_size, Error *err)
{
    TableInput *input = context;
    size_t kept = MIN(size, input->first_size - input->first_used);
    if (kept) {
        memcpy(bytes, input->first + input->first_used, kept);
        input->first_used += kept;
        *ret_size = kept;
        return true;
    }
    ssize_t got = 0;
    do
        got = read(input->fd, bytes, size);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return input_refuse(input, err);
    input->taken += got;
    *ret_size = (size_t)got;
    return got > 0 || input_check_stamp(input, err);
}

static bool input_find_packing(TableInput *input, Error *err)
{
    size_t got = 1;
    size_t filled = 0;
    for (; filled < sizeof input->first && got; filled += got) {
        if (!input_source(input, input->first + filled, sizeof input->first - filled, &got, err))
            return false;
    }
    input->first_size = filled;
    const char *name = table_unpack_name(input->first, filled);
    if (name)
        input->unpack = table_unpack_open(name, &(UnpackPlan){input->path, input_source, input});
    return true;
}

bool table_input_open(TableInput *input, const char *path, Error *err)
{
    bool standard = text_equal(path, "-");
    *input = (TableInput){.path = standard ? "standard input" : path};
    input->fd =
        standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return error_set(err, ERROR_INPUT, "cannot open data '%s': %s", input->path,
                         strerror(errno));
    struct stat about;
    if (fstat(input->fd, &about) != 0)
        return error_set(err, ERROR_INPUT, "cannot open data '%s': %s", input->path,
                         strerror(errno));
    if (S_ISDIR(about.st_mode))
        return error_set(err, ERROR_INPUT, "data '%s' is a folder, wanted a file", input->path);
    input->pipe = S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode);
    input->stamp = input_stamp(&about);
    if (!input_find_packing(input, err))
        return false;
    // Who hands over a file as standard input may have read from it.
    input->direct = input->stamp.known && !input->unpack && !standard;
    return true;
}

bool table_input_read(TableInput *input, char *bytes, size_t size, size_t *ret_size, Error *err)
{
    if (input->unpack)
        return table_unpack_read(input->unpack, bytes, size, ret_size, &input->ended, err);
    size_t filled = 0;
    while (!input->ended && filled < size) {
        size_t got = 0;
        if (!input_source(input, bytes + filled, size - filled, &got, err))
            return false;
        input->ended = got == 0;
        filled += got;
    }
    *ret_size = filled;
    return true;
}

size_t table_input_pass(TableInput *input, size_t size)
{
    int64_t left = MAX(input->stamp.size - input->taken, (int64_t)0);
    input->ended = left < (int64_t)size;
    size = MIN(size, (size_t)left);
    input->taken += (int64_t)size;
    return size;
}

bool table_input_read_at(const TableInput *input, int64_t offset, char *bytes, size_t size,
                         Error *err)
{
    while (size) {
        ssize_t got = pread(input->fd, bytes, size, offset);
        if (got == 0)
            return input_refuse_short(input, offset, err);
        if (got < 0 && errno != EINTR)
            return input_refuse(input, err);
        got = MAX(got, (ssize_t)0);
        bytes += got;
        size -= (size_t)got;
        offset += got;
    }
    return true;
}

bool table_input_finish(const TableInput *input, Error *err)
{
    return !input->direct || input_check_stamp(input, err);
}

void table_input_close(TableInput *input)
{
    table_unpack_close(input->unpack);
    input->unpack = NULL;
    fd_close(input->fd);
    input->fd = -1;
}
