#include "publish.h"

#include "base/time.h"
#include "forge/pull_request.h"
#include "publish_body.h"
#include "report_options.h"

// Why something was not published, and what that was.
typedef struct Trouble {
    const char *message;
    TextList what;
} Trouble;

typedef struct Publish {
    Run *run;
    Forge forge;
    ForgeSession session;
    PublishSubject subject;
    TextList refused;     // "the check run needs 'checks: write'"
    const char *refusal;  // what the first one was told
    LIST(Trouble) others; // all other reasons
    Section *table;       // what was published; NULL while nothing was
    TextList done;
} Publish;

typedef struct Channel {
    const char *name;   // also that of the output
    const char *noun;   // "the check run"
    const char *rights; // what a token of GitHub needs
    bool needs_change;
    bool only_github;
    bool (*wanted)(const ReportOptions *given);
    bool (*send)(Publish *publish, ForgePublished *ret_published, ForgeAnswer *ret_answer,
                 Error *err);
} Channel;

static bool wants_check_run(const ReportOptions *given)
{
    return given->check_run;
}

static bool wants_status(const ReportOptions *given)
{
    return given->status;
}

static bool wants_comment(const ReportOptions *given)
{
    return !text_equal(given->comment, "off");
}

static bool send_check_run(Publish *publish, ForgePublished *ret_published, ForgeAnswer *ret_answer,
                           Error *err)
{
    const CheckRun check =
        publish_check_run(&publish->subject, publish->forge.run, publish->run->arena);
    return forge_check_run(&publish->session, &check, ret_published, ret_answer, err);
}

static bool send_status(Publish *publish, ForgePublished *ret_published, ForgeAnswer *ret_answer,
                        Error *err)
{
    const CommitStatus status = publish_commit_status(&publish->subject, publish->run->arena);
    return forge_commit_status(&publish->session, &status, ret_published, ret_answer, err);
}

static bool send_comment(Publish *publish, ForgePublished *ret_published, ForgeAnswer *ret_answer,
                         Error *err)
{
    const ReportOptions *given = publish->run->options;
    const PublishMode mode = text_equal(given->comment, "changes")    ? PUBLISH_CHANGES
                             : text_equal(given->comment, "failures") ? PUBLISH_FAILURES
                                                                      : PUBLISH_ALWAYS;
    const ForgeComment comment =
        publish_comment(&publish->subject, mode, publish->forge.page, publish->run->arena);
    return forge_comment(&publish->session, &comment, ret_published, ret_answer, err);
}

static const Channel channels[] = {
    {"check-run", "the check run", "checks: write", false, true, wants_check_run, send_check_run},
    {"status", "the status", "statuses: write", false, false, wants_status, send_status},
    {"comment", "the comment", "pull-requests: write", true, false, wants_comment, send_comment},
};

static void publish_note(Publish *publish, const Channel *channel, const char *message)
{
    Arena *arena = publish->run->arena;
    for (size_t i = 0; i < publish->others.count; i++) {
        if (!text_equal(publish->others.items[i].message, message))
            continue;
        *list_push(arena, &publish->others.items[i].what) = channel->noun;
        return;
    }
    Trouble *trouble = list_push(arena, &publish->others);
    trouble->message = arena_text(arena, message);
    *list_push(arena, &trouble->what) = channel->noun;
}

static void publish_note_refusal(Publish *publish, const Channel *channel, const Error *err)
{
    Arena *arena = publish->run->arena;
    *list_push(arena, &publish->refused) =
        publish->forge.kind == FORGE_GITHUB
            ? arena_format(arena, "%s (needs '%s')", channel->noun, channel->rights)
            : channel->noun;
    if (!publish->refusal)
        publish->refusal = arena_text(arena, err->message);
}

static void publish_note_done(Publish *publish, const Channel *channel,
                              const ForgePublished *published)
{
    Run *run = publish->run;
    if (!publish->table) {
        publish->table = report_add_section(run->report, SECTION_TABLE, "Published");
        *list_push(run->arena, &publish->table->columns) = "what";
        *list_push(run->arena, &publish->table->columns) = "how";
        *list_push(run->arena, &publish->table->columns) = "where";
    }
    section_add_cells(publish->table, run->arena, channel->noun, forge_done_name(published->done),
                      published->page ? published->page : "", NULL);
    if (published->done == FORGE_NONE)
        return;
    *list_push(run->arena, &publish->done) = channel->name;
    if (published->page)
        run_set_output(run, channel->name, published->page);
}

// Why a channel cannot be used at all; NULL if it can.
static const char *publish_obstacle(const Publish *publish, const Channel *channel)
{
    const Forge *forge = &publish->forge;
    Arena *arena = publish->run->arena;
    if (channel->only_github && forge->kind != FORGE_GITHUB)
        return "GitLab has no check runs; --status and --comment show the same";
    if (!channel->needs_change && !forge->commit)
        return forge->no_event ? forge->no_event : "no commit is known: set --commit";
    if (!channel->needs_change || forge->change)
        return NULL;
    return forge->no_event
               ? forge->no_event
               : arena_format(arena, "this run is about no %s", forge_change_name(forge));
}

