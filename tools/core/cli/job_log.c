#include "cli/job_log.h"

#include "base/clean.h"
#include "base/time.h"
#include "doc/json_writer.h"

#include <ctype.h>
#include <inttypes.h>

// `ESC[0K` is what GitLab looks for; `ESC[K`, which means the same to terminals, it does not know.
#define JOB_LOG_MARK "\x1b[0K"

// Names are letters, digits, `_`, `.` and `-`.
static void job_log_add_name(const Run *run, Buf *out)
{
    buf_add(out, "sluice_");
    for (const char *at = run->report->stage; *at; at++)
        buf_add_char(out, isalnum((unsigned char)*at) ? *at : '_');
}

void job_log_open_section(const Run *run, Buf *out)
{
    const Report *report = run->report;
    const Verdict verdict = report_verdict(report);
    const bool quiet =
        verdict == VERDICT_PASS && report->findings.count == report_known_count(report);
    buf_format(out, JOB_LOG_MARK "section_start:%" PRId64 ":", time_now());
    job_log_add_name(run, out);
    buf_format(out, "%s\r" JOB_LOG_MARK "sluice: %s: %s\n", quiet ? "[collapsed=true]" : "",
               verdict_name(verdict), clean_text(run->arena, report->stage));
}

void job_log_close_section(const Run *run, Buf *out)
{
    buf_format(out, JOB_LOG_MARK "section_end:%" PRId64 ":", time_now());
    job_log_add_name(run, out);
    buf_add(out, "\r" JOB_LOG_MARK "\n");
}

static void job_log_add_path(Buf *out, const char *path)
{
    for (; *path; path++) {
        const unsigned char character = (unsigned char)*path;
        const bool plain = character < 0x80 && (isalnum(character) || *path == '/' ||
                                                *path == '.' || *path == '_' || *path == '-');
        if (plain)
            buf_add_char(out, *path);
        else
            buf_format(out, "%%%02X", character);
    }
}

void job_log_link(const Run *run, const char *job_url, const char *page, Buf *out)
{
    scoped_buf url = BUF_EMPTY;
    buf_format(&url, "%s/artifacts/file/", job_url);
    job_log_add_path(&url, page);
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_key(&json, "sluice");
    json_open_list(&json);
    json_open_map(&json);
    json_key(&json, "external_link");
    json_open_map(&json);
    json_put_text(&json, "label",
                  arena_format(run->arena, "%s: %s", clean_text(run->arena, run->report->stage),
                               verdict_name(report_verdict(run->report))));
    json_put_text(&json, "url", buf_text(&url));
    json_close_map(&json);
    json_close_map(&json);
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
}
