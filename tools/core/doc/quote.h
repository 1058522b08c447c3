// quote: words as the reader of another language gets them back: a YAML scalar, a word of a shell.
//
// Texts with control characters have no place in a shell; whoever takes them from outside asks
// quote_is_harmless() first.

#ifndef DOC_QUOTE_H
#define DOC_QUOTE_H

#include "base/buf.h"

// A YAML scalar on one line that is always read as this text: plain where that is safe in lists and
// maps of both styles, else in single quotes, or in double ones with escapes where it has line ends
// and other characters that do not show.
void quote_yaml(Buf *out, const char *text);

// A word as a shell reads it back: bare where that is safe, else in single quotes.
void quote_shell(Buf *out, const char *word);

// Whether a path from outside may stand in a file that others run: printable characters only, none
// that means something to a shell, to YAML, to a workflow's `${{ }}` or `##[`, or to a command
// whose words have names in braces, and no `-` in front, which would make an option of it.
bool quote_is_harmless(const char *path);

#endif
