// The findings as a report of Checkstyle, which Jenkins, editors and review bots read for any
// language: the findings of a file stand together.

#include "doc/markup.h"
#include "render/formats.h"
#include "render/name_link.h"

#include <inttypes.h>
#include <string.h>

static const char *const checkstyle_severities[] = {
    [SEVERITY_NOTICE] = "info",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static void checkstyle_attribute(Buf *out, const char *name, const char *value)
{
    buf_format(out, " %s=\"", name);
    markup_xml(out, value);
    buf_add_char(out, '"');
}

// Readers take what follows the last dot as the kind and the word before it as the category:
// "sluice.csv.csv/ragged-row" is the rule's own name in the category of its area.
static const char *checkstyle_source(const char *rule, Arena *arena)
{
    return arena_format(arena, "sluice.%.*s.%s", (int)strcspn(rule, "/."), rule, rule);
}

static void checkstyle_error(const View *view, const Finding *finding, Buf *out)
{
    const Place place = finding_location(finding);
    buf_format(out, "    <error line=\"%" PRId64 "\"", place.line);
    if (place.column > 0)
        buf_format(out, " column=\"%" PRId64 "\"", place.column);
    checkstyle_attribute(out, "severity", checkstyle_severities[finding->severity]);
    checkstyle_attribute(out, "message", finding_text(finding, view->arena));
    checkstyle_attribute(out, "source", checkstyle_source(finding->rule, view->arena));
    buf_add(out, "/>\n");
}

void render_checkstyle(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    const Finding *findings = view.report->findings.items;
    const size_t count = view.report->findings.count;
    const char **files = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        files[i] = finding_location(&findings[i]).file;
    const NameLink *links = name_link_all(files, count, arena);

    buf_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (size_t i = 0; i < count; i++) {
        if (links[i].number)
            continue;
        buf_add(out, "  <file");
        checkstyle_attribute(out, "name", files[i]);
        buf_add(out, ">\n");
        for (size_t j = i; j != NAME_LINK_NONE; j = links[j].next)
            checkstyle_error(&view, &findings[j], out);
        buf_add(out, "  </file>\n");
    }
    buf_add(out, "</checkstyle>\n");
}
