#include "stats/drift_interval.h"

#include "base/text.h"
#include "stats/drift_binning.h"
#include "stats/sample_distance.h"

#include <math.h>
#include <string.h>

// Where in its bin a number is taken to lie.
typedef enum Where {
    AT_LOW,
    IN_MIDDLE,
    AT_HIGH,
    AT_CENTRE, // of the bin itself, also the least and the most: the same for both sides
} Where;

static double number_in(const BinnedSide *side, const SpreadBin *bin, Where where)
{
    const bool whole = where == AT_CENTRE;
    const double low = whole ? bin->low : fmax(bin->low, side->least);
    const double high = whole ? bin->high : fmin(bin->high, side->most);
    return where == AT_LOW ? low : where == AT_HIGH ? high : low + (high - low) / 2;
}

// The numbers of a side, ascending. The least and the most are known, and one number is there.
static CountedNumbers numbers_at(const BinnedSide *side, Where where, Arena *arena)
{
    CountedNumbers numbers = {0};
    for (size_t i = 0; i < side->bins->count; i++) {
        const SpreadBin *bin = &side->bins->items[i];
        const bool first = i == 0 && where != AT_CENTRE;
        const bool last = i + 1 == side->bins->count && where != AT_CENTRE;
        int64_t left = bin->count;
        if (first)
            *list_push(arena, &numbers) = (CountedNumber){side->least, 1};
        left -= first;
        const bool ends = last && left > 0;
        left -= ends;
        if (left > 0)
            *list_push(arena, &numbers) =
                (CountedNumber){number_in(side, bin, where), (double)left};
        if (ends)
            *list_push(arena, &numbers) = (CountedNumber){side->most, 1};
    }
    return numbers;
}

typedef struct Binned {
    const DriftMethod *method;
    const BinnedSide *before;
    const BinnedSide *now;
    size_t bins;
    Arena *arena;
} Binned;

static TwoSamples samples_at(const Binned *binned, Where before, Where now)
{
    const CountedNumbers left = numbers_at(binned->before, before, binned->arena);
    const CountedNumbers right = numbers_at(binned->now, now, binned->arena);
    TwoSamples samples = two_samples_of_counts(&left, &right, binned->arena);
    samples.integers = binned->before->integers && binned->now->integers;
    return samples;
}

static DriftSides sides_at(const Binned *binned, TwoSamples *samples, Where before, Where now)
{
    *samples = samples_at(binned, before, now);
    DriftSides sides = drift_sides_of_numbers(samples);
    sides.bins = binned->bins;
    return sides;
}

static double decisive_at(const Binned *binned, Where before, Where now)
{
    TwoSamples samples = {0};
    const DriftSides sides = sides_at(binned, &samples, before, now);
    return drift_method_decisive(binned->method, binned->method->numbers(&sides, binned->arena));
}

static void interval_add(DriftInterval *interval, double value)
{
    interval->least = fmin(interval->least, value);
    interval->most = fmax(interval->most, value);
}

// Each side as far apart from the other as it may be, in both directions. With all numbers of a bin
// at one place the distribution functions are right between bins: a distance is no less than there.
static void bound_by_steps(const Binned *binned, DriftInterval *interval)
{
    interval_add(interval, decisive_at(binned, AT_LOW, AT_HIGH));
    interval_add(interval, decisive_at(binned, AT_HIGH, AT_LOW));
    interval->known = true;
}

// How far the numbers of a side were moved into the middle at most: on average, and its root mean
// square.
typedef struct Moved {
    double mean;
    double root;
} Moved;

static Moved numbers_moved(const BinnedSide *side)
{
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (size_t i = 0; i < side->bins->count; i++) {
        const SpreadBin *bin = &side->bins->items[i];
        const double far = (number_in(side, bin, AT_HIGH) - number_in(side, bin, AT_LOW)) / 2;
        sum += far * (double)bin->count;
        squares += far * far * (double)bin->count;
        count += (double)bin->count;
    }
    return (Moved){sum / count, sqrt(squares / count)};
}

