#include "archive/tar_reader.h"

#include "archive/entry_name.h"
#include "base/clean.h"
#include "base/fatal.h"
#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#define TAR_RATIO_FREE_BYTES (10 << 20)
#define TAR_READ_BLOCK       65536

const TarLimits tar_limits = {
    .entries = 100000,
    .file_bytes = (int64_t)64 << 30,
    .total_bytes = (int64_t)256 << 30,
    .ratio = 200,
};

// A name that was seen, in small letters.
typedef struct TarName {
    const char *key;
    const char *name;
    bool folder;
    bool listed; // had an entry of its own; folders may also be known by what is in them
} TarName;

typedef struct TarWalk {
    struct archive *archive;
    const TarSource *source;
    const TarLimits *limits;
    const TarVisitor *visitor;
    Arena *arena;
    void *names; // a search tree of TarName
    int64_t entries;
    int64_t total;
} TarWalk;

static void tar_archive_close(struct archive *archive)
{
    archive_read_free(archive);
}
SCOPED_CLOSE(struct archive *, tar_archive_close)

static bool tar_broken(const TarWalk *walk, Error *err)
{
    scoped_arena arena = arena_open();
    const char *reason = archive_error_string(walk->archive);
    return error_set(err, ERROR_INPUT, "cannot read archive '%s': %s", walk->source->name,
                     reason ? clean_text_short(arena, reason, 200) : "it is damaged");
}

static bool tar_over(const TarWalk *walk, const char *what, int64_t limit, Error *err)
{
    return error_set(err, ERROR_INPUT, "archive '%s' is refused: more than %lld %s",
                     walk->source->name, (long long)limit, what);
}

static int tar_name_compare(const void *a, const void *b)
{
    return strcmp(((const TarName *)a)->key, ((const TarName *)b)->key);
}

static char *tar_small_letters(Arena *arena, const char *name)
{
    char *key = arena_text(arena, name);
    for (char *at = key; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    }
    return key;
}

// Notes one name; what clashes with an earlier one is an error.
static bool tar_note(TarWalk *walk, const char *name, bool folder, bool listed, Error *err)
{
    TarName *fresh = arena_new(walk->arena, TarName);
    *fresh = (TarName){.key = tar_small_letters(walk->arena, name),
                       .name = name,
                       .folder = folder,
                       .listed = listed};
    TarName **place = tsearch(fresh, &walk->names, tar_name_compare);
    if (!place)
        fatal_out_of_memory();
    TarName *known = *place;
    if (known == fresh)
        return true;
    bool repeated = !folder || !known->folder || (listed && known->listed);
    if (repeated || !text_equal(known->name, name))
        return error_set(err, ERROR_INPUT,
                         "archive '%s' is refused: '%s' and '%s' are one name twice",
                         walk->source->name, known->name, name);
    known->listed = known->listed || listed;
    return true;
}

// Notes a name and the folders it stands in.
static bool tar_note_path(TarWalk *walk, const char *name, bool folder, Error *err)
{
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *parent = arena_text_sized(walk->arena, name, (size_t)(slash - name));
        if (!tar_note(walk, parent, true, false, err))
            return false;
    }
    return tar_note(walk, name, folder, true, err);
}

static bool tar_count_bytes(TarWalk *walk, int64_t file, size_t more, Error *err)
{
    walk->total += (int64_t)more;
    if (file + (int64_t)more > walk->limits->file_bytes)
        return tar_over(walk, "bytes in one file", walk->limits->file_bytes, err);
    if (walk->total > walk->limits->total_bytes)
        return tar_over(walk, "bytes", walk->limits->total_bytes, err);
    int64_t packed = MAX((int64_t)1, archive_filter_bytes(walk->archive, -1));
    if (walk->total > TAR_RATIO_FREE_BYTES && walk->total / packed > walk->limits->ratio)
        return tar_over(walk, "bytes from one packed byte", walk->limits->ratio, err);
    return true;
}

static bool tar_visit_bytes(TarWalk *walk, Error *err)
{
    char chunk[TAR_READ_BLOCK];
    for (int64_t file = 0;;) {
        la_ssize_t got = archive_read_data(walk->archive, chunk, sizeof chunk);
        if (got < 0)
            return tar_broken(walk, err);
        if (got == 0)
            return true;
        if (!tar_count_bytes(walk, file, (size_t)got, err))
            return false;
        file += got;
        if (walk->visitor->bytes &&
            !walk->visitor->bytes(walk->visitor->to, chunk, (size_t)got, err))
            return false;
    }
}

