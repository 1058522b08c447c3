#include "profile/drift_sides.h"

#include "stats/distribution.h"
#include "stats/share.h"

#include <math.h>
#include <string.h>

// Below this many expected rows the chi-square distribution is no approximation (Cochran 1954).
#define LEAST_EXPECTED 5.0
#define PSI_FLOOR      0.01

static const struct {
    const char *name;
    const char *measure;
    const char *second;
} drift_kinds[] = {
    [DRIFT_NUMBERS] = {"numbers", "KS distance", "Wasserstein / sd"},
    [DRIFT_CATEGORIES] = {"categories", "total variation", "PSI (floor 0.01)"},
    [DRIFT_LENGTHS] = {"lengths of texts", "KS distance", "Wasserstein / sd"},
    [DRIFT_MISSING] = {"missing values", "change of the share", "PSI (floor 0.01)"},
};

const char *drift_kind_name(DriftKind kind)
{
    return drift_kinds[kind].name;
}

const char *drift_measure_name(DriftKind kind)
{
    return drift_kinds[kind].measure;
}

const char *drift_second_name(DriftKind kind)
{
    return drift_kinds[kind].second;
}

bool drift_comparable(FieldType before, FieldType now)
{
    // Integers become numbers, and years are integers, without being other values.
    static const int families[FIELD_TYPES] = {
        [FIELD_STRING] = 0,   [FIELD_BOOLEAN] = 0,   [FIELD_ANY] = 0,      [FIELD_INTEGER] = 1,
        [FIELD_NUMBER] = 1,   [FIELD_YEAR] = 1,      [FIELD_DATE] = 2,     [FIELD_TIME] = 3,
        [FIELD_DATETIME] = 4, [FIELD_YEARMONTH] = 5, [FIELD_DURATION] = 6,
    };
    return families[before] == families[now];
}

// What two spreads say; for values with an order, and for lengths of texts.
static void drift_measure_spreads(const ColumnProfile *before, const ColumnProfile *now,
                                  Arena *arena, Drift *drift)
{
    if (before->spread.count == 0 || now->spread.count == 0)
        return;
    SpreadDistance distance = spread_distance(&before->spread, &now->spread);
    double deviation = moments_population_deviation(&before->moments);
    drift->effect = distance.ks;
    drift->effect_most = distance.ks_most;
    drift->p = ks_tail(distance.ks, drift->before, drift->now);
    drift->second = deviation > 0 ? distance.wasserstein / deviation : NAN;
    drift->where =
        arena_format(arena, "at most %s", drift_number_text(before->type, distance.at, arena));
    drift->share_before = distance.share_before;
    drift->share_now = distance.share_now;
}

static void drift_measure_paired(const Paired *paired, Drift *drift)
{
    double degrees = 0;
    drift->effect = share_total_variation(paired->before, paired->now, paired->count);
    drift->effect_most = drift->effect;
    double statistic = share_chi_square(paired->before, paired->now, paired->count, &degrees);
    drift->p = chi_square_tail(statistic, degrees);
    drift->second = share_psi(paired->before, paired->now, paired->count, PSI_FLOOR);
    size_t most = share_greatest_change(paired->before, paired->now, paired->count);
    drift->where = paired->names[most];
    drift->share_before = paired->before[most] / (double)drift->before;
    drift->share_now = paired->now[most] / (double)drift->now;
}

// The values of a column. False if they can only be compared by their lengths.
static bool drift_measure_texts(const ColumnProfile *before, const ColumnProfile *now, Arena *arena,
                                Drift *drift)
{
    if (!categories_exact(&before->texts) || !categories_exact(&now->texts))
        return false;
    if (drift->before == 0 || drift->now == 0)
        return true;
    Paired paired = paired_categories(&before->texts, &now->texts, LEAST_EXPECTED, arena);
    if (paired.count == 1 && text_equal(paired.names[0], PAIRED_RARE))
        return false;
    drift_measure_paired(&paired, drift);
    return true;
}

static Drift drift_of_values(const ColumnProfile *before, const ColumnProfile *now, Arena *arena)
{
    Drift drift = {.column = before->name,
                   .p = NAN,
                   .second = NAN,
                   .before = column_profile_values(before),
                   .now = column_profile_values(now)};
    if (field_type_is_ordered(before->type)) {
        drift.kind = DRIFT_NUMBERS;
        drift_measure_spreads(before, now, arena, &drift);
        return drift;
    }
    drift.kind = DRIFT_CATEGORIES;
    if (drift_measure_texts(before, now, arena, &drift))
        return drift;
    drift.kind = DRIFT_LENGTHS;
    drift_measure_spreads(before, now, arena, &drift);
    return drift;
}

