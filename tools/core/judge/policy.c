#include "judge/policy.h"

#include "base/clean.h"
#include "base/file.h"
#include "doc/yaml.h"

#include <math.h>

static const char *const policy_keys[] = {"version", "baseline", "metrics"};
static const char *const baseline_keys[] = {"if_missing"};
static const char *const metric_keys[] = {"direction", "min", "max", "compare"};
static const char *const compare_keys[] = {"rule", "tolerance", "relative_tolerance"};
static const char *const if_missing_names[] = {"inconclusive", "fail", "warn"};

// What reading one policy goes through.
typedef struct PolicyReader {
    Policy *policy;
    Arena *arena;
} PolicyReader;

// Where a key of the map stands, for findings.
static Place policy_place(const PolicyReader *reader, const Value *map, const char *key)
{
    const Value *name = value_key(map, key);
    if (!name)
        return (Place){.kind = PLACE_SCHEMA, .file = reader->policy->file};
    Place place = value_place(name, PLACE_SCHEMA);
    place.file = reader->policy->file;
    return place;
}

static bool policy_read_allowance(const Value *compare, const char *key, double *ret, Error *err)
{
    if (!value_read_real(compare, key, ret, err))
        return false;
    if (!isfinite(*ret) || *ret < 0)
        return value_refuse(err, value_get(compare, key), "a tolerance",
                            "a number that is not negative");
    return true;
}

// A bound that is given must be a number that something can be compared with.
static bool policy_read_bound(const Value *map, const char *key, double *ret, Error *err)
{
    if (!value_read_real(map, key, ret, err))
        return false;
    if (value_get(map, key) && !isfinite(*ret))
        return value_refuse(err, value_get(map, key), "a bound", "a finite number");
    return true;
}

static bool policy_read_compare(PolicyReader *reader, PolicyMetric *metric, const Value *compare,
                                Error *err)
{
    const char *rule = "strict";
    if (!value_check_keys(compare, "'compare'", compare_keys, array_count(compare_keys), err) ||
        !value_read_text(compare, "rule", &rule, err) ||
        !policy_read_allowance(compare, "tolerance", &metric->tolerance.absolute, err) ||
        !policy_read_allowance(compare, "relative_tolerance", &metric->tolerance.relative, err))
        return false;
    if (!text_equal(rule, "strict"))
        return value_refuse(err, value_get(compare, "rule"), "'rule'", "'strict'");
    if (metric->direction == DIRECTION_UNKNOWN)
        return error_at(err, ERROR_CONFIG, metric->place,
                        "metric '%s' is compared, but nobody knows whether higher or lower is "
                        "better: add 'direction: higher' or 'direction: lower'",
                        clean_text_short(reader->arena, metric->name, 80));
    metric->compares = true;
    return true;
}

static bool policy_read_direction(const Value *value, PolicyMetric *metric, Error *err)
{
    const char *name = NULL;
    metric->direction = direction_of_metric(metric->name);
    if (!value_read_text(value, "direction", &name, err))
        return false;
    return !name || direction_from_name(name, &metric->direction) ||
           value_refuse(err, value_get(value, "direction"), "'direction'", "'higher' or 'lower'");
}

static bool policy_read_metric(PolicyReader *reader, const Value *key, const Value *value,
                               Error *err)
{
    PolicyMetric *metric = list_push(reader->arena, &reader->policy->metrics);
    const Value *compare = NULL;
    *metric = (PolicyMetric){.name = key->text, .min = NAN, .max = NAN};
    metric->place = value_place(key, PLACE_SCHEMA);
    metric->place.file = reader->policy->file;
    if (value->kind != VALUE_MAP || value->count == 0)
        return value_refuse(err, value, "the rules of a metric",
                            "a map with 'min', 'max' or 'compare'");
    if (!value_check_keys(value, "the rules of a metric", metric_keys, array_count(metric_keys),
                          err) ||
        !policy_read_direction(value, metric, err) ||
        !policy_read_bound(value, "min", &metric->min, err) ||
        !policy_read_bound(value, "max", &metric->max, err) ||
        !value_read_map(value, "compare", &compare, err))
        return false;
    metric->min_place = policy_place(reader, value, "min");
    metric->max_place = policy_place(reader, value, "max");
    metric->compare_place = policy_place(reader, value, "compare");
    if (!value_get(value, "min") && !value_get(value, "max") && !compare)
        return error_at(err, ERROR_CONFIG, metric->place,
                        "metric '%s' has no rule: it needs 'min', 'max' or 'compare'",
                        clean_text_short(reader->arena, metric->name, 80));
    if (metric->min > metric->max)
        return error_at(err, ERROR_CONFIG, metric->min_place,
                        "metric '%s': 'min' is above 'max', no value passes",
                        clean_text_short(reader->arena, metric->name, 80));
    return !compare || policy_read_compare(reader, metric, compare, err);
}

