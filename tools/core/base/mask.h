// mask: takes secrets out of texts before they are shown: each becomes `***`.
//
// A secret shorter than MASK_SHORTEST bytes is not looked for: it would eat letters out of every
// word and tell more than it hides.

#ifndef BASE_MASK_H
#define BASE_MASK_H

#include "base/buf.h"
#include "base/text.h"

#define MASK_SHORTEST ((size_t)4)

// Appends the bytes without the secrets. Where several begin at one place the longest counts.
void mask_append(Buf *out, const char *bytes, size_t size, const TextList *secrets);

// The text itself if there is none in it, else a copy; NULL stays NULL.
const char *mask_text(Arena *arena, const char *text, const TextList *secrets);

#endif
