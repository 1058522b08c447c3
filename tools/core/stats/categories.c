#include "stats/categories.h"

#include "base/fatal.h"
#include "base/utf8.h"
#include "stats/hash.h"

#include <stdlib.h>
#include <string.h>

#define CATEGORIES_FIRST_ROOM ((size_t)32)

// The slot of a hash: the one that has it, or the free one where it belongs.
static size_t categories_slot(const Categories *categories, uint64_t hash)
{
    size_t mask = categories->room - 1;
    size_t at = hash & mask;
    while (categories->slots[at].count && categories->slots[at].hash != hash)
        at = (at + 1) & mask;
    return at;
}

static Category *categories_slots(size_t room)
{
    Category *slots = calloc(room, sizeof *slots);
    if (!slots)
        fatal_out_of_memory();
    return slots;
}

static const char *category_keep_text(const Categories *categories, const Category *category)
{
    return category->size ? arena_text_sized(categories->texts, category->text, category->size)
                          : "";
}

static void categories_grow(Categories *categories)
{
    Category *old = categories->slots;
    size_t old_room = categories->room;
    categories->room = old_room ? old_room * 2 : CATEGORIES_FIRST_ROOM;
    categories->slots = categories_slots(categories->room);
    for (size_t i = 0; i < old_room; i++) {
        if (old[i].count)
            categories->slots[categories_slot(categories, old[i].hash)] = old[i];
    }
    free(old);
}

// Drops what is above the ceiling, and its texts with it.
static void categories_drop(Categories *categories)
{
    Category *kept = categories_slots(categories->used + 1);
    size_t count = 0;
    for (size_t i = 0; i < categories->room; i++) {
        if (categories->slots[i].count && categories->slots[i].hash <= categories->ceiling)
            kept[count++] = categories->slots[i];
    }
    memset(categories->slots, 0, categories->room * sizeof *categories->slots);
    Arena *old = categories->texts;
    categories->texts = arena_open();
    categories->used = count;
    for (size_t i = 0; i < count; i++) {
        Category *slot = &categories->slots[categories_slot(categories, kept[i].hash)];
        *slot = kept[i];
        slot->text = category_keep_text(categories, &kept[i]);
    }
    free(kept);
    arena_close(old);
}

// From now on texts with greater hashes are counted among the different ones only.
static void categories_lower(Categories *categories, uint64_t ceiling)
{
    for (size_t i = 0; i < categories->room && categories->ceiling == UINT64_MAX; i++) {
        if (categories->slots[i].count)
            distinct_add(&categories->distinct, categories->slots[i].hash);
    }
    categories->ceiling = ceiling;
}

// The hash that `rank` of the others are less than; they are put into another order.
static uint64_t hashes_select(uint64_t *hashes, size_t count, size_t rank)
{
    for (unsigned bit = 56; count > 1; bit -= 8) {
        size_t counts[256] = {0};
        for (size_t i = 0; i < count; i++)
            counts[hashes[i] >> bit & 255]++;
        uint64_t digit = 0;
        while (rank >= counts[digit])
            rank -= counts[digit++];
        size_t left = 0;
        for (size_t i = 0; i < count; i++) {
            uint64_t hash = hashes[i];
            hashes[left] = hash;
            left += (hash >> bit & 255) == digit;
        }
        count = left;
    }
    return hashes[0];
}

static void categories_trim(Categories *categories)
{
    if (categories->used <= categories->most)
        return;
    uint64_t *hashes = calloc(categories->used, sizeof *hashes);
    if (!hashes)
        fatal_out_of_memory();
    size_t count = 0;
    for (size_t i = 0; i < categories->room; i++) {
        if (categories->slots[i].count)
            hashes[count++] = categories->slots[i].hash;
    }
    categories_lower(categories, hashes_select(hashes, count, categories->most - 1));
    free(hashes);
    categories_drop(categories);
}

