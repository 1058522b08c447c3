// svg_chart: a histogram, lines or bars as an inline SVG picture. Private to the folder.
//
// Colours come from the page's classes `s1` to `s4`, so that they follow light and dark.

#ifndef RENDER_SVG_CHART_H
#define RENDER_SVG_CHART_H

#include "base/buf.h"
#include "report/section.h"

#define SVG_MOST_SERIES ((size_t)4)

// False, with nothing written, if there is nothing that can be drawn: no finite value, too many
// bars, or values too far apart. Texts of the section must be clean. `id` is unique in the page.
bool svg_chart(const Section *section, size_t id, Arena *arena, Buf *out);

#endif
