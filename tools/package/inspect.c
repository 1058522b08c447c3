// The verbs show and unpack.

#include "archive/unpack.h"
#include "build.h"
#include "package.h"
#include "verify.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool inspect_layers(const Layout *layout, const LayoutManifest *manifest,
                           const TarVisitor *visitor, Error *err)
{
    for (size_t i = 0; i < manifest->manifest.layers.count; i++) {
        const char *digest = manifest->manifest.layers.items[i].digest;
        const TarSource source = {.path = layout_blob(layout, digest), .name = digest};
        if (!tar_walk(&source, &tar_limits, visitor, err))
            return false;
    }
    return true;
}

// Keeps the record while it goes by.
typedef struct RecordReader {
    Buf *out;
    bool inside;
} RecordReader;

static bool record_file(void *to, const char *name, bool executable, Error *err)
{
    (void)executable;
    (void)err;
    ((RecordReader *)to)->inside = text_equal(name, BUILD_RECORD);
    return true;
}

static bool record_bytes(void *to, const void *bytes, size_t size, Error *err)
{
    RecordReader *reader = to;
    if (reader->inside)
        buf_append(reader->out, bytes, size);
    return !reader->out->full ||
           error_set(err, ERROR_INPUT, "the record in the package is too large");
}

bool package_show(Run *run, Error *err)
{
    scoped_layout layout = NULL;
    const char *path = NULL;
    LayoutManifest manifest;
    if (!package_operand(run, &path, err) || !layout_open(path, run->arena, &layout, err) ||
        !layout_read(layout, &manifest, err))
        return false;
    RecordReader reader = {.out = run->printed};
    const TarVisitor visitor = {.file = record_file, .bytes = record_bytes, .to = &reader};
    if (!inspect_layers(layout, &manifest, &visitor, err))
        return false;
    run_set_output(run, "digest", manifest.descriptor.digest);
    return run->printed->size > 0 ||
           error_set(err, ERROR_INPUT, "'%s' has no record '%s'", path, BUILD_RECORD);
}

static bool unpack_layers_into(const Run *run, const Layout *layout, const LayoutManifest *manifest,
                               const char *folder, Error *err)
{
    // Whoever is known by key or digest may pack a model of zeros; strangers may not pack bombs.
    const PackageOptions *given = run->options;
    TarLimits limits = tar_limits;
    if (given->public_key || given->digest)
        limits.ratio = INT64_MAX;
    for (size_t i = 0; i < manifest->manifest.layers.count; i++) {
        const char *digest = manifest->manifest.layers.items[i].digest;
        const TarSource source = {.path = layout_blob(layout, digest), .name = digest};
        if (!unpack_tar(&source, &limits, folder, err))
            return false;
    }
    return true;
}

// Unpacks into a fresh folder beside the place, and moves it there.
static bool unpack_layers(const Run *run, const Layout *layout, const LayoutManifest *manifest,
                          Error *err)
{
    Arena *arena = run->arena;
    const char *output = path_absolute(arena, run->output);
    if (file_exists(output))
        return error_set(err, ERROR_OUTPUT, "'%s' is there already, wanted a new folder",
                         run->output);
    char *temporary = arena_format(arena, "%s.new-XXXXXX", output);
    if (!folder_make(path_folder(arena, output), err))
        return false;
    if (!mkdtemp(temporary))
        return error_set(err, ERROR_OUTPUT, "cannot make a folder beside '%s': %s", output,
                         strerror(errno));
    folder_doom(temporary);
    bool done = unpack_layers_into(run, layout, manifest, temporary, err);
    layout_share_folder(temporary);
    if (done && rename(temporary, output) != 0)
        done = error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", output, strerror(errno));
    if (!done)
        folder_remove(temporary);
    folder_spare(temporary);
    return done;
}

bool package_unpack(Run *run, Error *err)
{
    scoped_layout layout = NULL;
    LayoutManifest manifest;
    bool valid = false;
    if (!run->output)
        return error_set(err, ERROR_USAGE, "no folder to unpack into: wanted --output DIR");
    if (!verify_open(run, &layout, &manifest, &valid, err))
        return false;
    // Nothing of a package that was changed, or that somebody else signed, reaches the disk.
    if (!valid || report_count(run->report, SEVERITY_ERROR) > 0)
        return true;
    return unpack_layers(run, layout, &manifest, err);
}