static bool tar_visit(TarWalk *walk, struct archive_entry *entry, Error *err)
{
    const TarVisitor *visitor = walk->visitor;
    if (++walk->entries > walk->limits->entries)
        return tar_over(walk, "entries", walk->limits->entries, err);
    const char *raw = archive_entry_pathname(entry);
    const char *name = NULL;
    if (!raw)
        return error_set(err, ERROR_INPUT, "archive '%s' is refused: a name that cannot be read",
                         walk->source->name);
    if (!entry_name_normalize(raw, walk->arena, &name, err))
        return error_wrap(err, "archive '%s'", walk->source->name);

    bool folder = archive_entry_filetype(entry) == AE_IFDIR;
    bool linked = archive_entry_hardlink(entry) || archive_entry_symlink(entry);
    if (linked || (!folder && archive_entry_filetype(entry) != AE_IFREG))
        return error_set(err, ERROR_INPUT,
                         "archive '%s' is refused: '%s' is neither a regular file nor a folder",
                         walk->source->name, name);
    if (text_empty(name))
        return true;
    if (!tar_note_path(walk, name, folder, err))
        return false;
    if (folder)
        return !visitor->folder || visitor->folder(visitor->to, name, err);
    bool executable = archive_entry_perm(entry) & 0111;
    if (visitor->file && !visitor->file(visitor->to, name, executable, err))
        return false;
    return tar_visit_bytes(walk, err) &&
           (!visitor->file_end || visitor->file_end(visitor->to, err));
}

static bool tar_open(TarWalk *walk, Error *err)
{
    struct archive *in = walk->archive;
    const TarSource *source = walk->source;
    if (archive_read_support_format_tar(in) != ARCHIVE_OK ||
        archive_read_support_filter_gzip(in) != ARCHIVE_OK ||
        archive_read_support_filter_zstd(in) != ARCHIVE_OK)
        return tar_broken(walk, err);
    int opened = source->path ? archive_read_open_filename(in, source->path, TAR_READ_BLOCK)
                              : archive_read_open_memory(in, source->bytes, source->size);
    return opened == ARCHIVE_OK || tar_broken(walk, err);
}

static bool tar_walk_entries(TarWalk *walk, Error *err)
{
    for (;;) {
        struct archive_entry *entry = NULL;
        int got = archive_read_next_header(walk->archive, &entry);
        if (got == ARCHIVE_EOF)
            return true;
        // A warning means a name or header that libarchive only understood in part.
        if (got != ARCHIVE_OK)
            return tar_broken(walk, err);
        if (!tar_visit(walk, entry, err))
            return false;
    }
}

static void tar_keep_name(void *name)
{
    (void)name; // names live in the walk's arena
}

// libarchive translates names into the locale's characters, and refuses those that it lacks.
typedef struct Utf8Locale {
    locale_t ours;
    locale_t before;
} Utf8Locale;

static Utf8Locale utf8_locale_enter(void)
{
    Utf8Locale locale = {.ours = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)};
    if (locale.ours)
        locale.before = uselocale(locale.ours);
    return locale;
}

static void utf8_locale_leave(Utf8Locale *locale)
{
    if (!locale->ours)
        return;
    uselocale(locale->before);
    freelocale(locale->ours);
}

bool tar_walk(const TarSource *source, const TarLimits *limits, const TarVisitor *visitor,
              Error *err)
{
    scoped_arena arena = arena_open();
    CLEANUP(utf8_locale_leave) Utf8Locale locale = utf8_locale_enter();
    (void)locale;
    CLEANUP(tar_archive_close_scoped) struct archive *archive = archive_read_new();
    if (!archive)
        fatal_out_of_memory();
    TarWalk walk = {
        .archive = archive, .source = source, .limits = limits, .visitor = visitor, .arena = arena};
    bool done = tar_open(&walk, err) && tar_walk_entries(&walk, err);
    tdestroy(walk.names, tar_keep_name);
    return done;
}