// By Minkowski's inequality the distance of two samples changes by the mean way at most, and the
// deviation by which it is divided by the root mean square.
static void bound_by_moving(const Binned *binned, const TwoSamples *middle, DriftInterval *interval)
{
    const Moved left = numbers_moved(binned->before);
    const Moved right = numbers_moved(binned->now);
    const double way = left.mean + right.mean;
    const double raw = sample_wasserstein(middle);
    const double value = interval->figure.value;
    const double scale = value > 0 ? raw / value : 1;
    const bool plain = raw == value;
    const double slack = plain ? 0 : fmax(left.root, right.root);
    interval->least = fmax(0, raw - way) / (scale + slack);
    interval->most = scale > slack ? (raw + way) / (scale - slack) : INFINITY;
    interval->known = true;
}

// The distance is sqrt(2 × integral of (F - G)²), and |F - G| is at most 1.
static void bound_by_energy(const Binned *binned, DriftInterval *interval)
{
    const double way = numbers_moved(binned->before).mean + numbers_moved(binned->now).mean;
    const double square = interval->figure.value * interval->figure.value;
    interval->least = sqrt(fmax(0, square - 4 * way));
    interval->most = sqrt(square + 4 * way);
    interval->known = true;
}

// Divergences are sums of terms, each of them 0 for equal shares, convex, and greater the further
// the shares lie apart; then something is done to the sum.

static double term_psi(double p, double q)
{
    return (p - q) * log(p / q);
}

static double surprise(double p, double q)
{
    return p > 0 ? p * log(p / q) : 0;
}

// With q - p, whose sum is 0, no term is negative.
static double term_kl(double p, double q)
{
    return surprise(p, q) + q - p;
}

static double term_js(double p, double q)
{
    return surprise(p, (p + q) / 2) + surprise(q, (p + q) / 2);
}

static double term_hellinger(double p, double q)
{
    return (sqrt(p) - sqrt(q)) * (sqrt(p) - sqrt(q));
}

static double end_plain(double sum)
{
    return sum;
}

static double end_root(double sum)
{
    return sqrt(sum / 2);
}

static double end_js_base_2(double sum)
{
    return sqrt(sum / 2 / log(2));
}

static double end_js_tfdv(double sum)
{
    return fmin(1, sum / 2 / log(2));
}

typedef Shares SharesFunction(const DriftSides *sides, Arena *arena);

static const struct {
    const char *method;
    SharesFunction *shares;
    double (*term)(double p, double q);
    double (*end)(double sum);
    double small;  // what nothing is taken for at least; 0: nothing stays nothing
    bool rescaled; // to a sum of 1 after that
} divergences[] = {
    {"psi:evidently", shares_as_evidently, term_psi, end_plain, 1e-4, false},
    {"psi:soda", shares_as_soda, term_psi, end_plain, 1e-5, false},
    {"kl:evidently", shares_as_evidently, term_kl, end_plain, 1e-4, true},
    {"js:evidently", shares_as_evidently, term_js, end_root, 0, false},
    {"js:nannyml", shares_as_nannyml, term_js, end_js_base_2, 0, false},
    {"js:tfdv", shares_as_tfdv, term_js, end_js_tfdv, 0, false},
    {"hellinger:nannyml", shares_as_nannyml, term_hellinger, end_root, 0, false},
};

// What a share may be.
typedef struct Range {
    double low;
    double high;
} Range;

// A distribution function is greatest with all numbers at the low ends, and a share is the
// difference of two of its values. `slack`: how much may lie before the first bin or not.
typedef struct Sums {
    double greatest;
    double least;
} Sums;

static Range share_range(Sums *sums, double at_low, double at_high, double slack)
{
    const Sums before = *sums;
    sums->greatest += at_low;
    sums->least += at_high;
    return (Range){fmax(0, sums->least - before.greatest - slack),
                   fmin(1, sums->greatest - before.least + slack)};
}

static Range range_fill(Range range, double small)
{
    return (Range){fmax(range.low, small), fmax(range.high, small)};
}

