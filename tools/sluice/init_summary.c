#include "init_summary.h"

#include "base/clean.h"
#include "base/file.h"
#include "doc/quote.h"

#include <inttypes.h>
#include <string.h>

// How many files of a kind are named before the rest is only counted.
#define SUMMARY_MOST_NAMED 3

static void summary_line(Buf *out, const char *what, const char *text)
{
    buf_format(out, "  %-10s %s\n", what, text);
}

static void summary_tables(const Inventory *inventory, Buf *out, Arena *arena)
{
    for (size_t i = 0; i < inventory->tables.count; i++) {
        const TablePlan *plan = &inventory->tables.items[i];
        const size_t parts = plan->table->paths.count;
        const char *more = parts > 1 ? arena_format(arena, " and %zu more part%s of the table",
                                                    parts - 1, parts > 2 ? "s" : "")
                                     : "";
        summary_line(out, "data", arena_format(arena, "%s%s", plan->table->paths.items[0], more));
    }
    if (!inventory->tables.count)
        summary_line(out, "data", "none that can be read");
}

static void summary_training(const Inventory *inventory, Buf *out, Arena *arena)
{
    const Training *training = &inventory->training;
    if (!training->script) {
        summary_line(out, "training",
                     training->notebook
                         ? arena_format(arena, "a notebook, %s, and no script", training->notebook)
                         : "no script");
        return;
    }
    const char *takes = training->takes_data && training->takes_epochs ? "its data and epochs"
                        : training->takes_data                         ? "its data, but no epochs"
                        : training->takes_epochs                       ? "epochs, but not its data"
                                                 : "neither its data nor epochs";
    summary_line(out, "training",
                 arena_format(arena, "%s%s%s; it is told %s", training->script,
                              training->told_by ? ", by " : "",
                              training->told_by ? training->told_by : "", takes));
}

static void summary_found(const Inventory *inventory, Buf *out, Arena *arena)
{
    const Project *project = &inventory->project;
    const Hosting *hosting = &inventory->hosting;
    buf_add(out, "Found\n");
    summary_tables(inventory, out, arena);
    summary_training(inventory, out, arena);
    if (inventory->training.script)
        summary_line(
            out, "packages",
            arena_format(arena, "%s; Python %s%s%s",
                         project->packages ? project->packages->file : "no file names them",
                         project->python, project->python_file ? ", by " : "",
                         project->python_file ? project->python_file : ""));
    if (project->metrics)
        summary_line(out, "metrics",
                     arena_format(arena, "%s, %s", project->metrics,
                                  project->baseline ? arena_format(arena, "to be held against %s",
                                                                   project->baseline)
                                                    : "with nothing to hold them against"));
    summary_line(out, "platform",
                 arena_format(arena, "%s%s%s",
                              hosting->github && hosting->gitlab ? "GitHub and GitLab"
                              : hosting->github                  ? "GitHub"
                              : hosting->gitlab                  ? "GitLab"
                                                                 : "none",
                              hosting->told_by ? ", by " : ", for want of a sign",
                              hosting->told_by ? hosting->told_by : ""));
}

static void summary_files(const InitSummary *summary, Buf *out)
{
    buf_add(out, "\nFiles\n");
    for (size_t i = 0; i < summary->files->count; i++) {
        const InitFile *file = &summary->files->items[i];
        if (file->kept || !file->text)
            buf_format(out, "  kept       %s%s%s\n", file->path, file->why ? ": " : "",
                       file->why ? file->why : "");
        else
            buf_format(out, "  %-10s %s\n", summary->dry_run ? "would write" : "wrote", file->path);
    }
}

// `a, b, c and 4 more`
static const char *summary_names(const TextList *names, Arena *arena)
{
    TextList shown = *names;
    shown.count = MIN(names->count, (size_t)SUMMARY_MOST_NAMED);
    const char *text = text_join(arena, &shown, ", ");
    return names->count > shown.count
               ? arena_format(arena, "%s and %zu more", text, names->count - shown.count)
               : text;
}

