// The findings as GitLab's code quality report, a subset of the Code Climate format.

#include "doc/json_writer.h"
#include "render/formats.h"

static const char *const codequality_severities[] = {
    [SEVERITY_NOTICE] = "info",
    [SEVERITY_WARNING] = "minor",
    [SEVERITY_ERROR] = "major",
};

static void codequality_location(JsonWriter *json, const Finding *finding)
{
    const Place place = finding_location(finding);
    json_key(json, "location");
    json_open_map(json);
    json_put_text(json, "path", place.file);
    json_key(json, "lines");
    json_open_flat_map(json);
    json_put_int(json, "begin", place.line);
    json_close_map(json);
    json_close_map(json);
}

void render_codequality(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    JsonWriter json = json_writer(out);
    json_open_list(&json);
    for (size_t i = 0; i < view.report->findings.count; i++) {
        const Finding *finding = &view.report->findings.items[i];
        json_open_map(&json);
        json_put_text(&json, "description", finding_text(finding, arena));
        json_put_text(&json, "check_name", finding->rule);
        json_put_text(&json, "fingerprint", view.fingerprints[i]);
        json_put_text(&json, "severity", codequality_severities[finding->severity]);
        codequality_location(&json, finding);
        json_close_map(&json);
    }
    json_close_list(&json);
    json_finish(&json);
}
