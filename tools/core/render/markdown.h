// markdown: a report in GitHub-flavoured Markdown, within a number of bytes. Private to the folder.
//
// Platforms drop a summary or comment that is too long as a whole, so everything is written piece
// by piece: what does not fit is left out and the text says so.

#ifndef RENDER_MARKDOWN_H
#define RENDER_MARKDOWN_H

#include "base/buf.h"
#include "render/view.h"

// GitHub shows a step's summary of less than 1 MiB.
#define MARKDOWN_SUMMARY ((size_t)1000 * 1000)
// GitHub and GitLab take comments of 65536 characters; the sender needs some for itself.
#define MARKDOWN_COMMENT ((size_t)60 * 1000)

typedef struct Markdown {
    Buf *out;
    size_t limit; // of out->size
    bool charts;  // draw charts as Mermaid
    bool cut;     // something did not fit
} Markdown;

// The headline, checks, findings, metrics, charts and the command that reproduces.
void markdown_report(Markdown *markdown, const View *view);

// "✅ pass", "❌ fail", "⚠️ inconclusive", "💥 error".
const char *markdown_verdict(Verdict verdict);

// Says that something was left out, if something was; there is always room for it.
void markdown_finish(Markdown *markdown);

// Appends the piece if there is room.
void markdown_piece(Markdown *markdown, const Buf *piece);

// A chart as Mermaid where its values allow that, and its values as text. In markdown_chart.c.
void markdown_chart(Markdown *markdown, const View *view, const Section *section);

#endif
