#include "cli/delivery.h"

#include "base/clean.h"
#include "base/file.h"
#include "base/mask.h"
#include "cli/common_output.h"
#include "cli/job_log.h"
#include "cli/run_folder.h"
#include "cli/step_output.h"
#include "render/render.h"
#include "report/report_json.h"

#include <string.h>
#include <sys/stat.h>
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

// What `auto` means: the first is printed, the others become files in the run folder, where the
// platform's own steps pick them up. Elsewhere it is the console alone.
static const struct {
    PlatformKind platform;
    const char *formats[6];
} delivery_autos[] = {
    {PLATFORM_GITHUB, {"github", "summary"}},
    {PLATFORM_GITLAB, {"console", "codequality", "junit", "openmetrics", "html"}},
    {PLATFORM_AZURE, {"azure", "junit", "markdown"}},
    {PLATFORM_JENKINS, {"console", "junit", "checkstyle"}},
    {PLATFORM_CIRCLECI, {"console", "junit"}},
    {PLATFORM_BUILDKITE, {"console", "junit", "markdown"}},
    {PLATFORM_BITBUCKET, {"console", "junit"}},
};

static const char *const *delivery_auto(const Platform *platform)
{
    static const char *const console[] = {"console", NULL};
    for (size_t i = 0; i < array_count(delivery_autos); i++) {
        if (delivery_autos[i].platform == platform->kind)
            return delivery_autos[i].formats;
    }
    return console;
}

// The page of one stage must not take the place of the pipeline's.
static bool delivery_makes_page(const Run *run)
{
    return !run->tool->walks_pipeline &&
           !text_equal(path_name(delivery_file(run, ".html")), RUN_FOLDER_PAGE);
}

static void delivery_add_auto(const Run *run, DeliveryList *list, const Platform *platform)
{
    const char *const *formats = delivery_auto(platform);
    delivery_add(run, list, formats[0], NULL, platform);
    for (size_t i = 1; formats[i]; i++) {
        // The summary's place is the platform's.
        const bool summary = text_equal(formats[i], "summary");
        if (summary ? !platform->step_summary
                    : text_equal(formats[i], "html") && !delivery_makes_page(run))
            continue;
        delivery_add(run, list, formats[i],
                     summary ? NULL : delivery_file(run, renderer_find(formats[i])->ending),
                     platform);
    }
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
    bool pass = report_verdict(run->report) == VERDICT_PASS &&
                run->report->findings.count == report_known_count(run->report);
    return !to_people || !pass || (!run->quiet && !run->printed->size);
}

// GitHub drops the summary of a step as a whole if it is larger than 1 MiB, and all stages of a
// walk write to one file: they leave room for what the walk says at the end, which is short.
#define DELIVERY_LARGEST_SUMMARY ((size_t)1000 * 1000)
#define DELIVERY_SUMMARY_RESERVE ((size_t)40 * 1000)

// How many bytes the summary's file still takes.
static size_t delivery_room(const Delivery *delivery, const Platform *platform)
{
    struct stat about;
    const size_t most =
        DELIVERY_LARGEST_SUMMARY + (platform->in_walk ? 0 : DELIVERY_SUMMARY_RESERVE);
    const bool there = stat(delivery->file, &about) == 0 && about.st_size > 0;
    const size_t taken = there ? (size_t)about.st_size : 0;
    return most > taken ? most - taken : 0;
}

// The platform's own marks around what people read.
static void delivery_render(const Run *run, const Delivery *delivery, const Platform *platform,
                            Buf *text)
{
    const RenderOptions options = {.color = run->color && !delivery->file,
                                   .verbose = run->verbose,
                                   .quiet = platform->in_walk,
                                   .parts = run->parts.items,
                                   .part_count = run->parts.count,
                                   .room =
                                       delivery->append ? delivery_room(delivery, platform) : 0};
    const bool section = platform->kind == PLATFORM_GITLAB && !delivery->file &&
                         text_equal(delivery->renderer->name, "console");
    if (section)
        job_log_open_section(run, text);
    delivery->renderer->render(run->report, &options, text);
    if (section)
        job_log_close_section(run, text);
}

static bool delivery_print(const Run *run, const Buf *text, Error *err)
{
    return delivery_write_stream(run->printed->size ? STDERR_FILENO : STDOUT_FILENO, text, err);
}

