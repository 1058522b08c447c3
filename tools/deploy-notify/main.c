// deploy-notify: is it out, healthy, and does everybody know?

#include "base/clean.h"
#include "base/fatal.h"
#include "base/file.h"
#include "base/time.h"
#include "cli/tool.h"
#include "crypto/entropy.h"
#include "crypto/hashing.h"
#include "health.h"
#include "notify.h"
#include "process/process.h"
#include "record.h"
#include "rules.h"

#include <ctype.h>

typedef struct DeployOptions {
    const char *target;
    const char *release;
    const char *package;
    const char *digest;
    const char *record;
    const char *link;
    const char *event;
    const char *message;
    const char *webhook_url;
    const char *webhook_secret;
    const char *slack_url;
} DeployOptions;

static const char *const events[] = {"success", "failure", "rollback", NULL};

static const Option options[] = {
    {.name = "target",
     OPTION(PATH, DeployOptions, target),
     .value_name = "FILE",
     .flags = OPTION_NEEDED | OPTION_OPERAND,
     .help = "commands, health check and notifications of the target, YAML or JSON"},
    {.name = "release",
     OPTION(TEXT, DeployOptions, release),
     .value_name = "VERSION",
     .help = "what is deployed: {VERSION} and $DEPLOY_VERSION of the commands"},
    {.name = "package",
     OPTION(PATH, DeployOptions, package),
     .value_name = "PATH",
     .help = "where it is: {PACKAGE} and $DEPLOY_PACKAGE"},
    {.name = "digest",
     OPTION(TEXT, DeployOptions, digest),
     .value_name = "DIGEST",
     .help = "its digest: {DIGEST} and $DEPLOY_DIGEST"},
    {.name = "package-record",
     OPTION(PATH, DeployOptions, record),
     .value_name = "FILE",
     .help = "JSON with version, digest and path, for what the three options above do not say"},
    {.name = "link",
     OPTION(TEXT, DeployOptions, link),
     .value_name = "URL",
     .help = "a page about it, for the notifications"},
    {.name = "event",
     OPTION(CHOICE, DeployOptions, event),
     .value_name = "EVENT",
     .fallback = "success",
     .choices = events,
     .verbs = "notify",
     .help = "what there is to tell: success, failure or rollback"},
    {.name = "message",
     OPTION(TEXT, DeployOptions, message),
     .value_name = "TEXT",
     .verbs = "notify",
     .help = "the sentence to tell"},
    {.name = "webhook-url",
     OPTION(SECRET, DeployOptions, webhook_url),
     .value_name = "URL",
     .help = "one more webhook that is told of everything"},
    {.name = "webhook-secret",
     OPTION(SECRET, DeployOptions, webhook_secret),
     .value_name = "SECRET",
     .help = "signs what is sent to --webhook-url"},
    {.name = "slack-url",
     OPTION(SECRET, DeployOptions, slack_url),
     .value_name = "URL",
     .help = "one more Slack webhook that is told of everything"},
};

// What the three verbs start with.
typedef struct Work {
    Run *run;
    Target target;
    Deployment deployment;
    Message message;
    HttpClient *client;
    char *cut_off; // what is said if a signal ends the work; NULL while nothing acts
} Work;

static void work_tell_cut_off(void *text)
{
    fatal_say(text);
}

static void work_close(Work *work)
{
    if (work->cut_off)
        fatal_remove(work_tell_cut_off, work->cut_off);
    if (work->client)
        http_close(work->client);
}
#define scoped_work CLEANUP(work_close) Work

static void target_add_notification(Run *run, Target *target, const char *kind, const char *url,
                                    const char *secret)
{
    if (!url)
        return;
    TargetNotification *notification = list_push(run->arena, &target->notifications);
    *notification = (TargetNotification){.kind = payload_kind_find(kind),
                                         .url = {.text = url},
                                         .secret = {.text = secret},
                                         .events = {true, true, true}};
}

