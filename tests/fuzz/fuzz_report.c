// Whatever report is accepted is the same after writing and reading, and every format of it is
// UTF-8 without a command of its own for the runner that prints it.

#include "base/utf8.h"
#include "fuzz.h"
#include "render/render.h"
#include "report/report_json.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static Report *parse(Arena *arena, const char *bytes, size_t size)
{
    Report *report = NULL;
    Error err = ERROR_EMPTY;
    if (report_parse_json("fuzz", bytes, size, arena, &report, &err))
        return report;
    fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && *err.message);
    return NULL;
}

static void demand_round_trip(Arena *arena, const Report *report)
{
    scoped_buf first = BUF_EMPTY;
    scoped_buf second = BUF_EMPTY;
    report_write_json(report, &first);
    Report *again = parse(arena, buf_text(&first), first.size);
    fuzz_demand(again != NULL);
    fuzz_demand(report_verdict(again) == report_verdict(report));
    fuzz_demand(report_exit_code(again) == report_exit_code(report));
    report_write_json(again, &second);
    fuzz_demand(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
}

static void demand_harmless_line(const char *line, bool github)
{
    static const char *const ours[] = {"::error ", "::warning ", "::notice ",
                                       "::group::", "::endgroup::"};
    const char *start = line;
    while (isspace((unsigned char)*start) && *start != '\n')
        start++;
    if (strncmp(start, "::", 2) != 0)
        return;
    bool known = false;
    for (size_t i = 0; i < array_count(ours); i++)
        known = known || (start == line && strncmp(line, ours[i], strlen(ours[i])) == 0);
    fuzz_demand(github && known);
}

static void demand_harmless(const Renderer *renderer, const Buf *out)
{
    fuzz_demand(utf8_valid_prefix(buf_text(out), out->size) == out->size);
    fuzz_demand(strlen(buf_text(out)) == out->size && !strchr(buf_text(out), '\033'));
    for (const char *line = buf_text(out); line; line = strchr(line, '\n')) {
        line += line != buf_text(out);
        demand_harmless_line(line, strcmp(renderer->name, "github") == 0);
    }
    bool azure = strcmp(renderer->name, "azure") == 0;
    fuzz_demand(azure || !strstr(buf_text(out), "##["));
    fuzz_demand(azure || !strcasestr(buf_text(out), "##vso["));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const Report *report = parse(arena, (const char *)data, size);
    if (!report)
        return 0;
    demand_round_trip(arena, report);
    for (size_t i = 0; i < renderer_count; i++) {
        scoped_buf out = BUF_EMPTY;
        renderers[i].render(report, &(RenderOptions){.verbose = true}, &out);
        demand_harmless(&renderers[i], &out);
    }
    scoped_buf page = BUF_EMPTY;
    const Report *reports[] = {report, report};
    const char *waiting[] = {report->stage};
    const PipelinePage pipeline = {"fuzz", reports, array_count(reports), waiting, 1};
    render_html_pipeline(&pipeline, &page);
    render_markdown_pipeline(&pipeline, &page);
    return 0;
}
