#include "judge/metric_set.h"

#include "base/clean.h"
#include "base/file.h"
#include "doc/json.h"
#include "doc/yaml.h"

#include <math.h>

const MetricValue *metric_set_find(const MetricSet *set, const char *name)
{
    for (size_t i = 0; i < set->items.count; i++) {
        if (text_equal(set->items.items[i].name, name))
            return &set->items.items[i];
    }
    return NULL;
}

const char *metric_set_nearest(const MetricSet *set, const char *name, Arena *arena)
{
    TextList names = {0};
    for (size_t i = 0; i < set->items.count; i++)
        *list_push(arena, &names) = set->items.items[i].name;
    return text_nearest(name, names.items, names.count);
}

// Whether a value is a number, written as one or as a text.
static bool metric_number(const Value *value, double *ret_number)
{
    if (value_to_real(value, ret_number))
        return true;
    if (value->kind != VALUE_TEXT)
        return false;
    if (text_equal_any_case(value->text, "nan")) {
        *ret_number = NAN;
        return true;
    }
    return text_to_real(value->text, ret_number);
}

static bool metric_set_add(MetricSet *set, const char *name, const Value *value, const char *file,
                           Arena *arena, Error *err)
{
    double number = 0;
    if (!metric_number(value, &number))
        return true;
    Place place = value_place(value, PLACE_DATA);
    place.file = file;
    if (metric_set_find(set, name))
        return error_at(err, ERROR_CONFIG, place, "metric '%s' is given twice",
                        clean_text_short(arena, name, 80));
    if (set->items.count == METRIC_SET_MOST)
        return error_at(err, ERROR_CONFIG, place, "more than %d numbers: this is no metrics file",
                        METRIC_SET_MOST);
    *list_push(arena, &set->items) = (MetricValue){name, number, place};
    return true;
}

// The reader bounds the depth of documents.
static bool metric_set_walk(MetricSet *set, const char *prefix, const Value *map, const char *file,
                            Arena *arena, Error *err)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *key = map->keys[i].text;
        const char *name = *prefix ? arena_format(arena, "%s.%s", prefix, key) : key;
        const Value *value = &map->items[i];
        if (value->kind == VALUE_MAP ? !metric_set_walk(set, name, value, file, arena, err)
                                     : !metric_set_add(set, name, value, file, arena, err))
            return false;
    }
    return true;
}

static bool metric_set_read(MetricSet *set, const char *role, const char *path, const char *root,
                            Arena *arena, Error *err)
{
    const Value *document = NULL;
    const bool yaml = text_ends(path, ".yaml") || text_ends(path, ".yml");
    const JsonOptions options = {.accept_nan = true};
    if (yaml ? !yaml_load(role, path, arena, &document, err)
             : !json_load(role, path, options, arena, &document, err))
        return false;
    if (document->kind != VALUE_MAP)
        return value_refuse(err, document, role, "a map of names and numbers");
    const char *file = text_equal(path, "-") ? path : path_relative(arena, root, path);
    return metric_set_walk(set, "", document, file, arena, err);
}

bool metric_set_load(MetricSet *set, const char *role, const char *path, const char *root,
                     Arena *arena, Error *err)
{
    if (metric_set_read(set, role, path, root, arena, err))
        return true;
    // What was measured is input, however wrong: nobody configured it.
    err->kind = ERROR_INPUT;
    return false;
}
