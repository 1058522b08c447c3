#include "table/table_input.h"

#include "base/fatal.h"
#include "base/file.h"
#include "base/text.h"
#include "table/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
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
    {"\x1f\x8b", 2, "compressed by gzip: unpack it first"},
    {"\x28\xb5\x2f\xfd", 4, "compressed by zstd: unpack it first"},
    {"BZh", 3, "compressed by bzip2: unpack it first"},
    {"\xfd"
     "7zXZ",
     5, "compressed by xz: unpack it first"},
    {"PK\x03\x04", 4, "a zip archive or a workbook: save it as CSV"},
    {"PAR1", 4, "a Parquet file: write it as CSV first"},
    {"\xff\xfe", 2, "encoded in UTF-16: convert it to UTF-8"},
    {"\xfe\xff", 2, "encoded in UTF-16: convert it to UTF-8"},
    {"\x7f"
     "ELF",
     4, "a program"},
    {"\x89PNG", 4, "a picture"},
    {"version https://git-lfs.github.com", 34,
     "a Git LFS pointer, not the data: run `git lfs pull` (`lfs: true` in actions/checkout)"},
};

static bool table_input_recognise(const TableInput *input, Error *err)
{
    for (size_t i = 0; i < array_count(signatures); i++) {
        const Signature *signature = &signatures[i];
        if (input->size >= signature->size &&
            memcmp(input->bytes, signature->start, signature->size) == 0)
            return error_set(err, ERROR_INPUT, "'%s' is %s", input->path, signature->what);
    }
    const char *line_end = memchr(input->bytes, '\n', input->size);
    size_t first_line = line_end ? (size_t)(line_end - input->bytes) : input->size;
    if (memchr(input->bytes, '\0', first_line))
        return error_set(err, ERROR_INPUT, "'%s' is binary: its first line has zero bytes",
                         input->path);
    return true;
}

static bool table_input_reach(TableInput *input, const char *path, Error *err)
{
    bool standard = text_equal(path, "-");
    input->path = standard ? "standard input" : path;
    input->fd =
        standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return error_set(err, ERROR_INPUT, "cannot open data '%s': %s", input->path,
                         strerror(errno));
    struct stat about;
    if (fstat(input->fd, &about) == 0 && S_ISDIR(about.st_mode))
        return error_set(err, ERROR_INPUT, "data '%s' is a folder, wanted a CSV or TSV file",
                         input->path);
    return true;
}

bool table_input_open(TableInput *input, const char *path, Error *err)
{
    input->size = 0;
    input->at = 0;
    input->offset = 0;
    input->last = false;
    if (!table_input_reach(input, path, err) || !table_input_more(input, err))
        return false;
    if (input->size == 0)
        return error_set(err, ERROR_INPUT, "data '%s' is empty, wanted a header line and rows",
                         input->path);
    return table_input_recognise(input, err);
}

static void table_input_grow(TableInput *input)
{
    size_t room = MAX(input->room * 2, 2 * TABLE_BLOCK);
    char *bytes = realloc(input->bytes, room + 1);
    if (!bytes)
        fatal_out_of_memory();
    input->bytes = bytes;
    input->room = room;
}

bool table_input_more(TableInput *input, Error *err)
{
    size_t kept = input->size - input->at;
    if (input->at)
        memmove(input->bytes, input->bytes + input->at, kept);
    input->offset += (int64_t)input->at;
    input->size = kept;
    input->at = 0;
    if (kept >= TABLE_LONGEST_ROW)
        return error_set(err, ERROR_INPUT,
                         "'%s' has a row longer than %zu MiB, the most that is read", input->path,
                         TABLE_LONGEST_ROW >> 20);
    if (input->room - kept < TABLE_BLOCK)
        table_input_grow(input);
    while (!input->last && input->size - kept < TABLE_BLOCK) {
        ssize_t got = read(input->fd, input->bytes + input->size,
                           MIN(input->room - input->size, TABLE_BLOCK));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERROR_INPUT, "cannot read data '%s': %s", input->path,
                             strerror(errno));
        input->last = got == 0;
        input->size += (size_t)got;
    }
    input->bytes[input->size] = '\0';
    return true;
}

void table_input_end(TableInput *input)
{
    fd_close(input->fd);
    input->fd = -1;
}

void table_input_close(TableInput *input)
{
    table_input_end(input);
    free(input->bytes);
    input->bytes = NULL;
}
