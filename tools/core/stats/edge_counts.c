#include "stats/edge_counts.h"

#include "base/text.h"

#include <math.h>

bool edges_valid(const double *numbers, size_t count)
{
    bool valid = count >= EDGES_LEAST && count <= EDGES_MOST;
    for (size_t i = 0; i < count && valid; i++)
        valid = isfinite(numbers[i]) && (i == 0 || numbers[i] > numbers[i - 1]);
    return valid;
}

bool edges_equal(Edges first, Edges second)
{
    bool equal = first.count == second.count;
    for (size_t i = 0; i < first.count && equal; i++)
        equal = first.at[i] == second.at[i];
    return equal;
}

EdgeCounts edge_counts_new(Edges edges, Arena *arena)
{
    return (EdgeCounts){edges, arena_array(arena, int64_t, edges.count + 1)};
}

// How many edges are not greater, found by halving without a branch that depends on the number.
static size_t edges_up_to(Edges edges, double number)
{
    const double *first = edges.at;
    size_t left = edges.count;
    while (left > 1) {
        size_t half = left / 2;
        first += first[half - 1] <= number ? half : 0;
        left -= half;
    }
    return (size_t)(first - edges.at) + (*first <= number);
}

void edge_counts_add_all(EdgeCounts *counts, const double *numbers, size_t count)
{
    const Edges edges = counts->edges;
    const double last = edges.at[edges.count - 1];
    for (size_t i = 0; i < count; i++)
        counts->counts[edges_up_to(edges, numbers[i]) - (numbers[i] == last)]++;
}

const char *edge_interval_text(Edges edges, size_t interval, Arena *arena)
{
    char low[TEXT_REAL_SIZE];
    char high[TEXT_REAL_SIZE];
    if (interval == 0)
        return arena_format(arena, "below %s", text_from_real(edges.at[0], high));
    text_from_real(edges.at[interval - 1], low);
    if (interval == edges.count)
        return arena_format(arena, "above %s", low);
    return arena_format(arena, "%s to %s", low, text_from_real(edges.at[interval], high));
}

void edge_counts_merge(EdgeCounts *counts, const EdgeCounts *other)
{
    for (size_t i = 0; i <= counts->edges.count; i++)
        counts->counts[i] += other->counts[i];
}
