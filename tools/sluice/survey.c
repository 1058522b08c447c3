#include "survey.h"

#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doc/quote.h"

#include <string.h>
#include <sys/stat.h>

// What tools make and fetch: nothing in there was written by the project. All folders with a dot
// in front are left out, too.
static const char *const skipped[] = {
    "venv",           "env",    "node_modules",  "__pycache__", "site-packages",
    "build",          "dist",   "target",        "mlruns",      "wandb",
    "lightning_logs", "vendor", "catboost_info", "third_party",
};

// A folder that is still to be looked into; "" is the project's own.
typedef struct SurveyFolder {
    const char *path;
    int depth;
} SurveyFolder;

typedef LIST(SurveyFolder) SurveyFolderList;

static const char *survey_at(const Survey *survey, const char *path)
{
    return *path ? path_join(survey->arena, survey->folder, path) : survey->folder;
}

static bool survey_skips(const Survey *survey, const char *path)
{
    const char *name = path_name(path);
    if (*name == '.' || text_ends(name, ".egg-info"))
        return true;
    for (size_t i = 0; i < array_count(skipped); i++) {
        if (text_equal(name, skipped[i]))
            return true;
    }
    // A virtual environment by any other name.
    return file_exists(path_join(survey->arena, survey_at(survey, path), "pyvenv.cfg"));
}

static void survey_add(Survey *survey, const char *path, int64_t size)
{
    if (quote_is_harmless(path)) {
        *list_push(survey->arena, &survey->files) = (SurveyFile){path, size};
        return;
    }
    if (!survey->refused++)
        survey->a_refused = path;
}

static void survey_look_at(Survey *survey, const SurveyFolder *folder, const char *name,
                           SurveyFolderList *waiting)
{
    struct stat about;
    const char *path = *folder->path ? path_join(survey->arena, folder->path, name)
                                     : arena_text(survey->arena, name);
    const char *full = survey_at(survey, path);
    if (lstat(full, &about) != 0)
        return;
    // Data tools link files to their cache; what a link to a folder shows is met elsewhere, or not
    // the project's.
    if (S_ISLNK(about.st_mode) && (stat(full, &about) != 0 || !S_ISREG(about.st_mode)))
        return;
    if (S_ISREG(about.st_mode))
        survey_add(survey, path, about.st_size);
    else if (S_ISDIR(about.st_mode) && folder->depth < SURVEY_DEEPEST &&
             !survey_skips(survey, path))
        *list_push(survey->arena, waiting) = (SurveyFolder){path, folder->depth + 1};
}

// Level by level, so that what stands at the top is seen however much there is below.
static void survey_walk(Survey *survey)
{
    SurveyFolderList waiting = {0};
    *list_push(survey->arena, &waiting) = (SurveyFolder){"", 0};
    for (size_t at = 0; at < waiting.count; at++) {
        const SurveyFolder folder = waiting.items[at];
        const char *const *names = NULL;
        size_t count = 0;
        Error ignored = ERROR_EMPTY;
        if (!folder_list(survey->arena, survey_at(survey, folder.path), &names, &count, &ignored))
            continue;
        for (size_t i = 0; i < count; i++) {
            if (survey->names == SURVEY_MOST_NAMES) {
                survey->cut = true;
                return;
            }
            survey->names++;
            survey_look_at(survey, &folder, names[i], &waiting);
        }
    }
}

static void survey_find_repository(Survey *survey)
{
    survey->repository = survey->folder;
    survey->prefix = "";
    for (const char *at = survey->folder;; at = path_folder(survey->arena, at)) {
        if (file_exists(path_join(survey->arena, at, ".git"))) {
            const char *below = path_relative(survey->arena, at, survey->folder);
            survey->repository = at;
            survey->prefix = text_equal(below, ".") ? "" : below;
            return;
        }
        if (text_equal(at, "/"))
            return;
    }
}

bool survey_take(const char *folder, Arena *arena, Survey **ret_survey, Error *err)
{
    if (!file_exists(folder))
        return error_set(err, ERROR_USAGE, "there is no folder '%s'", folder);
    if (!file_is_folder(folder))
        return error_set(err, ERROR_USAGE, "'%s' is a file, wanted the folder of a project",
                         folder);
    const char *const *names = NULL;
    size_t count = 0;
    if (!folder_list(arena, folder, &names, &count, err))
        return false;
    Survey *survey = arena_new(arena, Survey);
    survey->arena = arena;
    survey->named = folder;
    survey->folder = path_absolute(arena, folder);
    survey_find_repository(survey);
    if (*survey->prefix && !quote_is_harmless(survey->prefix))
        return error_set(err, ERROR_INPUT,
                         "the folder '%s' has a name that a workflow should not hold: characters "
                         "with a meaning to a shell, to YAML or to a workflow; rename it",
                         survey->prefix);
    survey_walk(survey);
    *ret_survey = survey;
    return true;
}

const SurveyFile *survey_find(const Survey *survey, const char *path)
{
    for (size_t i = 0; i < survey->files.count; i++) {
        if (text_equal(survey->files.items[i].path, path))
            return &survey->files.items[i];
    }
    return NULL;
}

static const char *survey_read(const Survey *survey, const char *path)
{
    scoped_buf text = BUF_LIMITED(SURVEY_LARGEST_TEXT);
    Error ignored = ERROR_EMPTY;
    if (file_is_stream(path) || !file_read("file", path, &text, &ignored) ||
        utf8_valid_prefix(buf_text(&text), text.size) != text.size)
        return NULL;
    return buf_keep(&text, survey->arena);
}

const char *survey_text(const Survey *survey, const char *path)
{
    return survey_read(survey, survey_at(survey, path));
}

const char *survey_repository_text(const Survey *survey, const char *path)
{
    return survey_read(survey, path_join(survey->arena, survey->repository, path));
}

const char *survey_from_repository(const Survey *survey, const char *path)
{
    return *survey->prefix ? path_join(survey->arena, survey->prefix, path) : path;
}