static bool delivery_send_one(const Run *run, const Delivery *delivery, const Platform *platform,
                              Error *err)
{
    const bool full = delivery->append && delivery_room(delivery, platform) == 0;
    if (full || !delivery_is_wanted(run, delivery))
        return true;
    scoped_buf text = BUF_EMPTY;
    delivery_render(run, delivery, platform, &text);
    if (!delivery->file)
        return delivery_print(run, &text, err);
    if (delivery->append)
        return file_append(delivery->file, text.data, text.size, err);
    return file_write(delivery->file, text.data, text.size, err);
}

// The file of a format; NULL if it is not written to one.
static const char *delivery_find(const DeliveryList *list, const char *format)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].renderer->name, format) && list->items[i].file)
            return list->items[i].file;
    }
    return NULL;
}

// The page that this run made: of the pipeline if it is about that, else its own; NULL for none.
static const char *delivery_page(const Run *run, const DeliveryList *list)
{
    if (run->output && text_ends(run->output, ".html"))
        return run->output;
    if (run->tool->walks_pipeline)
        return path_join(run->arena, run_folder(run->config, run->arena), RUN_FOLDER_PAGE);
    return delivery_find(list, "html");
}

// The path in the checkout, which is what the platform sees; NULL for what is not there.
static const char *delivery_visible(const Run *run, const Platform *platform, const char *file)
{
    if (!file || !platform->workspace || !file_exists(file))
        return NULL;
    const char *path = path_relative(run->arena, platform->workspace, file);
    return *path == '/' ? NULL : path;
}

// What shows a file beside the job: GitLab's link to the page, Azure's summary.
static bool delivery_show_files(const Run *run, const DeliveryList *list, const Platform *platform,
                                Error *err)
{
    scoped_buf text = BUF_EMPTY;
    if (platform->kind == PLATFORM_GITLAB && platform->job_url) {
        const char *page = delivery_visible(run, platform, delivery_page(run, list));
        if (!page)
            return true;
        job_log_link(run, platform->job_url, page, &text);
        return file_write(delivery_file(run, RUN_FOLDER_LINKS), text.data, text.size, err);
    }
    const char *summary = delivery_find(list, "markdown");
    if (platform->kind != PLATFORM_AZURE || !delivery_visible(run, platform, summary))
        return true;
    buf_format(&text, "##vso[task.uploadsummary]%s\n",
               clean_text(run->arena, path_absolute(run->arena, summary)));
    return delivery_print(run, &text, err);
}

static StepOutputs delivery_outputs(const Run *run)
{
    StepOutputs outputs = {0};
    common_output_add(run->report, delivery_file(run, ".json"), run->arena, &outputs);
    for (size_t i = 0; i < run->outputs.count; i++)
        *list_push(run->arena, &outputs) =
            (RunOutput){run->outputs.items[i].name,
                        mask_text(run->arena, run->outputs.items[i].value, &run->secrets)};
    return outputs;
}

static bool delivery_send_outputs(const Run *run, const Platform *platform, Error *err)
{
    scoped_buf text = BUF_EMPTY;
    const StepOutputs outputs = delivery_outputs(run);
    step_output_render(platform->kind, run->report->stage, &outputs, &text);
    if (!text.size || (platform->kind == PLATFORM_GITHUB && !platform->step_output))
        return true;
    if (platform->kind == PLATFORM_GITHUB)
        return file_append(platform->step_output, text.data, text.size, err);
    if (platform->kind == PLATFORM_GITLAB)
        return file_write(delivery_file(run, RUN_FOLDER_DOTENV), text.data, text.size, err);
    return delivery_print(run, &text, err);
}

static bool delivery_keep(const Run *run, const Platform *platform, Error *err)
{
    scoped_buf json = BUF_EMPTY;
    report_write_json(run->report, &json);
    return run_folder_keep(run->config, platform, run->report->stage, &json, err);
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
        if (!delivery_send_one(run, &list.items[i], platform, err))
            sent = false; // the others are still delivered
    }
    // A run whose report is lost has not passed, whatever it found: what is kept says so.
    if (!sent)
        report_add_error(run->report, err);
    if (delivery_is_stage(run, platform) && !delivery_keep(run, platform, err)) {
        report_add_error(run->report, err);
        sent = false;
    }
    return delivery_show_files(run, &list, platform, err) &&
           delivery_send_outputs(run, platform, err) && sent;
}
