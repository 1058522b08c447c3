#include "archive/tar_writer.h"

#include "archive/entry_name.h"
#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TAR_BLOCK        512
#define TAR_LARGEST_SIZE 077777777777LL // eleven octal digits: 8 GiB
#define TAR_LATEST_TIME  077777777777LL

// The header of POSIX.1-1988 ("ustar").
typedef struct TarHeader {
    char name[100];
    char mode[8];
    char owner[8];
    char group[8];
    char size[12];
    char time[12];
    char checksum[8];
    char type;
    char link[100];
    char magic[8];
    char owner_name[32];
    char group_name[32];
    char major[8];
    char minor[8];
    char prefix[155];
    char padding[12];
} TarHeader;
_Static_assert(sizeof(TarHeader) == TAR_BLOCK, "a tar header is one block");

typedef struct TarEntry {
    const char *name;
    char type; // '0' file, '5' folder, 'x' PAX header of the next entry
    unsigned mode;
    int64_t size;
} TarEntry;

static bool tar_put(const TarWriter *tar, const void *bytes, size_t size, Error *err)
{
    return tar->sink.write(tar->sink.to, bytes, size, err);
}

// Zeros up to the end of the block.
static bool tar_pad(const TarWriter *tar, int64_t size, Error *err)
{
    static const char zeros[TAR_BLOCK] = {0};
    size_t rest = (size_t)(size % TAR_BLOCK);
    return rest == 0 || tar_put(tar, zeros, TAR_BLOCK - rest, err);
}

// Digits in base 8 that fill the field up to its closing zero byte.
static void tar_octal(char *field, size_t room, int64_t number)
{
    for (size_t at = room - 1; at-- > 0; number >>= 3)
        field[at] = (char)('0' + (number & 7));
}

// Splits a name at a slash into prefix and name; false if ustar has no room for it.
static bool tar_set_name(TarHeader *header, const char *name)
{
    size_t size = strlen(name);
    if (size <= sizeof header->name) {
        memcpy(header->name, name, size);
        return true;
    }
    for (size_t cut = size - sizeof header->name - 1; cut < size; cut++) {
        if (name[cut] != '/' || cut == 0 || cut > sizeof header->prefix || cut + 1 == size)
            continue;
        memcpy(header->prefix, name, cut);
        memcpy(header->name, name + cut + 1, size - cut - 1);
        return true;
    }
    return false;
}

static bool tar_put_header(const TarWriter *tar, const TarEntry *entry, Error *err)
{
    TarHeader header = {
        .type = entry->type, .magic = {'u', 's', 't', 'a', 'r', '\0', '0', '0'}
    };
    // A name that does not fit stands in the PAX header before; its last bytes stand here.
    if (!tar_set_name(&header, entry->name)) {
        size_t size = strlen(entry->name);
        memcpy(header.name, entry->name + size - sizeof header.name, sizeof header.name);
    }
    tar_octal(header.mode, sizeof header.mode, entry->mode);
    tar_octal(header.owner, sizeof header.owner, 0);
    tar_octal(header.group, sizeof header.group, 0);
    tar_octal(header.size, sizeof header.size, entry->size > TAR_LARGEST_SIZE ? 0 : entry->size);
    tar_octal(header.time, sizeof header.time, MAX(0, MIN(tar->time, TAR_LATEST_TIME)));
    tar_octal(header.major, sizeof header.major, 0);
    tar_octal(header.minor, sizeof header.minor, 0);

    memset(header.checksum, ' ', sizeof header.checksum);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof header; i++)
        sum += ((const unsigned char *)&header)[i];
    tar_octal(header.checksum, sizeof header.checksum - 1, sum);
    return tar_put(tar, &header, sizeof header, err);
}

// Appends "<length> key=value\n", where the length counts itself.
static void tar_add_record(Buf *records, const char *key, const char *value)
{
    size_t plain = strlen(key) + strlen(value) + 3; // blank, equals sign, line feed
    size_t length = plain + 1;
    while (length != plain + (size_t)snprintf(NULL, 0, "%zu", length))
        length = plain + (size_t)snprintf(NULL, 0, "%zu", length);
    buf_format(records, "%zu %s=%s\n", length, key, value);
}

static bool tar_add_entry(const TarWriter *tar, const TarEntry *entry, Error *err)
{
    scoped_buf records = BUF_EMPTY;
    TarHeader fits = {0};
    if (!tar_set_name(&fits, entry->name))
        tar_add_record(&records, "path", entry->name);
    if (entry->size > TAR_LARGEST_SIZE) {
        char size[24];
        snprintf(size, sizeof size, "%lld", (long long)entry->size);
        tar_add_record(&records, "size", size);
    }
    if (records.size) {
        TarEntry pax = {.name = "PaxHeader", .type = 'x', .mode = 0644};
        pax.size = (int64_t)records.size;
        if (!tar_put_header(tar, &pax, err) || !tar_put(tar, records.data, records.size, err) ||
            !tar_pad(tar, pax.size, err))
            return false;
    }
    return tar_put_header(tar, entry, err);
}

bool tar_add_folder(const TarWriter *tar, const char *name, Error *err)
{
    scoped_arena arena = arena_open();
    TarEntry entry = {.name = arena_format(arena, "%s/", name), .type = '5', .mode = 0755};
    return entry_name_check(name, err) && tar_add_entry(tar, &entry, err);
}

bool tar_add_bytes(const TarWriter *tar, const char *name, const void *bytes, size_t size,
                   Error *err)
{
    TarEntry entry = {.name = name, .type = '0', .mode = 0644, .size = (int64_t)size};
    return entry_name_check(name, err) && tar_add_entry(tar, &entry, err) &&
           tar_put(tar, bytes, size, err) && tar_pad(tar, entry.size, err);
}

// Copies exactly `size` bytes.
static bool tar_copy(const TarWriter *tar, int fd, const TarFile *file, Error *err)
{
    char chunk[65536];
    int64_t total = 0;
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERROR_INPUT, "cannot read '%s': %s", file->path, strerror(errno));
        total += got;
        if (total > file->size || (got == 0 && total != file->size))
            return error_set(err, ERROR_INPUT,
                             "'%s' changed while it was packed: it had %lld bytes before",
                             file->path, (long long)file->size);
        if (got == 0)
            return tar_pad(tar, total, err);
        if (!tar_put(tar, chunk, (size_t)got, err))
            return false;
    }
}

bool tar_add_file(const TarWriter *tar, const TarFile *file, Error *err)
{
    if (!entry_name_check(file->name, err))
        return false;
    scoped_fd fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set(err, ERROR_INPUT, "cannot open '%s': %s", file->path, strerror(errno));
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        return error_set(err, ERROR_INPUT, "'%s' is not a regular file", file->path);
    TarEntry entry = {.name = file->name,
                      .type = '0',
                      .mode = file->executable ? 0755 : 0644,
                      .size = file->size};
    return tar_add_entry(tar, &entry, err) && tar_copy(tar, fd, file, err);
}

bool tar_finish(const TarWriter *tar, Error *err)
{
    static const char zeros[2 * TAR_BLOCK] = {0};
    return tar_put(tar, zeros, sizeof zeros, err);
}
