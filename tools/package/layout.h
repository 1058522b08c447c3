// layout: a package on the disk: an OCI image layout as a folder, or as one tar of it.
//
// A new layout is built in a folder beside its place and moved there when it is complete.

#ifndef PACKAGE_LAYOUT_H
#define PACKAGE_LAYOUT_H

#include "base/file.h"
#include "oci_read.h"

typedef struct Layout {
    const char *path;      // as the user named it
    const char *folder;    // the layout itself: the path, or where a tar was unpacked
    const char *temporary; // a folder that is removed by layout_close(); NULL for none
    Arena *arena;
} Layout;

// An empty layout (`blobs/sha256` only) in a temporary folder beside `path`.
bool layout_create(const char *path, Arena *arena, Layout **ret_layout, Error *err) MUST_USE;

// A layout that is there. A tar is unpacked into a temporary folder.
bool layout_open(const char *path, Arena *arena, Layout **ret_layout, Error *err) MUST_USE;

// Writes a blob under its digest.
bool layout_add_blob(const Layout *layout, const void *bytes, size_t size, const char **ret_digest,
                     Error *err) MUST_USE;

// Reads a file of the layout, named from its folder. Only a regular file is read: a link may lead
// anywhere, and a pipe would let us wait for ever.
bool layout_get(const Layout *layout, const char *what, const char *name, Buf *content, Error *err)
    MUST_USE;

// Puts the layout in its place: as a tar if the path ends in `.tar`. A layout or a tar that is
// there is replaced; any other folder is an ERROR_OUTPUT.
bool layout_save(Layout *layout, Error *err) MUST_USE;

// Gives a folder of mkdtemp(), which lets nobody else in, the mode that the umask asks for.
void layout_share_folder(const char *folder);

void layout_close(Layout *layout);
SCOPED_CLOSE(Layout *, layout_close)
#define scoped_layout CLEANUP(layout_close_scoped) Layout *

// The path of a blob in the layout.
const char *layout_blob(const Layout *layout, const char *digest);

// Reads index and manifest. Digest and size of the manifest must be as the index says; nothing
// else is checked.
typedef struct LayoutManifest {
    OciDescriptor descriptor;
    OciManifest manifest;
    const char *text; // the manifest's bytes, `descriptor.size` of them
    const char *name; // of the package: its title
    const char *tag;
} LayoutManifest;
bool layout_read(const Layout *layout, LayoutManifest *ret_manifest, Error *err) MUST_USE;

#endif
