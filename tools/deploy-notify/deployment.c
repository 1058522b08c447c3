#include "deployment.h"

#include "base/time.h"
#include "health.h"
#include "process/process.h"

#include <string.h>

#define LINES_SHOWN ((size_t)20)

// Where a value goes: {VERSION} in words, $DEPLOY_VERSION in the environment.
typedef struct Placeholder {
    const char *mark;
    const char *variable;
    const char *value;
} Placeholder;

#define PLACEHOLDERS 4

static void placeholders_fill(const Deployment *deployment, Placeholder ret[static PLACEHOLDERS])
{
    const Release *release = &deployment->release;
    ret[0] = (Placeholder){"{VERSION}", "DEPLOY_VERSION", release->version};
    ret[1] = (Placeholder){"{PACKAGE}", "DEPLOY_PACKAGE", release->package};
    ret[2] = (Placeholder){"{DIGEST}", "DEPLOY_DIGEST", release->digest};
    ret[3] = (Placeholder){"{TARGET}", "DEPLOY_TARGET", deployment->target->name};
}

const char *outcome_name(Outcome outcome)
{
    static const char *const names[] = {
        [OUTCOME_DEPLOYED] = "deployed",
        [OUTCOME_KEPT] = "kept",
        [OUTCOME_ROLLED_BACK] = "rolled-back",
        [OUTCOME_BROKEN] = "broken",
    };
    return names[outcome];
}

// One pass over the word: what a value brings in is not looked at again.
static const char *word_fill(const Placeholder *marks, const char *word, Arena *arena)
{
    scoped_buf out = BUF_EMPTY;
    while (*word) {
        size_t taken = 0;
        for (size_t i = 0; i < PLACEHOLDERS && !taken; i++) {
            if (text_starts(word, marks[i].mark)) {
                buf_add(&out, marks[i].value);
                taken = strlen(marks[i].mark);
            }
        }
        if (!taken)
            buf_add_char(&out, *word);
        word += taken ? taken : 1;
    }
    return buf_keep(&out, arena);
}

TextList deployment_words(const Deployment *deployment, const TextList *command)
{
    Arena *arena = deployment->report->arena;
    Placeholder marks[PLACEHOLDERS];
    TextList words = {0};
    placeholders_fill(deployment, marks);
    for (size_t i = 0; i < command->count; i++)
        *list_push(arena, &words) = word_fill(marks, command->items[i], arena);
    return words;
}

// Values for the commands; the secrets of notifications are none of their business.
static TextList deployment_environment(const Deployment *deployment)
{
    Arena *arena = deployment->report->arena;
    Placeholder marks[PLACEHOLDERS];
    TextList env = {0};
    placeholders_fill(deployment, marks);
    for (size_t i = 0; i < PLACEHOLDERS; i++)
        *list_push(arena, &env) = arena_format(arena, "%s=%s", marks[i].variable, marks[i].value);
    for (size_t i = 0; i < deployment->hidden.count; i++)
        *list_push(arena, &env) = deployment->hidden.items[i];
    for (size_t i = 0; i < deployment->target->notifications.count; i++) {
        const TargetNotification *notification = &deployment->target->notifications.items[i];
        if (notification->url.variable)
            *list_push(arena, &env) = notification->url.variable;
        if (notification->secret.variable)
            *list_push(arena, &env) = notification->secret.variable;
    }
    return env;
}

static void show_output(Report *report, const char *name, const ProcessResult *result)
{
    Arena *arena = report->arena;
    TextList lines = {0};
    text_split(arena, result->output.bytes, '\n', &lines);
    if (lines.count == 0)
        return;
    Section *table =
        report_add_section(report, SECTION_TABLE, arena_format(arena, "What '%s' said last", name));
    *list_push(arena, &table->columns) = "line";
    for (size_t i = lines.count - MIN(lines.count, LINES_SHOWN); i < lines.count; i++)
        section_add_cells(table, arena, lines.items[i], NULL);
}

static void deployment_add_step(Deployment *deployment, Step step)
{
    Report *report = deployment->report;
    *list_push(report->arena, &deployment->steps) = step;
    report_add_check(report, (Check){
                                 .name = step.name,
                                 .verdict = step.succeeded ? VERDICT_PASS : VERDICT_FAIL,
                                 .value = text_for_duration(report->arena, step.took_ms),
                                 .message = step.detail,
                             });
}

static const Step *deployment_last(const Deployment *deployment)
{
    return &deployment->steps.items[deployment->steps.count - 1];
}

