// render: reports as text for people and platforms. A format is a pure function of a report: same
// report, same bytes.

#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "base/buf.h"
#include "report/report.h"

typedef struct RenderOptions {
    bool color;   // console: ANSI colours
    bool verbose; // console: all places, passed checks and tables too
    bool quiet;   // github: no annotations, they are told at the end of the step by `parts`
    const Report *const *parts; // github: reports whose findings are annotated with this one's
    size_t part_count;
    size_t room; // summary: how many bytes its file still takes; 0 for all it ever does
} RenderOptions;

typedef void RenderFunction(const Report *report, const RenderOptions *options, Buf *out);

typedef struct Renderer {
    const char *name;   // "sarif"
    const char *ending; // of the file in the run folder: ".sarif.json"
    const char *help;   // what it is for
    RenderFunction *render;
} Renderer;

extern const Renderer renderers[];
extern const size_t renderer_count;

const Renderer *renderer_find(const char *name); // NULL if there is none

// What `report` makes of a pipeline.
typedef struct PipelinePage {
    const char *title;
    const Report *const *reports; // one at least
    size_t count;
    const char *const *waiting; // the stages that have no report: they did not run
    size_t waiting_count;
} PipelinePage;

// The page of several reports. One report makes the same page.
void render_html_pipeline(const PipelinePage *page, Buf *out);

// The same idea in Markdown, for step summaries and comments.
void render_markdown_pipeline(const PipelinePage *page, Buf *out);

// One SARIF file of several reports: a run a report, in a category of its own as GitHub wants it,
// so no two of them may be of one stage.
void render_sarif_pipeline(const Report *const *reports, size_t count, Buf *out);

// More runs are not taken by GitHub.
#define RENDER_SARIF_MOST_RUNS ((size_t)20)

#endif
