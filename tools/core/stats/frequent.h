// frequent: which texts occur most often, however many different ones there are, in bounded memory
// (Misra, Gries 1982).
//
// A text's count is never too high, and too low by `error` at most, which is told: at most
// all / (FREQUENT_MOST + 1) beside what the caller passes over. A text that is not listed occurs no
// more often than `error`. Merged lists keep that bound (Agarwal and others 2012), but the counts
// depend on the order of the merges, as those of categories do not.

#ifndef STATS_FREQUENT_H
#define STATS_FREQUENT_H

#include "stats/categories.h"

#define FREQUENT_MOST ((size_t)256)

// What a list takes at most, in bytes: up to twice as many texts, in twice as many slots.
#define FREQUENT_BYTES                                                                             \
    (4 * FREQUENT_MOST * sizeof(Category) + (2 * FREQUENT_MOST + 1) * (CATEGORY_LONGEST_TEXT + 8))

typedef struct Frequent {
    Category *slots;
    size_t room; // a power of two
    size_t used;
    int64_t error;
    Arena *texts;
} Frequent;

// Counts a text `category->count` times.
void frequent_add(Frequent *frequent, const Category *category);

// Keeps at most FREQUENT_MOST, and none that is rarer than one in FREQUENT_RARE of `all` texts.
#define FREQUENT_RARE 4096
void frequent_settle(Frequent *frequent, int64_t all);

// Settle it when all are merged.
void frequent_merge(Frequent *frequent, const Frequent *other);

// The most frequent first, equally frequent ones by their bytes.
CategoryList frequent_list(const Frequent *frequent, Arena *arena);

void frequent_release(Frequent *frequent);

#endif