static void publish_one(Publish *publish, const Channel *channel)
{
    ForgePublished published = {0};
    ForgeAnswer answer = {0};
    Error err = ERROR_EMPTY;
    const char *obstacle = publish_obstacle(publish, channel);
    if (obstacle)
        publish_note(publish, channel, obstacle);
    else if (channel->send(publish, &published, &answer, &err)) {
        if (publish->run->live)
            publish_note_done(publish, channel, &published);
    } else if (answer.refused)
        publish_note_refusal(publish, channel, &err);
    else
        publish_note(publish, channel, err.message);
}

// A workflow that ran for a fork is about a pull request that only the API knows.
static void publish_find_change(Publish *publish)
{
    ForgeAnswer answer = {0};
    Error err = ERROR_EMPTY;
    const ReportOptions *given = publish->run->options;
    if (publish->forge.head && wants_comment(given) &&
        !forge_pull_request(&publish->session, &publish->forge.change, &answer, &err))
        publish->forge.no_event = arena_text(publish->run->arena, err.message);
}

static void publish_tell(Publish *publish)
{
    Run *run = publish->run;
    const char *advice =
        publish->forge.kind == FORGE_GITHUB
            ? "give the job these permissions; the token of a fork's pull request never has them, "
              "docs/publishing.md shows the way"
        : publish->forge.job_token
            ? "the job's own token may not do that: set the masked variable SLUICE_GITLAB_TOKEN to "
              "a project access token with the scope 'api'"
            : "SLUICE_GITLAB_TOKEN needs the scope 'api' and the role Developer in this project";
    if (publish->refused.count)
        report_find(run->report, report_rule(run->report, "report/not-permitted"),
                    "the token may not publish %s: %s; %s",
                    text_join(run->arena, &publish->refused, ", "), publish->refusal, advice);
    for (size_t i = 0; i < publish->others.count; i++) {
        const Trouble *trouble = &publish->others.items[i];
        report_find(run->report, report_rule(run->report, "report/not-published"),
                    "not published: %s: %s", text_join(run->arena, &trouble->what, ", "),
                    trouble->message);
    }
    if (!run->live)
        report_find(run->report, report_rule(run->report, "report/rehearsed"),
                    "nothing was published: this was a rehearsal; --live publishes");
    run_set_output(run, "published", text_join(run->arena, &publish->done, " "));
}

// A forge that cannot be used stands in the way of everything that was asked for.
static void publish_refuse_all(Publish *publish, const char *message)
{
    for (size_t i = 0; i < array_count(channels); i++) {
        if (channels[i].wanted(publish->run->options))
            publish_note(publish, &channels[i], message);
    }
}

static void publish_all(Publish *publish)
{
    Run *run = publish->run;
    Error err = ERROR_EMPTY;
    const HttpClientOptions options = {.user_agent = "sluice-report",
                                       .seed = (uint64_t)time_monotonic_us()};
    scoped_http client = NULL;
    if (run->live && text_empty(publish->forge.token)) {
        publish_refuse_all(publish, publish->forge.kind == FORGE_GITHUB
                                        ? "there is no token: set --github-token-file, or "
                                          "GITHUB_TOKEN in the environment"
                                        : "there is no token: set SLUICE_GITLAB_TOKEN to a project "
                                          "access token with the scope 'api'");
        return;
    }
    if (run->live && !http_open(&options, &client, &err)) {
        publish_refuse_all(publish, err.message);
        return;
    }
    publish->session =
        forge_session(&publish->forge, client, run->live ? NULL : run->printed, run->arena);
    publish_find_change(publish);
    for (size_t i = 0; i < array_count(channels); i++) {
        if (channels[i].wanted(run->options))
            publish_one(publish, &channels[i]);
    }
    if (run->live)
        report_add_metric(run->report,
                          (Metric){.name = "requests", .value = (double)publish->session.requests});
}

bool publish_reports(Run *run, const PipelineReports *reports, Error *err)
{
    const ReportOptions *given = run->options;
    const ForgeGiven where = {.kind = given->forge,
                              .api = given->api_url,
                              .repository = given->repository,
                              .commit = given->commit,
                              .change = given->pull_request,
                              .github_token = given->github_token,
                              .gitlab_token = given->gitlab_token};
    Publish publish = {.run = run,
                       .subject = {.page = pipeline_reports_page(reports),
                                   .exit_code = report_exit_code(run->report)}};
    const bool found = forge_find(&where, run->arena, &publish.forge, err);
    if (!found && err->kind == ERROR_USAGE)
        return false;
    run_add_secret(run, publish.forge.token);
    if (found)
        publish_all(&publish);
    else
        publish_refuse_all(&publish, err->message);
    publish_tell(&publish);
    return true;
}
