// edge_counts: how many numbers lie in each interval between given edges, exactly.
//
// An interval holds its lower edge and not its upper one, the last one both.

#ifndef STATS_EDGE_COUNTS_H
#define STATS_EDGE_COUNTS_H

#include "base/arena.h"

#define EDGES_LEAST ((size_t)2)
#define EDGES_MOST  ((size_t)1001)

// Finite numbers that grow.
typedef struct Edges {
    const double *at;
    size_t count; // EDGES_LEAST … EDGES_MOST; 0: none were given
} Edges;

typedef struct EdgeCounts {
    Edges edges;
    int64_t *counts; // below the first edge, of each interval, above the last edge: edges.count + 1
} EdgeCounts;

// Whether numbers may be edges.
bool edges_valid(const double *numbers, size_t count);
bool edges_equal(Edges first, Edges second);

// No numbers yet; what `edges` points to must live as long.
EdgeCounts edge_counts_new(Edges edges, Arena *arena);

// The numbers are finite.
void edge_counts_add_all(EdgeCounts *counts, const double *numbers, size_t count);

// What lies between two edges, for people: "below 0", "0 to 10", … "above 20".
const char *edge_interval_text(Edges edges, size_t interval, Arena *arena);

// Both have the same edges.
void edge_counts_merge(EdgeCounts *counts, const EdgeCounts *other);

#endif