// Keeps a text, if its hash is not above the ceiling.
static void categories_keep(Categories *categories, const Category *category)
{
    if (category->hash > categories->ceiling)
        return;
    if (!categories->room || CATEGORIES_ARE_FULL(categories->used, categories->room))
        categories_grow(categories);
    Category *slot = &categories->slots[categories_slot(categories, category->hash)];
    if (slot->count) {
        slot->count += category->count;
        return;
    }
    if (!categories->texts)
        categories->texts = arena_open();
    *slot = *category;
    slot->text = category_keep_text(categories, category);
    categories->used++;
    // Of texts that come, ever fewer are kept: trimming by a fifth costs little, and texts are
    // long.
    if (categories->used > CATEGORIES_BEFORE_TRIM(categories->most))
        categories_trim(categories);
}

void categories_insert(Categories *categories, const Category *category)
{
    if (categories->ceiling < UINT64_MAX)
        distinct_add(&categories->distinct, category->hash);
    categories_keep(categories, category);
}

size_t category_kept_size(const char *bytes, size_t size)
{
    if (size <= CATEGORY_LONGEST_TEXT)
        return size;
    // A character that was cut is at most three bytes long.
    size_t valid = utf8_valid_prefix(bytes, CATEGORY_LONGEST_TEXT);
    return CATEGORY_LONGEST_TEXT - valid < 4 ? valid : CATEGORY_LONGEST_TEXT;
}

void categories_add(Categories *categories, const char *bytes, size_t size, int64_t count)
{
    Category category = {.hash = hash_text(bytes, size),
                         .count = count,
                         .text = bytes,
                         .size = category_kept_size(bytes, size),
                         .whole = size};
    categories->count += count;
    categories_insert(categories, &category);
}

void categories_add_category(Categories *categories, const Category *category)
{
    categories->count += category->count;
    categories_keep(categories, category);
}

void categories_merge(Categories *categories, const Categories *other)
{
    distinct_merge(&categories->distinct, &other->distinct);
    if (other->ceiling < categories->ceiling) {
        categories_lower(categories, other->ceiling);
        if (categories->room)
            categories_drop(categories);
    }
    for (size_t i = 0; i < other->room; i++) {
        if (other->slots[i].count)
            categories_insert(categories, &other->slots[i]);
    }
    categories->count += other->count;
    categories_trim(categories);
}

void categories_limit(Categories *categories, size_t most)
{
    categories->most = most;
    categories_trim(categories);
}

static int category_compare(const void *a, const void *b)
{
    const Category *first = a;
    const Category *second = b;
    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    int order = memcmp(first->text, second->text, MIN(first->size, second->size));
    if (order != 0)
        return order;
    if (first->whole != second->whole)
        return first->whole < second->whole ? -1 : 1;
    return first->hash < second->hash ? -1 : first->hash > second->hash;
}

CategoryList categories_list_slots(const Category *slots, size_t room, Arena *arena)
{
    CategoryList list = {0};
    for (size_t i = 0; i < room; i++) {
        if (!slots[i].count)
            continue;
        Category *copy = list_push(arena, &list);
        *copy = slots[i];
        copy->text = arena_text_sized(arena, copy->text, copy->size);
    }
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, category_compare);
    return list;
}

CategoryList categories_list(const Categories *categories, Arena *arena)
{
    return categories_list_slots(categories->slots, categories->room, arena);
}

bool categories_exact(const Categories *categories)
{
    return categories->ceiling == UINT64_MAX && categories->used <= categories->most;
}

int64_t categories_distinct(const Categories *categories)
{
    return categories->ceiling == UINT64_MAX ? (int64_t)categories->used
                                             : distinct_estimate(&categories->distinct);
}

int64_t categories_count(const Categories *categories, uint64_t hash)
{
    return categories->room ? categories->slots[categories_slot(categories, hash)].count : 0;
}

void categories_release(Categories *categories)
{
    free(categories->slots);
    arena_close(categories->texts);
    distinct_release(&categories->distinct);
    *categories = CATEGORIES_EMPTY(categories->most);
}
