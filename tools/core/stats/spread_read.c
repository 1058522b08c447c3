// What a spread says.

#include "stats/spread_slots.h"

#include <math.h>
#include <stdlib.h>

SpreadBins spread_bins(const Spread *spread, Arena *arena)
{
    SpreadSlot *kept = arena_array(arena, SpreadSlot, 2 * spread->used + 1);
    size_t count = spread_slots_gather(spread, kept);
    const SpreadSlot *sorted = spread_slots_sort(kept, kept + count, count);
    SpreadBins bins = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t low = sorted[i].key << spread->shift;
        uint64_t high = low + (((uint64_t)1 << spread->shift) - 1);
        *list_push(arena, &bins) =
            (SpreadBin){spread_number(low), spread_number(high), sorted[i].count};
    }
    return bins;
}

void spread_common_bins(const Spread *before, const Spread *now, Arena *arena,
                        SpreadBins *ret_before, SpreadBins *ret_now)
{
    scoped_spread ours = SPREAD_EMPTY(SIZE_MAX);
    scoped_spread theirs = SPREAD_EMPTY(SIZE_MAX);
    spread_merge(&ours, before);
    spread_merge(&theirs, now);
    spread_coarsen(&ours, theirs.shift);
    spread_coarsen(&theirs, ours.shift);
    *ret_before = spread_bins(&ours, arena);
    *ret_now = spread_bins(&theirs, arena);
}

static double spread_bin_middle(const SpreadBin *bin)
{
    // Beside nothing at all the bin of zero has numbers only that hardly any column has.
    if (bin->low == 0 && bin->high < 1e-300)
        return 0;
    // The outermost bins of very coarse spreads may reach past the finite numbers.
    double middle = bin->low + (bin->high - bin->low) / 2;
    return isfinite(middle) ? middle : isfinite(bin->low) ? bin->low : bin->high;
}

int64_t spread_distinct(const Spread *spread)
{
    return spread_exact(spread) ? (int64_t)spread->used : distinct_estimate(&spread->distinct);
}

static double spread_ranked(const SpreadBins *bins, int64_t rank)
{
    for (size_t i = 0; i < bins->count; i++) {
        if (rank < bins->items[i].count)
            return spread_bin_middle(&bins->items[i]);
        rank -= bins->items[i].count;
    }
    return spread_bin_middle(&bins->items[bins->count - 1]);
}

double spread_quantile(const SpreadBins *bins, double q)
{
    int64_t count = 0;
    for (size_t i = 0; i < bins->count; i++)
        count += bins->items[i].count;
    if (count == 0)
        return NAN;
    double position = (double)(count - 1) * q;
    int64_t rank = (int64_t)position;
    double low = spread_ranked(bins, rank);
    double high = spread_ranked(bins, MIN(rank + 1, count - 1));
    return low + (high - low) * (position - (double)rank);
}

void spread_histogram(const SpreadBins *bins, const double *edges, size_t intervals,
                      int64_t *ret_counts)
{
    for (size_t i = 0; i < intervals; i++)
        ret_counts[i] = 0;
    size_t interval = 0;
    for (size_t i = 0; i < bins->count; i++) {
        double middle = spread_bin_middle(&bins->items[i]);
        while (interval + 1 < intervals && middle >= edges[interval + 1])
            interval++;
        if (middle >= edges[0] && middle <= edges[intervals])
            ret_counts[interval] += bins->items[i].count;
    }
}

// The two distribution functions while they are walked along together.
typedef struct SpreadWalk {
    double before;
    double now;
    double middle;
} SpreadWalk;

static void spread_step(SpreadWalk *walk, const SpreadBin *bin, double before, double now,
                        bool exact, SpreadDistance *distance)
{
    double middle = spread_bin_middle(bin);
    if (!isnan(walk->middle))
        distance->wasserstein += fabs(walk->before - walk->now) * (middle - walk->middle);
    double inside = fmax(walk->before + before - walk->now, walk->now + now - walk->before);
    walk->before += before;
    walk->now += now;
    walk->middle = middle;
    double gap = fabs(walk->before - walk->now);
    if (gap > distance->ks) {
        distance->ks = gap;
        distance->at = bin->high;
        distance->share_before = walk->before;
        distance->share_now = walk->now;
    }
    distance->ks_most = fmax(distance->ks_most, exact ? gap : inside);
}

SpreadDistance spread_distance(const Spread *before, const Spread *now)
{
    scoped_arena arena = arena_open();
    SpreadBins a = {0};
    SpreadBins b = {0};
    spread_common_bins(before, now, arena, &a, &b);

    SpreadDistance distance = {0};
    SpreadWalk walk = {.middle = NAN};
    bool exact = spread_exact(before) && spread_exact(now);
    for (size_t i = 0, j = 0; i < a.count || j < b.count;) {
        bool first = j == b.count || (i < a.count && a.items[i].low <= b.items[j].low);
        bool second = i == a.count || (j < b.count && b.items[j].low <= a.items[i].low);
        const SpreadBin *bin = first ? &a.items[i] : &b.items[j];
        double share = first ? (double)a.items[i].count / (double)before->count : 0;
        double other = second ? (double)b.items[j].count / (double)now->count : 0;
        spread_step(&walk, bin, share, other, exact, &distance);
        i += first;
        j += second;
    }
    return distance;
}
