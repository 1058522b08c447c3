// Every renderer on every report of tests/golden/reports/: the bytes are those of
// tests/golden/render/<format>/. UPDATE_GOLDEN=1 writes them anew.

#include "base/file.h"
#include "render/render.h"
#include "report/report_json.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define GOLDEN_REPORTS "../golden/reports"
#define GOLDEN_RENDER  "../golden/render"

typedef struct Golden {
    const char *name;
    const Renderer *renderer;
    const char *report;
} Golden;

static Report *golden_load(Arena *arena, const char *name)
{
    Report *report = NULL;
    Error err = ERROR_EMPTY;
    const char *path = arena_format(arena, GOLDEN_REPORTS "/%s.json", name);
    if (!report_load_json(path, arena, &report, &err))
        fail_msg("%s:%ld: %s", path, (long)err.place.line, err.message);
    return report;
}

// Shows the first line that differs.
static void golden_differ(const char *path, const char *wanted, const char *got)
{
    size_t at = 0;
    size_t line = 1;
    size_t start = 0;
    for (; wanted[at] && wanted[at] == got[at]; at++) {
        if (wanted[at] != '\n')
            continue;
        line++;
        start = at + 1;
    }
    fail_msg("%s:%zu differs\nwanted: %.200s\n   got: %.200s", path, line, wanted + start,
             got + start);
}

static void golden_compare(Arena *arena, const char *path, const Buf *got)
{
    Error err = ERROR_EMPTY;
    if (getenv("UPDATE_GOLDEN")) {
        if (!file_write(path, buf_text(got), got->size, &err))
            fail_msg("%s", err.message);
        return;
    }
    scoped_buf wanted = BUF_EMPTY;
    if (!file_read("golden", path, &wanted, &err))
        fail_msg("%s", err.message);
    if (wanted.size != got->size || memcmp(buf_text(&wanted), buf_text(got), got->size) != 0)
        golden_differ(arena_text(arena, path), buf_text(&wanted), buf_text(got));
}

static void check_golden(void **state)
{
    const Golden *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf got = BUF_EMPTY;
    row->renderer->render(golden_load(arena, row->report), &(RenderOptions){0}, &got);
    golden_compare(arena,
                   arena_format(arena, GOLDEN_RENDER "/%s/%s%s", row->renderer->name, row->report,
                                row->renderer->ending),
                   &got);
}

static void check_console_styles(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf got = BUF_EMPTY;
    const RenderOptions options = {.color = true, .verbose = true};
    renderer_find("console")->render(golden_load(arena, "fail"), &options, &got);
    golden_compare(arena, GOLDEN_RENDER "/console/fail-verbose-colored.txt", &got);
}

static void check_pipeline(void **state)
{
    (void)state;
    static const char *const names[] = {"fail", "error", "inconclusive", "pass"};
    scoped_arena arena = arena_open();
    const Report *reports[array_count(names)];
    for (size_t i = 0; i < array_count(names); i++)
        reports[i] = golden_load(arena, names[i]);
    scoped_buf page = BUF_EMPTY;
    static const char *const waiting[] = {"deploy", "<b>tell</b>"};
    const PipelinePage pipeline = {"penguins <main>", reports, array_count(names), waiting,
                                   array_count(waiting)};
    render_html_pipeline(&pipeline, &page);
    golden_compare(arena, GOLDEN_RENDER "/html/pipeline.html", &page);
    scoped_buf text = BUF_EMPTY;
    render_markdown_pipeline(&pipeline, &text);
    golden_compare(arena, GOLDEN_RENDER "/markdown/pipeline.md", &text);
}

static void check_round_trip(void **state)
{
    const Golden *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf first = BUF_EMPTY;
    scoped_buf second = BUF_EMPTY;
    Report *again = NULL;
    Error err = ERROR_EMPTY;
    report_write_json(golden_load(arena, row->report), &first);
    if (!report_parse_json(row->report, buf_text(&first), first.size, arena, &again, &err))
        fail_msg("%ld: %s", (long)err.place.line, err.message);
    report_write_json(again, &second);
    if (first.size != second.size || memcmp(first.data, second.data, first.size) != 0)
        golden_differ(row->report, buf_text(&first), buf_text(&second));
}

int main(void)
{
    scoped_arena arena = arena_open();
    const char *const *files = NULL;
    size_t count = 0;
    Error err = ERROR_EMPTY;
    if (!folder_list(arena, GOLDEN_REPORTS, &files, &count, &err) || count == 0) {
        fprintf(stderr, "no reports: %s\n", err.message);
        return 1;
    }
    Golden *rows = arena_array(arena, Golden, count * renderer_count);
    Golden *trips = arena_array(arena, Golden, count);
    for (size_t i = 0; i < count; i++) {
        char *report = arena_text_sized(arena, files[i], strlen(files[i]) - strlen(".json"));
        trips[i] = (Golden){
            .name = arena_format(arena, "report %s is the same after writing and reading", report),
            .report = report,
        };
        for (size_t j = 0; j < renderer_count; j++)
            rows[i * renderer_count + j] = (Golden){
                .name = arena_format(arena, "%s of report %s is the golden one", renderers[j].name,
                                     report),
                .renderer = &renderers[j],
                .report = report,
            };
    }
    const struct CMUnitTest others[] = {
        {"the console shows everything in colour when asked to", check_console_styles, NULL, NULL,
         NULL},
        {"a pipeline's page is the golden one", check_pipeline, NULL, NULL, NULL},
    };
    int failed = unit_run_rows("golden", rows, sizeof *rows, count * renderer_count, check_golden);
    failed += unit_run_rows("round trip", trips, sizeof *trips, count, check_round_trip);
    failed += cmocka_run_group_tests_name("pages", others, NULL, NULL);
    return failed;
}
