// clean: the one sanitiser. Text from outside (cells, file names, branch names, child output,
// server replies) passes it before it is printed anywhere.
//
// The result is valid UTF-8 on one line. Control bytes, invalid bytes, line and paragraph
// separators and characters that reorder text (bidirectional controls) become visible escapes
// (`\x1b`,
// `\u202e`); a tab stays. The markers of CI platforms that count anywhere in a line, `##[` and
// `##vso[`, lose their meaning. What a format needs beside that (`%0A`, `&lt;`, `|`) is its
// renderer's business.

#ifndef BASE_CLEAN_H
#define BASE_CLEAN_H

#include "base/arena.h"
#include "base/buf.h"

void clean_append(Buf *buf, const char *bytes, size_t size);

char *clean_text(Arena *arena, const char *text);

// Control characters but the tab, and those that change how their neighbours are shown.
bool clean_is_hidden(uint32_t character);

// The same, cut to at most `most` characters with `…` as the last.
char *clean_text_short(Arena *arena, const char *text, size_t most);

#endif
