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

void run_folder_forget(const char *config, const char *stage)
{
    scoped_arena arena = arena_open();
    for (size_t i = 0; i < renderer_count; i++)
        unlink(run_folder_file(config, stage, renderers[i].ending, arena));
    unlink(run_folder_file(config, stage, ".env", arena));
}

bool run_folder_is_report(const char *name)
{
    if (!text_ends(name, ".json"))
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

bool run_folder_load(const char *folder, const Pipeline *pipeline, Arena *arena, ReportList *list,
                     Error *err)
{
    const char *const *names = NULL;
    size_t count = 0;
    if (!folder_list(arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        Report *report = NULL;
        if (!run_folder_is_report(names[i]))
            continue;
        if (list->count == RUN_FOLDER_MOST)
            return error_set(err, ERROR_INPUT,
                             "more than %d reports in '%s': this is no run folder", RUN_FOLDER_MOST,
                             folder);
        if (!report_load_json(path_join(arena, folder, names[i]), arena, &report, err))
            return false;
        *list_push(arena, list) = report;
        run_folder_place_last(list, pipeline);
    }
    return true;
}
