// html_page: the parts of the HTML page. Private to the folder.

#ifndef RENDER_HTML_PAGE_H
#define RENDER_HTML_PAGE_H

#include "base/buf.h"
#include "render/view.h"

// Beyond this the page is no pleasure; what is left out is said.
#define HTML_LARGEST ((size_t)32 << 20)

typedef struct HtmlPage {
    Buf *out;
    size_t charts; // how many have an id by now
} HtmlPage;

// The style sheet: light and dark, desk and phone, screen and paper.
extern const char html_style[];
// The pictures of verdicts and severities, to be used by `<use href="#i-pass">`.
extern const char html_icons[];

// Element content and attributes.
void html_text(HtmlPage *page, const char *text);

// "pass" with its picture.
void html_verdict(HtmlPage *page, Verdict verdict);

// What a stage found, checked, measured and drew.
void html_stage_body(HtmlPage *page, const View *view);

// Tables and charts of a stage. In html_section.c.
void html_sections(HtmlPage *page, const View *view);

#endif
