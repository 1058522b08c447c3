#include "cli/delivery.h"

#include "base/clean.h"
#include "base/file.h"
#include "base/mask.h"
#include "cli/run_folder.h"
#include "render/render.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// One rendering and its destination; standard output if there is no file.
typedef struct Delivery {
    const Renderer *renderer;
    const char *file;
    bool append;
} Delivery;

typedef LIST(Delivery) DeliveryList;

static const char *delivery_format(const char *spec, Arena *arena, const char **ret_file)
{
    const char *equals = strchr(spec, '=');
    *ret_file = equals ? equals + 1 : NULL;
    return equals ? arena_text_sized(arena, spec, (size_t)(equals - spec)) : spec;
}

bool delivery_check(const CommonOptions *common, Error *err)
{
    scoped_arena arena = arena_open();
    for (size_t i = 0; i < common->reports.count; i++) {
        const char *file = NULL;
        const char *format = delivery_format(common->reports.items[i], arena, &file);
        if (text_equal(format, "auto") || renderer_find(format))
            continue;
        TextList names = {0};
        for (size_t r = 0; r < renderer_count; r++)
            *list_push(arena, &names) = renderers[r].name;
        const char *nearest = text_nearest(format, names.items, names.count);
        return error_set(
            err, ERROR_USAGE, "'--report' knows no format '%s'%s%s%s; it knows %s, auto",
            clean_text_short(arena, format, 40), nearest ? "; did you mean '" : "",
            nearest ? nearest : "", nearest ? "'?" : "", text_join(arena, &names, ", "));
    }
    return true;
}

static const char *delivery_file(const Run *run, const char *ending)
{
    return run_folder_file(run->config, run->report->stage, ending, run->arena);
}

static void delivery_add(const Run *run, DeliveryList *list, const char *format, const char *file,
                         const Platform *platform)
{
    Delivery *delivery = list_push(run->arena, list);
    delivery->renderer = renderer_find(format);
    delivery->file = file;
    if (!file && text_equal(format, "summary") && platform->step_summary) {
        delivery->file = platform->step_summary;
        delivery->append = true;
    }
}

// What `auto` means on each platform.
static void delivery_add_auto(const Run *run, DeliveryList *list, const Platform *platform)
{
    if (platform->kind == PLATFORM_GITHUB) {
        delivery_add(run, list, "github", NULL, platform);
        if (platform->step_summary)
            delivery_add(run, list, "summary", NULL, platform);
        return;
    }
    delivery_add(run, list, "console", NULL, platform);
    if (platform->kind != PLATFORM_GITLAB)
        return;
    static const char *const formats[] = {"codequality", "junit"};
    for (size_t i = 0; i < array_count(formats); i++)
        delivery_add(run, list, formats[i], delivery_file(run, renderer_find(formats[i])->ending),
                     platform);
}

// The run folder keeps a report if the run is a stage: of sluice.yml or of a CI.
static bool delivery_is_stage(const Run *run, const Platform *platform)
{
    return !run->tool->walks_pipeline && (run->stage || platform->kind != PLATFORM_SHELL);
}

static DeliveryList delivery_plan(const Run *run, const CommonOptions *common,
                                  const Platform *platform)
{
    DeliveryList list = {0};
    for (size_t i = 0; i < common->reports.count; i++) {
        const char *file = NULL;
        const char *format = delivery_format(common->reports.items[i], run->arena, &file);
        // A format that nobody knows is an error, and that has to be said somewhere.
        if (renderer_find(format))
            delivery_add(run, &list, format, file, platform);
        else
            delivery_add_auto(run, &list, platform);
    }
    if (delivery_is_stage(run, platform))
        delivery_add(run, &list, "json", delivery_file(run, ".json"), platform);
    return list;
}

static bool delivery_write_stream(int fd, const Buf *text, Error *err)
{
    size_t at = 0;
    while (at < text->size) {
        ssize_t written = write(fd, text->data + at, text->size - at);
        if (written < 0)
            return error_set(err, ERROR_OUTPUT, "cannot write to standard output");
        at += (size_t)written;
    }
    return true;
}

