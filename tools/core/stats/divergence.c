#include "stats/divergence.h"

#include <math.h>

static Shares shares_new(size_t count, Arena *arena)
{
    return (Shares){arena_array(arena, double, count + 1), arena_array(arena, double, count + 1),
                    count, NULL};
}

Shares shares_of(const double *before, const double *now, size_t count, double before_total,
                 double now_total, Arena *arena)
{
    Shares shares = shares_new(count, arena);
    for (size_t i = 0; i < count; i++) {
        shares.before[i] = before[i] / before_total;
        shares.now[i] = now[i] / now_total;
    }
    return shares;
}

static double sum_of(const double *shares, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += shares[i];
    return sum;
}

Shares shares_with_leftover(const Shares *shares, Arena *arena)
{
    Shares more = shares_new(shares->count + 1, arena);
    for (size_t i = 0; i < shares->count; i++) {
        more.before[i] = shares->before[i];
        more.now[i] = shares->now[i];
    }
    more.now[shares->count] = fmax(0, 1 - sum_of(shares->now, shares->count));
    more.edges = shares->edges;
    return more;
}

Shares shares_floor(const Shares *shares, double floor, Arena *arena)
{
    Shares floored = shares_new(shares->count, arena);
    for (size_t i = 0; i < shares->count; i++) {
        floored.before[i] = fmax(shares->before[i], floor);
        floored.now[i] = fmax(shares->now[i], floor);
    }
    return floored;
}

static void fill_side(double *filled, const double *shares, size_t count, double small)
{
    for (size_t i = 0; i < count; i++)
        filled[i] = shares[i] > 0 ? shares[i] : small;
}

Shares shares_fill(const Shares *shares, double small, Arena *arena)
{
    Shares filled = shares_new(shares->count, arena);
    fill_side(filled.before, shares->before, shares->count, small);
    fill_side(filled.now, shares->now, shares->count, small);
    return filled;
}

static double small_of_evidently(const double *shares, size_t count)
{
    double least = INFINITY;
    for (size_t i = 0; i < count; i++)
        least = shares[i] > 0 ? fmin(least, shares[i]) : least;
    return least > 1e-4 ? 1e-4 : least / 1e6;
}

Shares shares_fill_evidently(const Shares *shares, Arena *arena)
{
    Shares filled = shares_new(shares->count, arena);
    const size_t count = shares->count;
    fill_side(filled.before, shares->before, count, small_of_evidently(shares->before, count));
    fill_side(filled.now, shares->now, count, small_of_evidently(shares->now, count));
    return filled;
}

double shares_psi(const Shares *shares)
{
    double index = 0;
    for (size_t i = 0; i < shares->count; i++)
        index += (shares->before[i] - shares->now[i]) * log(shares->before[i] / shares->now[i]);
    return index;
}

// p ln(p / q), which is 0 for p = 0.
static double surprise(double p, double q)
{
    return p > 0 ? p * log(p / q) : 0;
}

double shares_kl(const Shares *shares)
{
    const double before = sum_of(shares->before, shares->count);
    const double now = sum_of(shares->now, shares->count);
    double sum = 0;
    for (size_t i = 0; i < shares->count; i++)
        sum += surprise(shares->before[i] / before, shares->now[i] / now);
    return sum;
}

double shares_js(const Shares *shares, double base)
{
    const double before = sum_of(shares->before, shares->count);
    const double now = sum_of(shares->now, shares->count);
    double sum = 0;
    for (size_t i = 0; i < shares->count; i++) {
        const double p = shares->before[i] / before;
        const double q = shares->now[i] / now;
        sum += surprise(p, (p + q) / 2) + surprise(q, (p + q) / 2);
    }
    return fmax(0, sum) / 2 / log(base);
}

double shares_hellinger(const Shares *shares)
{
    double sum = 0;
    for (size_t i = 0; i < shares->count; i++) {
        const double gap = sqrt(shares->before[i]) - sqrt(shares->now[i]);
        sum += gap * gap;
    }
    return sqrt(sum / 2);
}

double shares_total_variation(const Shares *shares)
{
    double sum = 0;
    for (size_t i = 0; i < shares->count; i++)
        sum += fabs(shares->before[i] - shares->now[i]);
    return sum / 2;
}

double shares_infinity_norm(const Shares *shares, size_t *ret_index)
{
    double greatest = 0;
    *ret_index = 0;
    for (size_t i = 0; i < shares->count; i++) {
        const double gap = fabs(shares->before[i] - shares->now[i]);
        if (gap > greatest) {
            greatest = gap;
            *ret_index = i;
        }
    }
    return greatest;
}
