// markup: escaping for the languages that reports are written in.
//
// The texts have passed clean_append() before; here they only lose their meaning as markup.

#ifndef DOC_MARKUP_H
#define DOC_MARKUP_H

#include "base/buf.h"

// XML and HTML, element content and quoted attributes alike: & < > " ' are escaped, and characters
// that XML 1.0 forbids are replaced by U+FFFD.
void markup_xml(Buf *out, const char *text);

// GitHub-flavoured Markdown, inline and in table cells: | ` * _ < > & [ ] \ and line ends are
// escaped, `@name` does not mention anyone, `#1` links nowhere, nor do bare addresses.
void markup_markdown(Buf *out, const char *text);

#endif
