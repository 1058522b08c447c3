// document_bytes: the text of a document's file.

#ifndef DOC_DOCUMENT_BYTES_H
#define DOC_DOCUMENT_BYTES_H

#include "base/buf.h"
#include "base/error.h"

// Reads the file, or standard input if it is "-". What Git LFS left in place of a document is
// refused by that name.
bool document_read_bytes(const char *what, const char *path, Buf *bytes, Error *err) MUST_USE;

#endif
