#include "drift_check.h"

#include "base/file.h"

static bool given_check(const DriftGiven *given, Error *err)
{
    const double limits[] = {given->effect, given->significance};
    static const char *const names[] = {"drift-effect", "drift-significance"};
    for (size_t i = 0; i < array_count(limits); i++) {
        if (!(limits[i] > 0 && limits[i] < 1))
            return error_set(err, ERROR_USAGE,
                             "option '--%s' is %g, wanted a number between 0 and 1", names[i],
                             limits[i]);
    }
    if (given->least_rows < 2)
        return error_set(err, ERROR_USAGE, "option '--drift-least-rows' is %lld, wanted 2 or more",
                         (long long)given->least_rows);
    if (given->kept_values < (int64_t)PROFILE_MOST_VALUES ||
        given->kept_values > (int64_t)PROFILE_MOST_KEPT)
        return error_set(err, ERROR_USAGE, "option '--drift-values' is %lld, wanted %zu to %zu",
                         (long long)given->kept_values, PROFILE_MOST_VALUES, PROFILE_MOST_KEPT);
    return true;
}

bool drift_check_plan(const DriftGiven *given, const TableSchema *schema, DriftSection section,
                      Arena *arena, DriftPlan *ret_plan, Error *err)
{
    DriftPlan plan = drift_plan_default();
    plan.effect = given->effect;
    plan.whole.significance = given->significance;
    plan.least_rows = given->least_rows;
    plan.ignored = &given->ignored;
    if (!given_check(given, err))
        return false;
    if (given->method && !drift_choice_find(given->method, arena, &plan.whole.choice, err))
        return error_wrap(err, "option '--drift-method'");
    if (schema && !drift_plan_read(section == SECTION_SKEW ? schema->skew : schema->drift,
                                   schema->match_place.file, arena, &plan, err))
        return false;
    *ret_plan = plan;
    return true;
}

static bool names_have(const TextList *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (text_equal(names->items[i], name))
            return true;
    }
    return false;
}

bool drift_check_names(const DriftPlan *plan, const Profile *now, const TableSchema *schema,
                       Error *err)
{
    scoped_arena arena = arena_open();
    TextList names = {0};
    for (size_t i = 0; i < now->columns.count; i++)
        *list_push(arena, &names) = now->columns.items[i].name;
    for (size_t i = 0; schema && i < schema->fields.count; i++)
        *list_push(arena, &names) = schema->fields.items[i].name;
    for (size_t i = 0; i < plan->columns.count; i++) {
        const DriftRule *rule = &plan->columns.items[i];
        if (rule->off || names_have(&names, rule->column))
            continue;
        const char *nearest = text_nearest(rule->column, names.items, names.count);
        return error_at(err, ERROR_CONFIG, rule->place,
                        "'drift' names the column '%s', which is neither in the data nor in the "
                        "schema%s%s%s",
                        rule->column, nearest ? "; did you mean '" : "", nearest ? nearest : "",
                        nearest ? "'?" : "");
    }
    return true;
}

static const char *reported_path(const Run *run, const char *path)
{
    if (text_equal(path, "-"))
        return path;
    return path_relative(run->arena, run->root, path_absolute(run->arena, path));
}

bool drift_check(Run *run, const DriftSidesGiven *sides, const DriftPlan *plan,
                 DriftSection section, Error *err)
{
    const char *path = reported_path(run, sides->before_path);
    return find_drift(
        run->report,
        &(DriftTask){.before = sides->before,
                     .now = sides->now,
                     .plan = plan,
                     .rows = sides->rows,
                     .before_name = arena_format(run->arena, "%s '%s'", sides->before_kind, path),
                     .before_short = sides->before_kind,
                     .now_file = reported_path(run, sides->now_path),
                     .skew = section == SECTION_SKEW},
        err);
}
