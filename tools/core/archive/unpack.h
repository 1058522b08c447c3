// unpack: an archive of others into a folder, by the rules of tar_reader.
//
// Files are opened below the folder piece by piece without following links, so that nothing lands
// elsewhere even if somebody else changes the folder meanwhile.

#ifndef ARCHIVE_UNPACK_H
#define ARCHIVE_UNPACK_H

#include "archive/tar_reader.h"

// Unpacks into `folder`, which must be there; files that are there already are errors. After false
// a part may have been unpacked: unpack into a fresh folder and rename it.
bool unpack_tar(const TarSource *source, const TarLimits *limits, const char *folder, Error *err)
    MUST_USE;

#endif
