// divergence: how different two lists of shares over the same bins or categories are, by the
// measures that drift tools report under one name with different conventions. Here every convention
// is an argument.

#ifndef STATS_DIVERGENCE_H
#define STATS_DIVERGENCE_H

#include "stats/bin_rule.h"

// Shares of both sides, each summing up to 1 at most (what is not in the list is in neither).
typedef struct Shares {
    double *before;
    double *now;
    size_t count;
    const BinEdges *edges; // of numbers in bins; NULL for categories
} Shares;

// Counts divided by the totals of their sides.
Shares shares_of(const double *before, const double *now, size_t count, double before_total,
                 double now_total, Arena *arena);

// Appends what is missing to a sum of 1 on the right side as one more entry that the left side does
// not have.
Shares shares_with_leftover(const Shares *shares, Arena *arena);

// Puts something for nothing, so that logarithms exist. By `floor`: every share at least that.
Shares shares_floor(const Shares *shares, double floor, Arena *arena);
// By `small`: shares of 0 become that.
Shares shares_fill(const Shares *shares, double small, Arena *arena);
// As Evidently does: on each side 0 becomes 0.0001, or a millionth of the least share above 0 if
// that is no greater than 0.0001.
Shares shares_fill_evidently(const Shares *shares, Arena *arena);

// Population stability index: sum (p - q) ln(p / q). All shares above 0.
double shares_psi(const Shares *shares);

// Kullback-Leibler divergence of q from p, sum p ln(p / q), of shares scaled to a sum of 1 each.
double shares_kl(const Shares *shares);

// Jensen-Shannon divergence in units of ln(base), of shares scaled to a sum of 1 each: 0 … 1 for
// base 2. The distance is its square root.
double shares_js(const Shares *shares, double base);

// Hellinger distance sqrt(sum (sqrt p - sqrt q)² / 2), 0 … 1.
double shares_hellinger(const Shares *shares);

// Half the sum of |p - q|, 0 … 1.
double shares_total_variation(const Shares *shares);

// The greatest |p - q| and its index.
double shares_infinity_norm(const Shares *shares, size_t *ret_index);

#endif
