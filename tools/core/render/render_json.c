// The report as other programs read it, and as we read it back.

#include "render/formats.h"
#include "report/report_json.h"

void render_json(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    report_write_json(report, out);
}
