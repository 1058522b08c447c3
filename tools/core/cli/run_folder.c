#include "cli/run_folder.h"

#include "base/file.h"
#include "render/render.h"
#include "report/report_json.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *run_folder(const char *config, Arena *arena)
{
    return config ? path_join(arena, path_folder(arena, config), RUN_FOLDER)
                  : arena_text(arena, RUN_FOLDER);
}

char *run_folder_file(const char *config, const char *stage, const char *ending, Arena *arena)
{
    return arena_format(arena, "%s/%s%s", run_folder(config, arena), stage, ending);
}

// The stage's report in the folder of the job; NULL on platforms without.
static const char *run_folder_copy(const char *config, const Platform *platform, const char *stage,
                                   Arena *arena)
{
    const char *job = platform_job(platform, arena);
    return job ? arena_format(arena, "%s/%s/%s.json", run_folder(config, arena), job, stage) : NULL;
}

bool run_folder_keep(const char *config, const Platform *platform, const char *stage,
                     const Buf *json, Error *err)
{
    scoped_arena arena = arena_open();
    const char *copy = run_folder_copy(config, platform, stage, arena);
    return file_write(run_folder_file(config, stage, ".json", arena), json->data, json->size,
                      err) &&
           (!copy || file_write(copy, json->data, json->size, err));
}

void run_folder_forget(const char *config, const char *stage)
{
    scoped_arena arena = arena_open();
    const Platform platform = platform_detect();
    const char *copy = run_folder_copy(config, &platform, stage, arena);
    if (copy)
        unlink(copy);
    for (size_t i = 0; i < renderer_count; i++)
        unlink(run_folder_file(config, stage, renderers[i].ending, arena));
    unlink(run_folder_file(config, stage, RUN_FOLDER_DOTENV, arena));
    unlink(run_folder_file(config, stage, RUN_FOLDER_LINKS, arena));
}

bool run_folder_is_report(const char *name)
{
    if (!text_ends(name, ".json") || text_ends(name, RUN_FOLDER_LINKS))
        return false;
    for (size_t i = 0; i < renderer_count; i++) {
        const char *ending = renderers[i].ending;
        if (!text_equal(ending, ".json") && text_ends(name, ending))
            return false;
    }
    return true;
}

// Where a stage stands in the pipeline; behind all others if it has no place there.
static size_t run_folder_rank(const Pipeline *pipeline, const char *stage)
{
    for (size_t i = 0; pipeline && i < pipeline->stages.count; i++) {
        if (text_equal(pipeline->stages.items[i].name, stage))
            return i;
    }
    return SIZE_MAX;
}

// Moves the last report of the list in front of those that come later; equal ranks keep their
// order.
static void run_folder_place_last(ReportList *list, const Pipeline *pipeline)
{
    Report *report = list->items[list->count - 1];
    const size_t rank = run_folder_rank(pipeline, report->stage);
    size_t at = list->count - 1;
    for (; at > 0 && run_folder_rank(pipeline, list->items[at - 1]->stage) > rank; at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = report;
}

// What the reports of a run are read into.
typedef struct RunFolderLoad {
    const char *folder;
    const Pipeline *pipeline;
    Arena *arena;
    ReportList *list;
} RunFolderLoad;

static bool run_folder_load_file(const RunFolderLoad *load, const char *path, Error *err)
{
    Report *report = NULL;
    if (load->list->count == RUN_FOLDER_MOST)
        return error_set(err, ERROR_INPUT, "more than %d reports in '%s': this is no run folder",
                         RUN_FOLDER_MOST, load->folder);
    if (!report_load_json(path, load->arena, &report, err))
        return false;
    *list_push(load->arena, load->list) = report;
    run_folder_place_last(load->list, load->pipeline);
    return true;
}

// Folders first: of two copies the one that tells its job is kept.
static bool run_folder_load_below(const RunFolderLoad *load, const char *folder, int depth,
                                  Error *err)
{
    const char *const *names = NULL;
    size_t count = 0;
    if (!folder_list(load->arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count && depth < RUN_FOLDER_DEEPEST; i++) {
        const char *path = path_join(load->arena, folder, names[i]);
        if (file_is_folder(path) && !run_folder_load_below(load, path, depth + 1, err))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(load->arena, folder, names[i]);
        if (run_folder_is_report(names[i]) && !file_is_folder(path) &&
            !run_folder_load_file(load, path, err))
            return false;
    }
    return true;
}

bool run_folder_load(const char *folder, const Pipeline *pipeline, Arena *arena, ReportList *list,
                     Error *err)
{
    const RunFolderLoad load = {folder, pipeline, arena, list};
    return run_folder_load_below(&load, folder, 0, err);
}
