#include "layer.h"

#include "archive/gzip_writer.h"
#include "archive/tar_reader.h"
#include "archive/tar_writer.h"
#include "base/file.h"
#include "crypto/hashing.h"

#include <errno.h>
#include <string.h>

// The stations of a layer's bytes: tar, digest of the tar, gzip, digest of the blob, file.
typedef struct Stream {
    Hash *diff;
    Hash *blob;
    GzipWriter *gzip; // NULL if the tar is kept as it is
    FILE *out;
    int64_t size;
} Stream;

static bool stream_put_blob(void *to, const void *bytes, size_t size, Error *err)
{
    Stream *stream = to;
    hash_add(stream->blob, bytes, size);
    stream->size += (int64_t)size;
    if (size && fwrite(bytes, size, 1, stream->out) != 1)
        return error_set(err, ERROR_OUTPUT, "cannot write a layer: %s", strerror(errno));
    return true;
}

static bool stream_put_tar(void *to, const void *bytes, size_t size, Error *err)
{
    Stream *stream = to;
    hash_add(stream->diff, bytes, size);
    if (stream->gzip)
        return gzip_writer_add(stream->gzip, bytes, size, err);
    return stream_put_blob(stream, bytes, size, err);
}

// The folders of `name` that `before` is not in, outermost first.
static bool layer_add_folders(const TarWriter *tar, const char *before, const char *name,
                              Error *err)
{
    scoped_arena arena = arena_open();
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        size_t size = (size_t)(slash - name);
        if (strncmp(before, name, size + 1) == 0)
            continue;
        if (!tar_add_folder(tar, arena_text_sized(arena, name, size), err))
            return false;
    }
    return true;
}

static bool layer_add_file(const TarWriter *tar, const PackageFile *file, Error *err)
{
    if (file->text)
        return tar_add_bytes(tar, file->name, file->text, (size_t)file->size, err);
    const TarFile entry = {
        .name = file->name, .path = file->path, .size = file->size, .executable = file->executable};
    return tar_add_file(tar, &entry, err);
}

static bool layer_stream(const LayerPlan *plan, Stream *stream, Error *err)
{
    const TarWriter tar = {.sink = {.write = stream_put_tar, .to = stream}, .time = plan->time};
    const char *before = "";
    for (size_t i = 0; i < plan->files->count; i++) {
        const PackageFile *file = &plan->files->items[i];
        if (!layer_add_folders(&tar, before, file->name, err) || !layer_add_file(&tar, file, err))
            return false;
        before = file->name;
    }
    if (!tar_finish(&tar, err))
        return false;
    if (stream->gzip && !gzip_writer_finish(stream->gzip, err))
        return false;
    if (fflush(stream->out) != 0)
        return error_set(err, ERROR_OUTPUT, "cannot write a layer: %s", strerror(errno));
    return true;
}

// Compares what a layer holds with what it should hold, in order.
typedef struct LayerReader {
    const PackageFileList *files;
    size_t next; // the file that comes next
    Hash *hash;  // of the file that is read
    Arena *arena;
} LayerReader;

static bool layer_read_file(void *to, const char *name, bool executable, Error *err)
{
    (void)executable;
    LayerReader *reader = to;
    if (reader->next >= reader->files->count ||
        !text_equal(reader->files->items[reader->next].name, name))
        return error_set(err, ERROR_SYSTEM, "'%s' is not where it should be in its layer", name);
    reader->hash = hash_open(HASH_SHA256);
    return true;
}

static bool layer_read_bytes(void *to, const void *bytes, size_t size, Error *err)
{
    (void)err;
    hash_add(((LayerReader *)to)->hash, bytes, size);
    return true;
}

static bool layer_read_end(void *to, Error *err)
{
    LayerReader *reader = to;
    const PackageFile *file = &reader->files->items[reader->next++];
    scoped_hash hash = take(reader->hash);
    return text_equal(hash_finish(hash, reader->arena), file->digest) ||
           error_set(err, ERROR_INPUT, "'%s' changed while it was packed: its sha256 was %s before",
                     file->path, file->digest);
}

static bool layer_check(const LayerPlan *plan, const char *path, Error *err)
{
    scoped_arena arena = arena_open();
    LayerReader reader = {.files = plan->files, .arena = arena};
    const TarVisitor visitor = {.file = layer_read_file,
                                .bytes = layer_read_bytes,
                                .file_end = layer_read_end,
                                .to = &reader};
    // Our own files may be larger and compress better than those of strangers are allowed to.
    const TarLimits unlimited = {.entries = INT64_MAX,
                                 .file_bytes = INT64_MAX,
                                 .total_bytes = INT64_MAX,
                                 .ratio = INT64_MAX};
    const TarSource source = {.path = path, .name = "layer"};
    bool done = tar_walk(&source, &unlimited, &visitor, err);
    if (reader.hash)
        hash_close(reader.hash); // the walk ended within a file
    if (done && reader.next != plan->files->count)
        return error_set(err, ERROR_SYSTEM, "a layer has %zu files, wanted %zu", reader.next,
                         plan->files->count);
    return done;
}

bool layer_write(const LayerPlan *plan, Arena *arena, Layer *ret_layer, Error *err)
{
    const char *temporary = path_join(arena, plan->layout, "blobs/layer");
    scoped_file out = fopen(temporary, "wxe");
    if (!out)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", temporary, strerror(errno));
    scoped_hash diff = hash_open(HASH_SHA256);
    scoped_hash blob = hash_open(HASH_SHA256);
    Stream stream = {.diff = diff, .blob = blob, .out = out};
    scoped_gzip_writer gzip = NULL;
    const Sink sink = {.write = stream_put_blob, .to = &stream};
    if (plan->compress && !gzip_writer_open(sink, &gzip, err))
        return false;
    stream.gzip = gzip;
    if (!layer_stream(plan, &stream, err) || !layer_check(plan, temporary, err))
        return false;

    const char *hex = hash_finish(blob, arena);
    const char *path = arena_format(arena, "%s/blobs/sha256/%s", plan->layout, hex);
    if (rename(temporary, path) != 0)
        return error_set(err, ERROR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    ret_layer->digest = arena_format(arena, "sha256:%s", hex);
    ret_layer->diff = arena_format(arena, "sha256:%s", hash_finish(diff, arena));
    ret_layer->size = stream.size;
    return true;
}