static bool policy_read_if_missing(Policy *policy, const Value *baseline, Error *err)
{
    const char *name = if_missing_names[IF_MISSING_INCONCLUSIVE];
    if (!baseline)
        return true;
    if (!value_check_keys(baseline, "'baseline'", baseline_keys, array_count(baseline_keys), err) ||
        !value_read_text(baseline, "if_missing", &name, err))
        return false;
    for (size_t i = 0; i < array_count(if_missing_names); i++) {
        if (text_equal(if_missing_names[i], name)) {
            policy->if_missing = (IfMissing)i;
            return true;
        }
    }
    return value_refuse(err, value_get(baseline, "if_missing"), "'if_missing'",
                        "'inconclusive', 'fail' or 'warn'");
}

static bool policy_check_version(const Value *document, Error *err)
{
    const Value *version = value_get(document, "version");
    if (!version || version->kind != VALUE_INT)
        return value_refuse(err, version ? version : document, "a policy",
                            "'version: 1' at its top");
    if (version->integer != POLICY_VERSION)
        return error_at(err, ERROR_CONFIG, value_place(version, PLACE_SCHEMA),
                        "the policy has version %lld, this program reads version %d: use %s",
                        (long long)version->integer, POLICY_VERSION,
                        version->integer > POLICY_VERSION ? "a newer sluice" : "'version: 1'");
    return true;
}

bool policy_load(const char *path, const char *root, Arena *arena, Policy **ret_policy, Error *err)
{
    const Value *document = NULL;
    const Value *metrics = NULL;
    const Value *baseline = NULL;
    if (!document_load("policy", path, arena, &document, err))
        return false;
    if (document->kind != VALUE_MAP)
        return value_refuse(err, document, "a policy", "a map with 'version' and 'metrics'");
    Policy *policy = arena_new(arena, Policy);
    policy->file = path_relative(arena, root, path);
    if (!value_check_keys(document, "the policy", policy_keys, array_count(policy_keys), err) ||
        !policy_check_version(document, err) ||
        !value_read_map(document, "baseline", &baseline, err) ||
        !value_read_map(document, "metrics", &metrics, err) ||
        !policy_read_if_missing(policy, baseline, err))
        return false;
    if (!metrics || metrics->count == 0)
        return value_refuse(err, metrics ? metrics : document, "a policy",
                            "'metrics' with at least one metric");
    PolicyReader reader = {.policy = policy, .arena = arena};
    for (size_t i = 0; i < metrics->count; i++) {
        if (!policy_read_metric(&reader, &metrics->keys[i], &metrics->items[i], err))
            return false;
    }
    *ret_policy = policy;
    return true;
}

Policy *policy_from_baseline(const MetricSet *candidate, const MetricSet *baseline, Arena *arena)
{
    Policy *policy = arena_new(arena, Policy);
    for (size_t i = 0; i < candidate->items.count; i++) {
        const char *name = candidate->items.items[i].name;
        const Direction direction = direction_of_metric(name);
        if (direction == DIRECTION_UNKNOWN || !metric_set_find(baseline, name))
            continue;
        *list_push(arena, &policy->metrics) = (PolicyMetric){
            .name = name, .direction = direction, .min = NAN, .max = NAN, .compares = true};
    }
    return policy;
}
