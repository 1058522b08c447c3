// spread: how numbers are distributed, in bounded memory and without luck.
//
// Every different number is counted exactly until there are more than `most`; then neighbours are
// put into bins, which are intervals of doubles that share their leading bits. The bins depend on
// the set of numbers only, not on their order or on how the data was cut into parts: spreads merge
// exactly, and the counts of bins stay exact. What is between the ends of a bin is unknown, and
// every figure that depends on it says how much.

#ifndef STATS_SPREAD_H
#define STATS_SPREAD_H

#include "base/arena.h"
#include "stats/distinct.h"

typedef struct SpreadSlot {
    uint64_t key;
    int64_t count; // 0: the slot is free
} SpreadSlot;

// A window is worth its memory if the bins span no more than this many. It is opened for as many
// and a margin at both ends.
#define SPREAD_WINDOW_SPAN   ((size_t)1 << 14)
#define SPREAD_WINDOW_MARGIN (SPREAD_WINDOW_SPAN / 2 + 32)

// What a spread takes at most, in bytes: up to twice as many numbers, in twice as many slots, and
// both windows. `most` is a power of two.
#define SPREAD_BYTES(most)                                                                         \
    (4 * (most) * sizeof(SpreadSlot) +                                                             \
     2 * (SPREAD_WINDOW_SPAN + 2 * SPREAD_WINDOW_MARGIN) * sizeof(uint32_t) + DISTINCT_REGISTERS)

// Counts of bins that lie close together on one side of zero, found without a search. While a
// spread has such windows it can only be added to, or settled.
typedef struct SpreadWindow {
    uint32_t *counts; // of the keys `first` …; NULL for none
    uint64_t first;
    size_t room;
} SpreadWindow;

typedef struct Spread {
    size_t most;
    unsigned shift; // low bits that were dropped of every number's 64; 0: exact
    SpreadSlot *slots;
    size_t room; // a power of two
    size_t used;
    int64_t count;
    Distinct distinct;       // of all numbers, once they are in bins
    SpreadWindow windows[2]; // of negative and of positive numbers
    bool windowed;
    size_t strays;   // numbers beside the windows since they were opened, and
    size_t patience; // how many there may be before they are opened anew
} Spread;

#define SPREAD_EMPTY(most_numbers) ((Spread){.most = (most_numbers)})

typedef struct SpreadBin {
    double low; // the least and the greatest number that belongs to the bin; equal if exact
    double high;
    int64_t count;
} SpreadBin;

typedef LIST(SpreadBin) SpreadBins;

// `number` is finite.
void spread_add(Spread *spread, double number, int64_t count);
void spread_merge(Spread *spread, const Spread *other);

// Adds many at once. Until spread_settle() there may be twice `most` numbers or bins, which makes
// no difference to what they are then; no other function may be asked before.
void spread_add_all(Spread *spread, const double *numbers, size_t count);
void spread_settle(Spread *spread);

// Puts a bin back that spread_bins() gave out of a spread of that shift; `distinct` is the
// caller's.
void spread_add_bin(Spread *spread, double low, unsigned shift, int64_t count);

// The bins in the order of their numbers.
SpreadBins spread_bins(const Spread *spread, Arena *arena);

// The bins of two spreads, of one number each at least, as coarse as the coarser of them, so that
// a bin of one is a bin of the other or lies apart from all of them.
void spread_common_bins(const Spread *before, const Spread *now, Arena *arena,
                        SpreadBins *ret_before, SpreadBins *ret_now);

static inline bool spread_exact(const Spread *spread)
{
    return spread->shift == 0;
}

// How many different numbers there are; an estimate unless spread_exact().
int64_t spread_distinct(const Spread *spread);

// The q-quantile, 0 ≤ q ≤ 1, interpolated linearly between neighbours (type 7 of Hyndman, Fan
// 1996); bins count as their middle. NaN for no numbers.
double spread_quantile(const SpreadBins *bins, double q);

// How many numbers lie in each interval [edges[i], edges[i + 1]), the last one closed; bins count
// by their middle. Numbers outside are in none.
void spread_histogram(const SpreadBins *bins, const double *edges, size_t intervals,
                      int64_t *ret_counts);

typedef struct SpreadDistance {
    double ks;           // sup |F - G| as far as it is seen at the ends of bins
    double ks_most;      // what it may be at most inside of bins; equal to `ks` if both are exact
    double at;           // the number at which `ks` is reached
    double share_before; // of the first spread's numbers up to there
    double share_now;    // of the second's
    double wasserstein;  // the integral of |F - G|, bins as their middle
} SpreadDistance;

// The distance between two spreads, each of one number at least.
SpreadDistance spread_distance(const Spread *before, const Spread *now);

void spread_release(Spread *spread);
#define scoped_spread CLEANUP(spread_release) Spread

#endif