static Drift drift_of_missing(const ColumnProfile *before, const ColumnProfile *now, Arena *arena)
{
    Drift drift = {.kind = DRIFT_MISSING,
                   .column = before->name,
                   .p = NAN,
                   .second = NAN,
                   .before = before->rows,
                   .now = now->rows};
    if (before->rows == 0 || now->rows == 0)
        return drift;
    Paired paired = paired_new(2, arena);
    paired_add(&paired, "missing", (double)before->missing, (double)now->missing);
    paired_add(&paired, "present", (double)(before->rows - before->missing),
               (double)(now->rows - now->missing));
    drift_measure_paired(&paired, &drift);
    drift.where = paired.names[0];
    drift.share_before = (double)before->missing / (double)before->rows;
    drift.share_now = (double)now->missing / (double)now->rows;
    return drift;
}

// By the method's own figure. Where that is known to lie in an interval, both ends must agree.
static DriftVerdict drift_judge_measured(const Drift *drift)
{
    const DriftMeasured *measured = &drift->measured;
    if (!measured->known)
        return DRIFT_UNCERTAIN;
    if (isnan(measured->least) || isnan(measured->most))
        return DRIFT_UNDEFINED;
    bool least = drift_method_finds(measured->method, measured->least, drift->threshold);
    bool most = drift_method_finds(measured->method, measured->most, drift->threshold);
    if (least != most)
        return DRIFT_UNCERTAIN;
    return least ? DRIFT_FOUND : DRIFT_NONE;
}

static DriftVerdict drift_judge(const Drift *drift, const DriftPlan *plan)
{
    if (drift->before < plan->least_rows || drift->now < plan->least_rows)
        return DRIFT_TOO_FEW;
    if (drift->measured.method)
        return drift_judge_measured(drift);
    // A small effect is none, however certain; one that chance could make is none either.
    if (drift->effect_most < drift->threshold || drift->adjusted_p >= drift->rule->significance)
        return DRIFT_NONE;
    return drift->effect >= drift->threshold ? DRIFT_FOUND : DRIFT_UNCERTAIN;
}

// A column without any value on both sides is told by its missing share alone.
static bool drift_has_values(const ColumnProfile *before, const ColumnProfile *now)
{
    return before->missing < before->rows || now->missing < now->rows;
}

static void drift_add(DriftList *list, Drift drift, const DriftPlan *plan, Arena *arena)
{
    bool ignored = drift_is_ignored(plan, drift.column);
    bool enough = drift.before >= plan->least_rows && drift.now >= plan->least_rows;
    drift.verdict = ignored ? DRIFT_IGNORED : DRIFT_NONE;
    drift.adjusted_p = !ignored && enough && !drift.measured.method ? drift.p : NAN;
    drift.threshold = drift_rule_threshold(plan, drift.rule, drift.measured.method);
    *list_push(arena, list) = drift;
}

static bool drift_add_column(DriftList *list, const ColumnProfile *before, const ColumnProfile *now,
                             const DriftPlan *plan, Arena *arena, Error *err)
{
    const DriftRule *rule = drift_plan_rule(plan, before->name);
    if (drift_has_values(before, now)) {
        Drift drift = drift_of_values(before, now, arena);
        drift.rule = rule;
        if (!drift_is_ignored(plan, before->name) &&
            !drift_measure_by_method(before, now, arena, &drift, err))
            return false;
        drift_add(list, drift, plan, arena);
    }
    if (before->missing || now->missing) {
        Drift drift = drift_of_missing(before, now, arena);
        drift.rule = rule;
        drift_add(list, drift, plan, arena);
    }
    return true;
}

// Over the columns that are judged by effect and evidence.
static void drift_adjust(DriftList *list, Arena *arena)
{
    double *p = arena_array(arena, double, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        p[i] = list->items[i].adjusted_p;
    adjust_p_values(p, list->count);
    for (size_t i = 0; i < list->count; i++)
        list->items[i].adjusted_p = p[i];
}

bool drift_compare(const Profile *before, const Profile *now, const DriftPlan *plan, Arena *arena,
                   DriftList *ret_list, Error *err)
{
    DriftList list = {0};
    for (size_t i = 0; i < before->columns.count; i++) {
        const ColumnProfile *ours = &before->columns.items[i];
        const ColumnProfile *theirs = profile_find(now, ours->name);
        if (theirs && drift_comparable(ours->type, theirs->type) &&
            !drift_add_column(&list, ours, theirs, plan, arena, err))
            return false;
    }
    drift_adjust(&list, arena);
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].verdict != DRIFT_IGNORED)
            list.items[i].verdict = drift_judge(&list.items[i], plan);
    }
    *ret_list = list;
    return true;
}
