#include "profile/drift_rule.h"

#include <math.h>

DriftPlan drift_plan_default(void)
{
    return (DriftPlan){.whole = {.threshold = NAN, .significance = DRIFT_SIGNIFICANCE},
                       .effect = DRIFT_EFFECT,
                       .least_rows = DRIFT_LEAST_ROWS};
}

// Every name that can be given, and those that begin with `name` and a colon.
static void choice_names(const char *name, Arena *arena, TextList *all, TextList *variants)
{
    const char *prefix = arena_format(arena, "%s:", name);
    *list_push(arena, all) = DRIFT_DEFAULT_METHOD;
    for (size_t i = 0; i < drift_suite_count; i++)
        *list_push(arena, all) = drift_suites[i].name;
    for (size_t i = 0; i < drift_method_count; i++) {
        *list_push(arena, all) = drift_methods[i].name;
        if (text_starts(drift_methods[i].name, prefix))
            *list_push(arena, variants) = drift_methods[i].name;
    }
}

bool drift_choice_find(const char *name, Arena *arena, DriftChoice *ret_choice, Error *err)
{
    const DriftChoice choice = {drift_method_find(name), drift_suite_find(name)};
    if (choice.method || choice.suite || text_equal(name, DRIFT_DEFAULT_METHOD)) {
        *ret_choice = choice;
        return true;
    }
    TextList all = {0};
    TextList variants = {0};
    choice_names(name, arena, &all, &variants);
    if (variants.count)
        return error_set(err, ERROR_CONFIG,
                         "drift method '%s' is a different number in every tool: say %s", name,
                         text_join(arena, &variants, " or "));
    const char *nearest = text_nearest(name, all.items, all.count);
    if (nearest)
        return error_set(err, ERROR_CONFIG, "drift method '%s' is not known, did you mean '%s'?",
                         name, nearest);
    return error_set(err, ERROR_CONFIG,
                     "drift method '%s' is not known, wanted " DRIFT_DEFAULT_METHOD
                     ", a tool's rule such as %s, or a method such as %s",
                     name, drift_suites[0].name, drift_methods[0].name);
}

static bool rule_read_method(const Value *value, Arena *arena, DriftRule *rule, Error *err)
{
    if (value->kind != VALUE_TEXT)
        return value_refuse(err, value, "key 'method'", "the name of a drift method");
    if (drift_choice_find(value->text, arena, &rule->choice, err))
        return true;
    err->has_place = true;
    err->place = value_place(value, PLACE_SCHEMA);
    return false;
}

// A word out of a list, as its index.
static bool rule_read_word(const Value *map, const char *key, const char *const *words,
                           size_t count, size_t *ret_index, Error *err)
{
    const Value *value = value_get(map, key);
    for (size_t i = 0; value && i < count; i++) {
        if (value->kind == VALUE_TEXT && text_equal(value->text, words[i])) {
            *ret_index = i;
            return true;
        }
    }
    if (!value)
        return true;
    scoped_arena arena = arena_open();
    TextList list = {0};
    for (size_t i = 0; i < count; i++)
        *list_push(arena, &list) = words[i];
    return value_refuse(err, value, key, text_join(arena, &list, ", "));
}

static bool rule_read_share(const Value *map, const char *key, double *ret_share, Error *err)
{
    double share = *ret_share;
    if (!value_read_real(map, key, &share, err))
        return false;
    const Value *value = value_get(map, key);
    if (value && !(share > 0 && isfinite(share)))
        return value_refuse(err, value, key, "a number above 0");
    *ret_share = share;
    return true;
}

static bool rule_has_shares(const DriftRule *rule)
{
    return rule->choice.suite ||
           (rule->choice.method && drift_method_has_bins(rule->choice.method));
}

static bool rule_read_bins(const Value *map, DriftRule *rule, Error *err)
{
    const Value *value = value_get(map, "bins");
    if (!value)
        return true;
    const bool edges = value->kind == VALUE_TEXT && text_equal(value->text, "edges");
    if (!edges &&
        (value->kind != VALUE_INT || value->integer < 2 || value->integer > DRIFT_MOST_BINS))
        return value_refuse(err, value, "bins", "'edges' or an integer from 2 to 1000");
    if (edges && !rule->choice.method && !rule->choice.suite)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "'bins: edges' wants a 'method' for categories beside it, such as "
                        "psi:evidently");
    if (!edges && !rule_has_shares(rule))
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "'bins' is given for a drift method that puts nothing into bins");
    // Intervals are categories: how wide they are means nothing.
    if (edges && rule->choice.method && !rule->choice.method->categories)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "drift method '%s' is for numbers in its own bins, wanted one for "
                        "categories too, such as psi:evidently",
                        rule->choice.method->name);
    rule->bins = edges ? 0 : (size_t)value->integer;
    rule->by_edges = edges;
    return true;
}

// Edges that were said for all columns are none of a method that cannot count between them.
static void rule_drop_edges(DriftRule *rule)
{
    const DriftMethod *method = rule->choice.method;
    rule->by_edges = rule->by_edges && (rule->choice.suite || (method && method->categories));
}

