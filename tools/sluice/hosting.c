#include "hosting.h"

#include "base/file.h"
#include "cli/version.h"
#include "doc/quote.h"
#include "doc/yaml.h"

#include <string.h>

#define HOSTING_WORKFLOWS ".github/workflows"

// More files than this in one folder are not looked into.
#define HOSTING_MOST_FILES 200

// Whether a workflow or pipeline runs Sluice for this project: for the one at the root if it names
// no other's sluice.yml, else if it names ours.
static bool hosting_speaks_of(const Survey *survey, const char *text)
{
    if (!text || !(strstr(text, SLUICE_REPOSITORY) || strstr(text, "sluice data-validate") ||
                   strstr(text, "sluice run")))
        return false;
    if (*survey->prefix)
        return strstr(text, survey->prefix) != NULL;
    return !strstr(text, "/sluice.yml");
}

// The names of YAML files in a folder of the repository.
static TextList hosting_files(const Survey *survey, const char *folder)
{
    TextList files = {0};
    const char *const *names = NULL;
    size_t count = 0;
    Error ignored = ERROR_EMPTY;
    const char *path = path_join(survey->arena, survey->repository, folder);
    if (!folder_list(survey->arena, path, &names, &count, &ignored))
        return files;
    for (size_t i = 0; i < count && files.count < HOSTING_MOST_FILES; i++) {
        if (text_ends(names[i], ".yml") || text_ends(names[i], ".yaml"))
            *list_push(survey->arena, &files) = path_join(survey->arena, folder, names[i]);
    }
    return files;
}

// The first of the files that runs Sluice for this project; NULL if none does.
static const char *hosting_present(const Survey *survey, const TextList *files)
{
    for (size_t i = 0; i < files->count; i++) {
        if (hosting_speaks_of(survey, survey_repository_text(survey, files->items[i])))
            return files->items[i];
    }
    return NULL;
}

static void hosting_choose(const Survey *survey, const char *platform, bool workflows,
                           Hosting *hosting)
{
    const char *config = survey_repository_text(survey, ".git/config");
    const bool pipeline =
        file_exists(path_join(survey->arena, survey->repository, HOSTING_GITLAB_FILE));
    if (!text_equal(platform, "auto")) {
        hosting->github = text_equal(platform, "github");
        hosting->gitlab = text_equal(platform, "gitlab");
        hosting->told_by = "--platform";
    } else if (workflows || pipeline) {
        hosting->github = workflows;
        hosting->gitlab = pipeline;
        hosting->told_by = workflows ? HOSTING_WORKFLOWS : HOSTING_GITLAB_FILE;
    } else {
        hosting->gitlab = config && strstr(config, "gitlab");
        hosting->github = !hosting->gitlab;
        hosting->told_by =
            hosting->gitlab || (config && strstr(config, "github")) ? ".git/config" : NULL;
    }
}

// The pipeline's own list of stages decides where jobs may belong; without one there is `test`.
static const char *hosting_stage(const Survey *survey)
{
    const char *text = survey_repository_text(survey, HOSTING_GITLAB_FILE);
    const Value *document = NULL;
    Error ignored = ERROR_EMPTY;
    if (!text ||
        !yaml_parse(HOSTING_GITLAB_FILE, text, strlen(text), survey->arena, &document, &ignored))
        return "test";
    const Value *stages = value_get(document, "stages");
    const char *first = NULL;
    for (size_t i = 0; stages && stages->kind == VALUE_LIST && i < stages->count; i++) {
        const Value *stage = &stages->items[i];
        if (stage->kind != VALUE_TEXT || !quote_is_harmless(stage->text))
            continue;
        if (text_equal(stage->text, "test"))
            return "test";
        first = first ? first : stage->text;
    }
    return first ? first : "test";
}

void hosting_find(const Survey *survey, const char *platform, Hosting *ret_hosting)
{
    Hosting hosting = {0};
    const TextList workflows = hosting_files(survey, HOSTING_WORKFLOWS);
    TextList pipelines = hosting_files(survey, ".gitlab");
    // Every project of a repository has files of its own.
    char *suffix = arena_format(survey->arena, "%s%s", *survey->prefix ? "-" : "", survey->prefix);
    for (char *at = suffix; *at; at++)
        *at = *at == '/' || *at == ' ' ? '-' : *at;
    *list_push(survey->arena, &pipelines) = HOSTING_GITLAB_FILE;
    hosting_choose(survey, platform, workflows.count > 0, &hosting);
    hosting.github_file = arena_format(survey->arena, HOSTING_WORKFLOWS "/sluice%s.yml", suffix);
    hosting.github_present = hosting_present(survey, &workflows);
    hosting.gitlab_present = hosting_present(survey, &pipelines);
    hosting.gitlab_included =
        file_exists(path_join(survey->arena, survey->repository, HOSTING_GITLAB_FILE));
    hosting.gitlab_file = hosting.gitlab_included
                              ? arena_format(survey->arena, ".gitlab/sluice%s.yml", suffix)
                              : HOSTING_GITLAB_FILE;
    hosting.gitlab_stage = hosting_stage(survey);
    *ret_hosting = hosting;
}
