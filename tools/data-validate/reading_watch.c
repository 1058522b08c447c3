#include "reading_watch.h"

#include "cli/progress.h"

typedef struct ReadingView {
    Progress progress;
    const char *what;
} ReadingView;

static void view_tell(void *context, const Table *table)
{
    ReadingView *view = context;
    progress_tell(&view->progress, (ProgressState){.what = view->what,
                                                   .bytes = table_bytes(table),
                                                   .rows = table_rows(table),
                                                   .taken = table_taken(table),
                                                   .total = table_total(table)});
}

static const char *view_name(const ReadingPlan *plan, Arena *arena)
{
    const char *first = text_equal(plan->paths[0], "-") ? "standard input" : plan->paths[0];
    return plan->path_count == 1 ? first : arena_format(arena, "%zu files", plan->path_count);
}

bool watch_reading(const Run *run, ReadingPlan *plan, Reading *ret_reading, Error *err)
{
    ReadingView view = {progress_begin(run), view_name(plan, run->arena)};
    plan->watch = (ReadingWatch){view_tell, &view};
    bool read = reading_run(plan, run->arena, ret_reading, err);
    progress_end(&view.progress);
    return read;
}