// People who get data on standard output, or asked for silence, hear of trouble only.
static bool delivery_is_wanted(const Run *run, const Delivery *delivery)
{
    bool to_people = !delivery->file && text_equal(delivery->renderer->name, "console");
    bool pass = report_verdict(run->report) == VERDICT_PASS && !run->report->findings.count;
    return !to_people || !pass || (!run->quiet && !run->printed->size);
}

static bool delivery_send_one(const Run *run, const Delivery *delivery, Error *err)
{
    if (!delivery_is_wanted(run, delivery))
        return true;
    scoped_buf text = BUF_EMPTY;
    const RenderOptions options = {.color = run->color && !delivery->file, .verbose = run->verbose};
    delivery->renderer->render(run->report, &options, &text);
    if (!delivery->file)
        return delivery_write_stream(run->printed->size ? STDERR_FILENO : STDOUT_FILENO, &text,
                                     err);
    if (delivery->append)
        return file_append(delivery->file, text.data, text.size, err);
    return file_write(delivery->file, text.data, text.size, err);
}

// `name<<END`, the value, `END`: with an END that is no part of the value.
static void delivery_add_output(Buf *out, const char *stage, const char *name, const char *value)
{
    (void)stage; // the step has a name of its own
    char end[32];
    int number = 0;
    do
        snprintf(end, sizeof end, "END_OF_VALUE_%d", number++);
    while (strstr(value, end));
    buf_format(out, "%s<<%s\n%s\n%s\n", name, end, value, end);
}

static void delivery_add_name(Buf *out, const char *name)
{
    for (; *name; name++)
        buf_add_char(out,
                     isalnum((unsigned char)*name) ? (char)toupper((unsigned char)*name) : '_');
}

// A dotenv report takes letters, digits and `_` as names and one line as value. Its variables reach
// the jobs behind this one: SLUICE_OUTPUT_GATE_VERDICT is no option of theirs, SLUICE_REPORT would
// be.
static void delivery_add_variable(Buf *out, const char *stage, const char *name, const char *value)
{
    buf_add(out, "SLUICE_OUTPUT_");
    delivery_add_name(out, stage);
    buf_add_char(out, '_');
    delivery_add_name(out, name);
    buf_add_char(out, '=');
    buf_append(out, value, strcspn(value, "\r\n"));
    buf_add_char(out, '\n');
}

static bool delivery_send_outputs(const Run *run, const Platform *platform, Error *err)
{
    typedef void AddOutput(Buf * out, const char *stage, const char *name, const char *value);
    const bool github = platform->step_output != NULL;
    if (!github && platform->kind != PLATFORM_GITLAB)
        return true;
    AddOutput *add = github ? delivery_add_output : delivery_add_variable;
    const char *stage = run->report->stage;
    scoped_buf text = BUF_EMPTY;
    add(&text, stage, "verdict", verdict_name(report_verdict(run->report)));
    add(&text, stage, "findings", arena_format(run->arena, "%zu", run->report->findings.count));
    add(&text, stage, "report", delivery_file(run, ".json"));
    for (size_t i = 0; i < run->outputs.count; i++)
        add(&text, stage, run->outputs.items[i].name,
            mask_text(run->arena, run->outputs.items[i].value, &run->secrets));
    if (github)
        return file_append(platform->step_output, text.data, text.size, err);
    return file_write(delivery_file(run, ".env"), text.data, text.size, err);
}

bool delivery_send(const Run *run, const CommonOptions *common, const Platform *platform,
                   Error *err)
{
    scoped_buf printed = BUF_EMPTY;
    mask_append(&printed, buf_text(run->printed), run->printed->size, &run->secrets);
    report_mask(run->report, &run->secrets);
    if (!delivery_write_stream(STDOUT_FILENO, &printed, err))
        return false;
    const DeliveryList list = delivery_plan(run, common, platform);
    bool sent = true;
    for (size_t i = 0; i < list.count; i++) {
        if (!delivery_send_one(run, &list.items[i], err))
            sent = false; // the others are still delivered
    }
    return delivery_send_outputs(run, platform, err) && sent;
}
