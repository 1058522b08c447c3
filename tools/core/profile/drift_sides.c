#include "profile/drift_sides.h"

#include "stats/drift_interval.h"
#include "stats/share.h"

#include <math.h>

Paired paired_new(size_t room, Arena *arena)
{
    return (Paired){arena_array(arena, double, room), arena_array(arena, double, room),
                    arena_array(arena, const char *, room), 0};
}

void paired_add(Paired *paired, const char *name, double before, double now)
{
    paired->names[paired->count] = name;
    paired->before[paired->count] = before;
    paired->now[paired->count] = now;
    paired->count++;
}

Paired paired_categories(const Categories *before, const Categories *now, double least,
                         Arena *arena)
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
        if ((b + c) / (n + m) * fmin(n, m) >= least) {
            paired_add(&paired, category->text, b, c);
        } else {
            rare_before += b;
            rare_now += c;
        }
    }
    if (rare_before + rare_now > 0)
        paired_add(&paired, PAIRED_RARE, rare_before, rare_now);
    return paired;
}

const char *drift_number_text(FieldType type, double number, Arena *arena)
{
    char text[TEXT_REAL_SIZE];
    const char *moment = field_moment_text(type, number, arena);
    if (moment)
        return moment;
    // The end of a bin has digits that mean nothing.
    if (number == trunc(number))
        return arena_text(arena, text_from_real(number, text));
    return arena_format(arena, "%.6g", number);
}

// The two sides of one column, whatever it is made of.
typedef struct Column {
    const ColumnProfile *before;
    const ColumnProfile *now;
    bool exact; // all values are known
    TwoSamples samples;
    Paired paired;
    SpreadBins bins[2]; // of numbers
    DriftSides sides;
} Column;

static CountedNumbers counted_numbers(const SpreadBins *bins, Arena *arena)
{
    CountedNumbers numbers = {0};
    for (size_t i = 0; i < bins->count; i++) {
        const SpreadBin *bin = &bins->items[i];
        *list_push(arena, &numbers) =
            (CountedNumber){bin->low + (bin->high - bin->low) / 2, (double)bin->count};
    }
    return numbers;
}

static void column_take_numbers(Column *column, Arena *arena)
{
    spread_common_bins(&column->before->spread, &column->now->spread, arena, &column->bins[0],
                       &column->bins[1]);
    const CountedNumbers before = counted_numbers(&column->bins[0], arena);
    const CountedNumbers now = counted_numbers(&column->bins[1], arena);
    column->samples = two_samples_of_counts(&before, &now, arena);
    // What counts for the rules of bins is the type, as in the tables of others.
    column->samples.integers =
        column->before->type == FIELD_INTEGER && column->now->type == FIELD_INTEGER;
    column->exact = spread_exact(&column->before->spread) && spread_exact(&column->now->spread);
    column->sides = drift_sides_of_numbers(&column->samples);
}

static void column_take_texts(Column *column, Arena *arena)
{
    column->exact =
        categories_exact(&column->before->texts) && categories_exact(&column->now->texts);
    column->paired = paired_categories(&column->before->texts, &column->now->texts, 0, arena);
    column->sides =
        drift_sides_of_counts(column->paired.before, column->paired.now, column->paired.count);
}

// The intervals between given edges, as categories whose counts are exact.
static void column_take_edges(Column *column, Arena *arena)
{
    const EdgeCounts *before = &column->before->edges;
    const EdgeCounts *now = &column->now->edges;
    column->exact = true;
    column->paired = paired_new(now->edges.count + 1, arena);
    for (size_t i = 0; i <= now->edges.count; i++) {
        if (before->counts[i] || now->counts[i])
            paired_add(&column->paired, edge_interval_text(now->edges, i, arena),
                       (double)before->counts[i], (double)now->counts[i]);
    }
    column->sides =
        drift_sides_of_counts(column->paired.before, column->paired.now, column->paired.count);
}

// Whether the rule asks for given edges, which must be those of both sides.
static bool column_wants_edges(const Column *column, const DriftRule *rule, bool *ret_wants,
                               Error *err)
{
    const Edges before = column->before->edges.edges;
    const Edges now = column->now->edges.edges;
    *ret_wants = rule->by_edges && now.count && edges_equal(before, now);
    if (*ret_wants || !rule->by_edges || (!rule->chosen && before.count + now.count == 0))
        return true;
    return error_at(err, ERROR_CONFIG, rule->place,
                    "drift of column '%s' is judged by edges, wanted the same ones in both "
                    "profiles: profile them with the same --edges",
                    column->now->name);
}

