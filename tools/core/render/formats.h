// formats: the render functions, one a file, as named in the table of render.c. Private to the
// folder.

#ifndef RENDER_FORMATS_H
#define RENDER_FORMATS_H

#include "render/render.h"
#include "render/view.h"

RenderFunction render_console;
RenderFunction render_github;
RenderFunction render_azure;
RenderFunction render_summary;
RenderFunction render_markdown;
RenderFunction render_junit;
RenderFunction render_sarif;
RenderFunction render_codequality;
RenderFunction render_checkstyle;
RenderFunction render_openmetrics;
RenderFunction render_json;
RenderFunction render_html;

#endif
