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

bool table_input_recognise(const TableInput *input, const char *bytes, size_t size, Error *err)
{
    for (size_t i = 0; i < array_count(signatures); i++) {
        const Signature *signature = &signatures[i];
        if (size >= signature->size && memcmp(bytes, signature->start, signature->size) == 0)
            return error_set(err, ERROR_INPUT, "'%s' is %s", input->path, signature->what);
    }
    const char *line_end = memchr(bytes, '\n', size);
    size_t first_line = line_end ? (size_t)(line_end - bytes) : size;
    if (memchr(bytes, '\0', first_line))
        return error_set(err, ERROR_INPUT, "'%s' is binary: its first line has zero bytes",
                         input->path);
    return true;
}

bool table_input_open(TableInput *input, const char *path, Error *err)
{
    input->ended = false;
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

bool table_input_read(TableInput *input, char *bytes, size_t size, size_t *ret_size, Error *err)
{
    size_t filled = 0;
    while (!input->ended && filled < size) {
        ssize_t got = read(input->fd, bytes + filled, size - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERROR_INPUT, "cannot read data '%s': %s", input->path,
                             strerror(errno));
        input->ended = got == 0;
        filled += (size_t)got;
    }
    *ret_size = filled;
    return true;
}

void table_input_close(TableInput *input)
{
    fd_close(input->fd);
    input->fd = -1;
}