static const DriftMethod *column_method(const DriftRule *rule, const DriftSides *sides)
{
    return rule->choice.suite ? drift_suite_method(rule->choice.suite, sides) : rule->choice.method;
}

static BinnedSide binned_side(const ColumnProfile *column, const SpreadBins *bins)
{
    return (BinnedSide){bins, column->moments.least, column->moments.most,
                        column->type == FIELD_INTEGER};
}

static DriftMeasured column_measure(const Column *column, const DriftMethod *method, size_t bins,
                                    Arena *arena)
{
    DriftMeasured measured = {.method = method, .known = column->exact};
    if (column->exact || !column->sides.numbers) {
        DriftSides sides = column->sides;
        sides.bins = bins;
        measured.figure = (sides.numbers ? method->numbers : method->categories)(&sides, arena);
        measured.least = drift_method_decisive(method, measured.figure);
        measured.most = measured.least;
        return measured;
    }
    const BinnedSide before = binned_side(column->before, &column->bins[0]);
    const BinnedSide now = binned_side(column->now, &column->bins[1]);
    const DriftInterval interval = drift_interval(method, &before, &now, bins, arena);
    measured.figure = interval.figure;
    measured.least = interval.least;
    measured.most = interval.most;
    measured.known = interval.known;
    return measured;
}

// What the method saw change most, in place of what the default saw.
static void column_name_change(const Column *column, Arena *arena, Drift *drift)
{
    const FieldType type = column->before->type;
    const DriftFigure *figure = &drift->measured.figure;
    if (column->sides.numbers && figure->has_bin) {
        const char *from = drift_number_text(type, figure->bin.from, arena);
        const char *to = drift_number_text(type, figure->bin.to, arena);
        drift->where = figure->bin.from < figure->bin.to
                           ? arena_format(arena, "from %s to %s", from, to)
                           : from;
        drift->share_before = figure->bin.share_before;
        drift->share_now = figure->bin.share_now;
    } else if (!column->sides.numbers && column->paired.count) {
        const Paired *paired = &column->paired;
        const size_t most = share_greatest_change(paired->before, paired->now, paired->count);
        drift->where = paired->names[most];
        drift->share_before = paired->before[most] / column->sides.before_total;
        drift->share_now = paired->now[most] / column->sides.now_total;
    }
}

static bool column_refuse(const Drift *drift, const DriftMethod *method, bool numbers, Error *err)
{
    return error_at(err, ERROR_CONFIG, drift->rule->place,
                    "drift method '%s' is for %s, column '%s' has %s", method->name,
                    numbers ? "categories" : "numbers", drift->column,
                    numbers ? "numbers" : "categories");
}

bool drift_measure_by_method(const ColumnProfile *before, const ColumnProfile *now, Arena *arena,
                             Drift *drift, Error *err)
{
    const DriftRule *rule = drift->rule;
    const bool numbers = drift->kind == DRIFT_NUMBERS;
    Column column = {.before = before, .now = now};
    if (rule->off || (!rule->choice.method && !rule->choice.suite) || drift->before == 0 ||
        drift->now == 0 || drift->kind == DRIFT_MISSING)
        return true;
    // Texts that hardly repeat have no figure but their lengths; who chose a method hears of it.
    if (drift->kind == DRIFT_LENGTHS && !rule->chosen)
        return true;
    bool by_edges = false;
    if (numbers && !column_wants_edges(&column, rule, &by_edges, err))
        return false;
    if (by_edges)
        column_take_edges(&column, arena);
    else if (numbers)
        column_take_numbers(&column, arena);
    else
        column_take_texts(&column, arena);
    const DriftMethod *method = column_method(rule, &column.sides);
    const bool measured = numbers && !by_edges;
    if (!(measured ? method->numbers : method->categories))
        return !rule->chosen || column_refuse(drift, method, measured, err);
    drift->kind = numbers ? DRIFT_NUMBERS : DRIFT_CATEGORIES;
    drift->measured = column_measure(&column, method, rule->bins, arena);
    column_name_change(&column, arena, drift);
    return true;
}