static bool release_read(Run *run, Release *ret_release, Error *err)
{
    const DeployOptions *given = run->options;
    Release release = {"", "", ""};
    if (given->record && !record_read_package(given->record, run->arena, &release, err))
        return false;
    if (given->release)
        release.version = given->release;
    if (given->package)
        release.package = given->package;
    if (given->digest)
        release.digest = given->digest;
    *ret_release = release;
    return true;
}

// The variables that may hold our own secrets: SLUICE_WEBHOOK_SECRET, INPUT_WEBHOOK-SECRET, ...
static TextList secret_variables(Arena *arena)
{
    static const char *const prefixes[] = {"SLUICE_", "INPUT_"};
    TextList names = {0};
    for (size_t i = 0; i < array_count(options); i++) {
        if (options[i].type != OPTION_SECRET)
            continue;
        for (size_t p = 0; p < array_count(prefixes); p++) {
            char *dashed = arena_format(arena, "%s%s", prefixes[p], options[i].name);
            for (char *at = dashed; *at; at++)
                *at = (char)toupper((unsigned char)*at);
            char *plain = arena_text(arena, dashed);
            for (char *at = plain; *at; at++)
                *at = *at == '-' ? '_' : *at;
            *list_push(arena, &names) = dashed;
            *list_push(arena, &names) = plain;
        }
    }
    return names;
}

static bool work_start(Work *work, Run *run, Error *err)
{
    const DeployOptions *given = run->options;
    uint8_t random[16];
    Release release = {0};
    work->run = run;
    if (!target_load(given->target, path_relative(run->arena, run->root, given->target), run->arena,
                     &work->target, err) ||
        !release_read(run, &release, err) || !entropy_fill(random, sizeof random, err))
        return false;
    target_add_notification(run, &work->target, "webhook", given->webhook_url,
                            given->webhook_secret);
    target_add_notification(run, &work->target, "slack", given->slack_url, NULL);
    notify_hide_secrets(run, &work->target);
    const HttpClientOptions client = {.user_agent = "sluice-deploy-notify", .seed = random[0]};
    if (!http_open(&client, &work->client, err))
        return false;
    work->deployment = (Deployment){.report = run->report,
                                    .target = &work->target,
                                    .release = release,
                                    .client = work->client,
                                    .hidden = secret_variables(run->arena)};
    work->message = (Message){.target = work->target.name,
                              .release = release,
                              .link = given->link,
                              .delivery = crypto_hex(run->arena, random, sizeof random),
                              .timestamp = time_now()};
    return true;
}

static const char *version_text(const Work *work)
{
    const char *version = work->deployment.release.version;
    return text_empty(version) ? "the release"
                               : arena_format(work->run->arena, "version '%s'", version);
}

// The sentence that everybody is told.
static const char *outcome_text(const Work *work)
{
    Arena *arena = work->run->arena;
    const char *version = version_text(work);
    switch (work->deployment.outcome) {
    case OUTCOME_DEPLOYED:
        return arena_format(arena, "%s is out%s", version,
                            work->target.health.value ? " and well" : "");
    case OUTCOME_KEPT:
        return arena_format(arena, "%s failed to deploy; what served before still serves", version);
    case OUTCOME_ROLLED_BACK:
        return arena_format(arena, "%s was taken back; what served before serves again", version);
    case OUTCOME_BROKEN:
        return arena_format(arena, "%s failed and was not taken back: look at the target now",
                            version);
    }
    return "";
}

// Until the end is known, the record and what a signal leaves on standard error say that nobody
// knows what serves. A record that cannot be written is found before anything happens.
static bool work_act(Work *work, const char *action, Error *err)
{
    Run *run = work->run;
    work->deployment.outcome = OUTCOME_BROKEN;
    if (run->output &&
        !record_write(run->output, &work->deployment, work->message.delivery, time_now(), err))
        return false;
    work->cut_off =
        arena_format(run->arena,
                     "sluice: %s on '%s' was cut off: nobody knows what serves, nothing "
                     "was taken back and nobody was told; look at the target now\n",
                     action, clean_text_short(run->arena, work->target.name, 80));
    fatal_add(work_tell_cut_off, work->cut_off);
    return true;
}

