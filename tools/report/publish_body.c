#include "publish_body.h"

#include "base/clean.h"
#include "crypto/hashing.h"
#include "doc/markup.h"
#include "render/render.h"
#include "render/view.h"

#include <stdio.h>

// Enough that two pipelines of one repository do not meet.
#define PUBLISH_KEY_DIGITS   12
#define PUBLISH_STATE_DIGITS 16

// At most 64 KiB, also if every character takes four bytes.
#define PUBLISH_LONGEST_MESSAGE ((size_t)16000)

// By exit code. What cannot be judged never counts as a pass: rules of branches take `neutral` for
// one.
static const struct {
    const char *conclusion;
    CommitState state;
} publish_results[] = {
    [0] = {"success", COMMIT_SUCCESS},       [1] = {"failure", COMMIT_FAILURE},
    [2] = {"failure", COMMIT_ERROR},         [3] = {"failure", COMMIT_ERROR},
    [4] = {"action_required", COMMIT_ERROR},
};

static const char *const publish_levels[] = {
    [SEVERITY_NOTICE] = "notice",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "failure",
};

static Verdict publish_worst(const PublishSubject *subject)
{
    scoped_arena arena = arena_open();
    return view_worst(view_all(subject->page.reports, subject->page.count, arena),
                      subject->page.count);
}

const char *publish_headline(const PublishSubject *subject, size_t longest, Arena *arena)
{
    TextList red = {0};
    for (size_t i = 0; i < subject->page.count; i++) {
        if (report_verdict(subject->page.reports[i]) != VERDICT_PASS)
            *list_push(arena, &red) = subject->page.reports[i]->stage;
    }
    const char *text = arena_format(
        arena, "%s: %zu of %zu stage%s passed%s%s", verdict_name(publish_worst(subject)),
        subject->page.count - red.count, subject->page.count, subject->page.count == 1 ? "" : "s",
        red.count ? ", not " : "", text_join(arena, &red, ", "));
    return clean_text_short(arena, text, longest);
}

// "Sluice", with the name of the pipeline where it has one, so that two of them stay two.
static const char *publish_name(const PublishSubject *subject, Arena *arena)
{
    return clean_text_short(arena, arena_format(arena, "Sluice: %s", subject->page.title), 100);
}

static void publish_annotate(CheckRun *check, const View *view, const Finding *finding,
                             Arena *arena)
{
    const Place *anchor = finding_anchor(finding);
    if (!anchor || check->annotations.count == PUBLISH_MOST_ANNOTATIONS)
        return;
    const char *title = arena_format(arena, "%s: %s", view->report->stage, finding->rule);
    *list_push(arena, &check->annotations) = (CheckAnnotation){
        .path = arena_text(arena, anchor->file),
        .line = MAX((int64_t)anchor->line, 1),
        .column = anchor->line > 0 ? MAX((int64_t)anchor->character, 0) : 0,
        .level = publish_levels[finding->severity],
        .title = clean_text_short(arena, title, CHECK_RUN_LONGEST_TITLE),
        .message = clean_text_short(arena, finding_text(finding, arena), PUBLISH_LONGEST_MESSAGE)};
}

static const char *publish_markdown(const PublishSubject *subject, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    render_markdown_pipeline(&subject->page, &text);
    return buf_keep(&text, arena);
}

CheckRun publish_check_run(const PublishSubject *subject, const char *run, Arena *arena)
{
    const bool let_through = subject->exit_code == 0 && publish_worst(subject) != VERDICT_PASS;
    const char *name = publish_name(subject, arena);
    CheckRun check = {
        .name = name,
        .external_id = clean_text_short(arena, arena_format(arena, "%s.%s", run, name), 200),
        .conclusion = let_through ? "neutral" : publish_results[subject->exit_code].conclusion,
        .title = publish_headline(subject, CHECK_RUN_LONGEST_TITLE, arena),
        .summary = publish_markdown(subject, arena),
    };
    const View *views = view_all(subject->page.reports, subject->page.count, arena);
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTICE; severity--) {
        for (size_t i = 0; i < subject->page.count; i++) {
            const Report *report = views[i].report;
            for (size_t f = 0; f < report->findings.count; f++) {
                if ((int)report->findings.items[f].severity == severity)
                    publish_annotate(&check, &views[i], &report->findings.items[f], arena);
            }
        }
    }
    return check;
}

CommitStatus publish_commit_status(const PublishSubject *subject, Arena *arena)
{
    return (CommitStatus){.context = publish_name(subject, arena),
                          .state = publish_results[subject->exit_code].state,
                          .description = publish_headline(subject, COMMIT_STATUS_LONGEST, arena)};
}

static const char *publish_hash(const Buf *text, int digits, Arena *arena)
{
    const char *hash = hash_bytes(HASH_SHA256, buf_text(text), text->size, arena);
    return arena_text_sized(arena, hash, (size_t)digits);
}

// Stages, verdicts and findings; not the numbers, which change with every run.
static const char *publish_state(const PublishSubject *subject, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    for (size_t i = 0; i < subject->page.count; i++) {
        const Report *report = subject->page.reports[i];
        const char *const *fingerprints = report_fingerprints(report, arena);
        buf_format(&text, "%s %s %s\n", report->stage, report->tool,
                   verdict_name(report_verdict(report)));
        for (size_t f = 0; f < report->findings.count; f++)
            buf_format(&text, "%s\n", fingerprints[f]);
    }
    return publish_hash(&text, PUBLISH_STATE_DIGITS, arena);
}

// Known ones are nothing to tell.
static bool publish_has_findings(const PublishSubject *subject)
{
    size_t count = 0;
    for (size_t i = 0; i < subject->page.count; i++) {
        for (int severity = SEVERITY_NOTICE; severity <= SEVERITY_ERROR; severity++)
            count += report_count(subject->page.reports[i], (Severity)severity);
    }
    return count > 0;
}

ForgeComment publish_comment(const PublishSubject *subject, PublishMode mode, const char *page,
                             Arena *arena)
{
    const bool red = publish_worst(subject) != VERDICT_PASS;
    scoped_buf title = BUF_EMPTY;
    scoped_buf body = BUF_EMPTY;
    buf_add(&title, subject->page.title);
    buf_add(&body, publish_markdown(subject, arena));
    if (page) {
        buf_add(&body, "\n<a href=\"");
        markup_xml(&body, page);
        buf_add(&body, "\">The run with all its reports</a>\n");
    }
    return (ForgeComment){
        .key = arena_format(arena, "report.%s", publish_hash(&title, PUBLISH_KEY_DIGITS, arena)),
        .state = publish_state(subject, arena),
        .body = buf_keep(&body, arena),
        .create = mode == PUBLISH_ALWAYS || red ||
                  (mode == PUBLISH_CHANGES && publish_has_findings(subject)),
        .keep_same = mode == PUBLISH_CHANGES,
    };
}
