#include "layout.h"

#include "archive/unpack.h"
#include "base/text.h"
#include "crypto/hashing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// The path without slashes at its end: what a rename can replace.
static const char *layout_trim(const char *path, Arena *arena)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    return arena_text_sized(arena, path, size);
}

bool layout_create(const char *path, Arena *arena, Layout **ret_layout, Error *err)
{
    Layout *made = arena_new(arena, Layout);
    *made = (Layout){.path = layout_trim(path, arena), .arena = arena};
    if (!folder_make(path_folder(arena, made->path), err))
        return false;
    char *temporary = arena_format(arena, "%s.new-XXXXXX", made->path);
    if (!mkdtemp(temporary))
        return error_set(err, ERROR_OUTPUT, "cannot make a folder beside '%s': %s", made->path,
                         strerror(errno));
    made->temporary = temporary;
    made->folder = temporary;
    folder_doom(temporary);
    scoped_layout layout = made;
    if (!folder_make(path_join(arena, layout->folder, "blobs/sha256"), err))
        return false;
    *ret_layout = take(layout);
    return true;
}

static bool layout_unpack(Layout *made, Error *err)
{
    if (!folder_make_temporary(made->arena, &made->temporary, err))
        return false;
    folder_doom(made->temporary);
    scoped_layout layout = made;
    const TarSource source = {.path = made->path, .name = made->path};
    if (!unpack_tar(&source, &tar_limits, made->temporary, err))
        return false;
    made->folder = made->temporary;
    (void)take(layout);
    return true;
}

bool layout_open(const char *path, Arena *arena, Layout **ret_layout, Error *err)
{
    Layout *layout = arena_new(arena, Layout);
    *layout = (Layout){.path = layout_trim(path, arena), .arena = arena};
    layout->folder = layout->path;
    if (!file_exists(path))
        return error_set(err, ERROR_INPUT, "there is no package '%s'", path);
    struct stat about;
    const bool is_file = stat(path, &about) == 0 && S_ISREG(about.st_mode);
    if (!is_file && !file_is_folder(path))
        return error_set(err, ERROR_INPUT, "'%s' is neither a folder nor a regular file", path);
    if (is_file && !layout_unpack(layout, err))
        return false;
    *ret_layout = layout;
    return true;
}

void layout_close(Layout *layout)
{
    if (!layout->temporary)
        return;
    folder_remove(layout->temporary);
    folder_spare(layout->temporary);
}

const char *layout_blob(const Layout *layout, const char *digest)
{
    return arena_format(layout->arena, "%s/blobs/sha256/%s", layout->folder,
                        digest + strlen("sha256:"));
}

bool layout_add_blob(const Layout *layout, const void *bytes, size_t size, const char **ret_digest,
                     Error *err)
{
    const char *digest = arena_format(layout->arena, "sha256:%s",
                                      hash_bytes(HASH_SHA256, bytes, size, layout->arena));
    if (!file_write(layout_blob(layout, digest), bytes, size, err))
        return false;
    *ret_digest = digest;
    return true;
}

bool layout_get(const Layout *layout, const char *what, const char *name, Buf *content, Error *err)
{
    const char *path = path_join(layout->arena, layout->folder, name);
    struct stat about;
    // Messages name the package: a tar was unpacked into a folder that nobody knows.
    if (lstat(path, &about) != 0)
        return error_set(err, ERROR_INPUT, "cannot open %s '%s' in '%s': %s", what, name,
                         layout->path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return error_set(err, ERROR_INPUT, "%s '%s' in '%s' is no regular file", what, name,
                         layout->path);
    return file_read(what, path, content, err);
}

bool layout_read(const Layout *layout, LayoutManifest *ret_manifest, Error *err)
{
    Arena *arena = layout->arena;
    LayoutManifest read = {0};
    scoped_buf index = BUF_LIMITED(OCI_LARGEST_DOCUMENT);
    if (!layout_get(layout, "index of the package", "index.json", &index, err) ||
        !oci_parse_index(arena_format(arena, "%s/index.json", layout->path),
                         buf_keep(&index, arena), index.size, arena, &read.descriptor, err))
        return false;

    scoped_buf manifest = BUF_LIMITED(OCI_LARGEST_DOCUMENT);
    const char *digest = read.descriptor.digest;
    const char *blob = arena_format(arena, "blobs/sha256/%s", digest + strlen("sha256:"));
    if (!layout_get(layout, "manifest of the package", blob, &manifest, err))
        return false;
    const char *hex = hash_bytes(HASH_SHA256, buf_text(&manifest), manifest.size, arena);
    if (!text_equal(hex, digest + strlen("sha256:")) ||
        (int64_t)manifest.size != read.descriptor.size)
        return error_set(err, ERROR_INPUT,
                         "the manifest of '%s' was changed: its digest is 'sha256:%s', wanted '%s'",
                         layout->path, hex, digest);
    read.text = buf_keep(&manifest, arena);
    if (!oci_parse_manifest(arena_format(arena, "%s: manifest", layout->path), read.text,
                            manifest.size, arena, &read.manifest, err))
        return false;
    read.name = oci_annotation(read.manifest.annotations, "org.opencontainers.image.title");
    read.tag = oci_annotation(read.manifest.annotations, "org.opencontainers.image.version");
    if (text_empty(read.name) || text_empty(read.tag))
        return error_set(err, ERROR_INPUT, "'%s' is not a package of Sluice: it has no name",
                         layout->path);
    *ret_manifest = read;
    return true;
}