static void summary_notes(const Inventory *inventory, Buf *out, Arena *arena)
{
    const Survey *survey = inventory->survey;
    const DataFiles *data = &inventory->data;
    for (size_t i = 0; i < inventory->tables.count; i++) {
        const TablePlan *plan = &inventory->tables.items[i];
        if (plan->trouble)
            buf_format(out, "  - stage '%s' is red as the data is today: %s\n", plan->stage,
                       plan->trouble);
        if (plan->table->pull)
            buf_format(out, "  - %s is not in the repository: a workflow must '%s' first\n",
                       plan->table->paths.items[0], plan->table->pull);
    }
    if (data->unread.count)
        buf_format(out, "  - not read yet, by their formats: %s\n",
                   summary_names(&data->unread, arena));
    if (data->pointers.count)
        buf_format(out,
                   "  - pointers of Git LFS, without their data: %s; 'git lfs pull' fetches it\n",
                   summary_names(&data->pointers, arena));
    if (data->more)
        buf_format(out, "  - %zu more tables have no stage; add those that matter\n", data->more);
    if (inventory->training.wanted.count)
        buf_format(out, "  - the smoke test stands in sluice.yml as a comment: %s wants %s\n",
                   inventory->training.script, text_join(arena, &inventory->training.wanted, ", "));
    if (survey->refused)
        buf_format(out,
                   "  - left out: %" PRId64
                   " file%s with a name that no workflow should hold, such "
                   "as '%s'\n",
                   survey->refused, survey->refused == 1 ? "" : "s",
                   clean_text_short(arena, survey->a_refused, 60));
    if (survey->cut)
        buf_format(out, "  - only the first %d names of the tree were looked at\n",
                   SURVEY_MOST_NAMES);
}

// Whether a line of .gitignore keeps the run folder out.
static bool summary_ignores_runs(const Survey *survey)
{
    const char *text = survey_repository_text(survey, ".gitignore");
    const char *found = text ? strstr(text, ".sluice") : NULL;
    for (; found; found = strstr(found + 1, ".sluice")) {
        if (found[7] == '/' || found[7] == '\n' || found[7] == '\r' || !found[7])
            return true;
    }
    return false;
}

// The file as git takes it in the working folder: `:/` is the top of the repository.
static const char *summary_pathspec(const Survey *survey, const InitFile *file, Arena *arena)
{
    const char *whole = path_join(arena, survey->repository, file->path);
    const char *path = path_relative(arena, ".", whole);
    return *path == '/' ? arena_format(arena, ":/%s", file->path) : path;
}

static void summary_next(const InitSummary *summary, Buf *out, Arena *arena)
{
    const Survey *survey = summary->inventory->survey;
    const Hosting *hosting = &summary->inventory->hosting;
    scoped_buf written = BUF_EMPTY;
    for (size_t i = 0; i < summary->files->count; i++) {
        const InitFile *file = &summary->files->items[i];
        if (file->kept || !file->text)
            continue;
        buf_add_char(&written, ' ');
        quote_shell(&written, summary_pathspec(survey, file, arena));
    }
    buf_add(out, "\nNext\n");
    if (summary->dry_run) {
        buf_add(out, "  the same without --dry-run\n");
        return;
    }
    if (text_equal(summary->folder, ".")) {
        buf_add(out, "  sluice run\n");
    } else {
        buf_add(out, "  sluice run --config ");
        quote_shell(out, clean_text(arena, path_join(arena, summary->folder, INVENTORY_PIPELINE)));
        buf_add_char(out, '\n');
    }
    if (!summary_ignores_runs(survey))
        buf_add(out, "  echo .sluice/ >>.gitignore     # what a run leaves behind\n");
    if (written.size)
        buf_format(out, "  git add%s\n", buf_text(&written));
    if (hosting->gitlab && hosting->gitlab_included && !hosting->gitlab_present)
        buf_format(out,
                   "  and in " HOSTING_GITLAB_FILE ", under 'include:', the line\n"
                   "    - local: %s\n",
                   hosting->gitlab_file);
}

void init_summary(const InitSummary *summary, Buf *out)
{
    scoped_arena arena = arena_open();
    scoped_buf notes = BUF_EMPTY;
    summary_found(summary->inventory, out, arena);
    summary_files(summary, out);
    summary_notes(summary->inventory, &notes, arena);
    if (notes.size)
        buf_format(out, "\nMind\n%s", buf_text(&notes));
    summary_next(summary, out, arena);
}
