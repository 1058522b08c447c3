#include "doc/document_bytes.h"

#include "base/file.h"
#include "base/text.h"

bool document_read_bytes(const char *what, const char *path, Buf *bytes, Error *err)
{
    if (!file_read(what, path, bytes, err))
        return false;
    return !text_starts(buf_text(bytes), "version https://git-lfs.github.com") ||
           error_set(err, ERROR_INPUT,
                     "%s '%s' is a Git LFS pointer, not the file: run `git lfs pull` (`lfs: true` "
                     "in actions/checkout)",
                     what, path);
}
