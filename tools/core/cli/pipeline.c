#include "cli/pipeline.h"

#include "base/clean.h"
#include "base/file.h"
#include "cli/run_folder.h"
#include "doc/yaml.h"

#include <string.h>

static const char *const pipeline_keys[] = {"version", "name", "stages"};
static const char *const stage_keys[] = {"name", "tool", "with", "run", "outward", "timeout"};

bool pipeline_name_is_plain(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    if (!*name || *name == '.' || strspn(name, allowed) != strlen(name) || strlen(name) > 64)
        return false;
    scoped_arena arena = arena_open();
    return run_folder_is_report(arena_format(arena, "%s.json", name));
}

// "package promote": the tool, then its verb.
static bool stage_split_tool(PipelineStage *stage, Arena *arena, const Value *tool, Error *err)
{
    TextList words = {0};
    text_split(arena, tool->text, ' ', &words);
    if (words.count != 1 && words.count != 2)
        return value_refuse(err, tool, "'tool'",
                            "a tool, or a tool and a verb; its options stand in 'with'");
    stage->tool = words.items[0];
    stage->verb = words.count > 1 ? words.items[1] : NULL;
    return true;
}

static bool stage_read_command(PipelineStage *stage, const Value *run, Arena *arena, Error *err)
{
    const bool blank = run->kind == VALUE_TEXT && !*text_trim(arena, run->text);
    if (run->kind == VALUE_TEXT && !blank) {
        *list_push(arena, &stage->command) = "sh";
        *list_push(arena, &stage->command) = "-c";
        *list_push(arena, &stage->command) = run->text;
        return true;
    }
    if (run->kind != VALUE_LIST || run->count == 0)
        return value_refuse(err, run, "'run'", "a command as a text or a list of words");
    for (size_t i = 0; i < run->count; i++) {
        if (run->items[i].kind != VALUE_TEXT && !run->items[i].raw)
            return value_refuse(err, &run->items[i], "a word of 'run'", "a text");
        *list_push(arena, &stage->command) =
            run->items[i].kind == VALUE_TEXT ? run->items[i].text : run->items[i].raw;
    }
    return true;
}

static bool stage_read(PipelineStage *stage, const Value *value, Arena *arena, Error *err)
{
    const char *tool = NULL;
    const char *timeout = NULL;
    const Value *run = value_get(value, "run");
    stage->value = value;
    if (value->kind != VALUE_MAP)
        return value_refuse(err, value, "a stage", "a map with 'name' and 'tool' or 'run'");
    if (!value_check_keys(value, "a stage", stage_keys, array_count(stage_keys), err) ||
        !value_read_text(value, "name", &stage->name, err) ||
        !value_read_text(value, "tool", &tool, err) ||
        !value_read_text(value, "timeout", &timeout, err) ||
        !value_read_bool(value, "outward", &stage->outward, err) ||
        !value_read_map(value, "with", &stage->with, err))
        return false;
    if (!stage->name || !pipeline_name_is_plain(stage->name))
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "the 'name' of a stage must be " PIPELINE_NAME);
    if (!tool == !run)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "stage '%s' needs either 'tool' or 'run'", stage->name);
    if (run && stage->with)
        return error_at(err, ERROR_CONFIG, value_place(stage->with, PLACE_SCHEMA),
                        "stage '%s': 'with' belongs to 'tool', a 'run' stage takes none",
                        stage->name);
    if (timeout && !text_to_duration(timeout, &stage->timeout_ms))
        return value_refuse(err, value_get(value, "timeout"), "'timeout'",
                            "a duration such as 30s or 10m");
    if (tool)
        return stage_split_tool(stage, arena, value_get(value, "tool"), err);
    return stage_read_command(stage, run, arena, err);
}