static const char *const severities[] = {"error", "warning", "notice"};
static const char *const roles[] = {
    [DRIFT_FEATURE] = "feature", [DRIFT_LABEL] = "label", [DRIFT_PREDICTION] = "prediction"};

// The keys that a column's rule and that of all have in common.
static bool rule_read_limits(const Value *map, Arena *arena, DriftRule *rule, Error *err)
{
    const Value *method = value_get(map, "method");
    size_t severity = array_count(severities);
    if (method && !rule_read_method(method, arena, rule, err))
        return false;
    rule->chosen = rule->chosen || method;
    rule_drop_edges(rule);
    // The threshold of another method is none of this one.
    if (method && !value_get(map, "threshold"))
        rule->threshold = NAN;
    if (!rule_read_share(map, "threshold", &rule->threshold, err) ||
        !rule_read_share(map, "significance", &rule->significance, err) ||
        !rule_read_bins(map, rule, err) ||
        !rule_read_word(map, "severity", severities, array_count(severities), &severity, err))
        return false;
    if (severity < array_count(severities))
        rule->severity = severities[severity];
    return true;
}

static bool rule_read_column(const Value *name, const Value *value, const DriftRule *whole,
                             Arena *arena, DriftRule *ret_rule, Error *err)
{
    static const char *const known[] = {"method", "threshold", "significance",
                                        "bins",   "severity",  "role"};
    DriftRule rule = *whole;
    size_t role = DRIFT_FEATURE;
    rule.column = name->text;
    rule.place = value_place(name, PLACE_SCHEMA);
    rule.chosen = false;
    const bool word = value->kind == VALUE_TEXT;
    rule.off =
        (value->kind == VALUE_BOOL && !value->boolean) || (word && text_equal(value->text, "off"));
    *ret_rule = rule;
    if (rule.off)
        return true;
    if (word) {
        rule.chosen = true;
        rule.threshold = NAN;
        if (!rule_read_method(value, arena, &rule, err))
            return false;
        rule_drop_edges(&rule);
        *ret_rule = rule;
        return true;
    }
    if (value->kind != VALUE_MAP)
        return value_refuse(err, value, name->text, "'off', the name of a method, or a map");
    if (!value_check_keys(value, name->text, known, array_count(known), err) ||
        !rule_read_limits(value, arena, &rule, err) ||
        !rule_read_word(value, "role", roles, array_count(roles), &role, err))
        return false;
    rule.role = (DriftRole)role;
    *ret_rule = rule;
    return true;
}

static bool plan_read(const Value *section, Arena *arena, DriftPlan *plan, Error *err)
{
    static const char *const known[] = {"method",   "threshold", "significance", "bins",
                                        "severity", "leastRows", "columns",      "trend"};
    const Value *columns = NULL;
    bool trend = !plan->trendless;
    if (section->kind != VALUE_MAP)
        return value_refuse(err, section, "a section about drift", "a map");
    if (!value_check_keys(section, "drift", known, array_count(known), err) ||
        !rule_read_limits(section, arena, &plan->whole, err) ||
        !value_read_bool(section, "trend", &trend, err) ||
        !value_read_int(section, "leastRows", &plan->least_rows, err) ||
        !value_read_map(section, "columns", &columns, err))
        return false;
    plan->whole.chosen = false;
    plan->trendless = !trend;
    if (plan->least_rows < 2)
        return value_refuse(err, value_get(section, "leastRows"), "leastRows", "2 or more");
    for (size_t i = 0; columns && i < columns->count; i++) {
        DriftRule rule;
        if (!rule_read_column(&columns->keys[i], &columns->items[i], &plan->whole, arena, &rule,
                              err))
            return false;
        *list_push(arena, &plan->columns) = rule;
    }
    return true;
}

bool drift_plan_read(const Value *section, const char *file, Arena *arena, DriftPlan *plan,
                     Error *err)
{
    if (!section)
        return true;
    if (!plan_read(section, arena, plan, err)) {
        if (err->has_place)
            err->place.file = file;
        return false;
    }
    for (size_t i = 0; i < plan->columns.count; i++)
        plan->columns.items[i].place.file = file;
    return true;
}

double drift_rule_threshold(const DriftPlan *plan, const DriftRule *rule, const DriftMethod *method)
{
    const DriftSuite *suite = rule->choice.suite;
    const bool stood_in = !method && (suite || rule->choice.method);
    if (!isnan(rule->threshold) && !stood_in)
        return rule->threshold;
    if (!method)
        return plan->effect;
    if (suite && rule->role != DRIFT_FEATURE && !isnan(suite->label_threshold))
        return suite->label_threshold;
    return suite && !isnan(suite->threshold) ? suite->threshold : method->threshold;
}

const DriftRule *drift_plan_rule(const DriftPlan *plan, const char *column)
{
    for (size_t i = 0; i < plan->columns.count; i++) {
        if (text_equal(plan->columns.items[i].column, column))
            return &plan->columns.items[i];
    }
    return &plan->whole;
}

bool drift_is_ignored(const DriftPlan *plan, const char *column)
{
    for (size_t i = 0; plan->ignored && i < plan->ignored->count; i++) {
        if (text_equal(plan->ignored->items[i], column))
            return true;
    }
    return drift_plan_rule(plan, column)->off;
}
