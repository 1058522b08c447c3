// groups: numbers by what they belong to, a bounded number of groups.
//
// A group is known by two 64-bit keys: the hashes of two categories, of one, or an interval's
// number. Tables to which the same was added in the same order are the same.

#ifndef STATS_GROUPS_H
#define STATS_GROUPS_H

#include "stats/moments.h"

typedef struct Group {
    uint64_t keys[2];
    int64_t count; // 0: a free slot
} Group;

typedef struct Groups {
    size_t most;
    bool measured; // each has the moments of its numbers
    Group *slots;
    Moments *moments; // of the slots
    size_t room;
    size_t used;
    bool full; // there was one more group than `most`: what is there is given back
} Groups;

// Counts a row of a group.
void groups_count(Groups *groups, uint64_t first, uint64_t second);

// The same for a table that is measured, with the row's number.
void groups_measure(Groups *groups, uint64_t key, double number);

// Adds the groups of another table, in its order.
void groups_merge(Groups *groups, const Groups *other);

void groups_release(Groups *groups);

// How far the group of a row (its first key) tells the second key, or its number. NaN where one of
// both sides does not vary.
//
// Cramér's V corrected for bias, 0 … 1 (Bergsma 2013).
double groups_association(const Groups *groups);

// The information that both have in common, in shares of what the second one has, 0 … 1: Theil's
// uncertainty coefficient; `symmetric`: in shares of the mean of both.
double groups_information(const Groups *groups, bool symmetric);

// The correlation ratio eta, 0 … 1: the root of the share of the numbers' variance that lies
// between groups (Pearson 1905).
double groups_correlation_ratio(const Groups *groups);

// How many groups there are by their first key, or by their second one.
size_t groups_different(const Groups *groups, size_t key);

#endif