static bool pipeline_check_version(const Value *document, Error *err)
{
    const Value *version = value_get(document, "version");
    if (!version)
        return error_at(err, ERROR_CONFIG, value_place(document, PLACE_SCHEMA),
                        "the pipeline file needs 'version: %d' at its top", PIPELINE_VERSION);
    if (version->kind != VALUE_INT || version->integer < 1)
        return value_refuse(err, version, "'version'", "the number 1");
    if (version->integer > PIPELINE_VERSION)
        return error_at(err, ERROR_CONFIG, value_place(version, PLACE_SCHEMA),
                        "the pipeline file has version %lld, this program reads up to %d: use a "
                        "newer sluice",
                        (long long)version->integer, PIPELINE_VERSION);
    return true;
}

static bool pipeline_check_unique(const Pipeline *pipeline, Error *err)
{
    for (size_t i = 0; i < pipeline->stages.count; i++) {
        for (size_t j = 0; j < i; j++) {
            const PipelineStage *stage = &pipeline->stages.items[i];
            if (text_equal(stage->name, pipeline->stages.items[j].name))
                return error_at(err, ERROR_CONFIG, value_place(stage->value, PLACE_SCHEMA),
                                "two stages are called '%s'", stage->name);
        }
    }
    return true;
}

bool pipeline_load(const char *path, Arena *arena, Pipeline **ret_pipeline, Error *err)
{
    const Value *document = NULL;
    const Value *stages = NULL;
    Pipeline *pipeline = arena_new(arena, Pipeline);
    pipeline->file = path;
    pipeline->folder = path_folder(arena, path);
    if (!yaml_load("pipeline file", path, arena, &document, err))
        return false;
    if (document->kind != VALUE_MAP)
        return value_refuse(err, document, "the pipeline file",
                            "a map with 'version' and 'stages'");
    if (!value_check_keys(document, "the pipeline file", pipeline_keys, array_count(pipeline_keys),
                          err) ||
        !pipeline_check_version(document, err) ||
        !value_read_text(document, "name", &pipeline->name, err) ||
        !value_read_list(document, "stages", &stages, err))
        return false;
    if (stages && stages->count > PIPELINE_MOST_STAGES)
        return error_at(err, ERROR_CONFIG, value_place(stages, PLACE_SCHEMA),
                        "the pipeline file has %zu stages, wanted at most %d", stages->count,
                        PIPELINE_MOST_STAGES);
    for (size_t i = 0; stages && i < stages->count; i++) {
        if (!stage_read(list_push(arena, &pipeline->stages), &stages->items[i], arena, err))
            return false;
    }
    if (!pipeline_check_unique(pipeline, err))
        return false;
    *ret_pipeline = pipeline;
    return true;
}

bool pipeline_find(const Pipeline *pipeline, const char *name, const PipelineStage **ret_stage,
                   Error *err)
{
    scoped_arena arena = arena_open();
    TextList names = {0};
    for (size_t i = 0; i < pipeline->stages.count; i++) {
        if (text_equal(pipeline->stages.items[i].name, name)) {
            *ret_stage = &pipeline->stages.items[i];
            return true;
        }
        *list_push(arena, &names) = pipeline->stages.items[i].name;
    }
    const char *nearest = text_nearest(name, names.items, names.count);
    const char *shown = clean_text_short(arena, name, 64);
    if (nearest)
        return error_set(err, ERROR_USAGE, "'%s' has no stage '%s'; did you mean '%s'?",
                         pipeline->file, shown, nearest);
    return error_set(err, ERROR_USAGE, "'%s' has no stage '%s'; it has: %s", pipeline->file, shown,
                     names.count ? text_join(arena, &names, ", ") : "none");
}

const PipelineStage *pipeline_only(const Pipeline *pipeline, const char *tool, const char *verb,
                                   const char *default_verb)
{
    const PipelineStage *found = NULL;
    for (size_t i = 0; i < pipeline->stages.count; i++) {
        const PipelineStage *stage = &pipeline->stages.items[i];
        const char *stage_verb = stage->verb ? stage->verb : default_verb;
        if (!text_equal(stage->tool, tool) || !text_equal(stage_verb, verb))
            continue;
        if (found)
            return NULL;
        found = stage;
    }
    return found;
}