// Leaves the record and tells everybody.
static bool work_finish(Work *work, Event event, const char *text, Error *err)
{
    Run *run = work->run;
    work->message.event = event;
    work->message.text = text;
    work->message.rolled_back = work->deployment.outcome == OUTCOME_ROLLED_BACK;
    for (size_t i = 0; i < work->deployment.steps.count; i++)
        *list_push(run->arena, &work->message.steps) = work->deployment.steps.items[i];
    const bool recorded = !run->output || record_write(run->output, &work->deployment,
                                                       work->message.delivery, time_now(), err);
    fatal_remove(work_tell_cut_off, take(work->cut_off));
    notify_all(run, work->client, &work->target, &work->message);
    run_set_output(run, "outcome", outcome_name(work->deployment.outcome));
    run_set_output(run, "release", work->deployment.release.version);
    return recorded;
}

static Section *rehearsal_open(Run *run)
{
    Section *table = report_add_section(run->report, SECTION_TABLE, "What would be done");
    *list_push(run->arena, &table->columns) = "step";
    *list_push(run->arena, &table->columns) = "what";
    report_find(run->report, report_rule(run->report, "deploy/rehearsed"),
                "nothing was done: this was a rehearsal; --live acts");
    return table;
}

static void rehearse_command(Work *work, Section *table, const char *name, const TextList *command)
{
    Arena *arena = work->run->arena;
    const TextList words = deployment_words(&work->deployment, command);
    if (words.count)
        section_add_cells(table, arena, name, process_command_text(&words, arena), NULL);
}

static void rehearse_health(const Work *work, Section *table)
{
    const TargetHealth *health = &work->target.health;
    Arena *arena = work->run->arena;
    if (!health->value)
        return;
    const char *url = health->url.text       ? health->url.text
                      : health->url.variable ? arena_format(arena, "$%s", health->url.variable)
                                             : health->url.file;
    section_add_cells(
        table, arena, "health check",
        arena_format(arena, "GET %s, up to %lld times", url, (long long)health->retries + 1), NULL);
}

static bool deploy_rehearse(Work *work)
{
    Section *table = rehearsal_open(work->run);
    rehearse_command(work, table, "deploy", &work->target.deploy);
    rehearse_health(work, table);
    rehearse_command(work, table, "rollback, if that fails", &work->target.rollback);
    work->message.text = arena_format(work->run->arena, "%s is out", version_text(work));
    notify_rehearse(work->run, &work->target, &work->message, table);
    return true;
}

static bool command_check(const Work *work, const TextList *command, const char *name, Error *err)
{
    return command->count ||
           error_at(err, ERROR_CONFIG, work->target.place, "the target '%s' has no '%s' command",
                    work->target.name, name);
}

// A health check that shall see the new version must be told which one that is.
static bool version_check(const Work *work, Error *err)
{
    const TargetHealth *health = &work->target.health;
    if (!health->version || !text_empty(work->deployment.release.version))
        return true;
    Place place = value_place(health->value, PLACE_SCHEMA);
    place.file = work->target.place.file;
    return error_at(err, ERROR_CONFIG, place,
                    "the health check looks for the release's version at '%s', but no version is "
                    "given: add --release or --package-record",
                    health->version);
}

