#include "profile/drift.h"

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
        [FIELD_STRING] = 0,   [FIELD_BOOLEAN] = 0,   [FIELD_ANY] = 0,  [FIELD_INTEGER] = 1,
        [FIELD_NUMBER] = 1,   [FIELD_YEAR] = 1,      [FIELD_DATE] = 2, [FIELD_TIME] = 3,
        [FIELD_DATETIME] = 4, [FIELD_YEARMONTH] = 5,
    };
    return families[before] == families[now];
}

static const char *drift_number_text(FieldType type, double number, Arena *arena)
{
    char text[TEXT_REAL_SIZE];
    char date[SCALAR_DATE_SIZE];
    if (type == FIELD_DATE)
        return arena_text(arena, scalar_date_text(number, date));
    if (type == FIELD_DATETIME)
        return arena_text(arena, scalar_date_text(number / 86400, date));
    // The end of a bin has digits that mean nothing.
    if (number == trunc(number))
        return arena_text(arena, text_from_real(number, text));
    return arena_format(arena, "%.6g", number);
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

// Counts of the same categories on both sides.
typedef struct Paired {
    double *before;
    double *now;
    const char **names;
    size_t count;
} Paired;

static Paired paired_new(size_t room, Arena *arena)
{
    return (Paired){arena_array(arena, double, room), arena_array(arena, double, room),
                    arena_array(arena, const char *, room), 0};
}

static void paired_add(Paired *paired, const char *name, double before, double now)
{
    paired->names[paired->count] = name;
    paired->before[paired->count] = before;
    paired->now[paired->count] = now;
    paired->count++;
}

// The categories of both sides, those too rare for a test pooled as the last.
static Paired drift_pair(const Categories *before, const Categories *now, Arena *arena)
{
    CategoryList list = categories_list(before, arena);
    CategoryList further = categories_list(now, arena);
    Paired paired = paired_new(list.count + further.count + 1, arena);
    double n = (double)before->count;
    double m = (double)now->count;
    double rare_before = 0;
    double rare_now = 0;
    for (size_t i = 0; i < list.count + further.count; i++) {
        bool ours = i < list.count;
        const Category *category = ours ? &list.items[i] : &further.items[i - list.count];
        int64_t other = categories_count(ours ? now : before, category->hash);
        if (!ours && other)
            continue; // it was in the first list
        double b = (double)(ours ? category->count : other);
        double c = (double)(ours ? other : category->count);
        if ((b + c) / (n + m) * fmin(n, m) >= LEAST_EXPECTED) {
            paired_add(&paired, category->text, b, c);
        } else {
            rare_before += b;
            rare_now += c;
        }
    }
    if (rare_before + rare_now > 0)
        paired_add(&paired, "(rare ones)", rare_before, rare_now);
    return paired;
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
    Paired paired = drift_pair(&before->texts, &now->texts, arena);
    if (paired.count == 1 && text_equal(paired.names[0], "(rare ones)"))
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

static DriftVerdict drift_judge(const Drift *drift, const DriftPlan *plan)
{
    if (drift->before < plan->least_rows || drift->now < plan->least_rows)
        return DRIFT_TOO_FEW;
    // A small effect is none, however certain; one that chance could make is none either.
    if (drift->effect_most < plan->effect || drift->adjusted_p >= plan->significance)
        return DRIFT_NONE;
    return drift->effect >= plan->effect ? DRIFT_FOUND : DRIFT_UNCERTAIN;
}

bool drift_is_ignored(const DriftPlan *plan, const char *column)
{
    for (size_t i = 0; plan->ignored && i < plan->ignored->count; i++) {
        if (text_equal(plan->ignored->items[i], column))
            return true;
    }
    return false;
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
    drift.adjusted_p = !ignored && enough ? drift.p : NAN;
    *list_push(arena, list) = drift;
}

DriftList drift_compare(const Profile *before, const Profile *now, const DriftPlan *plan,
                        Arena *arena)
{
    DriftList list = {0};
    for (size_t i = 0; i < before->columns.count; i++) {
        const ColumnProfile *ours = &before->columns.items[i];
        const ColumnProfile *theirs = profile_find(now, ours->name);
        if (!theirs || !drift_comparable(ours->type, theirs->type))
            continue;
        if (drift_has_values(ours, theirs))
            drift_add(&list, drift_of_values(ours, theirs, arena), plan, arena);
        if (ours->missing || theirs->missing)
            drift_add(&list, drift_of_missing(ours, theirs, arena), plan, arena);
    }
    double *p = arena_array(arena, double, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        p[i] = list.items[i].adjusted_p;
    adjust_p_values(p, list.count);
    for (size_t i = 0; i < list.count; i++) {
        list.items[i].adjusted_p = p[i];
        if (list.items[i].verdict != DRIFT_IGNORED)
            list.items[i].verdict = drift_judge(&list.items[i], plan);
    }
    return list;
}