static bool deployment_command(Deployment *deployment, const char *name, const TextList *command,
                               bool *ret_succeeded, Error *err)
{
    Arena *arena = deployment->report->arena;
    ProcessResult result;
    const ProcessPlan plan = {
        .command = deployment_words(deployment, command),
        .env = deployment_environment(deployment),
        .folder = deployment->target->folder,
        .timeout_ms = deployment->target->timeout_ms,
        .merge_errors = true,
        .leave_running = true,
    };
    if (!process_run(&plan, arena, &result, err))
        return error_wrap(err, "%s", name);
    *ret_succeeded = process_succeeded(&result);
    deployment_add_step(
        deployment,
        (Step){.name = name,
               .succeeded = *ret_succeeded,
               .took_ms = result.wall_ms,
               .detail = arena_format(arena, "the command %s", process_describe(&result, arena))});
    show_output(deployment->report, name, &result);
    return true;
}

// True if what the target runs is well; `version` is the release that must answer, NULL for any.
static bool deployment_health(Deployment *deployment, const char *name, const char *version)
{
    const HealthQuestion question = {.health = &deployment->target->health, .version = version};
    Step step = health_ask(deployment->client, question, deployment->report->arena);
    step.name = name;
    deployment_add_step(deployment, step);
    return step.succeeded;
}

static void find_at_target(Deployment *deployment, const char *rule, const char *message)
{
    Report *report = deployment->report;
    const Target *target = deployment->target;
    const bool about_health = text_equal(rule, "deploy/unhealthy");
    Finding *finding = report_find(report, report_rule(report, rule), "%s", message);
    finding_add_place(report, finding,
                      about_health ? value_place(target->health.value, PLACE_SCHEMA)
                                   : target->place);
}

// What the last step says went wrong, as a finding.
static void find_step(Deployment *deployment, const char *rule, const char *story)
{
    const Step *step = deployment_last(deployment);
    find_at_target(deployment, rule,
                   arena_format(deployment->report->arena, "%s '%s': %s", story,
                                deployment->target->name, step->detail));
}

// A rollback that cannot even start is a failed one: the story goes on and is told to the end.
static bool deployment_rollback_command(Deployment *deployment)
{
    bool succeeded = false;
    Error err = ERROR_EMPTY;
    if (!deployment_command(deployment, "rollback", &deployment->target->rollback, &succeeded,
                            &err))
        deployment_add_step(deployment,
                            (Step){.name = "rollback",
                                   .detail = arena_text(deployment->report->arena, err.message)});
    return succeeded;
}

// Runs the rollback and asks whether it helped.
void deployment_roll_back(Deployment *deployment)
{
    const Target *target = deployment->target;
    deployment->outcome = OUTCOME_BROKEN;
    if (!deployment_rollback_command(deployment)) {
        find_step(deployment, "deploy/rollback-failed", "the rollback failed on");
        return;
    }
    if (target->health.value &&
        !deployment_health(deployment, "health check after the rollback", NULL)) {
        find_step(deployment, "deploy/rollback-failed", "still unhealthy after the rollback on");
        return;
    }
    deployment->outcome = OUTCOME_ROLLED_BACK;
    find_at_target(deployment, "deploy/rolled-back",
                   arena_format(deployment->report->arena,
                                "rolled back on '%s': what served before serves again",
                                target->name));
}

static void deployment_recover(Deployment *deployment)
{
    deployment->outcome = OUTCOME_BROKEN;
    if (deployment->target->rollback.count) {
        deployment_roll_back(deployment);
        return;
    }
    find_at_target(deployment, "deploy/no-rollback",
                   arena_format(deployment->report->arena,
                                "the target '%s' has no rollback: the release that failed stays",
                                deployment->target->name));
}

bool deployment_run(Deployment *deployment, Error *err)
{
    const Target *target = deployment->target;
    bool succeeded = false;
    deployment->outcome = OUTCOME_KEPT;
    if (!deployment_command(deployment, "deploy", &target->deploy, &succeeded, err))
        return false;
    if (!succeeded) {
        find_step(deployment, "deploy/failed", "the deployment failed on");
        const bool well = target->health.value &&
                          deployment_health(deployment, "health check of what serves", NULL);
        if (!well)
            deployment_recover(deployment);
        return true;
    }
    if (!target->health.value) {
        find_at_target(deployment, "deploy/unchecked",
                       arena_format(deployment->report->arena,
                                    "the target '%s' has no health check: whether the release "
                                    "answers is not known",
                                    target->name));
    } else if (!deployment_health(deployment, "health check", deployment->release.version)) {
        find_step(deployment, "deploy/unhealthy", "the release is unhealthy on");
        deployment_recover(deployment);
        return true;
    }
    deployment->outcome = OUTCOME_DEPLOYED;
    return true;
}