// The term's ends over all shares of both ranges, added to *least and *most.
static void add_term(double (*term)(double, double), Range p, Range q, double *least, double *most)
{
    const double corners[] = {term(p.low, q.low), term(p.low, q.high), term(p.high, q.low),
                              term(p.high, q.high)};
    double greatest = 0;
    for (size_t i = 0; i < array_count(corners); i++)
        greatest = fmax(greatest, isnan(corners[i]) ? 0 : corners[i]);
    *most += greatest;
    *least += p.low > q.high ? term(p.low, q.high) : q.low > p.high ? term(p.high, q.low) : 0;
}

// The share of a side's numbers that may lie before or behind the first edge.
static double share_astride(const TwoSamples *low, const TwoSamples *high, const double *at_low,
                            const double *at_high, double edge)
{
    double astride = 0;
    for (size_t i = 0; i < low->count && low->at[i] < edge; i++)
        astride += at_low[i];
    for (size_t i = 0; i < high->count && high->at[i] < edge; i++)
        astride -= at_high[i];
    return fabs(astride);
}

// The least share that is not nothing, filled as Evidently does it, or as the table says.
static double small_share(const Binned *binned, const DriftSides *sides, double small)
{
    if (small == 0 || !text_equal(strchr(binned->method->name, ':'), ":evidently"))
        return small;
    const double one = 1 / fmax(sides->before_total, sides->now_total);
    return one > small ? small : one / 1e6;
}

static void bound_by_shares(const Binned *binned, DriftInterval *interval)
{
    size_t row = 0;
    while (!text_equal(divergences[row].method, binned->method->name))
        row++;
    TwoSamples low = {0};
    TwoSamples high = {0};
    const DriftSides at_low = sides_at(binned, &low, AT_LOW, AT_LOW);
    const DriftSides at_high = sides_at(binned, &high, AT_HIGH, AT_HIGH);
    const Shares most = divergences[row].shares(&at_low, binned->arena);
    const Shares least = divergences[row].shares(&at_high, binned->arena);
    // Some rules look at the numbers to make their bins; no bound if those are not the same ones.
    if (most.count != least.count || !most.edges)
        return;
    const double edge = most.edges->at[0];
    const double slack_before =
        share_astride(&low, &high, low.before, high.before, edge) / low.before_total;
    const double slack_now = share_astride(&low, &high, low.now, high.now, edge) / low.now_total;
    const double small = small_share(binned, &at_low, divergences[row].small);
    Sums before = {0};
    Sums now = {0};
    double lower = 0;
    double upper = 0;
    for (size_t i = 0; i < most.count; i++) {
        const Range p = share_range(&before, most.before[i], least.before[i], slack_before);
        const Range q = share_range(&now, most.now[i], least.now[i], slack_now);
        add_term(divergences[row].term, range_fill(p, small), range_fill(q, small), &lower, &upper);
    }
    // Filled shares sum up to a little more than 1.
    const double rescaled =
        divergences[row].rescaled ? 2 * (double)most.count * small * (1 + upper) : 0;
    interval->least = divergences[row].end(fmax(0, lower - rescaled));
    interval->most = divergences[row].end(upper + rescaled);
    interval->known = true;
}

DriftInterval drift_interval(const DriftMethod *method, const BinnedSide *before,
                             const BinnedSide *now, size_t bins, Arena *arena)
{
    const Binned binned = {method, before, now, bins, arena};
    TwoSamples middle = {0};
    const Where where = method->bound == DRIFT_BY_STEPS ? AT_CENTRE : IN_MIDDLE;
    const DriftSides sides = sides_at(&binned, &middle, where, where);
    DriftInterval interval = {.figure = method->numbers(&sides, arena)};
    interval.least = drift_method_decisive(method, interval.figure);
    interval.most = interval.least;
    switch (method->bound) {
    case DRIFT_UNBOUNDED:
        break;
    case DRIFT_BY_STEPS:
        bound_by_steps(&binned, &interval);
        break;
    case DRIFT_BY_MOVING:
        bound_by_moving(&binned, &middle, &interval);
        break;
    case DRIFT_BY_ENERGY:
        bound_by_energy(&binned, &interval);
        break;
    case DRIFT_BY_SHARES:
        bound_by_shares(&binned, &interval);
        break;
    }
    return interval;
}
