// categories: how often each text occurs, in bounded memory and without luck.
//
// Every different text is counted exactly until there are more than `most`. Then those with the
// least hashes are kept, still with exact counts, and the number of different texts is estimated.
// Which are kept depends on the set of texts only: categories merge exactly.

#ifndef STATS_CATEGORIES_H
#define STATS_CATEGORIES_H

#include "base/arena.h"
#include "stats/distinct.h"

// Of longer texts only this much is kept to be shown; the hash tells them apart.
#define CATEGORY_LONGEST_TEXT ((size_t)200)

typedef struct Category {
    uint64_t hash;
    int64_t count; // 0: the slot is free
    const char *text;
    size_t size;  // of the kept text
    size_t whole; // bytes of the text itself
} Category;

typedef struct Categories {
    size_t most;
    uint64_t ceiling; // texts whose hash is greater are not counted; UINT64_MAX: all are
    Category *slots;
    size_t room; // a power of two
    size_t used;
    int64_t count;     // all texts, also those that are not kept
    Distinct distinct; // of all texts, once not all are kept
    Arena *texts;
} Categories;

// How many texts there may be before those beyond `most` are dropped, and how many of a table's
// slots are taken at most: five eighths.
#define CATEGORIES_BEFORE_TRIM(most)     ((most) + (most) / 4)
#define CATEGORIES_ARE_FULL(used, slots) ((used)*8 > (slots)*5)

// What they take at most, in bytes; `most` is a power of two.
#define CATEGORIES_BYTES(most)                                                                     \
    (2 * (most) * sizeof(Category) +                                                               \
     (CATEGORIES_BEFORE_TRIM(most) + 1) * (CATEGORY_LONGEST_TEXT + 8) + DISTINCT_REGISTERS)

#define CATEGORIES_EMPTY(most_texts) ((Categories){.most = (most_texts), .ceiling = UINT64_MAX})

typedef LIST(Category) CategoryList;

// How many of a text's bytes are kept: whole characters, as far as they are valid.
size_t category_kept_size(const char *bytes, size_t size);

void categories_add(Categories *categories, const char *bytes, size_t size, int64_t count);

// The same for a text whose hash is known. One that is there already is counted at once.
void categories_insert(Categories *categories, const Category *category);

static inline void categories_count_hash(Categories *categories, uint64_t hash, const char *bytes,
                                         size_t size, int64_t count)
{
    categories->count += count;
    if (hash > categories->ceiling) {
        distinct_add(&categories->distinct, hash);
        return;
    }
    size_t mask = categories->room - 1;
    for (size_t at = hash & mask; categories->room && categories->slots[at].count;
         at = (at + 1) & mask) {
        if (categories->slots[at].hash == hash) {
            categories->slots[at].count += count;
            return;
        }
    }
    categories_insert(categories,
                      &(Category){hash, count, bytes, category_kept_size(bytes, size), size});
}

void categories_merge(Categories *categories, const Categories *other);

// Puts back what categories_list() gave out; counts it. `distinct` is the caller's where not all
// texts are kept.
void categories_add_category(Categories *categories, const Category *category);

// Keeps at most `most`, those with the least hashes.
void categories_limit(Categories *categories, size_t most);

// All that are kept: the most frequent first, equally frequent ones by their bytes.
CategoryList categories_list(const Categories *categories, Arena *arena);

// The same for any slots, of which those with a count of 0 are free.
CategoryList categories_list_slots(const Category *slots, size_t room, Arena *arena);

// True if every different text is kept.
bool categories_exact(const Categories *categories);

// How many different texts there were; an estimate unless categories_exact().
int64_t categories_distinct(const Categories *categories);

// How often the text of that hash was counted.
int64_t categories_count(const Categories *categories, uint64_t hash);

void categories_release(Categories *categories);
#define scoped_categories CLEANUP(categories_release) Categories

#endif