static bool verb_deploy(Run *run, Error *err)
{
    scoped_work work = {0};
    if (!work_start(&work, run, err) || !command_check(&work, &work.target.deploy, "deploy", err) ||
        !version_check(&work, err))
        return false;
    if (!run->live)
        return deploy_rehearse(&work);
    if (!health_check(&work.target.health, run->arena, err) ||
        !work_act(&work, "the deployment", err))
        return false;
    // A command that cannot start ends the work, but not before everybody knows.
    const bool started = deployment_run(&work.deployment, err);
    const char *text = started ? outcome_text(&work) : arena_text(run->arena, err->message);
    const bool succeeded = started && work.deployment.outcome == OUTCOME_DEPLOYED;
    Error later = ERROR_EMPTY;
    const bool finished =
        work_finish(&work, succeeded ? EVENT_SUCCESS : EVENT_FAILURE, text, &later);
    if (started && !finished)
        *err = later;
    return started && finished;
}

static bool verb_rollback(Run *run, Error *err)
{
    scoped_work work = {0};
    if (!work_start(&work, run, err) ||
        !command_check(&work, &work.target.rollback, "rollback", err))
        return false;
    if (!run->live) {
        Section *table = rehearsal_open(run);
        rehearse_command(&work, table, "rollback", &work.target.rollback);
        rehearse_health(&work, table);
        work.message.event = EVENT_ROLLBACK;
        work.message.text = "what served before serves again";
        notify_rehearse(run, &work.target, &work.message, table);
        return true;
    }
    if (!health_check(&work.target.health, run->arena, err) ||
        !work_act(&work, "the rollback", err))
        return false;
    deployment_roll_back(&work.deployment);
    const bool succeeded = work.deployment.outcome == OUTCOME_ROLLED_BACK;
    return work_finish(&work, succeeded ? EVENT_ROLLBACK : EVENT_FAILURE,
                       succeeded ? "what served before serves again"
                                 : "the rollback failed: look at the target now",
                       err);
}

static bool verb_notify(Run *run, Error *err)
{
    const DeployOptions *given = run->options;
    scoped_work work = {0};
    if (!work_start(&work, run, err))
        return false;
    if (!event_from_name(given->event, &work.message.event))
        return error_set(err, ERROR_USAGE, "--event knows no '%s'", given->event);
    work.message.text = given->message
                            ? given->message
                            : arena_format(run->arena, "%s: %s", version_text(&work), given->event);
    if (run->live)
        notify_all(run, work.client, &work.target, &work.message);
    else
        notify_rehearse(run, &work.target, &work.message, rehearsal_open(run));
    return true;
}

static const Verb verbs[] = {
    {"deploy", "TARGET", "deploy, check, go back if it fails, tell", verb_deploy, true},
    {"rollback", "TARGET", "go back to the release before, check, tell", verb_rollback, true},
    {"notify", "TARGET", "only tell", verb_notify, true},
};

static const ToolOutput outputs[] = {
    {"outcome", "deployed, kept, rolled-back or broken"},
    {"release", "the version that was deployed"},
};

const Tool tool_deploy_notify = {
    .name = "deploy-notify",
    .summary = "is it out, healthy, and does everybody know?",
    .icon = "upload-cloud",
    .description =
        "Runs the deploy command of a target, asks its health check, runs the rollback command if "
        "the release is not well and asks again, and tells webhooks and Slack. Commands get the "
        "version, the package and its digest as DEPLOY_VERSION, DEPLOY_PACKAGE, DEPLOY_DIGEST; "
        "what stands in a version never becomes part of a shell's text.\n\n"
        "Webhooks are signed: X-Sluice-Signature is 'sha256=' and the HMAC-SHA256, with the "
        "secret as key, over X-Sluice-Timestamp, a dot and the body; X-Sluice-Delivery stays the "
        "same when a message is sent again. A message that cannot be delivered is a warning. "
        "Without --live, outside of a CI, nothing is done and everything is shown.",
    .examples = "sluice deploy-notify deploy/local.yml --release 1.4.0 --package dist --live\n"
                "sluice deploy-notify rollback deploy/local.yml --live\n"
                "sluice deploy-notify notify deploy/local.yml --event failure --message 'no data'",
    .home = TOOL_ON_HOST,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(DeployOptions),
    .rules = deploy_notify_rules,
    .outputs = outputs,
    .output_count = array_count(outputs),
};
